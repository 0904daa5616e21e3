"""Bring a table of the annual report, or of any form, in from a file."""

import getpass
import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from calendars.scheduled import Status
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from jlis_gov.composition import IMPORTS, INTAKES
from jlis_gov.importing import answers, built_in_named, steps
from records.imports import (
    ChangedMeanwhileError,
    Choice,
    Item,
    Mode,
    Options,
    Plan,
    TableError,
    TabularError,
    Verdict,
    corrections_of,
    decode,
    for_all_of,
    grids,
    outcome,
    pasted_grids,
)
from records.management.base import RegisterCommand

TEXT = ".txt"  # what was copied from a PDF; everything else is a workbook or CSV
AUTO, JSON = "auto", "json"
OF_ANY_TABLE = ("map", "for_all", "layout", "sheet", "rows", "undated", "create")


class Command(RegisterCommand):
    help = "Imports a table from a workbook, CSV, TSV, PDF or text FILE, row by row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--table", type=int, choices=list(IMPORTS), help="of the annual report")
        what.add_argument("--kind", choices=list(INTAKES), help="of the records in any table")
        parser.add_argument(
            "--fiscal-year", type=int, required=True, help="in Western years: 2016 is 平成28年度"
        )
        parser.add_argument("--mode", choices=Mode.values, default=Mode.STOP.value)
        parser.add_argument(
            "--status", choices=[Status.HELD.value, Status.PLANNED.value], help="of what it lists"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say the verdicts, write nothing"
        )
        parser.add_argument("--reason", default="", help="kept in the journal")
        parser.add_argument("--actor", default="", help="kept in the journal; else your login")
        parser.add_argument("--format", choices=["text", JSON], default="text")
        self._add_any_table(parser)

    def _add_any_table(self, parser: ArgumentParser) -> None:
        any_table = parser.add_argument_group("with --kind")
        any_table.add_argument(
            "--map",
            default="",
            metavar="HEADING=FIELD,…",
            help="corrects what headings and contents suggest; an empty field leaves a column out",
        )
        any_table.add_argument(
            "--for-all",
            default="",
            metavar="FIELD=TEXT,…",
            help="says body, regime or authority once for all rows in which it is blank",
        )
        any_table.add_argument(
            "--layout",
            default="",
            help="read as was remembered by this name, or as a table of the report: 報告書 表9",
        )
        any_table.add_argument(
            "--sheet", default="", help="the worksheet or a PDF's table, by its name"
        )
        any_table.add_argument("--rows", type=_rows, metavar="FIRST:LAST")
        any_table.add_argument(
            "--undated", action="store_true", help="keep rows without a date as 日未定"
        )
        any_table.add_argument(
            "--create", action="store_true", help="make types, bodies and authorities not known"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each verdict and write; where a row or the file stays out, exit with 1.

        As JSON it is one object whatever happens, and its `error` says why.
        """
        answer = answers.Answer()
        try:
            self._bring_in(answer, options)
        except (TabularError, TableError) as error:
            answer.error = str(error)
        except OSError as error:
            file = {"file": options["file"].name, "why": error.strerror}
            answer.error = _("The file %(file)s cannot be read: %(why)s") % file
        except ChangedMeanwhileError:
            answer.error = _("The register has changed meanwhile. Please try again.")
        if options["format"] == JSON:
            self.stdout.write(json.dumps(answer.plain(), ensure_ascii=False, indent=2))
        if answer.error:
            raise CommandError(answer.error)

    def _bring_in(self, answer: answers.Answer, options: dict[str, Any]) -> None:
        """Read, judge and write, and note in `answer` how far that came."""
        if not FIRST_FISCAL_YEAR <= options["fiscal_year"] <= LAST_FISCAL_YEAR:
            years = {"first": FIRST_FISCAL_YEAR, "last": LAST_FISCAL_YEAR}
            raise TableError(_("A fiscal year is between %(first)d and %(last)d.") % years)
        mode, is_text = Mode(options["mode"]), options["format"] != JSON
        answer.given = given = _read(options)
        answer.found = found = outcome(steps.plan(given, _options(options)))
        if is_text:
            self._tell_all(given, found)
        if taken := [] if options["dry_run"] else found.taken(mode):
            self._write(found, mode, options)
            answer.written = len(taken)
        if is_text:
            self._sum_up(found, len(taken))
        is_stopped = mode == Mode.STOP and bool(found.counts[Verdict.CHANGED])
        if found.counts[Verdict.ERROR] or is_stopped:
            answer.error = _("Not every row could be imported.")

    def _write(self, found: Plan, mode: Mode, options: dict[str, Any]) -> None:
        given = {"number": options["table"], "kind": options["kind"], "file": options["file"].name}
        usual = (
            _("Import of %(kind)s from %(file)s")
            if options["kind"]
            else _("Import of table %(number)d from %(file)s")
        )
        reason = options["reason"] or usual % given
        actor = options["actor"] or getpass.getuser()
        outcome(steps.write(found, mode, actor=actor, reason=reason))

    def _tell_all(self, given: steps.ReadTable, found: Plan) -> None:
        """Print the mapping, the remarks of the reading, and each verdict."""
        for heading, name in given.mapping.items() if given.kind else ():
            self.stdout.write(f"{heading} → {name}")
        for remark in given.remarks:
            self.stdout.write(remark)
        for item in found.items:
            self._tell(item, given)

    def _tell(self, item: Item, given: steps.ReadTable) -> None:
        words = [*answers.messages(item, given.table)]
        known = ["／".join(p.suggestions) for p in item.problems if p.suggestions]
        words += [_("Did you mean: %(names)s") % {"names": names} for names in known]
        line = "; ".join(word.replace("\n", " ") for word in words)
        self.stdout.write(f"{item.number}\t{item.verdict.value}\t{line}".rstrip())

    def _sum_up(self, found: Plan, written: int) -> None:
        counts = ", ".join(f"{verdict.value} {count}" for verdict, count in found.counts.items())
        self.stdout.write(
            _("%(counts)s; written %(written)d") % {"counts": counts, "written": written}
        )


def _rows(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)[:\-](\d+)", text)
    if match is None or not 0 < int(match[1]) <= int(match[2]):
        raise ArgumentTypeError(f"two row numbers such as 4:20, not {text}")
    return int(match[1]), int(match[2])


def _options(options: dict[str, Any]) -> Options:
    """The options of the import; a table that is not the report's lists plans as a rule."""
    is_report = not options["kind"] or built_in_named(options["kind"], options["layout"])
    usual = Status.HELD if is_report else Status.PLANNED
    return Options(
        options["fiscal_year"],
        options["status"] or usual.value,
        keeps_undated=options["undated"],
        creates=options["create"],
    )


def _read(options: dict[str, Any]) -> steps.ReadTable:
    """The file, read as what it is said to be. Raises `TabularError` and `TableError`."""
    path, kind = options["file"], options["kind"]
    given = [f"--{name.replace('_', '-')}" for name in OF_ANY_TABLE if options[name]]
    if not kind and given:
        raise TableError(_("%(names)s need --kind.") % {"names": ", ".join(given)})
    is_text = path.suffix.lower() == TEXT
    text = decode(path.read_bytes()) if is_text else ""
    if not kind and is_text:
        return steps.read_text(options["table"], text)
    with path.open("rb") as file:
        if not kind:
            return steps.read_file(options["table"], file, path.name)
        sheets = pasted_grids(text) if is_text else grids(file, path.name)
    layout = built_in_named(kind, options["layout"])
    return steps.read_kind(kind, sheets, _choice(options, is_built_in=layout is not None), layout)


def _choice(options: dict[str, Any], *, is_built_in: bool) -> Choice:
    """The part of the file to read, and what its columns are said to be. Raises `TableError`."""
    name = "" if is_built_in else options["layout"]
    remembered = answers.remembered(options["kind"], name) if name else {}
    corrected = {} if options["map"] in ("", AUTO) else corrections_of(options["map"])
    fields = {heading: field for heading, field in remembered.items() if field} | corrected
    return Choice(
        options["sheet"],
        options["rows"],
        fields,
        needs_all=not options["undated"],
        for_all=for_all_of(options["for_all"]),
        left_out=remembered.keys() - fields.keys(),
    )
