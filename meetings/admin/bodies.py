"""Councils and committees with their members."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, Membership, Quorum, YearlyCount
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PartInline, RecordAdmin, SearchOnlyAdmin

PLACE = ("numbering", "slug", "order")


class MembershipInline(PartInline):
    model = Membership
    fields = [
        *("order", "category", "name", "affiliation", "role"),
        *("term_from", "term_until", "attested_on"),
    ]
    is_duplicated = False


class YearlyCountInline(PartInline):
    model = YearlyCount
    is_duplicated = False

    def get_extra(self, request: HttpRequest, obj: Body | None = None, **kwargs: object) -> int:
        return 0


class QuorumInline(PartInline):
    model = Quorum
    is_duplicated = False

    def get_extra(self, request: HttpRequest, obj: Body | None = None, **kwargs: object) -> int:
        return 0


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    list_display = ["name", "short_name", "kind", "numbering", "legal_basis", "life", "visibility"]
    list_filter = ["kind", "numbering", *RecordAdmin.list_filter]
    search_fields = ["name", "english_name", "short_name", "slug", "memberships__name"]
    inlines = [MembershipInline, QuorumInline, YearlyCountInline]
    fieldsets = [
        (None, {"fields": ["name", "english_name", "short_name", "kind", *PLACE]}),
        (_("legal basis"), {"fields": ["legal_basis", "duties"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]


@admin.register(Membership)
class MembershipAdmin(SearchOnlyAdmin):
    """For attendance; members are kept with their body."""

    search_fields = ["name", "affiliation", "body__name", "body__short_name"]
    list_select_related = ["body"]
    ordering = ["body__order", "order", "pk"]

    @staticmethod
    def choice_text(part: Any) -> str:
        return f"{part.name}（{part.body}）"
