"""Print the tables of a fiscal year's annual report (事業報告書 第１章)."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendars.scheduled import checked_fiscal_year
from dates import FiscalYear
from jlis_gov import report
from records.lists import to_json, to_markdown
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Prints tables 1 to 13 of the annual report of a fiscal year, from public records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fiscal_year", type=int, help="in Western years: 2016 is 平成28年度")
        parser.add_argument("--format", choices=["json", "markdown"], default="json")
        parser.add_argument(
            "--list-overrides",
            action="store_true",
            help="print, instead of the tables, the wordings in them that were typed by hand",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; a year without a single public record is an error."""
        try:
            fiscal_year = checked_fiscal_year(options["fiscal_year"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not report.has_records(fiscal_year):
            message = _("There are no published records of fiscal year %(year)d.")
            raise CommandError(message % {"year": fiscal_year.year})
        if options["list_overrides"]:
            self._list_overrides(fiscal_year)
            return
        try:
            tables = report.tables(fiscal_year)
        except ObjectDoesNotExist as error:
            raise CommandError(
                _("A council or committee with a table of its own is not in the register.")
            ) from error
        if options["format"] == "json":
            self.stdout.write(to_json(tables))
        else:
            self.stdout.write("\n\n".join(to_markdown(table) for table in tables))

    def _list_overrides(self, fiscal_year: FiscalYear) -> None:
        found = list(report.overrides(fiscal_year))
        for override in found:
            text = override.text.replace("\n", " / ")
            self.stdout.write(f"{override.record._meta.label} {override.record}: {text}")
        line = ngettext("%(count)d override", "%(count)d overrides", len(found))
        self.stdout.write(line % {"count": len(found)})
