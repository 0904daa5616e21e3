"""The lists of root causes and themes, as the office keeps them."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import ResolverMatch

from audits.models import FindingCategory
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin
from records.base import Life


@admin.register(FindingCategory)
class FindingCategoryAdmin(RecordAdmin):
    """The lists of root causes and themes; an entry that is withdrawn is offered no longer."""

    list_display = ["name", "role", "order", "life"]
    list_filter = ["role", "life"]
    search_fields = ["name", "slug"]
    fieldsets = [
        (None, {"fields": ["role", "name", "slug", "order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    @staticmethod
    def choice_text(part: FindingCategory) -> str:
        """Its list beside its name."""
        return f"{part}（{part.get_role_display()}）"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Without withdrawn entries where a form offers a choice."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        is_choice = cast(ResolverMatch, request.resolver_match).url_name == "autocomplete"
        return found.exclude(life=Life.WITHDRAWN) if is_choice else found, has_doubles
