"""Back up the whole register into one file."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records import backup
from records.backup import DumpError
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    due_every = timedelta(days=1)
    help = (
        "Writes database, attachments and the journal's head to FILE, with a manifest, while the "
        "service runs. `restore` reads it. FILE holds everything, accounts included; the "
        "SECRET_KEY is not in it. A copy that lacks a file of the register, or has another, is "
        "named FILE.incomplete, and the exit code is 1."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole; what is incomplete gets another name and exit code 1."""
        path = options["file"]
        try:
            made = backup.make(path)
        except (OSError, DumpError) as error:
            message = _("No backup was written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        if made.faults:
            self.stderr.write("\n".join(made.faults))
            message = _("This is no whole backup; what could be copied stands in %(file)s.")
            raise CommandError(message % {"file": made.path})
        self.stdout.write(
            _("%(file)s: up to entry %(number)d; attachments: %(attachments)d; bytes: %(size)d.")
            % {
                "file": path,
                "number": made.anchor.sequence,
                "attachments": made.attachments,
                "size": path.stat().st_size,
            }
        )
