"""Columns recognised by their headings, wherever and in whatever order they stand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark, address, is_note, remark, some
from records.imports.reading.limits import HEADING_ROWS, MAX_DATE_WORK, MAX_ROWS
from records.imports.reading.pairs import unpaired
from records.imports.reading.specs import ColumnSpec, Row, Sheet, Spec

_EMPTY = _("There is nothing in the table.")
_NONE = _("No headings were found in the first {limit} rows. Expected: {expected}. Found: {found}.")
_MISSING = _("The column “{missing}” is missing. Found: {found}.")
_TWICE = _("Two columns are “{heading}”. Found: {found}.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_NO_ROWS = _("There are headings but no rows.")
REPEATED = _("“{name}” is blank in rows {rows}; what stands above was taken.")
_LONG_DATES = _(
    "The dates down to here are too long to be read at once. Please give them in parts."
)
_IGNORED = _("The column “{name}” is not read.")
_CALLED_OFF = _(
    "A column that is not read says “{texts}” (rows {rows}). Whether it was called off or put off "
    "is not taken from there."
)
_OVERFLOW = _("There is text beside the table, in a column without a heading: “{text}”.")
_NUMBER = _(
    "“{number}” is a plain number, not a date. Please give the cell a date's format, or type the "
    "date as text."
)
_IGNORABLE = re.compile(r"※\d*|[\s\u200b\u2060\ufeff\u00ad]")
_OFF = re.compile("中止|延期|順延|取りやめ|取消|不開催|未実施")
_BRACKETS = re.compile(r"\([^()]*\)$")
_CAPTION = re.compile(r"\d(?:回|件|名|人|社|部門)\)*$|^\(?単位|現在\)?$")
_LONGEST_TITLE = 60  # characters
_MOST_NAMED, _LONGEST_NAME = 20, 30  # headings that a refusal names, and their characters


@dataclass(frozen=True, slots=True)
class Match:
    """The row of headings, and the column (from 0) in which each key stands."""

    row: GridRow
    columns: dict[str, int]

    def read(self, row: GridRow, spec: Spec) -> Row:
        """A row below the headings, by the keys. Raises `TabularError`."""
        is_read = set(self.columns.values())
        for at, text in enumerate(row.cells):
            has_heading = bool(self.row.text(at))
            if at in row.problems and (at in is_read or not has_heading):
                raise row.problems[at]
            if text and not has_heading:
                raise TabularError(_OVERFLOW, row=row.number, text=text[:50])
        for column in spec.columns:
            place = self.columns.get(column.key)
            if column.is_time and place is not None and place in row.numbers:
                number = row.text(place)
                raise TabularError(_NUMBER, cell=address(row.number, place), number=number)
        return Row(
            row.number,
            {key: row.text(at) for key, at in self.columns.items()},
            frozenset(key for key, at in self.columns.items() if at in row.dates),
            frozenset(key for key, at in self.columns.items() if at in row.struck),
        )

    def called_off(self, below: Sequence[GridRow]) -> Iterator[Remark]:
        """A remark on unread cells which say that what their row tells of did not take place."""
        is_read = set(self.columns.values())
        found = [
            (" ".join(text.split())[:_LONGEST_NAME], row.number)
            for row in below
            for at, text in enumerate(row.cells)
            if at not in is_read and self.row.text(at) and _OFF.search("".join(text.split()))
        ]
        if found:
            texts, rows = (list(dict.fromkeys(values)) for values in zip(*found, strict=True))
            yield remark(_CALLED_OFF, texts=some(texts), rows=some(rows))


def normal(heading: str) -> str:
    """A heading without what differs from one file to the next."""
    return _IGNORABLE.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def names_of(column: ColumnSpec) -> list[str]:
    """All that a column's heading may be, normalised, the likeliest first."""
    names = [normal(name) for name in (column.heading, *column.aliases)]
    return [form for name in names for form in dict.fromkeys((name, _BRACKETS.sub("", name)))]


def columns_in(row: GridRow, spec: Spec) -> dict[str, int]:
    """The columns of a row that are headings. Raises `TabularError` if two are the same one.

    Of several headings that a column may have, 議題 beside 概要, the likeliest is its own.
    """
    found: dict[str, int] = {}
    names = [normal(text) for text in row.cells]
    for column in spec.columns:
        for form in names_of(column):
            places = [
                at for at, name in enumerate(names) if form in (name, _BRACKETS.sub("", name))
            ]
            places = [at for at in places if names[at] and at not in found.values()]
            if column.has_halves and len(places) == 2 and places[1] == places[0] + 1:
                places.pop()
            if len(places) > 1:
                raise TabularError(
                    _TWICE, row=row.number, heading=column.heading, found=named(row.cells)
                )
            if places:
                found[column.key] = places[0]
                break
    return found


def named(cells: Iterable[str]) -> str:
    """The text of a row, for a refusal to name."""
    texts = [" ".join(text.split()) for text in cells if text]
    shown = [text[:_LONGEST_NAME] for text in dict.fromkeys(texts)]
    return "、".join(shown[:_MOST_NAMED]) + ("…" if len(shown) > _MOST_NAMED else "")


