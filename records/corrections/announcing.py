"""Announcing a correction, and taking an announcement back; both need an open change."""

from collections.abc import Iterable
from datetime import datetime

from records import change
from records.base import Record
from records.corrections.models import Correction

LONGEST_TITLE = 500  # characters


def announce(
    record: Record, lines: Iterable[tuple[str, str, str]], words: str, at: datetime
) -> Correction:
    """Announce that `record` was corrected; `lines` are labels, what was and what is.

    Raises `ValueError` for a record that not everybody may see.
    """
    if not record.is_public:
        raise ValueError(f"{record}: what is internal is not announced.")
    told = [(label, _line(was), _line(is_now)) for label, was, is_now in lines]
    made = Correction(
        record_type=record._meta.label,
        record_uid=record.uid,
        title=str(record)[:LONGEST_TITLE],
        path=record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
        corrected_at=at,
        was="\n".join(f"{label}：{was}" for label, was, _now in told),
        is_now="\n".join(f"{label}：{is_now}" for label, _was, is_now in told),
        words=words,
    )
    _keep(made)
    return made


def withdraw(correction: Correction, at: datetime) -> None:
    """Take the announcement back; one that was taken back stays so since then."""
    if correction.withdrawn_at is None:
        correction.withdrawn_at = at
        _keep(correction)


def _keep(correction: Correction) -> None:
    change.require_open()
    correction.save()
    change.mark_row(Correction._meta.label, correction.pk)


def _line(text: str) -> str:
    """On one line, for each difference has its own; nothing is a dash."""
    return "／".join(text.split("\n")) or "－"
