"""The tables of a file that are read as one kind of record, and what is said of the others."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as Chosen
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading import Grid, Remark, Row, Spec, TabularError
from records.imports.reading.grid import remark, some
from records.imports.reading.halves import without_halves
from records.imports.reading.headings import likely_headings
from records.imports.reading.limits import MAX_ROWS
from records.imports.tables.arranging import arranged, completed, fields_named, gathered
from records.imports.tables.finding import Found, tables_in, within_rows
from records.imports.tables.matching import Mapping, mapping_for
from records.imports.tables.spreading import spread

NO_SHEET = _("There is no worksheet “{name}”. There are: {names}.")
NO_TABLE = _(
    "No table was found whose headings say anything of this kind. Expected for example: "
    "{expected}. Found: {found}."
)
MISSING = _(
    "No column was found for: {missing}. The headings are: {found}. Please say which it is."
)
OTHER_SHEET = _("The worksheet “{name}” has such a table, too, which was not read.")
NOT_READ = _("Tables that were not read: {names}.")
MANY = _("There are more than {limit} rows. Please read them in parts.")
OTHER_TABLE = _("The table in rows {first} to {last} (“{headings}”) was not read.")
NOT_FOR_ALL = _("“{field}” cannot be told for the whole table. There are: {fields}.")
NO_HEADING = _("There is no heading “{heading}”. Found: {found}.")
Mapped = list[tuple[Found, Mapping]]
TITLE = "title"  # the key under which a row keeps what stands above its table


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a file to read, and what the clerk says of its columns.

    `fields` gives a field by heading, empty for none; `left_out` are headings that are not read,
    where there are such; `rows` are the first and the last; `for_all` gives the text of a field in
    all rows in which it is blank. Of tables whose worksheet
    or title `is_meant`, if there are any, no others are read. Headings in `fields` that are not
    there are an error unless it `passes_over` them, as those of another worksheet that was read.
    """

    sheet: str = ""
    rows: tuple[int, int] | None = None
    fields: Chosen[str, str] = field(default_factory=dict)
    needs_all: bool = True
    for_all: Chosen[str, str] = field(default_factory=dict)
    is_meant: Callable[[str], bool] | None = None
    passes_over: bool = False
    left_out: Collection[str] = ()

    def told_for_all(self, spec: Spec) -> dict[str, str]:
        """The texts of `for_all` by key. Raises `TabularError` for what cannot be told so."""
        columns = {one.name: one for one in spec.columns if one.is_for_all}
        for name in self.for_all:
            if name not in columns:
                raise TabularError(NOT_FOR_ALL, field=name, fields=", ".join(columns))
        return {columns[name].key: text for name, text in self.for_all.items() if text}

    def heads(self, grid: Grid, tables: Mapped) -> bool:
        """Return True if a worksheet or a table on it is headed as the one that is meant."""
        titles = (grid.title, *(table.title for table, _mapping in tables))
        return self.is_meant is not None and any(map(self.is_meant, titles))

    def wanted(self, grids: Sequence[Grid]) -> list[Grid]:
        """The worksheet that was chosen, else all. Raises `TabularError` where it is not there."""
        wanted = [grid for grid in grids if self.sheet in ("", grid.title)]
        if not wanted:
            names = "、".join(grid.title for grid in grids)
            raise TabularError(NO_SHEET, name=self.sheet, names=names)
        return wanted

    def tables_of(self, grids: Sequence[Grid], spec: Spec) -> list[Mapped]:
        """The tables on each sheet, or in the rows chosen, each with its mapping.

        Raises `TabularError` where a heading is in none of them.
        """
        names = fields_named(spec)
        found = [
            within_rows(grid, *self.rows, names) if self.rows else tables_in(grid, names)
            for grid in (without_halves(one, spec) for one in grids)
        ]
        found = [[spread(table, spec) for table in on_sheet] for on_sheet in found]
        tables = [table for on_sheet in found for table in on_sheet]
        for heading in self.fields if tables and not self.passes_over else ():
            if not any(table.columns_of(heading) for table in tables):
                headings = dict.fromkeys(text for one in tables for text in one.headings.values())
                raise TabularError(NO_HEADING, heading=heading, found="、".join(headings))
        left = [one for one in self.left_out if any(table.columns_of(one) for table in tables)]
        fields = dict.fromkeys(left, "") | dict(self.fields)
        return [[(one, mapping_for(one, spec, fields)) for one in sheet] for sheet in found]

    def likely(self, tables: Mapped, spec: Spec) -> list[Found]:
        """The tables that have what is needed; else the likeliest, if a need may stay open.

        Raises `TabularError` where it may not.
        """
        fitting = [table for table, mapping in tables if mapping.fits(spec)]
        meant = [one for one in fitting if self.is_meant and self.is_meant(one.title)]
        if fitting:
            return meant or fitting
        table, mapping = max(tables, key=lambda one: len(one[1].columns))
        if self.needs_all:
            needed = (one for one in spec.columns if one.required)
            lacking = "、".join(one.heading for one in needed if one.key not in mapping.columns)
            headings = "、".join(table.headings.values())
            raise TabularError(MISSING, missing=lacking, found=headings)
        return [table]