def likely_headings(grid: Grid) -> str:
    """The row that may be meant as headings: the fullest of the first rows."""
    rows = grid.rows[:HEADING_ROWS]
    return named(max(rows, key=lambda row: sum(map(bool, row.cells))).cells) if rows else ""


def find(grid: Grid, spec: Spec) -> Match:
    """The headings of `spec` in a grid. Raises `TabularError` naming what is missing."""
    if not grid.rows:
        raise TabularError(_EMPTY)
    candidates = [Match(row, columns_in(row, spec)) for row in grid.rows[:HEADING_ROWS]]
    best = max(candidates, key=lambda match: len(match.columns))
    if not best.columns:
        expected = "、".join(column.heading for column in spec.columns if column.required)
        found = likely_headings(grid)
        raise TabularError(_NONE, limit=HEADING_ROWS, expected=expected, found=found)
    missing = [c.heading for c in spec.columns if c.required and c.key not in best.columns]
    if missing:
        found, row = named(best.row.cells), best.row.number
        raise TabularError(_MISSING, row=row, missing="、".join(missing), found=found)
    return best


def has_headings(grid: Grid, spec: Spec) -> bool:
    """Return True if one of the first rows has all headings that `spec` needs."""
    try:
        find(grid, spec)
    except TabularError:
        return False
    return True


def match_columns(grid: Grid, spec: Spec, match: Match | None = None) -> Sheet:
    """The grid's rows below the headings, by the keys of `spec`. Raises `TabularError`.

    `match` says which row the headings are, and which column each key is, where that is known.
    """
    match = match or find(grid, spec)
    for problem in match.row.problems.values():
        raise problem
    start = grid.rows.index(match.row)
    above = [next(text for text in row.cells if text) for row in grid.rows[:start]]
    rows, notes = _below(grid.rows[start + 1 :], match, spec)
    rows, remarks = _repeated(rows, spec)
    rows, pairs = unpaired(rows, spec)
    known = set(match.columns.values())
    ignored = tuple(t for at, t in enumerate(match.row.cells) if t and at not in known)
    unread = [remark(_IGNORED, column=name, name=named([name])) for name in ignored]
    unread += match.called_off(grid.rows[start + 1 :])
    return Sheet(
        title=above[-1] if above else grid.title,
        headings={key: match.row.cells[at] for key, at in match.columns.items()},
        rows=tuple(rows),
        notes=(*grid.notes, *notes),
        ignored=ignored,
        spec_name=spec.name,
        remarks=(*unread, *grid.remarks, *remarks, *pairs),
    )


def _below(below: Sequence[GridRow], match: Match, spec: Spec) -> tuple[list[Row], list[str]]:
    """The rows below the headings, and the notes among them. Raises `TabularError`."""
    rows: list[Row] = []
    notes = []
    for row in below:
        texts = {text for text in row.cells if text}  # a merged note is in each of its cells
        if len(texts) == 1 and is_note(min(texts)):
            notes.append(min(texts))
        elif not has_headings_again(row, match):
            rows.append(match.read(row, spec))
    if not rows:
        raise TabularError(_NO_ROWS, row=match.row.number)
    if len(rows) > MAX_ROWS:
        raise TabularError(_MANY, row=rows[MAX_ROWS].number, limit=f"{MAX_ROWS:,}")
    times = [column.key for column in spec.columns if column.is_time]
    left = MAX_DATE_WORK
    for read in rows:
        left -= sum(len(read.cells.get(key, "")) ** 2 for key in times)
        if left < 0:
            raise TabularError(_LONG_DATES, row=read.number)
    return rows, notes


def _repeated(rows: list[Row], spec: Spec) -> tuple[list[Row], list[Remark]]:
    """The rows with blanks of repeating columns filled from above, and which they were."""
    columns = [column for column in spec.columns if column.repeats]
    above = {column.key: "" for column in columns}
    filled: dict[str, list[int]] = {column.key: [] for column in columns}
    found = []
    for row in rows:
        cells = dict(row.cells)
        for key in above.keys() & cells.keys():
            if key in row.struck:
                above[key] = ""
            if not cells[key] and above[key]:
                filled[key].append(row.number)
            above[key] = cells[key] = cells[key] or above[key]
        found.append(replace(row, cells=cells))
    remarks = [
        remark(REPEATED, column=column.heading, name=column.heading, rows=some(filled[column.key]))
        for column in columns
        if filled[column.key]
    ]
    return found, remarks


def title_in(texts: Sequence[str]) -> str:
    """The title among the lines above a table: the nearest, but for notes and counts (６回)."""
    short = [one for one in texts if len(one) <= _LONGEST_TITLE and not one.endswith("。")]
    titles = [one for one in short if not (is_note(one) or _CAPTION.search(normal(one)))]
    return (titles or [""])[-1]


def has_headings_again(row: GridRow, match: Match) -> bool:
    """Return True if a row has the headings again, as at the top of a printed page."""
    texts = [(row.text(at), match.row.cells[at]) for at in match.columns.values()]
    return all(normal(text) == normal(heading) for text, heading in texts)
