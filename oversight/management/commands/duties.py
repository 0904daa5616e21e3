"""Print the duties of a fiscal year, what met each, and by when each is due."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from calendars.scheduled import checked_fiscal_year
from oversight.reading import read_facts
from oversight.rules import duties_of
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Prints the duties of a fiscal year with what met them, internal records included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fiscal_year", type=int, help="in Western years: 2016 is 平成28年度")
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DAY",
            help="as it stood by the end of this day (YYYY-MM-DD), today by default",
        )
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them in the order of the register. What is open or late is no error."""
        try:
            year = checked_fiscal_year(options["fiscal_year"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        facts, at = read_facts(), options["at"] or timezone.localdate()
        found = duties_of(facts, facts.duties, year, at)
        if options["format"] == "json":
            plain = [one.as_plain() for one in found]
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
            return
        for one in found:
            due = one.due or "-"
            self.stdout.write(f"{one.state}\t{one.duty.code}\t{one.key}\t{due}\t{one.duty.title}")
