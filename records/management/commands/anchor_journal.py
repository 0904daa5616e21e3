"""Hand the journal's head to whoever keeps it elsewhere."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from records import agency
from records.journal import Anchor, AnchorError, take_anchor
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    due_every = timedelta(days=1)
    help = (
        "Writes the journal's head as one line of JSON, to be kept where nobody who can write "
        "to this database can write. verify_journal --anchor reads it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="FILE", help="append it to FILE, not to standard output"
        )
        parser.add_argument(
            "--mail",
            action="append",
            default=[],
            metavar="ADDRESS",
            help="mail it, too; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take one anchor and hand it out."""
        try:
            anchor = take_anchor()
        except AnchorError as error:
            raise CommandError(str(error)) from error
        self._write(anchor.line(), options["to"])
        if options["mail"]:
            self._mail(anchor, options["mail"])

    def _write(self, line: str, path: Path | None) -> None:
        if path is None:
            self.stdout.write(line)
            return
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise CommandError(f"{path}: {error}") from error

    def _mail(self, anchor: Anchor, addresses: list[str]) -> None:
        subject = _("Journal of %(register)s: entry %(number)d") % {
            "register": anchor.register,
            "number": anchor.sequence,
        }
        text = _(
            "Please keep this line. With it, anyone can later show that the journal up to here "
            "was neither rewritten nor cut."
        )
        try:
            send_mail(subject, f"{text}\n\n{anchor.line()}\n", agency.sender(), addresses)
        except (OSError, SMTPException) as error:
            message = _("The anchor could not be mailed: %(error)s")
            raise CommandError(message % {"error": error}) from error
