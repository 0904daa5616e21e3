"""Marks of footnotes in tables of the annual report that were copied with them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jlis_gov.models import ReportNote
from records.imports import Row


def without_marks(rows: Sequence[Row], number: int, fiscal_year: int) -> list[Row]:
    """The rows without the marks that the register's footnotes have in the table of this number."""
    notes = ReportNote.objects.current().filter(fiscal_year=fiscal_year, table_number=number)
    named = notes.filter(number__isnull=False).exclude(term="")
    marks = [(_spaced(note.term), note.number) for note in named]
    patterns = [re.compile(rf"({term})\s*{mark}(?!\d)") for term, mark in marks]
    found = []
    for row in rows:
        cells = dict(row.cells)
        for pattern in patterns:
            cells = {key: pattern.sub(r"\1", text) for key, text in cells.items()}
        found.append(replace(row, cells=cells))
    return found


def _spaced(term: str) -> str:
    """A pattern of the term, whose lines may have been broken anywhere."""
    return r"\s*".join(map(re.escape, "".join(term.split())))
