"""Make the key that evidence bundles are signed with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from records.evidence import keys


class Command(BaseCommand):
    help = (
        "Writes a new private key to FILE, readable by its owner alone, and prints its public "
        "half: hand that to inspectors by a way of its own. EVIDENCE_KEY_FILE then names FILE."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Never replaces a key: what it signed could no longer be proven."""
        try:
            public = keys.make(options["file"])
        except OSError as error:
            message = _("No key was written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        self.stdout.write(public)
