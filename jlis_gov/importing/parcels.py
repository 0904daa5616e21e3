"""A table on its way from the preview to the confirmation.

It travels in the page itself, signed: nothing of a table that is never confirmed stays behind on
the server, and two tables can be looked at side by side. It is the user's own for one working day.
"""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Self

from django.core import signing

from records.imports import Row

SALT = "jlis_gov.importing"
LASTS = timedelta(hours=12)
LARGEST = 4 * 1024 * 1024  # characters; a form of five megabytes is refused


class PendingTableError(ValueError):
    """A parcel that is another user's, too old, or not ours."""


@dataclass(slots=True)
class PendingTable:
    """A table's rows, what the user said of them, and the fingerprint of what he was shown.

    `form` is that of the register's own list by which they were read, if it was one; `said` is
    what the reading had to tell.
    """

    user: int
    table: int
    fiscal_year: int
    status: str
    source: str
    cells: list[tuple[int, dict[str, str]]]
    form: str = ""
    said: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def rows(self) -> list[Row]:
        """The rows as they were read."""
        return [Row(number, cells) for number, cells in self.cells]

    def seal(self) -> str:
        """The parcel as signed text."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def opened(cls, text: str, user: int) -> Self:
        """The parcel in a sealed text. Raises `PendingTableError`."""
        try:
            parcel = cls(**signing.loads(text, salt=SALT, max_age=LASTS))
        except signing.BadSignature as error:
            raise PendingTableError from error
        if parcel.user != user:
            raise PendingTableError
        return parcel
