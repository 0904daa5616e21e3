"""A list as it is handed over: row after row, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

Value = str | int | Decimal | date | time | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list's title, its headings, and its rows, of as many cells each, which are read once.

    `facts` say how the list came about: each a label and its text. `wraps` where a cell's text may
    stand on several lines, for people; a machine's row has one.
    """

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    facts: tuple[tuple[str, str], ...] = ()
    wraps: bool = False


def text_of(value: Value) -> str:
    """A value where only text can stand: a day as 2016-11-08, a time as 10:00."""
    if isinstance(value, str):
        return value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)
