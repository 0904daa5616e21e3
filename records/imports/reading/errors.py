"""The faults of a file or a pasted table, and their places, in words for the clerk."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

IN_CELL = _("Cell {place}: {message}")
IN_ROW = _("Row {place}: {message}")
IN_COLUMN = _("Row {place}, “{column}”: {message}")
IN_LINE = _("Line {place}: {message}")


class TabularError(ValueError):
    """A table that cannot be read rightly.

    `cell` is a worksheet's address (B5), `row` a row as the user counts, `line` a line of text,
    `column` a heading; each is empty where it is not known. `message` is the reason alone, `str()`
    has the place before it; both are translated when they are shown.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        row: int | None = None,
        line: int | None = None,
        cell: str = "",
        column: str = "",
        **values: Any,
    ) -> None:
        self.message = format_lazy(message, **values)
        self.row, self.line, self.cell, self.column = row, line, cell, column
        super().__init__(cell or line or row or "")

    def __str__(self) -> str:
        message, column = str(self.message), self.column
        if self.cell:
            return str(IN_CELL).format(place=self.cell, message=message)
        if self.line:
            return str(IN_LINE).format(place=self.line, message=message)
        if self.row and column:
            return str(IN_COLUMN).format(place=self.row, column=column, message=message)
        if self.row:
            return str(IN_ROW).format(place=self.row, message=message)
        return message
