"""Make the key that evidence bundles are signed with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
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
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("file", type=Path, nargs="?", metavar="FILE", help="must not exist yet")
        which.add_argument(
            "--demonstration",
            action="store_true",
            help="where there is no key yet: one for trying it out, which proves nothing and says "
            "so in every bundle; it is kept beside manage.py",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Never replaces a key: what it signed could no longer be proven."""
        is_demonstration, path = options["demonstration"], options["file"]
        if is_demonstration:
            if keys.key_file():
                return
            path = Path(settings.EVIDENCE_DEMONSTRATION_KEY_FILE)
        try:
            public = keys.make(path, is_demonstration=is_demonstration)
        except OSError as error:
            message = _("No key was written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        if is_demonstration:
            self.stdout.write(
                _("A demonstration key was made for evidence: %(file)s") % {"file": path.name}
            )
        else:
            self.stdout.write(public)
