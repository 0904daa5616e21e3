"""Fill an empty installation from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records import backup
from records.backup import ArchiveError
from records.journal import AnchorError, read_anchors
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Restores what `backup` wrote into an empty installation, brings it up to this program's "
        "version and verifies its journal and files. Exits with 1 when anything is not as it "
        "should be."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--anchor",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a file of anchor_journal, kept elsewhere, to hold the journal against",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore all or nothing; a register that is not sound is restored, and told."""
        try:
            anchors = [anchor for path in options["anchor"] for anchor in read_anchors(path)]
            restored, verdict = backup.restore(options["file"], anchors)
        except (AnchorError, ArchiveError, OSError, backup.RestoreError) as error:
            message = _("Nothing was restored from %(file)s: %(error)s")
            raise CommandError(message % {"file": options["file"], "error": error}) from error
        if verdict.faults:
            self.stderr.write("\n".join(verdict.faults))
            raise CommandError(_("It was restored, but it is not sound."))
        self.stdout.write(
            _(
                "Restored up to entry %(number)d; records: %(records)d; "
                "attachments: %(attachments)d."
            )
            % {
                "number": restored.anchor.sequence,
                "records": verdict.records,
                "attachments": restored.attachments,
            }
        )
