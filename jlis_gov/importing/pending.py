"""A table on its way from the preview to the confirmation.

It travels in the page itself, signed: nothing of a table that is never confirmed stays behind on
the server, and two tables can be looked at side by side. It is the user's own for one working day.
"""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Self

from django.core import signing

from jlis_gov.importing.steps import ReadTable
from records.imports import Options, Row

SALT = "jlis_gov.importing"
LASTS = timedelta(hours=12)
LARGEST = 4 * 1024 * 1024  # characters; a form of five megabytes is refused


class PendingTableError(ValueError):
    """Sealed text that is another user's, too old, or not ours."""


@dataclass(slots=True)
class PendingTable:
    """A table's rows, the user's corrections, and the fingerprint of the plan that was shown.

    `form` is that of the register's own list by which the rows were read, if it was one; `words`
    maps names that the register does not know to those they stand for.
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
        )

    @property
    def given(self) -> ReadTable:
        """The table as it was read."""
        rows = [Row(number, cells) for number, cells in self.cells]
        return ReadTable(self.table, self.form, rows, self.remarks)

    @property
    def options(self) -> Options:
        """The options by which its rows are judged."""
        return Options(self.fiscal_year, self.status, self.words)

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
