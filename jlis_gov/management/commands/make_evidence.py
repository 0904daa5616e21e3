"""Make an evidence bundle."""

import os
from argparse import ArgumentParser
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jlis_gov import evidence
from records.base import end_of_day, in_office_time
from records.evidence import bundle, keys
from records.management.base import RegisterCommand


class Command(RegisterCommand):
    help = (
        "Writes records and their history to a signed ZIP that can be checked without the "
        "register (docs/evidence.md), and says so in the journal. Holds what is internal, too."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=list(evidence.KINDS), required=True)
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="as in the address of the list: fiscal_year=2016; may be given several times",
        )
        parser.add_argument(
            "--at",
            default="",
            metavar="MOMENT",
            help="as the register stood then: 2017-03-31 (its end) or 2017-03-31T17:00; filters "
            "choose among the records of then, and the journal is handed over up to then",
        )
        parser.add_argument("--output", type=Path, required=True, help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole or not at all."""
        order = self._order(options)
        path, owners_alone = options["output"], partial(os.open, mode=0o600)
        try:
            key = keys.office_key()
            with open(path, "xb+", opener=owners_alone) as out:
                made = self._made(out, path, order, key)
        except (OSError, bundle.EvidenceError, keys.KeyFileError) as error:
            message = _("No evidence was written: %(error)s")
            raise CommandError(message % {"error": error}) from error
        bundle.journalled(made, order, actor="make_evidence")
        self.stdout.write(
            _("%(file)s: records %(records)d; up to entry %(number)d of %(at)s; key %(key)s.")
            % {
                "file": path,
                "records": made.records,
                "number": made.anchor.sequence,
                "at": made.at.isoformat(),
                "key": keys.public_half(key),
            }
        )

    def _made(self, out: Any, path: Path, order: bundle.Order, key: Any) -> bundle.Made:
        try:
            return bundle.make(out, order, key)
        except BaseException:
            path.unlink()
            raise

    def _order(self, options: dict[str, Any]) -> bundle.Order:
        asked = []
        for text in options["filter"]:
            name, equals, value = text.partition("=")
            if not equals:
                message = _("A filter is NAME=VALUE, not “%(text)s”.")
                raise CommandError(message % {"text": text})
            asked.append((name, value))
        request = evidence.operators_request(asked)
        at = _moment(options["at"])
        if at and at > timezone.now():
            raise CommandError(_("That moment has not come yet."))
        chosen = evidence.chosen(options["kind"], request, at)
        fields = chosen.filters.form.fields
        for name in {name for name, _value in asked} - fields.keys():
            known = ", ".join(fields)
            message = _("There is no filter “%(name)s”; there are %(known)s.")
            raise CommandError(message % {"name": name, "known": known})
        if not chosen.filters.is_valid():
            raise CommandError(chosen.filters.form.errors.as_text())
        return evidence.order(chosen, request.user)


def _moment(text: str) -> datetime | None:
    """A moment in the office's time; a day alone means its end."""
    if not text:
        return None
    try:
        if day := parse_date(text):
            return in_office_time(end_of_day(day))
        return in_office_time(datetime.fromisoformat(text))
    except ValueError as error:
        message = _("“%(text)s” is no moment: write 2017-03-31 or 2017-03-31T17:00.")
        raise CommandError(message % {"text": text}) from error
