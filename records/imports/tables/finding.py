"""Tables on a sheet: where each begins, what stands above and below it, and its rows."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading import Grid, GridRow, Remark
from records.imports.reading.grid import is_note, letters, remark, some
from records.imports.reading.headings import REPEATED, normal
from records.imports.tables.heads import BETWEEN, Names, end_of_headings, flattened, with_months

SECTION = "（行の見出し）"  # the heading of what stands above some of the rows
UNNAMED = "（{letters}列）"
_TITLES = 3  # lines above a table that may be its title
_SENTENCE = 40  # characters from which a text alone in its row is a note
_DITTO = ("〃", "″", "同上")
_SUM = re.compile(r"(合|小|総)?計(\d+[件回])?")
_MARK = (
    r"[【〔〈《<\[■□◆◇●○▼▽☆★第]"
    r"|[(（]?[0-9０-９一二三四五六七八九十IVXⅠ-Ⅹア-ン]{1,3}[)）.．、\s]"
)
_HEADED, _MARKS = re.compile(_MARK), re.compile(rf"^(?:{_MARK})+\s*")
_TOTAL = _("Row {number} (“{text}”) is a sum and was left out.")
_HEADS = _("“{text}” (row {number}) stands above other rows as their heading.")


@dataclass(slots=True)
class Found:
    """A table on a sheet; `headings` are by column from 0, `rows` without any of them."""

    title: str
    headings: dict[int, str]
    heading_row: int
    rows: list[GridRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def last_row(self) -> int:
        """The number of its last row."""
        return self.rows[-1].number if self.rows else self.heading_row

    def texts(self, column: int) -> list[str]:
        """What is in a column."""
        return [text for row in self.rows if (text := row.text(column))]

    def columns_of(self, heading: str) -> list[int]:
        """The columns of a heading, given in full or by its last part."""
        wanted = normal(heading)
        exact = [at for at, text in self.headings.items() if normal(text) == wanted]
        parts = ((at, text.split(BETWEEN)[-1]) for at, text in self.headings.items())
        return exact or [at for at, text in parts if normal(text) == wanted]

    def add(self, rows: Sequence[GridRow]) -> None:
        """Tell rows, each with the heading of its group, from notes, sums and those headings."""
        group, column = "", max(self.headings) + 1
        for row in rows:
            alone = _alone(row)
            first = next(text for text in row.cells if text)
            if alone and (is_note(alone) or len(alone) > _SENTENCE or alone.endswith("。")):
                self.notes.append(alone)
            elif _SUM.fullmatch(normal(first)):
                self.remarks.append(remark(_TOTAL, number=row.number, text=first))
            elif alone and (row.cells.count(alone) > 1 or _HEADED.match(alone)):
                group = _MARKS.sub("", alone).strip("】〕〉》>] \u3000")
                self.remarks.append(remark(_HEADS, number=row.number, text=alone))
                self.headings.setdefault(column, SECTION)
            else:
                cells = [*(row.text(at) for at in range(column)), group] if group else row.cells
                self.rows.append(replace(row, cells=tuple(cells)))

    def filled(
        self, fields: Sequence[list[int]], repeating: Collection[int]
    ) -> list[dict[int, str]]:
        """The texts of each row by column, those of merged cells where a file has them but once.

        `fields` are the columns of each: the first goes on beside the others. A column that is
        `repeating` goes on where nothing new stands to its left. What was filled is remarked.
        """
        above: dict[int, str] = {}
        taken: dict[int, list[int]] = {at: [] for at in self.headings}
        found = []
        for row in self.rows:
            texts = {at: row.text(at) for at in self.headings}
            texts |= {at: above[at] for at in above if texts[at] in _DITTO}
            leftmost = min((at for at in texts if not is_count(texts[at])), default=0)
            for first, *rest in sorted(fields):
                goes_on = any(map(texts.get, rest)) or (first in repeating and first < leftmost)
                if not texts[first] and goes_on and above.get(first) and not row.struck:
                    texts[first] = above[first]
                    taken[first].append(row.number)
            above |= texts
            found.append(texts)
        for name, rows in ((self.headings[at], rows) for at, rows in taken.items() if rows):
            self.remarks.append(remark(REPEATED, column=name, name=name, rows=some(rows)))
        return found

    def name_columns(self) -> None:
        """Give each column that is used a heading, and no two the same one."""
        used = {at for row in self.rows for at, text in enumerate(row.cells) if text}
        named = {at: UNNAMED.format(letters=letters(at)) for at in used} | self.headings
        seen: Counter[str] = Counter()
        self.headings = {}
        for at in sorted(named):
            seen[named[at]] += 1
            number = seen[named[at]]
            self.headings[at] = named[at] if number == 1 else f"{named[at]}（{number}）"


def is_count(text: str) -> bool:
    """Return True for a blank or for what merely counts rows."""
    return not text or text.strip("()（）.．").isdecimal()


def tables_in(grid: Grid, names: Names) -> list[Found]:
    """The tables on a sheet, from the first to the last."""
    found: list[Found] = []
    last: dict[int, str] = {}
    for heads, rows, title in _divided(list(map(with_months, grid.rows)), names):
        headings = flattened(heads)
        if headings != last or title:  # else they are at the top of a printed page again
            found.append(Found(title, dict(headings), heads[-1].number))
        found[-1].add(rows)
        last = headings
    for table in found:
        table.title = table.title or grid.title
        table.name_columns()
    return found


def within_rows(grid: Grid, first: int, last: int, names: Names) -> list[Found]:
    """The tables in rows `first` to `last`, whose headings may stand above these."""
    chosen = range(first, last + 1)
    rows = tuple(row for row in grid.rows if row.number in chosen)
    found = tables_in(replace(grid, rows=rows), names)
    if found:
        return found
    tables = tables_in(grid, names)
    for table in tables:
        table.rows = [row for row in table.rows if row.number in chosen]
    return [table for table in tables if table.rows]


def _divided(
    rows: Sequence[GridRow], names: Names
) -> Iterator[tuple[Sequence[GridRow], Sequence[GridRow], str]]:
    """The headings of each table, the rows below them, and the title above."""
    heads: list[tuple[int, int]] = []
    at = 0
    while at < len(rows):
        end = end_of_headings(rows, at, names)
        heads += [(at, end)] if end else []
        at = end or at + 1
    before = 0
    ends = (*(first for first, _start in heads[1:]), len(rows))
    for (first, start), following in zip(heads, ends, strict=False):
        titles = [alone for row in rows[before:first] if (alone := _alone(row))]
        titles = [text for text in titles if not is_note(text) and not text.endswith("。")]
        before = following
        # What stands alone above the headings of the next table is its title.
        while following < len(rows) and before > start:
            alone = _alone(rows[before - 1])
            if not alone or is_note(alone):
                break
            before -= 1
        yield rows[first:start], rows[start:before], "\n".join(titles[-_TITLES:])


def _alone(row: GridRow) -> str:
    """The one text of a row, which may be repeated in merged cells; empty if there are others."""
    texts = {text for text in row.cells if text}
    return texts.pop() if len(texts) == 1 else ""
