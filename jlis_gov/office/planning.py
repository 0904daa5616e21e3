"""The office's page that copies a fiscal year into another's plan: look, choose, confirm."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from audits.plans import may_approve_plan
from calendars.scheduled import (
    Copy,
    Copying,
    OfficialFiscalYearField,
    ScheduledRecord,
    fiscal_year_name,
)
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from jlis_gov.composition import PLANNING
from records.base import Life, ReasonForm, may
from records.journal import REASON_FIELD

CHOSEN, CONFIRM, ONLY = "row", "confirm", "only"  # the record that alone is copied, by its uid


class YearsForm(forms.Form):
    """From which fiscal year to which."""

    required_css_class = "required"
    source = OfficialFiscalYearField(
        label=_("Copy from fiscal year"), max_value=LAST_FISCAL_YEAR - 1
    )
    target = OfficialFiscalYearField(
        label=_("into fiscal year"),
        min_value=FIRST_FISCAL_YEAR + 1,
        max_value=LAST_FISCAL_YEAR - 1,  # an audit may take place in the year after its own
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        years = self.cleaned_data
        if {"source", "target"} <= years.keys() and years["source"] >= years["target"]:
            raise ValidationError(_("A plan is copied into a later fiscal year."))
        return years


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind of record."""

    copying: Copying
    rows: list[Copy]


class PlanCopyPage(TemplateView):
    """Shows what would become of each record of a year, and copies those that are chosen.

    With `only` in the address it is that record alone, whose copy is shown once it is made.
    """

    template_name = "admin/plan_copy.html"
    admin_site: AdminSite = admin.site

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kinds = [each for each in PLANNING if may_copy(request.user, each)]
        if not self.kinds:
            raise PermissionDenied
        year = int(FiscalYear.of(timezone.localdate()))
        proposed = {"source": year, "target": year + 1}
        self.years = YearsForm(request.GET or None, initial=proposed)
        self.reason = ReasonForm()
        self.only = request.GET.get(ONLY, "")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(self._sections(None) if self.years.is_valid() else [])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.years.is_valid():
            return self._page([])
        chosen = frozenset(request.POST.getlist(CHOSEN))
        sections = self._sections(chosen)
        if CONFIRM not in request.POST:
            self.reason = ReasonForm(initial={REASON_FIELD: request.POST.get(REASON_FIELD, "")})
            for section in sections:
                section.rows[:] = [row for row in section.rows if row.is_chosen or not chosen]
            return self._page(sections)
        self.reason = ReasonForm(request.POST)
        if self.reason.is_valid() and (copies := self._copied(sections)):
            return HttpResponseRedirect(self._address(copies))
        return self._page(self._sections(chosen))

    def _copied(self, sections: list[Section]) -> list[ScheduledRecord]:
        """Copy what is chosen, all or nothing; says what came of it."""
        if not any(row.is_chosen for section in sections for row in section.rows):
            self.reason.add_error(None, _("Nothing is chosen that is not copied already."))
            return []
        try:
            with transaction.atomic():
                copies = [row for each in sections for row in each.copying.write(each.rows)]
        except IntegrityError:
            self.reason.add_error(
                None, _("Somebody was faster. Please look at the rows again and confirm.")
            )
            return []
        except ValidationError as error:
            self.reason.add_error(None, error.messages)
            return []
        text = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(copies))
        messages.success(self.request, text % {"count": len(copies)})
        return copies

    def _sections(self, chosen: frozenset[str] | None) -> list[Section]:
        years = self.years.cleaned_data["source"], self.years.cleaned_data["target"]
        user = self.request.user
        if self.only:
            chosen = frozenset({self.only} if chosen is None else chosen & {self.only})
        sections = [Section(kind, kind.rows(*years, user, chosen)) for kind in self.kinds]
        for section in sections:
            section.rows[:] = [row for row in section.rows if self.only in ("", row.key)]
        return sections

    def _address(self, copies: list[ScheduledRecord]) -> str:
        """The page of the one that was to be copied, or the year's again."""
        for kind in self.kinds:
            if self.only and isinstance(copies[0], kind.model):
                return reverse(kind.change_route, args=[copies[0].pk])
        return f"{reverse('admin:plan_copy')}?{self.request.GET.urlencode()}"

    def _page(self, sections: list[Section]) -> HttpResponse:
        context = self.admin_site.each_context(self.request) | {
            "title": _("Copy a fiscal year's plan"),
            "years": self.years,
            "only": self.only,
            "reason": self.reason,
            "sections": sections,
            "has_rows": any(section.rows for section in sections),
            "may_approve_plan": may_approve_plan(self.request.user),
            "is_open": any(row.existing is None for each in sections for row in each.rows),
        }
        if self.years.is_valid():
            names = self.years.cleaned_data.items()
            told = {f"{name}_year": fiscal_year_name(year) for name, year in names}
            context |= told | {"title": _("Copy %(source_year)s into %(target_year)s") % told}
        return self.render_to_response(context)


def years_to_copy(
    user: Any, year: FiscalYear, *, is_target: bool
) -> tuple[FiscalYear, FiscalYear] | None:
    """From which fiscal year to which `user` may copy: from `year` to the next, or into it."""
    source = int(year) - is_target
    is_possible = YearsForm({"source": source, "target": source + 1}).is_valid()
    if not is_possible or not any(may_copy(user, copying) for copying in PLANNING):
        return None
    return FiscalYear(source), FiscalYear(source + 1)


def copy_address(user: Any, record: ScheduledRecord) -> str:
    """The page that copies `record` into the next year's plan; empty where it cannot be."""
    copying = next((each for each in PLANNING if type(record) is each.model), None)
    years = {"source": record.fiscal_year, "target": record.fiscal_year + 1}
    is_possible = record.life != Life.WITHDRAWN and YearsForm(years).is_valid()
    if copying is None or not is_possible or not may_copy(user, copying):
        return ""
    return f"{reverse('admin:plan_copy')}?{urlencode(years | {ONLY: record.uid})}"


def may_copy(user: Any, copying: Copying) -> bool:
    """Return True if `user` may look at such records and add them."""
    return may(user, copying.model, "view", "add")
