"""The departments that audits and drills cover between them, parts and all."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dates import FiscalYear
from oversight.rules.events import Audit, Drill
from oversight.rules.facts import Department, Subject

BUREAU = "bureau"
DAY = timedelta(days=1)


class Tree:
    """The departments that exist on a day, or on any day until another, each with its parts."""

    def __init__(
        self, departments: Iterable[Department], on: date, until: date | None = None
    ) -> None:
        last = until or on
        self.departments = {one.key: one for one in departments if one.existed(on, last)}
        self.parts: dict[int | None, list[int]] = defaultdict(list)
        for one in self.departments.values():
            self.parts[one.parent].append(one.key)

    def highest(self) -> Iterator[Department]:
        """Those that belong to none, or only to the secretariat, which is none itself."""
        for one in self.departments.values():
            parent = self.departments.get(one.parent or 0)
            if one.kind != BUREAU and (parent is None or parent.kind == BUREAU):
                yield one

    def walk(self, parent: int | None = None, depth: int = 0) -> Iterator[tuple[Department, int]]:
        """Each department above its parts, with its depth; those of the highest level have 0."""
        found = (
            self.highest() if parent is None else (self.departments[k] for k in self.parts[parent])
        )
        for one in list(found):
            yield one, depth
            if one.key in self.parts:
                yield from self.walk(one.key, depth + 1)

    def below(self, key: int, but: frozenset[int] = frozenset()) -> Iterator[int]:
        """A department and all that belongs to it, but for some parts with all of theirs."""
        if key not in but:
            yield key
            for part in self.parts.get(key, ()):
                yield from self.below(part, but)

    def completed(self, touched: set[int]) -> set[int]:
        """The departments that are covered where something of each in `touched` is meant.

        One is covered where something of it is meant and its parts are covered, too; or in its
        parts alone, where it has several: what is left of it beside them is then nothing.
        """
        found = set[int]()
        for key in self.departments:
            self._find(key, touched, found)
        return found

    def touched(self, events: Iterable[Audit | Drill]) -> set[int]:
        """The keys of the departments of which these events mean something."""
        return {
            key
            for event in events
            for one in event.covers
            for key in self.below(one.department, frozenset(one.except_for))
        }

    def _find(self, key: int, touched: set[int], found: set[int]) -> bool:
        parts = [self._find(part, touched, found) for part in self.parts.get(key, ())]
        if (key in touched and all(parts)) or (len(parts) > 1 and all(parts)):
            found.add(key)
        return key in found


class Trees:
    """The departments as they stood when each audit or drill took place, read once for all."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._departments = tuple(departments)
        begun = {one.valid_from for one in self._departments if one.valid_from}
        ended = {one.valid_until + DAY for one in self._departments if one.valid_until}
        self._changes = sorted(begun | ended)
        self._trees: dict[tuple[int, int], Tree] = {}
        self._touched: dict[Subject, set[int]] = {}

    def during(self, first: date, last: date) -> Tree:
        """Those that existed on any of these days; the same tree from one change to the next."""
        key = bisect_right(self._changes, first), bisect_right(self._changes, last)
        if key not in self._trees:
            self._trees[key] = Tree(self._departments, first, last)
        return self._trees[key]

    def touched(self, event: Audit | Drill) -> set[int]:
        """The keys of the departments of which it means something, as they stood on its days."""
        if event.subject not in self._touched:
            self._touched[event.subject] = self.during(*event.days).touched([event])
        return self._touched[event.subject]

    def covered(self, events: Iterable[Audit | Drill], year: FiscalYear) -> set[int]:
        """The departments that `events` cover as they stand at the year's end, or stood at theirs.

        Whoever asks about a department asks about its predecessors, too: see `Facts.lineage`.
        """
        touched = set[int]().union(*map(self.touched, events))
        ends = {one.valid_until for one in self._departments if one.valid_until}
        days = {year.last_day, *(day for day in ends if year.contains(day))}
        return set[int]().union(*(self.during(day, day).completed(touched) for day in days))
