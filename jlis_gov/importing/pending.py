"""A table on its way from the preview to the confirmation.

It travels in the page itself, signed: nothing of a table that is never confirmed stays behind on
the server, and two tables can be looked at side by side. It is the user's own for one working day.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any, Self

from django.core import signing

from jlis_gov.importing.layouts import ReportLayout, built_in_numbered
from jlis_gov.importing.steps import ReadTable, read_kind
from records.imports import Choice, Grid, GridRow, Options, Row, TabularError

FOR_ALL = "for_all_"  # begins the name of a form's field for what is told once
SALT = "jlis_gov.importing"
LASTS = timedelta(hours=12)
LARGEST = 4 * 1024 * 1024  # characters; a form of five megabytes is refused


class PendingTableError(ValueError):
    """Sealed text that is another user's, too old, or not ours."""


@dataclass(slots=True)
class PendingTable:
    """A table's rows, the user's corrections, and the fingerprint of the plan that was shown.

    `form` is that of the register's own list by which the rows were read, if it was one; `words`
    maps names that the register does not know to those they stand for. A table of any form has a
    `kind`, the field of each heading, and the worksheets, to be read anew in another way; `table`
    is that of the report as whose layout it is read, else 0.
    """

    user: int
    table: int
    fiscal_year: int
    status: str
    cells: list[tuple[int, dict[str, str]]]
    form: str = ""
    remarks: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    kind: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    sheet: str = ""
    rows: tuple[int | None, int | None] = (None, None)
    keeps_undated: bool = False
    creates: bool = False
    for_all: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: ReadTable, *, user: int, fiscal_year: int, status: str) -> Self:
        """A table that was just read."""
        return cls(
            user=user,
            table=given.number,
            fiscal_year=fiscal_year,
            status=status,
            cells=[(row.number, row.cells) for row in given.rows],
            form=given.form,
            remarks=given.remarks,
            kind=given.kind,
            mapping=given.mapping,
            unmapped=list(given.unmapped),
            sheets=[_plain(grid) for grid in given.grids],
            sheet=given.sheet,
        )

    @property
    def given(self) -> ReadTable:
        """The table as it was read."""
        rows = [Row(number, cells) for number, cells in self.cells]
        return ReadTable(self.table, self.form, rows, self.remarks, kind=self.kind)

    @property
    def layout(self) -> ReportLayout | None:
        """The layout of the report by which a table of any form is read, if it is one."""
        return built_in_numbered(self.table) if self.kind else None

    @property
    def chosen(self) -> dict[str, Any]:
        """What the clerk has said of a table of any form, by the names of the form's fields."""
        first, last = self.rows
        return {
            "layout": self.layout.name if self.layout else "",
            "sheet": self.sheet,
            "first_row": first,
            "last_row": last,
            "keeps_undated": self.keeps_undated,
            "creates": self.creates,
            **{FOR_ALL + name: text for name, text in self.for_all.items()},
        }

    @property
    def grids(self) -> list[Grid]:
        """The worksheets of a table of any form."""
        return [
            Grid(
                sheet["title"],
                tuple(_grid_row(*row) for row in sheet["rows"]),
                is_table=sheet["is_table"],
            )
            for sheet in self.sheets
        ]

    def reread(self, choice: Choice, layout: ReportLayout | None) -> Self:
        """The same table of any form, read as was chosen.

        Raises `TabularError` and `TableError`.
        """
        found = read_kind(self.kind, self.grids, choice, layout)
        return replace(
            self,
            table=found.number,
            cells=[(row.number, row.cells) for row in found.rows],
            remarks=found.remarks,
            mapping=found.mapping,
            unmapped=list(found.unmapped),
            sheet=found.sheet,
            for_all=dict(choice.for_all),
        )

    @property
    def options(self) -> Options:
        """The options by which its rows are judged."""
        return Options(
            self.fiscal_year,
            self.status,
            self.words,
            keeps_undated=self.keeps_undated,
            creates=self.creates,
        )

    def seal(self) -> str:
        """The table as signed text."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def opened(cls, text: str, user: int) -> Self:
        """The table in a sealed text. Raises `PendingTableError`."""
        try:
            pending = cls(**signing.loads(text, salt=SALT, max_age=LASTS))
        except (signing.BadSignature, TypeError) as error:  # sealed by another version
            raise PendingTableError from error
        if pending.user != user:
            raise PendingTableError
        return pending


def _plain(grid: Grid) -> dict[str, Any]:
    """A worksheet in terms of JSON."""
    rows = [
        (
            row.number,
            row.cells,
            *(sorted(places) for places in (row.dates, row.numbers, row.struck)),
            [(at, str(problem.message), problem.cell) for at, problem in row.problems.items()],
        )
        for row in grid.rows
    ]
    return {"title": grid.title, "rows": rows, "is_table": grid.is_table}


def _grid_row(
    number: int,
    cells: list[str],
    dates: list[int],
    numbers: list[int],
    struck: list[int],
    problems: list[tuple[int, str, str]],
) -> GridRow:
    return GridRow(
        number,
        tuple(cells),
        frozenset(dates),
        frozenset(numbers),
        frozenset(struck),
        {at: TabularError(message, cell=cell) for at, message, cell in problems},
    )
