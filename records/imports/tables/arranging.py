"""A found table as the grid of a spec: its columns joined and named, whatever it calls them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading import Grid, GridRow, Remark, Row, Sheet, Spec, TabularError
from records.imports.reading.grid import remark, some
from records.imports.reading.headings import Match, match_columns
from records.imports.tables.finding import Found
from records.imports.tables.matching import Mapping, by_heading

_COMPLETED = _("“{name}” names no month in rows {rows}; the one above was taken.")
_JOINED = _("Rows {rows} go on with the row above: they have nothing new but {what}.")
_NO_PAIR = _("“{text}” is no pair of a heading and a field: HEADING=field,…")
_PAIR = re.compile(r",(?=[^,=]*=)")  # a comma that begins another pair


def fields_named(spec: Spec) -> Callable[[str], frozenset[str]]:
    """The fields that a heading may be by its words alone, for looking for tables."""

    def named(heading: str) -> frozenset[str]:
        scores = ((by_heading(heading, column), column.key) for column in spec.columns)
        return frozenset(key for score, key in scores if score)

    return named


def corrections_of(text: str) -> dict[str, str]:
    """The pairs of 「HEADING=field,…」; an empty field leaves a column out.

    Raises `TabularError` for what is no pair.
    """
    found = {}
    for pair in filter(str.strip, _PAIR.split(text)):
        heading, equals, name = map(str.strip, pair.rpartition("="))
        if not (heading and equals):
            raise TabularError(_NO_PAIR, text=pair)
        found[heading] = name
    return found


def for_all_of(text: str) -> dict[str, str]:
    """The texts by field of 「field=TEXT,…」."""
    pairs = (pair.partition("=") for pair in _PAIR.split(text) if pair.strip())
    return {
        name.strip() if equals else "": told.strip() if equals else name.strip()
        for name, equals, told in pairs
    }


def gathered(
    rows: Sequence[Row], spec: Spec, *, has_blanks: bool
) -> tuple[list[Row], list[Remark]]:
    """The rows, those joined to one that go on with it, and which they were.

    A row goes on with the one above if it has more of the first column that gathers, and nothing
    new beside. Where one can stand for itself that says nothing else, `has_blanks` is False.
    """
    keys = [one.key for one in spec.columns if one.gathers]
    needed = [one.key for one in spec.columns if one.required]
    found: list[Row] = []
    joined = []
    for row in rows:
        beside = {key: text for key, text in row.cells.items() if key not in keys}
        is_more = found and keys and all(one.cells.get(keys[0]) for one in (row, found[-1]))
        is_said = has_blanks or all(map(row.cells.get, needed))
        if (
            is_more
            and is_said
            and not any(text and text != found[-1].cells.get(key) for key, text in beside.items())
        ):
            found[-1] = replace(found[-1], cells=found[-1].cells | _both(found[-1], row, keys))
            joined.append(row.number)
        else:
            found.append(row)
    return found, [remark(_JOINED, rows=some(joined), what=_headings(spec))] if joined else []


def _headings(spec: Spec) -> str:
    return "、".join(one.heading for one in spec.columns if one.gathers)


def _both(above: Row, row: Row, keys: Sequence[str]) -> dict[str, str]:
    """The texts of two rows, where one says nothing a blank line beside each of the others."""
    texts: dict[str, list[str]] = {key: [] for key in keys if key in row.cells}
    for one in (above, row):
        height = len(one.cells[keys[0]].splitlines())
        for key, lines in texts.items():
            lines += one.cells[key].splitlines() or [""] * height
    return {key: "\n".join(lines) for key, lines in texts.items()}


def completed(rows: Sequence[Row], spec: Spec, title: str) -> tuple[list[Row], list[Remark]]:
    """The rows with texts that go on from what stands above, and a remark on which they are."""
    found, remarks = list(rows), []
    for column in (one for one in spec.columns if one.complete):
        above, taken = "", list[int]()
        for at, row in enumerate(found):
            if text := row.cells.get(column.key, ""):
                above = column.completed(text, above, title)
                if above != text:
                    found[at] = replace(row, cells=row.cells | {column.key: above})
                    taken.append(row.number)
        if taken:
            remarks.append(remark(_COMPLETED, name=column.heading, rows=some(taken)))
    return found, remarks


def arranged(table: Found, mapping: Mapping, spec: Spec) -> Sheet:
    """The table's rows by the keys of `spec`. Raises `TabularError`.

    Columns that are not read stay beside, so that they are told.
    """
    columns = {one.key: one for one in spec.columns if one.key in mapping.columns}
    beside = [at for at in table.headings if at not in mapping.used()]
    headings = [*(one.heading for one in columns.values()), *(table.headings[at] for at in beside)]
    places = [*(tuple(mapping.columns[key].values()) for key in columns), *((at,) for at in beside)]
    filled = table.filled(mapping.together(), mapping.repeating(spec))
    rows = []
    for row, texts in zip(table.rows, filled, strict=True):
        joined = [
            one.text_of({part: texts[at] for part, at in mapping.columns[key].items()})
            for key, one in columns.items()
        ]
        rows.append(row.rearranged((*joined, *(row.text(at) for at in beside)), places))
    head = GridRow(table.heading_row, tuple(headings))
    match = Match(head, {key: at for at, key in enumerate(columns)})
    grid = Grid(table.title, (head, *rows), tuple(table.notes), tuple(table.remarks))
    once = replace(spec, columns=tuple(replace(one, repeats=False) for one in spec.columns))
    return match_columns(grid, once, match)
