"""Back up the whole register into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records import backup
from records.databases import DumpError
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Writes database, attachments and the journal's head to FILE, with a manifest, while the "
        "service runs. `restore` reads it. FILE holds everything, accounts included; the "
        "SECRET_KEY is not in it."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole or not at all."""
        path = options["file"]
        try:
            made = backup.make(path)
        except (OSError, DumpError) as error:
            message = _("No backup was written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        self.stdout.write(
            _("%(file)s: up to entry %(number)d; attachments: %(attachments)d; bytes: %(size)d.")
            % {
                "file": path,
                "number": made.anchor.sequence,
                "attachments": made.attachments,
                "size": path.stat().st_size,
            }
        )
