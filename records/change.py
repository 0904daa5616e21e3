"""The open change: the unit of work inside which alone records may be written.

It knows no model. What is written marks itself here; `records.journal` writes the entries when the
change closes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import get_ident
from typing import Any


class OutsideChangeError(RuntimeError):
    """A record was written outside `change()`: a mistake in the program, not in the input."""


@dataclass(slots=True)
class OpenChange:
    """An actor, a reason, and all that was written so far, in order.

    `changed` are aggregates by the model and primary key of their root, `rows` those of tracked
    tables by label and key, `events` what their columns do not show (`records.journal.tracked`).
    """

    actor: str
    reason: str = ""
    request: str = ""
    changed: dict[tuple[type[Any], int], None] = field(default_factory=dict)
    rows: dict[tuple[str, int], None] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)
    all_tracked: bool = False
    thread: int = field(default_factory=get_ident)
    is_open: bool = True


_open_change: ContextVar[OpenChange | None] = ContextVar("open_change", default=None)


@contextmanager
def opened(change: OpenChange) -> Iterator[OpenChange]:
    """Make `change` the open one of this thread."""
    token = _open_change.set(change)
    try:
        yield change
    finally:
        change.is_open = False
        _open_change.reset(token)


def current() -> OpenChange | None:
    """The open change of this thread; a copied context may hold another's, or one long over."""
    change = _open_change.get()
    is_ours = change is not None and change.is_open and change.thread == get_ident()
    return change if is_ours else None


def require_open() -> OpenChange:
    """The open change; raise `OutsideChangeError` where there is none."""
    if (change := current()) is None:
        raise OutsideChangeError(
            "Records are written inside journal.change(actor=…, reason=…) only."
        )
    return change


def reason() -> str:
    """The reason given for the open change; raises `OutsideChangeError`."""
    return require_open().reason


def mark_changed(record: Any) -> None:
    """Note that the aggregate of `record` was written; raises `OutsideChangeError`."""
    require_open().changed[type(record), record.pk] = None


def mark_row(label: str, *keys: int) -> None:
    """Note that rows of the tracked table `label` were written; raises `OutsideChangeError`."""
    require_open().rows |= {(label, key): None for key in keys}


def mark_event(event: Any) -> None:
    """Note what was done to a row of a tracked table that its columns do not show."""
    require_open().events.append(event)


def mark_all_tracked() -> None:
    """Have the open change take in all tracked tables that the journal does not know yet."""
    require_open().all_tracked = True
