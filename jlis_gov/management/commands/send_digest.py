"""Tell each person by mail what waits for them, at most once a day."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jlis_gov.my_work import digest
from records.mail import Mail, Outcome
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    due_every = timedelta(days=1)
    help = (
        "Mails each person what waits for them, on the weekdays that they chose; nobody for whom "
        "nothing waits. Run it daily: nobody is told twice a day, and what the mail server refused "
        "is tried again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DAY",
            help="as on this day, YYYY-MM-DD; today unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say to whom mails would go, send none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send them; names accounts and numbers, never what waits."""
        today = timezone.localdate()
        day, is_dry = options["at"] or today, options["dry_run"]
        if day > today and not is_dry:
            raise CommandError(_("A day that lies ahead can only be tried with --dry-run."))
        found = list(digest.digests(day))
        if is_dry:
            for one in found:
                self.stdout.write(_("%(mail)s: would be sent") % {"mail": _named(one)})
            return
        Mail.objects.outdated(timezone.now()).delete()
        self._send(found)

    def _send(self, found: list[digest.Digest]) -> None:
        sent = failed = 0
        for one, outcome in _outcomes(found):
            sent += outcome is Outcome.SENT
            if outcome in (Outcome.REFUSED, Outcome.UNKNOWN):
                failed += 1
                self.stderr.write(_("%(mail)s: could not be sent") % {"mail": _named(one)})
        text = ngettext("%(count)d daily mail was sent.", "%(count)d daily mails were sent.", sent)
        self.stdout.write(text % {"count": sent})
        if failed:
            raise CommandError(_("Not every mail could be sent."))


def _outcomes(found: list[digest.Digest]) -> Iterator[tuple[digest.Digest, Outcome]]:
    """Each mail with what became of it; ends where the connection breaks."""
    if not found:
        return
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        message = _("The mail server cannot be reached: %(error)s")
        raise CommandError(message % {"error": error}) from error
    with connection:
        for one in found:
            outcome = digest.send(one, connection)
            yield one, outcome
            if outcome is Outcome.UNKNOWN:
                return


def _named(one: digest.Digest) -> str:
    return f"{one.user.get_username()} ({one.number})"
