"""From rows to verdicts, and from verdicts to one change."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from records import change
from records.base import Record
from records.imports.readers import Options, Reader, TableImport
from records.imports.reading import Row
from records.imports.verdicts import Item, Mode, ParsedRow, Problem, Verdict
from records.storage import lock

_LOCK = 0x696D706F7274  # any number, the same in every worker
TELL_EVERY = 50  # rows
TWICE = _("Row %(row)d of this table says the same.")
Outcome = TypeVar("Outcome")


class ChangedMeanwhileError(RuntimeError):
    """The register is no longer as it was when the verdicts were found."""


@dataclass(slots=True)
class Plan:
    """The verdicts on all rows of a table, and what they were found from."""

    reader: Reader
    items: list[Item]
    state: Hashable

    @property
    def counts(self) -> dict[Verdict, int]:
        """The number of rows with each verdict."""
        found = Counter(item.verdict for item in self.items)
        return {verdict: found[verdict] for verdict in Verdict}

    def taken(self, mode: Mode) -> list[Item]:
        """The rows that are brought in."""
        counts = self.counts
        if mode == Mode.STOP and (counts[Verdict.ERROR] or counts[Verdict.CHANGED]):
            return []
        verdicts = {Verdict.NEW, *([Verdict.CHANGED] if mode == Mode.UPDATE else [])}
        return [item for item in self.items if item.verdict in verdicts]

    @property
    def unknown_words(self) -> dict[str, tuple[str, ...]]:
        """The names that nobody knows, each with those that it may have meant."""
        problems = (problem for item in self.items for problem in item.problems)
        return {problem.word: problem.suggestions for problem in problems if problem.suggestions}

    def fingerprint(self) -> str:
        """Equal for two plans that say the same and would do the same."""
        found = [
            (item.number, item.verdict.value, item.record and item.record.pk, item.cells)
            for item in self.items
        ]
        return hashlib.sha256(repr((found, self.state)).encode()).hexdigest()


def plan(table: TableImport, rows: Sequence[Row], options: Options) -> Plan:
    """The verdict on each row; nothing is written and nothing locked. Raises `TableError`."""
    return outcome(planning(table, rows, options))


def planning(
    table: TableImport, rows: Sequence[Row], options: Options
) -> Generator[int, None, Plan]:
    """The same, telling now and then how many rows are done."""
    reader = table.reader(options)
    state = reader.state()
    items = [Item(row.number, row.cells, Verdict.NEW) for row in rows]
    for position, (item, row) in enumerate(zip(items, rows, strict=True), start=1):
        with item.refusing():
            item.parsed = reader.read(row, position)
        if position % TELL_EVERY == 0:
            yield position
    _refuse_contradictions(reader, items)
    known = reader.known()
    _find_records(items, known)
    kept, labels = {id(record): parsed for record, parsed in known}, table.labels() | reader.names
    for item in _readable(items):
        with item.refusing():
            if item.record is not None:
                item.compare(item.record, kept[id(item.record)], labels)
            if item.verdict in (Verdict.NEW, Verdict.CHANGED):
                reader.check(item.row, item.record)
    return Plan(reader, items, state)


def carry_out(found: Plan, mode: Mode) -> list[Record]:
    """Write the rows that `mode` takes, and return their records; needs an open change.

    Raises `ChangedMeanwhileError` where the verdicts no longer hold.
    """
    return outcome(carrying_out(found, mode))


def carrying_out(found: Plan, mode: Mode) -> Generator[int, None, list[Record]]:
    """The same, telling now and then how many rows are done."""
    change.require_open()
    # A second import waits here, and then sees what this one did; so does who edits what is held.
    with lock(_LOCK):
        pass  # until the change closes
    held = found.reader.held().order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))
    if found.reader.state() != found.state:
        raise ChangedMeanwhileError
    saved = []
    for done, item in enumerate(found.taken(mode), start=1):
        try:
            saved.append(found.reader.save(item.row, item.record))
        except (IntegrityError, ValidationError) as error:
            raise ChangedMeanwhileError from error
        if done % TELL_EVERY == 0:
            yield done
    return saved


def outcome(steps: Generator[int, None, Outcome]) -> Outcome:
    """The value that a generator returns; what it yields is left."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def _refuse_contradictions(reader: Reader, items: list[Item]) -> None:
    """Refuse rows that say the same as one above, then those that cannot stand beside others."""
    first: dict[Hashable, int] = {}
    for item in _readable(items):
        sure = item.row.likeness()[0]
        if sure in first:
            item.refuse(Problem("", TWICE % {"row": first[sure]}))
        first.setdefault(sure, item.number)
    rows = _readable(items)
    for place, problem in reader.contradictions([item.row for item in rows]).items():
        rows[place].refuse(problem)


def _readable(items: list[Item]) -> list[Item]:
    return [item for item in items if item.verdict != Verdict.ERROR]


def _find_records(items: list[Item], known: Sequence[tuple[Record, ParsedRow]]) -> None:
    """Give each row the record that it means, the surest likeness of all rows first."""
    rows = [(item, item.row.likeness()) for item in _readable(items)]
    records = [(record, parsed.likeness()) for record, parsed in known]
    for level in range(len(rows[0][1]) if rows else 0):
        free: dict[Hashable, list[Record]] = defaultdict(list)
        taken = {id(item.record) for item, _likeness in rows if item.record is not None}
        for record, likeness in records:
            if id(record) not in taken and likeness[level] is not None:
                free[likeness[level]].append(record)
        for item, likeness in rows:
            if item.record is None and free[likeness[level]]:
                item.record = free[likeness[level]].pop(0)
