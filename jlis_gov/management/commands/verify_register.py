"""Prove that the whole register stands as its records say."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from jlis_gov.register import UnreadableError, hold_register
from records.management.base import UNREADABLE, RegisterCommand
from records.management.verifying import add_options, held_anchors, require_no_faults


class Command(RegisterCommand):
    due_every = timedelta(days=7)
    help = (
        "Does what verify_journal does, and holds all that is derived from records against them: "
        "segments, columns to sort and number by, what calendars tell. `rebuild_derived` and "
        "`publish_calendar --rebuild` mend it. Exits with 0 when all is sound, with 1 when "
        "something is not, with 3 when part of the database cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong, one line each; nothing is written to the database."""
        with translation.override(options["language"] or translation.get_language()):
            anchors, count = held_anchors(options["anchor"]), 0
            try:
                for fault in hold_register(anchors):
                    self.stdout.write(fault)
                    count += 1
            except UnreadableError as error:
                raise CommandError(str(error), returncode=UNREADABLE) from error
            require_no_faults(count)
            self.stdout.write(_("The register is sound."))
