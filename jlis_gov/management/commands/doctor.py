"""Say what is amiss with this installation, and what mends it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.checks import WARNING, CheckMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import ngettext

from jlis_gov.doctor import examine


class Command(BaseCommand):
    help = (
        "Looks at settings, database, clock, jobs of timers, mail server, disks, virus scanner, "
        "the key of evidence and the site's certificate, and says what to mend. Exits with 1 "
        "where something is broken; what is only unusual is a warning."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--language", choices=["ja", "en"], help="Japanese unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine everything, tell it a line each, and count what is broken."""
        with translation.override(options["language"] or translation.get_language()):
            found = list(examine(timezone.now()))
            if options["format"] == "json":
                told = {subject.code: list(map(_told, amiss)) for subject, amiss in found}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                for subject, amiss in found:
                    self._tell(subject.name, amiss)
            broken = sum(each.level > WARNING for _subject, amiss in found for each in amiss)
            if broken:
                text = ngettext("%(count)d is to be mended.", "%(count)d are to be mended.", broken)
                raise CommandError(text % {"count": broken})

    def _tell(self, name: Any, amiss: list[CheckMessage]) -> None:
        if not amiss:
            self.stdout.write(f"✔ {name}")
        for message in amiss:
            mark = "✘" if message.level > WARNING else "！"
            self.stdout.write(f"{mark} {name}: {message.msg}")
            if message.hint:
                self.stdout.write(f"    → {message.hint}")


def _told(message: CheckMessage) -> dict[str, Any]:
    return {
        "broken": message.level > WARNING,
        "message": str(message.msg),
        "mending": str(message.hint or ""),
    }
