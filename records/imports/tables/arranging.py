"""A found table as the grid of a spec: its columns joined and named, whatever it calls them."""

import re
from collections.abc import Callable
from dataclasses import replace

from records.imports.reading import Grid, GridRow, Sheet, Spec
from records.imports.reading.headings import Match, match_columns
from records.imports.tables.finding import Found
from records.imports.tables.matching import Mapping, by_heading

_PAIR = re.compile(r",(?=[^,=]*=)")  # a comma that begins another pair


def fields_named(spec: Spec) -> Callable[[str], frozenset[str]]:
    """The fields that a heading may be by its words alone, for looking for tables."""

    def named(heading: str) -> frozenset[str]:
        scores = ((by_heading(heading, column), column.key) for column in spec.columns)
        return frozenset(key for score, key in scores if score)

    return named


def corrections_of(text: str) -> dict[str, str]:
    """The pairs of 「HEADING=field,…」; an empty field leaves a column out."""
    pairs = (pair.rpartition("=") for pair in _PAIR.split(text) if pair.strip())
    return {heading.strip(): name.strip() for heading, _equals, name in pairs}


def for_all_of(text: str) -> dict[str, str]:
    """The texts by field of 「field=TEXT,…」."""
    pairs = (pair.partition("=") for pair in _PAIR.split(text) if pair.strip())
    return {
        name.strip() if equals else "": told.strip() if equals else name.strip()
        for name, equals, told in pairs
    }


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
