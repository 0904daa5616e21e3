"""The three steps that bring a table in, each in one place: read, plan, write.

Each hands plain values to the next: `ReadTable`, then `Plan`, then the records. The last two are
generators that yield how many rows are done, for whoever waits.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO

from jlis_gov.composition import IMPORTS, INTAKES, LAYOUTS
from jlis_gov.importing.layouts import ReportLayout
from jlis_gov.importing.marks import without_marks
from records import journal
from records.base import Record
from records.imports import (
    TITLE,
    Choice,
    Grid,
    Mode,
    Options,
    Plan,
    Row,
    Sheet,
    TableImport,
    carrying_out,
    planning,
    read,
    read_any,
    read_pasted,
)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as it was read: its number in the annual report, its rows, and the reader's remarks.

    `form` names that of the register's own list by which it was read, if it was one. It says the
    field of each heading that was read, and the headings that were not. A table of any form has
    the name of its `kind`, and the worksheets, to be read in another way; its number is that of
    the report's table as whose layout it was read, else 0.
    """

    number: int
    form: str
    rows: list[Row]
    remarks: list[str]
    kind: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    grids: Sequence[Grid] = ()
    sheet: str = ""

    @property
    def table(self) -> TableImport:
        """The table, or a list's own file in its place."""
        if self.kind:
            return LAYOUTS[self.number][1] if self.number else INTAKES[self.kind]
        table = IMPORTS[self.number]
        return table.own().get(self.form, table)


def read_file(number: int, file: IO[bytes], name: str) -> ReadTable:
    """The table in a workbook or CSV file. Raises `TabularError` and `TableError`."""
    return _read(number, partial(read, file, name))


def read_text(number: int, text: str) -> ReadTable:
    """The table in a text that was copied. Raises `TabularError` and `TableError`."""
    return _read(number, partial(read_pasted, text))


def read_kind(
    kind: str, sheets: Sequence[Grid], choice: Choice, layout: ReportLayout | None = None
) -> ReadTable:
    """The tables of any form on a worksheet, as records of a kind.

    Where it is read by a layout of the report, only one that is not headed as another. Raises
    `TabularError` and `TableError`.
    """
    table = layout.table if layout else INTAKES[kind]
    choice = replace(choice, is_meant=layout.is_meant if layout else None)
    found = read_any(sheets, table.spec, choice)
    if layout:
        for title in {row.cells[TITLE] for row in found.rows}:
            table.title_check(title)
    return ReadTable(
        number=layout.number if layout else 0,
        form="",
        rows=found.rows,
        remarks=list(map(str, found.remarks)),
        kind=kind,
        mapping=found.headings,
        unmapped=tuple(found.unmapped),
        grids=sheets,
        sheet=found.sheet,
    )


def _read(number: int, sheet_for: Callable[..., Sheet]) -> ReadTable:
    table = IMPORTS[number]
    sheet = sheet_for(*table.specs)
    table.check_title(sheet)
    form = table.read_as(sheet)
    names = {column.key: column.name for column in table.own().get(form, table).spec.columns}
    return ReadTable(
        number,
        form,
        rows=list(sheet.rows),
        remarks=[str(remark) for remark in sheet.remarks],
        mapping={heading: names[key] for key, heading in sheet.headings.items()},
        unmapped=sheet.ignored,
    )


def plan(given: ReadTable, options: Options) -> Generator[int, None, Plan]:
    """The verdict on each row; nothing is written. Raises `TableError`."""
    rows = (
        without_marks(given.rows, given.number, options.fiscal_year) if given.number else given.rows
    )
    return planning(given.table, rows, options)


def write(
    found: Plan, mode: Mode, *, actor: str, reason: str, request: str = ""
) -> Generator[int, None, list[Record]]:
    """Write the rows that `mode` takes, in one change. Raises `ChangedMeanwhileError`."""
    with journal.change(actor=actor, reason=reason, request=request):
        return (yield from carrying_out(found, mode))
