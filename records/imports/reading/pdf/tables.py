"""A table that may run over pages, with the lines above and the notes below it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark, filled, remark
from records.imports.reading.headings import title_in
from records.imports.reading.pdf.drawn import Drawn, is_within, nearest_below
from records.imports.reading.pdf.texts import is_unknown, joined

_JOINED = _("Row {number}, the first on page {page}, was taken as going on with the row above.")
_UNKNOWN = _("The PDF does not say which letters stand here.")
_NAMED, _UNNAMED = "{title}（{page}ページ）", "表{number}（{page}ページ）"
_HEADINGS = 3  # rows that may be repeated on each page


@dataclass(slots=True)
class Table:
    """A table with the lines above it; `last` is what is drawn of it on its last page."""

    first_page: int
    above: list[str]
    columns: list[float]
    last: Drawn
    last_page: int = 0
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def has_more(self, drawn: Drawn, page: int, above: list[str]) -> bool:
        """Return True if what is drawn on a page, below some lines, belongs to it."""
        is_next = page == self.last_page + 1 and not self.notes
        is_apart = any(text not in self.above for text in above)
        columns = drawn.columns()
        is_alike = is_within(columns, self.columns) or is_within(self.columns, columns)
        return is_next and not is_apart and is_alike

    def add(self, drawn: Drawn, page: int, first: int) -> int:
        """Take over what is drawn on a page; gives the number of the row behind it."""
        self._part(drawn.columns())
        rows = drawn.rows(self.columns)
        if self.rows:
            rows = self._rest(rows, page, first)
        self.rows += enumerate(rows, start=first)
        self.last, self.last_page = drawn, page
        return first + len(rows)

    def _part(self, columns: list[float]) -> None:
        """Part the columns where another page does; what ran over the edge is in both."""
        if len(columns) > len(self.columns):
            wholes = [nearest_below(self.columns, edge) for edge in columns[:-1]]
            self.rows = [(number, [row[at] for at in wholes]) for number, row in self.rows]
            self.columns = columns

    def _rest(self, rows: list[list[str]], page: int, first: int) -> list[list[str]]:
        """The rows on another page without the headings, and without what goes on with a row."""
        again = 0
        while again < min(_HEADINGS, len(rows)) and rows[again] == self.rows[again][1]:
            again += 1
        rows = [[] for _row in rows[:again]] + rows[again:]
        if again < len(rows) and self._is_rest(rows[again]):
            self._join(rows[again])
            self.remarks.append(remark(_JOINED, number=first + again, page=page))
            rows[again] = []
        return rows

    def _is_rest(self, row: list[str]) -> bool:
        """Return True if a row is what the page's end broke off from the one above."""
        _number, above = self.rows[-1]
        places = [at for at, text in enumerate(row) if text]
        is_partial = any(text and not row[at] for at, text in enumerate(above))
        goes_on = (self.last.goes_on(at, self.columns, row[at]) for at in places)
        return bool(places) and is_partial and all(goes_on)

    def _join(self, row: list[str]) -> None:
        number, above = self.rows[-1]
        both = (joined(text, more) if more else text for text, more in zip(above, row, strict=True))
        self.rows[-1] = number, list(both)

    def name(self, number: int) -> str:
        """Its title and page; a table without a title is named by its number."""
        title = title_in(self.above)
        pattern = _NAMED if title else _UNNAMED
        return pattern.format(title=title, number=number, page=self.first_page)

    def grid(self, name: str) -> Grid:
        """Its rows that are not blank. Raises `TabularError`."""
        rows: list[GridRow] = []
        for number, texts in self.rows:
            unknown = [at for at, text in enumerate(texts) if is_unknown(text)]
            problems = {at: TabularError(_UNKNOWN, row=number) for at in unknown}
            rows += filled(number, texts, problems=problems)
        return Grid(name, tuple(rows), tuple(self.notes), tuple(self.remarks), is_table=True)
