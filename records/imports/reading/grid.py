"""A grid of text cells: the one form that every reader of files and pasted text yields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.base import control_characters, one_kind_of_line_break
from records.imports.reading.errors import TabularError
from records.imports.reading.limits import MAX_CELL, MAX_COLUMNS

_CONTROL = _("There are characters that cannot be kept ({names}). Please remove them.")
_LONG = _("The text is longer than {limit} characters.")
_WIDE = _("There are more than {limit} columns.")
_NOTE = ("※", "*", "（注", "(注", "注）", "注)", "注：")
_SHOWN = 10  # rows or cells that a remark names
BYTE_ORDER_MARK = "\ufeff"  # in the middle of a text: files were joined


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell the user about what was read; `str()` is its translated message."""

    message: str | Promise
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return str(self.message)


def remark(
    message: str | Promise, *, row: int | None = None, column: str = "", **values: Any
) -> Remark:
    """A remark with its values filled in when it is shown."""
    return Remark(format_lazy(message, **values), row, column)


def is_note(text: str) -> bool:
    """Return True if a text begins as notes under a table do."""
    return text.lstrip().startswith(_NOTE)


def some(places: Sequence[object]) -> str:
    """Rows or cells by their names, the first of them where they are many."""
    return ", ".join(map(str, places[:_SHOWN])) + (", …" if len(places) > _SHOWN else "")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row as the user counts it in the file, with what is known of its columns (from 0).

    `dates` held real dates, `numbers` plain numbers, `struck` text that was struck through and left
    out; `problems` are of cells that cannot be read.
    """

    number: int
    cells: tuple[str, ...]
    dates: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    problems: Mapping[int, TabularError] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """The text in a column; empty beyond the last one."""
        return self.cells[column] if column < len(self.cells) else ""

    def rearranged(self, texts: tuple[str, ...], places: Sequence[Sequence[int]]) -> "GridRow":
        """The row with other cells, each made of the columns in `places`.

        What is not the text of one column any more is no plain number or date.
        """
        whole = {to: of[0] for to, of in enumerate(places) if len(of) == 1}
        whole = {to: at for to, at in whole.items() if texts[to] == self.text(at)}
        return GridRow(
            self.number,
            texts,
            frozenset(to for to, at in whole.items() if at in self.dates),
            frozenset(to for to, at in whole.items() if at in self.numbers),
            frozenset(to for to, of in enumerate(places) if self.struck.intersection(of)),
            {
                to: self.problems[at]
                for to, of in enumerate(places)
                for at in of
                if at in self.problems
            },
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one table or worksheet that are not blank; trailing blanks are gone.

    One that `is_table` is one of several tables in a paper, and no worksheet of its own.
    """

    title: str = ""
    rows: tuple[GridRow, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
    is_table: bool = False


def letters(column: int) -> str:
    """A worksheet's name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """A cell's address; the row as counted in the worksheet, the column from 0."""
    return f"{letters(column)}{row}"


def cell_text(text: str, *, row: int, column: int) -> str:
    """`text` without blanks around its lines, tabs being blanks.

    Raises `TabularError` if it cannot be kept.
    """
    if len(text) > MAX_CELL:
        raise TabularError(_LONG, cell=address(row, column), limit=f"{MAX_CELL:,}")
    text = one_kind_of_line_break(text).replace("\t", " ")
    found = control_characters(text, multiline=True)
    if BYTE_ORDER_MARK in text:
        found.append(BYTE_ORDER_MARK)
    if found:
        names = ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))
        raise TabularError(_CONTROL, cell=address(row, column), names=names)
    return plain(text)


def plain(text: str) -> str:
    """`text` without blanks around its lines, with one kind of line break, tabs being blanks."""
    text = one_kind_of_line_break(text).replace("\t", " ")
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def filled(number: int, texts: Iterable[str], **known: Any) -> Iterator[GridRow]:
    """The row of these texts, if anything is in it. Raises `TabularError`."""
    cells = [cell_text(text, row=number, column=at) for at, text in enumerate(texts)]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TabularError(_WIDE, row=number, limit=MAX_COLUMNS)
    if cells:
        yield GridRow(number, tuple(cells), **known)
