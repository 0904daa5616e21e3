"""Remove files that nothing names: left over from forms, or from what was never saved."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records import papers
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    due_every = timedelta(days=1)
    help = (
        "Removes files that have waited for a form for more than a day, and stored files, older "
        "than a day, that no record names, nor any version of one that the journal still tells. "
        "Run it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name each file, and how many of both there are."""
        if away := papers.unreachable():
            raise CommandError(away)
        found = papers.unused()
        for name in found.names:
            self.stdout.write(name)
        if not options["dry_run"]:
            papers.remove(found)
        line = (
            _("To remove: named by nothing %(orphans)d, left over from forms %(waiting)d.")
            if options["dry_run"]
            else _("Removed: named by nothing %(orphans)d, left over from forms %(waiting)d.")
        )
        numbers = {"orphans": len(found.orphans), "waiting": len(found.waiting)}
        self.stdout.write(line % numbers)
