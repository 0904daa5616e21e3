"""What is found of each row before anything is written."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from records.base import Record
    from records.imports.readers import ParsedRow


class Verdict(models.TextChoices):
    """What bringing in a row would do; the values stand in pages and in the command's output."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    ERROR = "error", _("error")


class Mode(models.TextChoices):
    """What becomes of rows that differ from what is kept. Rows with errors never get in."""

    STOP = "stop", _("stop: import nothing if a row has an error or differs from what is kept")
    SKIP = "skip", _("skip: add new rows, leave what is kept as it is")
    UPDATE = "update", _("update: add new rows, and change what is kept to what the table says")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a row and a kept record both say: as shown, and as compared."""

    text: str
    value: Hashable


@dataclass(frozen=True, slots=True)
class Difference:
    """What is kept, and what the table says instead."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be brought in; `column` is a column's key, empty for the whole row.

    Where a name is not known, `word` is the name and `suggestions` those that it may have meant.
    """

    column: str
    message: str | Promise
    word: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """A row with its verdict; `number` is the row's as its reader counts it in his file."""

    number: int
    cells: dict[str, str]
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    said: "ParsedRow | None" = None
    record: "Record | None" = None

    @property
    def notes(self) -> list[str | Promise]:
        """What is worth a second look."""
        return self.said.notes if self.said else []
