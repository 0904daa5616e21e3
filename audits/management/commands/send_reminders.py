"""Remind of findings and of requested documents whose due date comes near or is past."""

from argparse import ArgumentParser
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.models import Reminder
from audits.reminders import Due, Outcome, Plan, plan
from records.management.base import RegisterCommand

REPORTED = timedelta(days=7)  # how long a mail that may not have arrived is reported


class Command(RegisterCommand):
    due_every = timedelta(days=1)
    help = (
        "Mails the contacts of a finding's department on the days before it is due that the "
        "settings name, the day after and every week from then on, those of a department that was "
        "asked for documents likewise and when they are asked, and the audit office a summary "
        "every week. Run it daily: nothing is sent twice, and of what was missed only the latest "
        "is made up for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="as on this day, YYYY-MM-DD; today unless given",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say to whom mails would go, send none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is due; names accounts and addresses of pages, never a finding's text."""
        on, is_dry = options["on"] or timezone.localdate(), options["dry_run"]
        if on > timezone.localdate() and not is_dry:
            raise CommandError(_("A day that lies ahead can only be tried with --dry-run."))
        unconfirmed = list(
            Reminder.objects.unconfirmed(timezone.now() - REPORTED).select_related(
                "user", "finding"
            )
        )
        found = plan(on)
        if is_dry:
            self._say(found)
        else:
            self._send(found, on)
        for row in unconfirmed:
            mail = Due(row.user, row.occasion, row.finding, row.due_on)
            self.stdout.write(_("%(mail)s: may not have arrived") % {"mail": mail})

    def _say(self, found: Plan) -> None:
        for mail in found.due:
            self.stdout.write(_("%(mail)s: would be sent") % {"mail": mail})
        for line in found.problems:
            self.stdout.write(line)

    def _send(self, found: Plan, on: date) -> None:
        failed = sent = 0
        for mail, outcome in self._outcomes(found, on):
            sent += outcome is Outcome.SENT
            if outcome in (Outcome.REFUSED, Outcome.UNKNOWN):
                failed += 1
                self.stderr.write(_("%(mail)s: could not be sent") % {"mail": mail})
        for line in found.problems:
            self.stdout.write(line)
        text = ngettext("%(count)d reminder was sent.", "%(count)d reminders were sent.", sent)
        self.stdout.write(text % {"count": sent})
        if failed:
            raise CommandError(_("Not every reminder could be sent."))

    def _outcomes(self, found: Plan, on: date) -> Any:
        """Each mail with what became of it; ends where the connection breaks."""
        if not found.due:
            return
        connection = get_connection()
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            message = _("The mail server cannot be reached: %(error)s")
            raise CommandError(message % {"error": error}) from error
        with connection:
            for mail in found.due:
                outcome = mail.send(on, connection)
                yield mail, outcome
                if outcome is Outcome.UNKNOWN:
                    return
