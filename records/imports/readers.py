"""A table that can be brought in, and the reader of its rows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.base import Record
from records.imports.reading import Row, Sheet, Spec
from records.imports.verdicts import ParsedRow, Problem, RowError
from records.imports.words import UnknownWordError

EMPTY = _("This cell must not be empty.")


class TableError(ValueError):
    """A table that cannot be brought in at all; the message is translated when it is shown."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Options:
    """The user's word on a table: its fiscal year, the status of its events, and corrections.

    `words` maps names in the table that the register does not know to those they stand for.
    `today` is the day on which the table is brought in. Rows that give no date are of a date to
    be decided (未定) where it `keeps_undated`; what the register has no name for, but may get from
    a table, is made where it `creates`.
    """

    fiscal_year: int
    status: str
    words: Mapping[str, str] = field(default_factory=dict)
    today: date = field(default_factory=timezone.localdate)
    keeps_undated: bool = False
    creates: bool = False


class Reader(ABC):
    """Reads the rows of one table in one import; asks the database once, when it is made."""

    model: ClassVar[type[Record]]
    names: ClassVar[dict[str, Any]] = {}  # labels of facts that are no column

    def __init__(self, options: Options) -> None:
        self.options = options

    @abstractmethod
    def known(self) -> Sequence[tuple[Record, ParsedRow]]:
        """The records that a row can mean, with what each says."""

    @abstractmethod
    def read(self, row: Row, position: int) -> ParsedRow:
        """The row parsed, `position` being its place from 1. Raises `RowError`."""

    def contradictions(self, rows: Sequence[Any]) -> dict[int, Problem]:
        """The problems of rows beside each other and what is kept, by their place in `rows`."""
        return {}

    @abstractmethod
    def check(self, said: Any, record: Any) -> None:
        """Build what `save` would write without writing it; raises `RowError`.

        `record` is what the row means, None where that is new.
        """

    @abstractmethod
    def save(self, said: Any, record: Any) -> Record:
        """Write a row: needs an open change."""

    @abstractmethod
    def held(self) -> QuerySet:
        """Rows to lock, so that two imports of one table do not run at the same time."""

    @abstractmethod
    def state(self) -> Hashable:
        """The state of all that was asked of the register; another state, another import."""


@dataclass(frozen=True, slots=True)
class TableImport:
    """A table that can be brought in: its columns, its kind of record, and who reads its rows.

    `own` gives the forms of the register's own lists that can stand in its place, by their names.
    `title_check` raises `TableError` for the title of another table. `makes` are the permissions
    that it takes to make what rows name in the column `made` and the register lacks, none where
    nothing is made.
    """

    spec: Spec
    model: type[Record]
    reader: Callable[[Options], Reader]
    own: Callable[[], Mapping[str, "TableImport"]] = dict
    title_check: Callable[[str], object] = str
    makes: tuple[str, ...] = ()
    made: str = ""

    @property
    def rights(self) -> tuple[str, str]:
        """The permissions that it takes."""
        label, name = self.model._meta.app_label, self.model._meta.model_name
        return f"{label}.add_{name}", f"{label}.change_{name}"

    def read_as(self, sheet: Sheet) -> str:
        """The name of the own list's form by which a sheet was read; empty for the table itself."""
        return sheet.spec_name if sheet.spec_name in self.own() else ""

    def check_title(self, sheet: Sheet) -> None:
        """Raise `TableError` where a sheet is headed as another table."""
        if not self.read_as(sheet):
            self.title_check(sheet.title)

    @property
    def specs(self) -> tuple[Spec, ...]:
        """All forms in which it may come, itself last."""
        return (*(table.spec for table in self.own().values()), self.spec)

    def labels(self) -> dict[str, str]:
        """The headings of its columns, by key."""
        return {column.key: column.heading for column in self.spec.columns}


class Problems:
    """Gathers what is wrong with a row, so that all of it is told at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @contextmanager
    def of(self, column: str) -> Iterator[None]:
        """Note what goes wrong inside as a problem of this column."""
        try:
            yield
        except UnknownWordError as error:
            problem = Problem(column, error.message, error.word, error.suggestions)
            self.found.append(problem)
        except ValidationError as error:
            self.found += [Problem(column, message) for message in error.messages]

    def refuse_if_any(self) -> None:
        """Raise `RowError` with what was found."""
        if self.found:
            raise RowError(*self.found)


def filled(row: Row, column: str) -> str:
    """A cell's text; `ValidationError` where there is none."""
    text = row.cells.get(column, "").strip()
    if not text:
        raise ValidationError(EMPTY)
    return text


def versions(*querysets: QuerySet[Model]) -> tuple[tuple[int, int], ...]:
    """Every record's key and version: what a state is made of."""
    return tuple(
        pair for rows in querysets for pair in rows.order_by("pk").values_list("pk", "version")
    )
