"""Dispose of what the journal need no longer say."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import agency
from records.journal import AlteredError, TooEarlyError, dispose, payloads_due
from records.management.base import RegisterCommand
from records.readings import Reading


class Command(RegisterCommand):
    due_every = timedelta(days=31)
    help = (
        "Empties the payloads of journal entries whose retention has ended. The entries and their "
        "chain stay, and so does the last state of every record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day as of which retention has ended, YYYY-MM-DD; today unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how many payloads it would be"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Dispose of them in one transaction; one entry of the journal accounts for them."""
        at = options["at"] or timezone.localdate()
        self._readings(at, is_dry=options["dry_run"])
        if options["dry_run"]:
            count = payloads_due(at).count()
            line = ngettext("%(count)d payload is due.", "%(count)d payloads are due.", count)
        else:
            count = self._dispose(at)
            line = ngettext(
                "%(count)d payload was emptied.", "%(count)d payloads were emptied.", count
            )
        self.stdout.write(line % {"count": count})

    def _readings(self, at: date, *, is_dry: bool) -> None:
        """Delete readings whose years are over, or only say how many these are."""
        found = Reading.objects.outdated(at, agency.current().readings_years)
        count = found.count() if is_dry else found.delete()[0]
        text = (
            ngettext("%(count)d reading is due.", "%(count)d readings are due.", count)
            if is_dry
            else ngettext(
                "%(count)d reading was deleted.", "%(count)d readings were deleted.", count
            )
        )
        self.stdout.write(text % {"count": count})

    def _dispose(self, at: date) -> int:
        reason = _("Retention ended before %(day)s") % {"day": at.isoformat()}
        try:
            return dispose(at=at, actor="dispose_payloads", reason=reason)
        except (AlteredError, TooEarlyError) as error:
            raise CommandError(str(error)) from error
