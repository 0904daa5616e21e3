"""Publish the calendars now, and say what subscribers are told."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendars.feeds import ChangeType, PublicationError, publish, verify_ledger
from jlis_gov.composition import FEEDS
from records.management.base import RegisterCommand

CHANGE_TYPES = {
    ChangeType.NEW: gettext_lazy("new"),
    ChangeType.CHANGED: gettext_lazy("changed"),
    ChangeType.CANCELLED: gettext_lazy("called off"),
    ChangeType.LEFT: gettext_lazy("left without a word"),
    ChangeType.EXPIRED: gettext_lazy("told long enough"),
}


class Command(RegisterCommand):
    help = (
        "Holds every record against what subscribers of the calendars were told, tells them what "
        "differs and prints it. Feeds do so by themselves whenever one is asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="print the number of changes only")
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="mend what the calendars hold wrongly (see verify_register), and say what it was",
        )

    def handle(
        self, *args: Any, quiet: bool = False, rebuild: bool = False, **options: Any
    ) -> None:
        """Publish once it is its turn; an internal event is marked as such."""
        faults = list(verify_ledger(FEEDS, timezone.now())) if rebuild else []
        try:
            changes = publish(
                FEEDS, now=timezone.now(), everything=True, wait=True, rebuild=rebuild
            )
        except (PublicationError, OperationalError) as error:  # SQLite may wait in vain
            raise CommandError(_("Nothing was published: %(error)s") % {"error": error}) from error
        for fault in faults:
            self.stdout.write(f"{_('mended')}: {fault}")
        for change in () if quiet else changes:
            internal = "" if change.is_public else f" [{_('internal')}]"
            kind = CHANGE_TYPES[change.type]
            self.stdout.write(f"{kind}: {change.title} ({change.uid}){internal}")
        line = ngettext("%(count)d event differs.", "%(count)d events differ.", len(changes))
        self.stdout.write(line % {"count": len(changes)})
        if rebuild and (left := list(verify_ledger(FEEDS, timezone.now()))):
            raise CommandError("\n".join(left))
