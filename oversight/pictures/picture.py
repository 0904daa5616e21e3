"""A picture with the table of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from calendars.scheduled import display
from records.base import marked


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table, and the address of what it counts or names; empty where there is none."""

    text: str
    address: str = ""

    @property
    def html(self) -> SafeString:
        """It as markup."""
        text = marked(self.text)
        return format_html('<a href="{}">{}</a>', self.address, text) if self.address else text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its markup, empty where there is nothing to draw, and the table beneath it.

    `address` leads to the list of what it is drawn of; the table `has_words` or else numbers.
    """

    name: str
    title: str | Promise
    svg: SafeString | str
    columns: Sequence[str | Promise]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str | Promise] = ()
    address: str = ""
    has_words: bool = False


def numbers(*found: int) -> list[Cell]:
    """Numbers as cells that lead nowhere."""
    return [Cell(str(number)) for number in found]


def month_heads(months: Sequence[date]) -> list[str]:
    """Names of months, short enough for an axis."""
    return [display.tiny_month(month.year, month.month) for month in months]
