"""Write the whole register in open formats."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records.backup import data_package
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Writes all records, the journal and the attachments to FILE in open formats (a Data "
        "Package of CSV files, JSON Lines, SHA256SUMS), to read them elsewhere. It names accounts "
        "and their rights. What lacks a file of the register is named FILE.incomplete, and the "
        "exit code is 1."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole; what is incomplete gets another name and exit code 1."""
        try:
            made = data_package.write(options["file"])
        except OSError as error:
            message = _("The register was not written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        if made.faults:
            self.stderr.write("\n".join(made.faults))
            message = _("Not all of the register; what could be copied stands in %(file)s.")
            raise CommandError(message % {"file": made.path})
        self.stdout.write(
            _("%(file)s: rows: %(rows)d; attachments: %(files)d; bytes: %(size)d.")
            % {
                "file": made.path,
                "rows": made.rows,
                "files": made.files,
                "size": made.path.stat().st_size,
            }
        )
