"""Print what the rules notice in a fiscal year."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from calendars.scheduled import checked_fiscal_year
from oversight.acknowledging import acknowledged, beside
from oversight.observations import by_weight, notice
from oversight.reading import read_facts
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = "Prints what the rules notice in the records of a fiscal year, internal ones included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fiscal_year", type=int, help="in Western years: 2016 is 平成28年度")
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DAY",
            help="judge by the end of this day (YYYY-MM-DD), today by default",
        )
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the observations, the heaviest first. There being some is no error."""
        try:
            year = checked_fiscal_year(options["fiscal_year"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        at = options["at"] or timezone.localdate()
        noticed = by_weight(beside(notice(read_facts(), [year], at), acknowledged(year, at)))
        if options["format"] == "json":
            plain = [one.as_plain() for one in noticed]
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
            return
        for one in noticed:
            self.stdout.write(f"{one.rule.severity}\t{one.rule.code}\t{one.observation}")
