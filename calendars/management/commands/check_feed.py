"""Check a calendar file, or the feed at an address, byte by byte."""

from argparse import ArgumentParser
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendars.ical import Fault, check, event_count

TIMEOUT = 30  # seconds


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # words of the language it is asked in
        "Check a calendar file or feed byte by byte; exit 1 if it has a fault."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="FILE|URL")

    def handle(self, *args: Any, target: str, **options: Any) -> None:
        data, faults = read_target(target)
        faults = [*faults, *check(data)]
        for fault in faults:
            self.stdout.write(f"{target}:{fault}")
        if faults:
            words = ngettext("%(count)d fault.", "%(count)d faults.", len(faults))
            raise CommandError(words % {"count": len(faults)})
        self.stdout.write(_("No fault, %(count)d events.") % {"count": event_count(data)})


def read_target(target: str) -> tuple[bytes, list[Fault]]:
    """The bytes of a file, or of an http(s) address with the faults of how it is served.

    Raises `CommandError` where they cannot be had.
    """
    try:
        if urlsplit(target).scheme not in ("http", "https"):
            return Path(target).read_bytes(), []
        request = Request(target, headers={"Accept": "text/calendar"})  # noqa: S310 (http(s) only)
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            data, served_as = response.read(), response.headers.get("Content-Type", "")
    except (OSError, HTTPException, ValueError) as error:
        words = _("%(target)s cannot be read: %(reason)s")
        raise CommandError(words % {"target": target, "reason": error}) from error
    if served_as.replace(" ", "").lower() == "text/calendar;charset=utf-8":
        return data, []
    words = _("It is served as “%(type)s”, not as text/calendar; charset=utf-8.")
    return data, [Fault(0, "content-type", words % {"type": served_as})]
