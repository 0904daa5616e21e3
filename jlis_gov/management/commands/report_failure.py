"""Mail what a job said before it failed to those who operate the installation."""

import sys
from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from jlis_gov.logs import masked


class Command(BaseCommand):
    help = (
        "Mails what stands on standard input, the last that NAME said, to each ADDRESS; without "
        "one it does nothing. It asks no database: that may be what failed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the job or unit that failed")
        parser.add_argument("addresses", nargs="*", metavar="ADDRESS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send one mail to all of them. Raises `CommandError` where it cannot be sent."""
        if not options["addresses"]:
            return
        subject = _("Failed: %(name)s (%(site)s)") % {
            "name": options["name"],
            "site": settings.SITE_URL,
        }
        text = _("`jlis-gov doctor` on the host says what else is to be mended.")
        text = f"{text}\n\n{masked(sys.stdin.read())}"
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, options["addresses"])
        except (OSError, SMTPException) as error:
            message = _("The failure of %(name)s could not be mailed: %(error)s")
            raise CommandError(message % {"name": options["name"], "error": error}) from error
