"""The annual report as pages, and as files to print and to work with."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from audits.access import sees_findings
from audits.execution import execution
from calendars.scheduled import OfficialDateField
from dates import FiscalYear
from jlis_gov.report import contents
from jlis_gov.views import fiscal_years
from records import agency, journal
from records.journal import request_id
from records.lists import FORMATS, Table, TablesFile

FILES = {one.name: one.tables for one in FORMATS.values() if one.tables}


class AsOfForm(forms.Form):
    """The day as of which the audits' execution is told."""

    as_of = OfficialDateField(label=_("As of"), required=False)


class ReportList(TemplateView):
    """The fiscal years that have a report."""

    template_name = "jlis_gov/reports.html"
    extra_context = {"section": "reports"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"years": fiscal_years(self.request.user)}


class ReportPage(TemplateView):
    """The tables of a year's annual report, as far as the visitor may see their records."""

    template_name = "jlis_gov/report.html"
    extra_context = {"section": "reports"}

    def get(self, request: HttpRequest, year: FiscalYear) -> HttpResponse:
        if "_export" in request.GET:
            if not contents.has_records(year, request.user):
                raise Http404
            return self.exported(year)
        asked = AsOfForm(request.GET)
        context = self.get_context_data(year=year, asked=asked)
        return self.render_to_response(context, status=200 if asked.is_valid() else 400)

    def exported(self, year: FiscalYear) -> HttpResponse:
        """The tables as a file, or one of them where the format holds no more."""
        kind, number = self.request.GET["_export"], self.request.GET.get("table", "")
        file = FILES.get(kind)
        tables = _chosen(self.tables(year), file, number) if file else []
        if file is None or not tables:
            raise Http404
        if tables != _chosen(contents.seen_tables(year), file, number):
            self.note(year, kind, number)
        of = agency.in_fiscal_year(year)
        if "_counts" not in self.request.GET:
            tables = [replace(table, facts=()) for table in tables]
        title = "　".join(filter(None, (of.name, contents.title(year, of))))
        body = file.write(title, tables, timezone.now().replace(tzinfo=None))
        response = HttpResponse(body, content_type=file.content_type)
        name = f"annual-report-{year}{'-' + number if number else ''}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def note(self, year: FiscalYear, kind: str, number: str) -> None:
        """Say in the journal that a file was taken that holds what not everybody may know."""
        payload = {"what": "annual report", "fiscal_year": int(year), "format": kind}
        journal.append_export(
            actor=self.request.user.get_username(),
            payload=payload | {"table": number},
            request=request_id(self.request),
        )

    def tables(self, year: FiscalYear) -> list[Table]:
        """The tables that the page shows and every file holds."""
        return contents.seen_tables(year, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, asked = kwargs["year"], kwargs["asked"]
        of, tables = agency.in_fiscal_year(year), self.tables(year)
        context = super().get_context_data(**kwargs) | {
            "title": contents.title(year, of),
            "agency_then": of.name,
            "files": [one for one in FORMATS.values() if one.tables],
            "years": fiscal_years(self.request.user),
            "tables": [one for one in tables if one.rows],
            "without_rows": [one for one in tables if not one.rows],
        }
        if sees_findings(self.request.user) and asked.is_valid():
            at = asked.cleaned_data["as_of"] or timezone.localdate()
            context["execution"] = execution(year, at, self.request.user)
        return context


def _chosen(tables: list[Table], file: TablesFile, number: str) -> list[Table]:
    """The one of this number, if there is such a one; all where none is named and all fit."""
    if not number and not file.holds_one:
        return tables
    return [one for one in tables if str(one.number) == number]
