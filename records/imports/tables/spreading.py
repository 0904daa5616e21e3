"""Tables with a column for each number, 第１回 and 第２回: a row for each of their cells."""

from collections.abc import Iterator
from dataclasses import replace

from records.imports.reading import ColumnSpec, GridRow, Spec
from records.imports.reading.headings import normal
from records.imports.tables.finding import Found
from records.imports.tables.heads import BETWEEN, ORDINAL

_LEAST = 0.5  # of the cells that are dates


def spread(table: Found, spec: Spec) -> Found:
    """The table with columns of numbers and of dates in place of those that numbers head."""
    number = next((one for one in spec.columns if one.heads_columns), None)
    when = next((one for one in spec.columns if one.is_time and one.reads), None)
    heads = {at: text.split(BETWEEN)[-1] for at, text in table.headings.items()}
    heads = {at: text for at, text in heads.items() if ORDINAL.fullmatch(normal(text))}
    if number is None or when is None or not _are_dated(table, when, heads):
        return table
    first = max(table.headings) + 1
    headings = {at: text for at, text in table.headings.items() if at not in heads}
    headings |= {first: number.heading, first + 1: when.heading}
    rows = [one for row in table.rows for one in _spread(row, heads, first)]
    return replace(table, headings=headings, rows=rows)


def _are_dated(table: Found, when: ColumnSpec, heads: dict[int, str]) -> bool:
    texts = [text for at in heads for text in table.texts(at)]
    dated = sum(bool(when.reads and when.reads(text)) for text in texts)
    return len(heads) > 1 and bool(texts) and dated >= _LEAST * len(texts)


def _spread(row: GridRow, heads: dict[int, str], first: int) -> Iterator[GridRow]:
    """A row for each cell below a number; one without a date where there is none."""
    kept = ["" if at in heads else row.text(at) for at in range(first)]
    filled = [at for at in heads if row.text(at)]
    for at in filled:
        yield replace(
            row,
            cells=(*kept, heads[at], row.text(at)),
            dates=row.dates.difference(heads) | ({first + 1} if at in row.dates else set()),
            numbers=row.numbers.difference(heads) | ({first + 1} if at in row.numbers else set()),
            struck=row.struck.difference(heads) | ({first + 1} if at in row.struck else set()),
            problems={
                first + 1 if where == at else where: problem
                for where, problem in row.problems.items()
                if where == at or where not in heads
            },
        )
    if not filled:
        yield replace(row, cells=tuple(kept))
