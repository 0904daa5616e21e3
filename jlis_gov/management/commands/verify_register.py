"""Prove that the whole register stands as its records say."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jlis_gov.register import UnreadableError, hold_register
from records.journal import Anchor, AnchorError, read_anchors
from records.management.base import UNREADABLE, RegisterCommand


class Command(RegisterCommand):
    help = (
        "Does what verify_journal does, and holds all that is derived from records against them: "
        "segments, columns to sort and number by, what calendars tell. `rebuild_derived` and "
        "`publish_calendar --rebuild` mend it. Exits with 0 when all is sound, with 1 when "
        "something is not, with 3 when part of the database cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a file of anchor_journal, kept elsewhere; may be given several times",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help="the language of the messages",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong, one line each; nothing is written to the database."""
        with translation.override(options["language"] or translation.get_language()):
            try:
                held = [anchor for path in options["anchor"] for anchor in read_anchors(path)]
                faults = self._told(held)
            except AnchorError as error:
                raise CommandError(str(error)) from error
            except UnreadableError as error:
                raise CommandError(str(error), returncode=UNREADABLE) from error
            if faults:
                text = ngettext("%(count)d fault.", "%(count)d faults.", faults)
                raise CommandError(text % {"count": faults})
            self.stdout.write(_("The register is sound."))

    def _told(self, held: list[Anchor]) -> int:
        count = 0
        for count, fault in enumerate(hold_register(held), start=1):  # noqa: B007 (the last one)
            self.stdout.write(fault)
        return count
