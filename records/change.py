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

_represented: ContextVar[str] = ContextVar("represented", default="")


class OutsideChangeError(RuntimeError):
    """A record was written outside `change()`: a mistake in the program, not in the input."""


@dataclass(slots=True)
class OpenChange:
    """An actor, a reason, and all that was written so far, in order.

    `on_behalf_of` names the person for whom a deputy acts; empty for anyone else.

    `changed` are aggregates by the model and primary key of their root, `rows` those of tracked
    tables by label and key, `events` what their columns do not show (`records.journal.tracked`).
    """

    actor: str
    reason: str = ""
    request: str = ""
    on_behalf_of: str = field(default_factory=lambda: _represented.get())
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


@contextmanager
def for_nobody_else() -> Iterator[None]:
    """Begin something, such as a request, in which nobody acts for another until `represent`."""
    token = _represented.set("")
    try:
        yield
    finally:
        _represented.reset(token)


def represent(name: str) -> None:
    """Let the changes that are opened from now on name `name` as whom the actor acts for."""
    _represented.set(name)


def represented() -> str:
    """The name of the person for whom the actor acts; empty for nobody else."""
    return _represented.get()


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
