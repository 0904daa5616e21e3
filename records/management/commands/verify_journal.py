"""Prove that nothing was altered behind the journal's back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from records.journal import Verdict
from records.management.base import UNREADABLE, RegisterCommand
from records.management.verifying import add_options, held_anchors, require_no_faults
from records.papers import verify
from records.storage import words_of


class Command(RegisterCommand):
    help = (
        "Recomputes the journal's chain and holds every record against its last entry, and every "
        "file against its hash. "
        "Exits with 0 when all is sound, with 1 when something is not, with 3 when part of the "
        "database cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong, one line each; nothing is written to the database."""
        with translation.override(options["language"] or translation.get_language()):
            anchors = held_anchors(options["anchor"])
            try:
                verdict = verify(anchors)
            except Exception as error:  # what is kept can be anything once somebody has altered it
                raise CommandError(words_of(error), returncode=UNREADABLE) from error
            self._tell(verdict)

    def _tell(self, verdict: Verdict) -> None:
        if verdict.has_unknown_persons:
            self.stdout.write(
                _("The journal does not know of accounts and groups yet: run sync_roles.")
            )
        for fault in verdict.faults:
            self.stdout.write(fault)
        require_no_faults(len(verdict.faults))
        self.stdout.write(
            _(
                "The journal is sound. Entries: %(entries)d, of which %(disposed)d without what "
                "they said, disposed of. Records: %(records)d, as their last entries say."
            )
            % {
                "entries": verdict.entries,
                "disposed": verdict.disposed,
                "records": verdict.records,
            }
        )
        if verdict.files:
            self.stdout.write(_("Files: %(files)d, as they came.") % {"files": verdict.files})
