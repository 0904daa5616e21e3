"""The questions that the office's lists of everything that takes place are asked."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import Progress, fiscal_year_name
from dates import FiscalYear

COMING = timedelta(days=27)  # four weeks, today included


class FiscalYearFilter(admin.SimpleListFilter):
    """The fiscal years of which there are records, newest first; `path` leads to the year."""

    title = _("fiscal year")
    parameter_name = "fiscal_year"
    path: ClassVar[str] = "fiscal_year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        visible = model_admin.model.objects.visible_to(request.user)
        years = visible.order_by().values_list(self.path, flat=True).distinct()
        return [(str(year), fiscal_year_name(year)) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset


class DoubtfulFilter(admin.SimpleListFilter):
    """Records of whose schedule the reader warned, until somebody settles it."""

    title = _("warnings of the schedule")
    parameter_name = "doubtful"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("unsettled"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.current().doubtful() if self.value() == "1" else queryset


class ComingFilter(admin.SimpleListFilter):
    """Records that touch the next four weeks, from today on."""

    title = _("coming up")
    parameter_name = "coming"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("in the next four weeks"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        today = timezone.localdate()
        ahead = queryset.current().during(today, today + COMING)
        return ahead if self.value() == "1" else queryset


class PlanFilter(admin.SimpleListFilter):
    """The progress of a year's plan; the value is `2016.late`, or `2016.planned` for all of it.

    The model admin's `progress_by_pk` says where each record does.
    """

    title = _("progress")
    parameter_name = "plan"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.model_admin = model_admin

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        given = _number(request.GET.get(FiscalYearFilter.parameter_name, ""))
        year = given or int(FiscalYear.of(timezone.localdate()))
        return [(f"{year}.{one}", one.label) for one in Progress]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        year, _dot, wanted = (self.value() or "").partition(".")
        if not _number(year) or wanted not in (*Progress.values, "planned"):
            return queryset
        records = self.model_admin.get_queryset(request)
        stands = self.model_admin.progress_by_pk(records, _number(year), timezone.localdate())
        return queryset.filter(
            pk__in=[pk for pk, found in stands.items() if wanted in ("planned", found)]
        )


def _number(text: str) -> int:
    """The year that `text` says; 0 where it says none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
