"""Filters of lists: by the due date, by how far a finding has come, by departments named."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.finding_states import State
from audits.models import SOON
from organization.admin import DepartmentFilter
from records.base import Life


class DueFilter(admin.SimpleListFilter):
    """Overdue today, or due soon."""

    title = _("due date")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue")), ("soon", _("due within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.current().overdue(today)
        is_soon = self.value() == "soon"
        return queryset.current().due_within(SOON, today) if is_soon else queryset


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


class NamedDepartmentFilter(DepartmentFilter):
    """The departments that a record names."""

    path = "departments__department"
