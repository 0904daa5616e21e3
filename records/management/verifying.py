"""Options and answers that the verifying commands share."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import ngettext

from records.journal import Anchor, AnchorError, read_anchors


def add_options(
    parser: ArgumentParser,
    *,
    anchors: str = "a file of anchor_journal, kept elsewhere; may be given several times",
    language: str | None = None,
) -> None:
    """Add `--anchor` with `anchors` as its help, and `--language` with its default."""
    parser.add_argument(
        "--anchor", type=Path, action="append", default=[], metavar="FILE", help=anchors
    )
    parser.add_argument(
        "--language",
        choices=[code for code, _name in settings.LANGUAGES],
        default=language,
        help="the language of the messages",
    )


def held_anchors(
    paths: Iterable[Path], read: Callable[[Path], list[Anchor]] = read_anchors
) -> list[Anchor]:
    """Every anchor of these files. Raises `CommandError` where one cannot be read."""
    try:
        return [anchor for path in paths for anchor in read(path)]
    except AnchorError as error:
        raise CommandError(str(error)) from error


def require_no_faults(count: int) -> None:
    """Raise `CommandError` with the number of faults, unless there are none."""
    if count:
        text = ngettext("%(count)d fault.", "%(count)d faults.", count)
        raise CommandError(text % {"count": count})
