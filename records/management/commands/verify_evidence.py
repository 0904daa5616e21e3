"""Verify an evidence bundle."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.evidence import Verdict, keys, read_anchors, verify
from records.journal import Anchor, AnchorError


class Command(BaseCommand):
    help = (
        "Checks an evidence bundle file by file, its chain, its signature, and that it continues "
        "from the anchors given. Exits with 0 when all is sound, with 1 when something is not. "
        "Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--key",
            default="",
            metavar="PUBLIC",
            help="the office's public key, or a file that holds it; not taken from the bundle",
        )
        parser.add_argument(
            "--anchor",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a file of anchor_journal kept elsewhere, or an older bundle; may be repeated",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default="ja",
            help="the language of the messages",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong, one line each, or what is proven."""
        with translation.override(options["language"]):
            key, anchors = _key(options["key"]), _anchors(options["anchor"])
            verdict = verify(options["file"], key=key, anchors=anchors)
            for fault in verdict.faults(options["language"]):
                self.stdout.write(fault)
            if count := len(verdict.report.faults):
                text = ngettext("%(count)d fault.", "%(count)d faults.", count)
                raise CommandError(text % {"count": count})
            self.stdout.write("\n".join(_summary(verdict, key, anchors)))


def _key(text: str) -> str:
    try:
        return keys.read_public(text) if text else ""
    except (OSError, ValueError) as error:
        message = _("“%(text)s” is no public key: 64 hexadecimal digits, or a file of them.")
        raise CommandError(message % {"text": text}) from error


def _anchors(paths: list[Path]) -> list[Anchor]:
    try:
        return [anchor for path in paths for anchor in read_anchors(path)]
    except AnchorError as error:
        raise CommandError(str(error)) from error


def _summary(verdict: Verdict, key: str, anchors: list[Anchor]) -> list[str]:
    report = verdict.report
    counts = {
        "files": len(report.manifest["files"]),
        "records": len(report.manifest["records"]),
        "entries": len(report.entries),
        "number": max(report.hashes),
    }
    lines = [
        _(
            "The bundle is consistent. Files: %(files)d; records: %(records)d; entries about them: "
            "%(entries)d, in a chain up to entry %(number)d."
        )
        % counts,
        _("Signed with the key given: it comes from that key's owner and is unaltered since.")
        if key
        else _("Its origin is unproven without the public key (--key). Signed with %(key)s.")
        % {"key": verdict.signer},
    ]
    if anchors:
        last = max(anchor.sequence for anchor in anchors)
        held = {"number": last, "held": verdict.held, "entries": len(report.entries)}
        lines.append(
            _(
                "It continues from the anchor of entry %(number)d: of its %(entries)d entries, "
                "%(held)d are proven to be as they were when the anchors were taken."
            )
            % held
        )
    else:
        lines.append(
            _("Without an anchor (--anchor) nobody can tell if the register was rewritten.")
        )
    return lines + list(_reservations(verdict))


def _reservations(verdict: Verdict) -> list[str]:
    lines = []
    if verdict.report.disposed:
        lines.append(
            _("What %(count)d of the entries said was disposed of and is not in it.")
            % {"count": verdict.report.disposed}
        )
    if verdict.report.opaque:
        lines.append(
            _(
                "%(count)d entries of other records are of an old format: no anchor after entry "
                "%(last)d proves what comes before it."
            )
            % {"count": len(verdict.report.opaque), "last": max(verdict.report.opaque)}
        )
    return lines
