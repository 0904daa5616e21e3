"""Parsed rows, and the verdict on each before anything is written."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self, cast

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.base import Life, Record

WITHDRAWN = _("This record was withdrawn. An import does not bring it back.")


class Verdict(models.TextChoices):
    """The effect of bringing in a row; the values stand in pages and in the command's output."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    ERROR = "error", _("error")


class Mode(models.TextChoices):
    """The treatment of rows that differ from what is kept. Rows with errors never get in."""

    STOP = "stop", _("stop: import nothing if a row has an error or differs from what is kept")
    SKIP = "skip", _("skip: add new rows, leave what is kept as it is")
    UPDATE = "update", _("update: add new rows, and change what is kept to what the table says")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a row and a kept record both say: as shown, and as compared."""

    text: str
    value: Hashable


@dataclass(kw_only=True)
class ParsedRow(ABC):
    """A row's content, or a kept record in the same terms; `notes` are for whoever imports."""

    notes: list[str | Promise] = field(default_factory=list)

    @abstractmethod
    def facts(self) -> dict[str, Fact]:
        """The facts to compare, in order, by the key of the column or another name of a field."""

    def keep(self, kept: Self) -> None:  # noqa: B027 - most tables say all there is
        """Take over from the kept record what the table does not speak against."""

    @abstractmethod
    def likeness(self) -> tuple[Hashable, ...]:
        """The keys by which a row means a record, the surest first.

        A row means the record that is equal in the first of these, else one equal in the second,
        and so on; None is equal to nothing. The first must tell all records apart.
        """


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between what is kept and what the table says."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason not to bring a row in; `column` is a column's key, empty for the whole row.

    Where a name is not known, `word` is the name and `suggestions` those that it may have meant.
    """

    column: str
    message: str | Promise
    word: str = ""
    suggestions: tuple[str, ...] = ()


class RowError(ValueError):
    """A row that cannot be brought in, with all that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems)


@dataclass(slots=True)
class Item:
    """A row with its verdict; `number` is the row's as its reader counts it in the file."""

    number: int
    cells: dict[str, str]
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    parsed: ParsedRow | None = None
    record: Record | None = None

    @property
    def row(self) -> ParsedRow:
        """The parsed row of an item that has no error."""
        return cast(ParsedRow, self.parsed)

    def refuse(self, *problems: Problem) -> None:
        """Keep the row out for these."""
        self.verdict, self.problems, self.record = Verdict.ERROR, problems, None

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse the row for what goes wrong inside."""
        try:
            yield
        except RowError as error:
            self.refuse(*error.problems)

    def compare(self, record: Record, kept: ParsedRow, labels: Mapping[str, str]) -> None:
        """Find what differs from the record that the row means, `kept` being what that says.

        Raises `RowError` where the record was withdrawn.
        """
        if any(root.life == Life.WITHDRAWN for root in record.roots()):
            raise RowError(Problem("", WITHDRAWN))
        self.row.keep(kept)
        before, after = kept.facts(), self.row.facts()
        self.differences = tuple(
            Difference(labels[name], before[name].text, after[name].text)
            for name in after
            if before[name].value != after[name].value
        )
        self.verdict = Verdict.CHANGED if self.differences else Verdict.UNCHANGED

    @property
    def notes(self) -> list[str | Promise]:
        """Remarks that are worth a second look."""
        return self.parsed.notes if self.parsed else []
