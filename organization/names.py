"""Departments by the names that documents give them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organization.models import Department
from records.imports import ColumnSpec, UnknownWordError, folded

UNKNOWN = _("There is no department “{name}”.")
NOT_THEN = _("The department “{name}” did not exist on these days.")
SEVERAL = _("More than one department is called “{name}”. Write its name in full.")
EMPTY = _("No department is named.")
_COMMA = re.compile(r"[、，,､](?![^（(]*[)）])")  # outside of brackets
_BREAK = re.compile(r"\n(?![^（(]*[)）])")
_INCLUDING = re.compile(r"(.+?)\s*[（(]([^（(]+?)を?含む[)）]", re.DOTALL)
SHARED = "・"  # between sections of one department, whose name only the first one bears
DIVISION, SECTION = "division", "section"  # parts of a name in columns of their own
_PART_HEADS = {
    DIVISION: re.compile(r"(?:対象)?(?:部|局|部局|部門|本部|学部|センター)(?:等)?名?"),
    SECTION: re.compile(
        r"(?:対象)?(?:課|室|係|科|担当|グループ)(?:[・/、]?(?:課|室|係|所|科|班))*等?名?"
    ),
}
_WHOLE_DIVISION = re.compile("全(?:課|室|係|所属|部署|課室|体)?|各課室?|[-－―–—ー〃]+")
_NAME = re.compile(
    r".*(?:部|部門|課|室|センター|局|班|所|支部|機構|本部|係|科|院|館|園|校|署|会|部局|グループ|チーム)"
    r"(?:等|（.*）|\(.*\))?"
)


def departments_column(
    key: str, heading: str, aliases: Sequence[str] = (), **values: Any
) -> ColumnSpec:
    """The column of departments in tables of any form: one, or 部 and 課 beside each other."""
    return ColumnSpec(
        key,
        heading,
        tuple(aliases),
        required=False,
        repeats=True,
        has_halves=True,
        reads=lambda text: all(_NAME.fullmatch(name) for name in _COMMA.split(folded(text))),
        part=part_of_departments,
        join=departments_joined,
        **values,
    )


def part_of_departments(heading: str, texts: Sequence[str]) -> str:
    """The part of a department's name that a column is by its heading; else empty."""
    head = folded(heading.split("／")[-1])
    fitting = (part for part, heads in _PART_HEADS.items() if heads.fullmatch(head))
    return next(fitting, "")


def departments_joined(parts: Mapping[str, str]) -> str:
    """A department's name from those of its parts: 管理部 and 総務課、会計課 beside it."""
    sections = [name.strip() for name in _COMMA.split(parts.get(SECTION, "")) if name.strip()]
    sections = [name for name in sections if not _WHOLE_DIVISION.fullmatch(folded(name))]
    return parts.get(DIVISION, "").strip() + SHARED.join(sections)


@dataclass(frozen=True, slots=True)
class Named:
    """A department as a text names it: 会計課 stands `without_parent`, 管理部会計課 does not."""

    department: Department
    without_parent: bool = False


class DepartmentNames:
    """Reads the names of departments; asks the database once, when it is made.

    `words` maps names that nobody knows to those that they stand for.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.departments = with_parents(Department.objects.current())
        self._words = {folded(wrong): right for wrong, right in words.items()}
        self._named: dict[str, list[Named]] = defaultdict(list)
        for department in self.departments.values():
            self._index(department)

    def read(self, text: str, days: tuple[date, date]) -> list[Named]:
        """The departments in a list, as they stood on these days; `UnknownWordError` for others.

        「管理部総務課・リスク管理課」 are two sections of one department.
        """
        found: list[Named] = []
        for name in self._split(text):
            found += self._group(name, days)
        if not found:
            raise UnknownWordError(text, EMPTY)
        return found

    def find(self, name: str, days: tuple[date, date]) -> Named:
        """The one department of this name on these days. Raises `UnknownWordError`."""
        name = self._words.get(folded(name), name)
        namesakes = self._named.get(folded(name), [])
        then = [named for named in namesakes if named.department.existed(*days)]
        in_full = [named for named in then if not named.without_parent]
        if len(then) == 1 or len(in_full) == 1:
            return (in_full or then)[0]
        message = SEVERAL if then else NOT_THEN if namesakes else UNKNOWN
        known = [one.full_name for one in self.departments.values() if one.existed(*days)]
        raise UnknownWordError(name, format_lazy(message, name=name), known)

    def _index(self, department: Department) -> None:
        own = {folded(department.printed_name), folded(department.name)}
        parent = department.parent_department
        if parent is None or parent.kind == Department.Kind.BUREAU:
            in_full = own
        else:
            above = {folded(parent.full_name), folded(parent.name)}
            in_full = {first + name for first in above for name in own}
        for name in in_full:
            self._named[name].append(Named(department))
        for name in own - in_full:
            self._named[name].append(Named(department, without_parent=True))

    def _knows(self, name: str) -> bool:
        return folded(name) in self._named or folded(name) in self._words

    def _split(self, text: str) -> list[str]:
        """The names of a list; a line break stands between two, or within one that is known."""
        names: list[str] = []
        for listed in _COMMA.split(text):
            together = "".join(listed.split("\n"))
            names += [together] if self._knows(together) else self._lines(listed)
        return [name.strip() for name in names if name.strip()]

    def _lines(self, text: str) -> Iterator[str]:
        """The name in each line, and those that it is said to include."""
        for line in _BREAK.split(text):
            if match := _INCLUDING.fullmatch(line.strip()):
                yield match[1]
                yield from self._split(match[2])
            else:
                yield line

    def _group(self, text: str, days: tuple[date, date]) -> list[Named]:
        if self._knows(text) or SHARED not in text:
            return [self.find(text, days)]
        first, *more = text.split(SHARED)
        found = [self.find(first, days)]
        parent = found[0].department.parent_department
        for name in more:
            above = "" if parent is None or found[0].without_parent else parent.full_name
            in_full = above + name
            found.append(self.find(in_full if self._knows(in_full) else name, days))
        return found


def with_parents(departments: Iterable[Department]) -> dict[int, Department]:
    """Departments by their key, each knowing what it belongs to without asking the database."""
    found = {department.pk: department for department in departments}
    for department in found.values():
        if department.parent_department_id in found:
            department.parent_department = found[department.parent_department_id]
    return found
