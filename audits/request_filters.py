"""Filters of lists of requests for documents."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.audit_filter import AuditFilter
from audits.filters import FindingDepartmentFilter
from audits.models import DocumentRequest, DocumentRequestQuerySet
from audits.request_states import RequestState
from calendars.scheduled import FiscalYearFilters, OfficialDateField
from organization.filters import DepartmentWordsFilter
from records.history import today
from records.lists import NamedChoiceFilter


class RequestFilters(FiscalYearFilters):
    """By fiscal year, words, audit, department, state and whether it is overdue, as of any day."""

    q = DepartmentWordsFilter(
        departments="department",
        names=("title",),
        fields=("period", "medium", "contact", "remarks"),
    )
    audit = AuditFilter(DocumentRequest)
    department = FindingDepartmentFilter()
    state = NamedChoiceFilter(
        label=pgettext_lazy("of a request", "State"),
        choices=RequestState.choices,
        method="in_state",
    )
    late = NamedChoiceFilter(
        label=_("Submission due"), choices=[("1", _("overdue"))], method="that_are_late"
    )
    as_of = django_filters.DateFilter(label=_("As of"), method="shown_as_of")
    as_of.field_class = OfficialDateField

    class Meta:
        model = DocumentRequest
        fields: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day as of which the list is shown: its moment's unless the address names one."""
        return self.form.cleaned_data.get("as_of") or today()

    def filter_queryset(self, queryset: Any) -> QuerySet:
        return super().filter_queryset(queryset.shown_as_of(self.day))

    def in_state(
        self, records: DocumentRequestQuerySet, name: str, value: str
    ) -> DocumentRequestQuerySet:
        """Those that had reached this state."""
        return records.filter(state_at=value)

    def that_are_late(
        self, records: DocumentRequestQuerySet, name: str, value: str
    ) -> DocumentRequestQuerySet:
        """Those that were overdue."""
        late = DocumentRequest.objects.overdue(self.day).order_by()
        return records.filter(pk__in=late.values("pk"))

    def shown_as_of(
        self, records: DocumentRequestQuerySet, name: str, value: date
    ) -> DocumentRequestQuerySet:
        """All of them: what had not been sent by then is shown as not sent."""
        return records
