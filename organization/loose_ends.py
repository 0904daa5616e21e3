"""Loose ends of a reorganisation: what still names a department after its last day.

Each room tells of its own in its `kinds.py`; `jlis_gov.composition` joins them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from organization.models import Department
from records.base import Part

Ended = Mapping[int, Department]  # departments that end, by primary key


@dataclass(frozen=True, kw_only=True, slots=True)
class LooseEnd:
    """A row that names `department` (a primary key) after its last day.

    `key` tells it from all others, `text` says what it is, `detail` when it takes place or how it
    stands, `note` what moving it brings along. One that `stays` began before and is proposed to
    stay; one that `takes_all` can name several departments. Without `move` it is told alone.
    """

    key: str
    department: int
    text: str
    detail: str = ""
    address: str = ""
    note: str | Promise = ""
    stays: bool = False
    takes_all: bool = False
    move: Callable[[Sequence[Department]], object] | None = None


Find = Callable[[Ended, date, Any], Iterable[LooseEnd]]  # on a day, for a user


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """A way in which departments are named, and how the loose ends of those that end are found.

    `link` is the foreign key that names them, empty where words do. Only those see and move them
    who `may`. What `carries_on` names the successors beside the old department, not in its place.
    """

    link: str
    title: str | Promise
    find: Find
    may: Callable[[Any], bool]
    carries_on: bool = False


def name_others(row: Part, departments: Sequence[Department]) -> None:
    """Have `row` name the first of `departments` and rows like it the others, each once.

    Raises `ValidationError`, as where one does not exist on the days of the record.
    """
    model: Any = type(row)
    others = model._base_manager.filter(**{row.part_of: row.owner}).exclude(pk=row.pk)
    taken = set(others.values_list("department", flat=True))
    wanted = [one for one in departments if one.pk not in taken]
    if not wanted:
        row.delete()
    values = {
        field.name: getattr(row, field.name)
        for field in model._meta.concrete_fields
        if not field.unique
    }
    rows = [row, *(model(**values) for _department in wanted[1:])]
    for each, department in zip(rows, wanted, strict=False):
        each.department = department
        each.full_clean()
        each.save()