@dataclass(slots=True)
class AnyTable:
    """What was read: the field of each heading, those without one, and the rows."""

    sheet: str
    headings: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def tell(self, sheets: Sequence[Grid], others: Sequence[Grid]) -> None:
        """Take over what is said of the worksheets, and name those others that are not read."""
        left = [one for one in others if all(one is not sheet for sheet in sheets)]
        if left and left[0].is_table:
            names = some([one.title for one in left])
            self.remarks.append(remark(NOT_READ, names=names))
        else:
            self.remarks += [remark(OTHER_SHEET, name=one.title) for one in left]
        for each in (said for sheet in sheets for said in sheet.remarks):
            if each not in self.remarks:
                self.remarks.append(each)

    def add(self, table: Found, mapping: Mapping, spec: Spec, *, has_blanks: bool) -> None:
        """Read a table as its mapping says. Raises `TabularError`."""
        sheet = arranged(table, mapping, spec)
        rows, joined = gathered(sheet.rows, spec, has_blanks=has_blanks)
        rows, whole = completed(rows, spec, sheet.title)
        self.headings |= mapping.fields(spec, table.headings)
        beside = (text for at, text in table.headings.items() if at not in mapping.used())
        self.unmapped += [text for text in beside if text not in self.unmapped]
        self.rows += [replace(row, cells=row.cells | {TITLE: sheet.title}) for row in rows]
        if len(self.rows) > MAX_ROWS:
            raise TabularError(MANY, limit=f"{MAX_ROWS:,}")
        self.remarks += [*sheet.remarks, *joined, *whole]

    def fill_in(self, told: Chosen[str, str]) -> None:
        """Have rows say what was told for all where they say nothing."""
        for at, row in enumerate(self.rows):
            blank = {key: text for key, text in told.items() if not row.cells.get(key, "").strip()}
            self.rows[at] = replace(row, cells=row.cells | blank)

    def leave(self, table: Found) -> None:
        """Say that a table was not read."""
        headings = "、".join(table.headings.values())
        first, last = table.heading_row, table.last_row
        self.remarks.append(remark(OTHER_TABLE, first=first, last=last, headings=headings))


def read_any(grids: Sequence[Grid], spec: Spec, choice: Choice) -> AnyTable:
    """The rows of all tables on one worksheet, or in one paper, that have what `spec` needs.

    The worksheet is the one that was chosen, else the first with such a table. Raises
    `TabularError` where there is none, or a column that is needed is not found.
    """
    wanted = choice.wanted(grids)
    found = _found(wanted, spec, choice)
    fitting = [one for one in found if any(mapping.fits(spec) for _table, mapping in one[1])]
    meant = [one for one in fitting if choice.heads(*one)]
    fitting = meant or fitting
    is_paper = wanted[0].is_table
    together = fitting if is_paper and fitting else (fitting or found)[:1]
    sheets = [grid for grid, _tables in together]
    read = AnyTable(sheets[0].title if len(sheets) == 1 else "")
    read.tell(sheets, wanted if is_paper else [grid for grid, _tables in fitting])
    tables = [one for _grid, on_sheet in together for one in on_sheet]
    likely = choice.likely(tables, spec)
    for table, mapping in tables:
        if any(table is one for one in likely):
            read.add(table, mapping, spec, has_blanks=choice.needs_all)
        else:
            read.leave(table)
    read.fill_in(choice.told_for_all(spec))
    return read


def _found(wanted: Sequence[Grid], spec: Spec, choice: Choice) -> list[tuple[Grid, Mapped]]:
    """The worksheets on which there are tables. Raises `TabularError` where there are none."""
    mapped = zip(wanted, choice.tables_of(wanted, spec), strict=True)
    found = [(grid, tables) for grid, tables in mapped if tables]
    if not found:
        expected = "、".join(column.heading for column in spec.columns)
        headings = "；".join(filter(None, (likely_headings(grid) for grid in wanted)))
        raise TabularError(NO_TABLE, expected=expected, found=headings)
    return found
