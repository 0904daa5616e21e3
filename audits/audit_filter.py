"""The filter of a list by one audit."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import Audit
from calendars.scheduled import readable_years
from records.base import Record
from records.lists import FewChoices, UidChoiceField, UidChoiceFilter

MOST_OFFERED = 100  # audits to choose from at once


def audits_with(model: type[Record], request: HttpRequest) -> QuerySet:
    """The audits that the visitor may see and that have such records, the newest first."""
    rows = model.objects.listed_for(request.user).order_by().filter(audit=OuterRef("pk"))
    audits = Audit.objects.visible_to(request.user).filter(Exists(rows))
    return audits.with_names().by_date(newest_first=True)


class OfferedAudits(FewChoices):
    """The newest audits of the fiscal years that the list is narrowed to, and the one chosen."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        offered = list(self.queryset.filter(self.field.is_offered)[:MOST_OFFERED])
        yield from map(self.choice, offered)
        chosen = self.field.chosen
        if chosen and chosen not in {str(audit.uid) for audit in offered}:
            yield from map(self.choice, self.queryset.filter(uid=chosen))


class AuditChoiceField(UidChoiceField):
    """An audit among others of its name."""

    iterator = OfferedAudits
    is_offered = Q()
    chosen = ""

    def label_from_instance(self, audit: Audit) -> str:
        return f"{audit}（{audit.official_schedule}）"


class AuditFilter(UidChoiceFilter):
    """Records of one audit; any can be asked for, the newest are offered."""

    field_class = AuditChoiceField

    def __init__(self, model: type[Record]) -> None:
        super().__init__(label=_("Audit"), queryset=partial(audits_with, model))

    @property
    def field(self) -> AuditChoiceField:
        found = super().field
        if found.form_of_key.fullmatch(chosen := self.parent.data.get("audit", "")):
            found.chosen = chosen.lower()
        if years := readable_years(self.parent.asked("fiscal_year")):
            found.is_offered = Q(fiscal_year__in=years)
        return found
