"""Prove that nothing was altered behind the journal's back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.journal import Anchor, AnchorError, Verdict, read_anchors
from records.management.base import UNREADABLE, RegisterCommand
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
            except AnchorError as error:
                raise CommandError(str(error)) from error
            self._tell(self._verdict(held))

    def _verdict(self, held: list[Anchor]) -> Verdict:
        try:
            return verify(held)
        except Exception as error:  # what is kept can be anything once somebody has altered it
            raise CommandError(words_of(error), returncode=UNREADABLE) from error

    def _tell(self, verdict: Verdict) -> None:
        if verdict.has_unknown_persons:
            self.stdout.write(
                _("The journal does not know of accounts and groups yet: run sync_roles.")
            )
        for fault in verdict.faults:
            self.stdout.write(fault)
        if verdict.faults:
            text = ngettext("%(count)d fault.", "%(count)d faults.", len(verdict.faults))
            raise CommandError(text % {"count": len(verdict.faults)})
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
