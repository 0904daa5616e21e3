"""Bring a table of the annual report in from a file."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from calendars.scheduled import Status
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from jlis_gov.composition import IMPORTS
from jlis_gov.importing import steps
from records.imports import (
    ChangedMeanwhileError,
    Item,
    Mode,
    Options,
    Plan,
    TableError,
    TabularError,
    Verdict,
    outcome,
)
from records.management.base import RegisterCommand

TEXT = ".txt"  # what was copied from a PDF; everything else is a workbook or CSV


class Command(RegisterCommand):
    help = "Imports a table of the annual report from an XLSX, CSV or text FILE, row by row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--table", type=int, required=True, choices=list(IMPORTS))
        parser.add_argument(
            "--fiscal-year", type=int, required=True, help="in Western years: 2016 is 平成28年度"
        )
        parser.add_argument("--mode", choices=Mode.values, default=Mode.STOP.value)
        parser.add_argument(
            "--status", choices=[Status.HELD.value, Status.PLANNED.value], default=Status.HELD.value
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say the verdicts, write nothing"
        )
        parser.add_argument("--reason", default="", help="kept in the journal")
        parser.add_argument("--actor", default="", help="kept in the journal; else your login")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each verdict and write; where a row stays out for an error, the exit code is 1."""
        if not FIRST_FISCAL_YEAR <= options["fiscal_year"] <= LAST_FISCAL_YEAR:
            years = {"first": FIRST_FISCAL_YEAR, "last": LAST_FISCAL_YEAR}
            raise CommandError(_("A fiscal year is between %(first)d and %(last)d.") % years)
        mode = Mode(options["mode"])
        try:
            found = self._plan(options)
        except (OSError, UnicodeDecodeError, TabularError, TableError) as error:
            raise CommandError(str(error)) from error
        for item in found.items:
            self._tell(item)
        taken = [] if options["dry_run"] else found.taken(mode)
        if taken:
            self._write(found, mode, options)
        self._sum_up(found, len(taken))
        is_stopped = mode == Mode.STOP and bool(found.counts[Verdict.CHANGED])
        if found.counts[Verdict.ERROR] or is_stopped:
            raise CommandError(_("Not every row could be imported."))

    def _plan(self, options: dict[str, Any]) -> Plan:
        """The verdicts; the remarks of the reading are printed before them."""
        given = _read(options["table"], options["file"])
        for remark in given.remarks:
            self.stdout.write(remark)
        return outcome(steps.plan(given, Options(options["fiscal_year"], options["status"])))

    def _write(self, found: Plan, mode: Mode, options: dict[str, Any]) -> None:
        reason = options["reason"] or _("Import of table %(number)d from %(file)s") % {
            "number": options["table"],
            "file": options["file"].name,
        }
        try:
            actor = options["actor"] or getpass.getuser()
            outcome(steps.write(found, mode, actor=actor, reason=reason))
        except ChangedMeanwhileError as error:
            raise CommandError(
                _("The register has changed meanwhile. Please try again.")
            ) from error

    def _tell(self, item: Item) -> None:
        words = [
            *(": ".join(filter(None, [p.word, str(p.message)])) for p in item.problems),
            *(f"{d.name}: {d.before} → {d.after}" for d in item.differences),
            *map(str, item.notes),
        ]
        known = ["／".join(p.suggestions) for p in item.problems if p.suggestions]
        words += [_("Did you mean: %(names)s") % {"names": names} for names in known]
        line = "; ".join(word.replace("\n", " ") for word in words)
        self.stdout.write(f"{item.number}\t{item.verdict.value}\t{line}".rstrip())

    def _sum_up(self, found: Plan, written: int) -> None:
        counts = ", ".join(f"{verdict.value} {count}" for verdict, count in found.counts.items())
        self.stdout.write(
            _("%(counts)s; written %(written)d") % {"counts": counts, "written": written}
        )


def _read(number: int, path: Path) -> steps.ReadTable:
    if path.suffix.lower() == TEXT:
        return steps.read_text(number, path.read_text(encoding="utf-8-sig"))
    with path.open("rb") as file:
        return steps.read_file(number, file, path.name)
