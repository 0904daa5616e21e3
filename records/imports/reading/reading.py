"""The doors: a file or a pasted text in, a `Sheet` out."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext_lazy as _

from records.imports.reading import delimited
from records.imports.reading.errors import TabularError
from records.imports.reading.events import events_grid
from records.imports.reading.grid import Grid
from records.imports.reading.halves import without_halves
from records.imports.reading.headings import match_columns
from records.imports.reading.kinds import Kind, kind_of
from records.imports.reading.limits import MAX_FILE, MAX_PASTED
from records.imports.reading.packages import read_package
from records.imports.reading.pdf import Document, read_pdf
from records.imports.reading.specs import Sheet, Spec
from records.imports.reading.xls import read_old_book
from records.imports.reading.xlsx.workbook import Book

_EMPTY = _("The file is empty.")
_LARGE = _("The file is larger than {limit} MB.")
_NOTHING = _("There is nothing to read. Please paste a table with its headings.")
_LONG = _("The pasted text is longer than {limit} characters.")

_BOOKS: dict[Kind, Callable[[bytes], Book | Document]] = {
    Kind.PACKAGE: read_package,
    Kind.OLD_WORKBOOK: read_old_book,
    Kind.PDF: read_pdf,
}


def read(file: IO[bytes], name: str, *specs: Spec) -> Sheet:
    """The table in a workbook, PDF, CSV or TSV file called `name`. Raises `TabularError`.

    It is read by the first of `specs` whose headings it has; where it has none's, the refusal is
    that of the last.
    """
    data = _data(file)
    kind = kind_of(data, name)
    if kind in _BOOKS:
        book = _BOOKS[kind](data)
        return _by_first(specs, book.is_for, book.grid)
    text, title = delimited.decode(data), PurePath(name).stem
    return _by_first(specs, partial(delimited.is_for, text), partial(delimited.grid, text, title))


def read_pasted(text: str, *specs: Spec) -> Sheet:
    """The table in a text copied from Excel, Word or a PDF. Raises `TabularError`.

    `specs` are as for `read`.
    """
    _check_pasted(text)
    untabbed = specs[-1].untabbed
    if "\t" not in text and untabbed:
        return match_columns(untabbed(text), specs[-1])
    return _by_first(specs, partial(delimited.is_for, text), partial(delimited.pasted_grid, text))


def grids(file: IO[bytes], name: str) -> list[Grid]:
    """All worksheets of a workbook or tables of a PDF, or the one of a CSV, TSV or calendar file.

    Raises `TabularError`.
    """
    data = _data(file)
    kind = kind_of(data, name)
    if kind in _BOOKS:
        return _BOOKS[kind](data).grids()
    if kind == Kind.CALENDAR:
        return [events_grid(data, PurePath(name).stem)]
    return [delimited.grid(delimited.decode(data), PurePath(name).stem)]


def pasted_grids(text: str) -> list[Grid]:
    """The one of a text copied from Excel or Word. Raises `TabularError`."""
    _check_pasted(text)
    return [delimited.pasted_grid(text)]


def _data(file: IO[bytes]) -> bytes:
    size = file.seek(0, os.SEEK_END)
    if size > MAX_FILE:
        raise TabularError(_LARGE, limit=MAX_FILE // 1024 // 1024)
    if not size:
        raise TabularError(_EMPTY)
    file.seek(0)
    return file.read(MAX_FILE)


def _check_pasted(text: str) -> None:
    if len(text) > MAX_PASTED:
        raise TabularError(_LONG, limit=f"{MAX_PASTED:,}")
    if not text.strip():
        raise TabularError(_NOTHING)


def _by_first(
    specs: Sequence[Spec], is_for: Callable[[Spec], bool], grid_for: Callable[[Spec], Grid]
) -> Sheet:
    spec = next((spec for spec in specs[:-1] if is_for(spec)), specs[-1])
    return match_columns(without_halves(grid_for(spec), spec), spec)
