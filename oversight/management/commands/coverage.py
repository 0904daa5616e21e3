"""Print which departments were audited in a fiscal year, and which held their drills."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from calendars.scheduled import checked_fiscal_year
from dates import Style, word
from oversight.coverage import STATE_SIGNS, Cell, Coverage, coverage
from oversight.reading import read_facts
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Prints departments against kinds of audit and drills of a fiscal year, internal ones too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fiscal_year", type=int, help="in Western years: 2016 is 平成28年度")
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DAY",
            help="as known by the end of this day (YYYY-MM-DD), today by default",
        )
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the coverage. Gaps are no error."""
        try:
            year = checked_fiscal_year(options["fiscal_year"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        found = coverage(read_facts(), year, options["at"] or timezone.localdate())
        if options["format"] == "json":
            self.stdout.write(json.dumps(plain(found), ensure_ascii=False, indent=2))
            return
        for row in found.rows:
            signs = " ".join(STATE_SIGNS[cell.state] for cell in row.cells)
            self.stdout.write(f"{signs}  {'　' * row.depth}{row.department.name}")


def plain(found: Coverage) -> dict[str, Any]:
    """The coverage as plain values, its words in the active language, its days as EDTF."""
    return {
        "columns": [str(column.name) for column in found.columns],
        "rows": [
            {"department": row.department.name, "cells": [_plain_cell(cell) for cell in row.cells]}
            for row in found.rows
        ],
    }


def _plain_cell(cell: Cell) -> dict[str, Any]:
    return {
        "state": str(cell.state),
        "last": word(cell.last, Style.EDTF) if cell.last else None,
        "audits": [event.subject.uid for event in cell.events],
    }
