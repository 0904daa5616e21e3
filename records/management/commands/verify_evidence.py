"""Verify an evidence bundle."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from records.evidence import Verdict, keys, read_anchors, verify
from records.journal import Anchor
from records.management.verifying import add_options, held_anchors, require_no_faults


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
        add_options(
            parser,
            anchors="a file of anchor_journal kept elsewhere, or an older bundle; may be repeated",
            language="ja",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is wrong, one line each, or what is proven."""
        with translation.override(options["language"]):
            try:
                key = keys.read_public(options["key"]) if options["key"] else ""
            except (OSError, ValueError) as error:
                message = _(
                    "“%(text)s” is no public key: 64 hexadecimal digits, or a file of them."
                )
                raise CommandError(message % {"text": options["key"]}) from error
            anchors = held_anchors(options["anchor"], read_anchors)
            verdict = verify(options["file"], key=key, anchors=anchors)
            for fault in verdict.faults(options["language"]):
                self.stdout.write(fault)
            require_no_faults(len(verdict.report.faults))
            self.stdout.write("\n".join([*_findings(verdict, key), *_proof(verdict, anchors)]))


def _findings(verdict: Verdict, key: str) -> Iterator[str]:
    """The bundle's extent and its origin."""
    report = verdict.report
    yield _(
        "The bundle is consistent. Files: %(files)d; records: %(records)d; entries about them: "
        "%(entries)d, in a chain up to entry %(number)d."
    ) % {
        "files": len(report.manifest["files"]),
        "records": len(report.manifest["records"]),
        "entries": len(report.entries),
        "number": max(report.hashes),
    }
    if key:
        yield _("Signed with the key given: it comes from that key's owner and is unaltered since.")
    else:
        message = _("Its origin is unproven without the public key (--key). Signed with %(key)s.")
        yield message % {"key": verdict.signer}


def _proof(verdict: Verdict, anchors: list[Anchor]) -> Iterator[str]:
    """The part of it that the anchors prove, and what nothing in it can."""
    report = verdict.report
    if anchors:
        last = max(anchor.sequence for anchor in anchors)
        yield _(
            "It continues from the anchor of entry %(number)d: of its %(entries)d entries, "
            "%(held)d are proven to be as they were when the anchors were taken."
        ) % {"number": last, "held": verdict.held, "entries": len(report.entries)}
    else:
        yield _("Without an anchor (--anchor) nobody can tell if the register was rewritten.")
    if report.disposed:
        message = _("What %(count)d of the entries said was disposed of and is not in it.")
        yield message % {"count": report.disposed}
    if report.opaque:
        yield _(
            "%(count)d entries of other records are of an old format: no anchor after entry "
            "%(last)d proves what comes before it."
        ) % {"count": len(report.opaque), "last": max(report.opaque)}
