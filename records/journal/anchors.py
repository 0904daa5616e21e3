"""Anchors: the journal's head as written down elsewhere, one JSON object a line.

Whoever rewrites the journal from some entry on, hashes and all, or cuts its end off, cannot rewrite
the anchors that others hold.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from records.journal import chain
from records.journal.models import JournalEntry, JournalHead


class AnchorError(ValueError):
    """An anchor cannot be read or taken; the message says why in the active language."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last entry's sequence and hash at a moment (ISO 8601, UTC), of the register so named."""

    register: str
    sequence: int
    hash: str
    at: str

    def line(self) -> str:
        """The anchor as one line of a file, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read what `line` wrote. Raises `ValueError`."""
        plain = json.loads(line)
        if not isinstance(plain, dict):
            raise ValueError(line)
        anchor = cls(**plain)
        texts = [anchor.register, anchor.hash, anchor.at]
        is_counted = type(anchor.sequence) is int and anchor.sequence >= 0
        if not is_counted or not all(isinstance(text, str) for text in texts):
            raise ValueError(line)
        return anchor


def take_anchor() -> Anchor:
    """The head as it stands. Raises `AnchorError` where the last entry is not what it says."""
    head = JournalHead.current()
    last = JournalEntry.objects.last()
    known = (last.sequence, last.hash) if last else (0, chain.GENESIS)
    if known != (head.sequence, head.hash):
        raise AnchorError(_("The journal's head is not its last entry. Run verify_journal."))
    at = chain.utc_text(timezone.now())
    return Anchor(register_name(), head.sequence, head.hash, at)


def read_anchors(path: Path) -> list[Anchor]:
    """Every anchor of a file; empty lines are passed over. Raises `AnchorError`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnchorError(f"{path}: {error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(Anchor.from_line(line))
            except (ValueError, TypeError) as error:
                message = _("%(file)s, line %(line)d is not an anchor.")
                raise AnchorError(message % {"file": path, "line": number}) from error
    if not found:
        raise AnchorError(_("%(file)s holds no anchor.") % {"file": path})
    return found


def register_name() -> str:
    """The register's name outside: the first name under which its site is reached."""
    return settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
