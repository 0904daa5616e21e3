"""Filters of lists: by due date, by how far something has come, by audit, by departments named."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.audit_filter import MOST_OFFERED, audits_with
from audits.finding_states import State
from audits.models import SOON, FindingCategory, Stage
from calendars.admin import FiscalYearFilter
from organization.admin import DepartmentFilter
from records.base import Life, is_key


class DueFilter(admin.SimpleListFilter):
    """Overdue today, or due soon."""

    title = _("due date")
    parameter_name = "due"
    soon: ClassVar[int] = SOON

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue")), ("soon", _("due within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.current().overdue(today)
        is_soon = self.value() == "soon"
        return queryset.current().due_within(self.soon, today) if is_soon else queryset


class StateFilter(admin.SimpleListFilter):
    """The state that it has reached today."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() not in State.values:
            return queryset
        given = queryset.exclude(life=Life.DRAFT)
        return given.with_state(timezone.localdate()).filter(state_at=self.value())


class DecisionFilter(admin.SimpleListFilter):
    """Answered, and waiting for the audit office to decide."""

    title = _("answer")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("to be decided on"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() != "1":
            return queryset
        return queryset.current().awaiting_decision(timezone.localdate())


class AcceptanceFilter(admin.SimpleListFilter):
    """Findings of which the acceptance of the risk has ended or ends soon, to be reviewed."""

    title = _("acceptance of the risk")
    parameter_name = "acceptance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("review", pgettext_lazy("of an acceptance", "to be reviewed")),
            ("soon", _("to be reviewed within 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        today, days = timezone.localdate(), {"review": 0, "soon": SOON}.get(self.value() or "")
        return queryset if days is None else queryset.current().awaiting_review(today, days)


class CategoryFilter(admin.SimpleListFilter):
    """Findings with an entry of one of the office's lists, by its code."""

    role: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        listed = FindingCategory.objects.visible_to(request.user).filter(role=self.role)
        return list(listed.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.of_category(self.role, self.value()) if self.value() else queryset


class CauseFilter(CategoryFilter):
    title, parameter_name = _("root cause"), "cause"
    role = FindingCategory.Role.CAUSE


class ThemeFilter(CategoryFilter):
    title, parameter_name = pgettext_lazy("of a finding", "theme"), "theme"
    role = FindingCategory.Role.THEME


class AuditYearFilter(FiscalYearFilter):
    """The fiscal year of the audit."""

    path = "audit__fiscal_year"


class AuditFilter(admin.SimpleListFilter):
    """One audit, of the fiscal year that was chosen or of all."""

    title = _("audit")
    parameter_name = "audit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        audits, chosen = audits_with(model_admin.model, request), self._chosen()
        year = request.GET.get(FiscalYearFilter.parameter_name, "")
        offered = audits.filter(fiscal_year=year) if is_key(year) else audits
        named = list(offered.exclude(pk=chosen)[:MOST_OFFERED]) + list(audits.filter(pk=chosen))
        return [(str(one.pk), f"{one}（{one.official_schedule}）") for one in named]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self._chosen()
        return queryset if chosen is None else queryset.filter(audit=chosen)

    def _chosen(self) -> int | None:
        value = self.value() or ""
        return int(value) if is_key(value) else None


class StageFilter(admin.SimpleListFilter):
    """How far a procedure has come."""

    title = _("progress")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return Stage.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.in_stage(self.value()) if self.value() in Stage.values else queryset


class NamedDepartmentFilter(DepartmentFilter):
    """The departments that a record names."""

    path = "departments__department"
