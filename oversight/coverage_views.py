"""The pages of coverage: of a fiscal year, and of several years side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from dates import FiscalYear
from oversight import coverage_pages, years_pages
from oversight.access import (
    open_facts,
    open_omissions,
    open_years,
    readable_rows,
    sees_coverage,
)
from oversight.coverage import coverage
from oversight.forms import MOST_YEARS, USUAL, YearsForm
from oversight.several_years import YearsCoverage, recorded_years, years_coverage
from oversight.visible import approved_plan
from records import journal
from records.journal import request_id
from records.lists import FORMATS, Table

FILES = {name: FORMATS[name] for name in ("xlsx", "csv")}


class CoverageView(TemplateView):
    """What the pages of coverage have in common: the years to choose from, and the file."""

    extra_context = {"section": "oversight", "files": FILES.values()}

    def shown(self, year: FiscalYear, status: int = 200, **context: Any) -> HttpResponse:
        """The page with the years of which there is coverage for the visitor."""
        user = self.request.user
        years = [one for one in open_years(user) if sees_coverage(user, one)]
        context |= {"year": year, "years": years}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def exported(self, table: Table, name: str, **payload: Any) -> HttpResponse:
        """The table as a file; that it was taken is noted in the journal."""
        user, file = self.request.user, FILES.get(self.request.GET["_export"])
        if file is None or file.tables is None:
            raise Http404
        body = file.tables.write(table.title, [table], timezone.now().replace(tzinfo=None))
        payload |= {"what": "coverage", "format": file.name}
        request = request_id(self.request)
        journal.append_export(actor=user.get_username(), payload=payload, request=request)
        response = HttpResponse(body, content_type=file.tables.content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}.{file.name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class CoveragePage(CoverageView):
    """Departments against kinds of audit in a fiscal year."""

    template_name = "oversight/coverage.html"

    def get(self, request: HttpRequest, year: FiscalYear) -> HttpResponse:
        if not sees_coverage(request.user, year):
            raise Http404
        facts, regimes = open_facts(request.user, year)
        whole = coverage(facts, year, timezone.localdate(), regimes)
        found = readable_rows(whole, request.user)
        if "_export" in request.GET:
            table = coverage_pages.table(found)
            return self.exported(table, f"coverage-{year}", fiscal_year=int(year))
        omissions = open_omissions(request.user, year, regimes)
        page = coverage_pages.page(found, request.user)
        plan = approved_plan(request.user, year)
        return self.shown(year, page=page, omissions=omissions, plan=plan)


class YearsPage(CoverageView):
    """Departments against kinds of audit, or against the years of one, in several fiscal years."""

    template_name = "oversight/coverage_years.html"

    def get(self, request: HttpRequest, year: FiscalYear) -> HttpResponse:
        if not sees_coverage(request.user, year):
            raise Http404
        whole = self.coverage(year)
        asked = YearsForm(USUAL | request.GET.dict(), columns=whole.columns)
        if not asked.is_valid():
            return self.shown(year, status=400, asked=asked)
        found = whole.narrowed(asked.number, asked.slug)
        pages = years_pages.OF_ALL if asked.slug is None else years_pages.OF_ONE
        if "_export" in request.GET:
            name = f"coverage-{found.years[0]}-{year}"
            return self.exported(pages.table(found), name, fiscal_year=int(year))
        return self.shown(year, asked=asked, found=found, page=pages.page(found, request.user))

    def coverage(self, year: FiscalYear) -> YearsCoverage:
        """The coverage of as many years as can be asked for, as the visitor may read it."""
        facts, regimes = open_facts(self.request.user, year)
        years = recorded_years(facts, year, MOST_YEARS)
        whole = years_coverage(facts, years, timezone.localdate(), regimes)
        return readable_rows(whole, self.request.user)
