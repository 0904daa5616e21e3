"""From rows to verdicts, and from verdicts to one change."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from records import change
from records.base import Life, Record
from records.imports.readers import Options, Reader, RowError, TableImport
from records.imports.reading import Row
from records.imports.verdicts import Difference, Item, Mode, ParsedRow, Problem, Verdict

TELL_EVERY = 50  # rows
TWICE = _("Row %(row)d of this table says the same.")
WITHDRAWN = _("This record was withdrawn. An import does not bring it back.")
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
    labels = table.labels() | reader.names
    items = []
    for position, row in enumerate(rows, start=1):
        items.append(_read(reader, row, position))
        if position % TELL_EVERY == 0:
            yield position
    _refuse_repeated(items)
    _refuse_contradictions(reader, items)
    known = reader.known()
    _find_records(items, known)
    kept = {id(record): parsed for record, parsed in known}
    for item in _readable(items):
        if item.record is not None:
            _compare(item, item.record, kept[id(item.record)], labels)
        if item.verdict in (Verdict.NEW, Verdict.CHANGED):
            _check(reader, item)
    return Plan(reader, items, state)


def carry_out(found: Plan, mode: Mode) -> list[Record]:
    """Write the rows that `mode` takes, and return their records; needs an open change.

    Raises `ChangedMeanwhileError` where the verdicts no longer hold.
    """
    return outcome(carrying_out(found, mode))


def carrying_out(found: Plan, mode: Mode) -> Generator[int, None, list[Record]]:
    """The same, telling now and then how many rows are done."""
    change.require_open()
    _hold(found.reader.held())
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


def _hold(rows: QuerySet) -> None:
    """Lock `rows`, so that a second import of the table waits and then sees what this one did."""
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _read(reader: Reader, row: Row, position: int) -> Item:
    try:
        parsed = reader.read(row, position)
    except RowError as error:
        return Item(row.number, row.cells, Verdict.ERROR, problems=error.problems)
    return Item(row.number, row.cells, Verdict.NEW, parsed=parsed)


def _refuse(item: Item, *problems: Problem) -> None:
    item.verdict, item.problems, item.record = Verdict.ERROR, problems, None


def _refuse_repeated(items: list[Item]) -> None:
    first: dict[Hashable, int] = {}
    for item in _readable(items):
        sure = item.row.likeness()[0]
        if sure in first:
            _refuse(item, Problem("", TWICE % {"row": first[sure]}))
        first.setdefault(sure, item.number)


def _refuse_contradictions(reader: Reader, items: list[Item]) -> None:
    rows = _readable(items)
    for place, problem in reader.contradictions([item.row for item in rows]).items():
        _refuse(rows[place], problem)


def _readable(items: list[Item]) -> list[Item]:
    return [item for item in items if item.verdict != Verdict.ERROR]


def _find_records(items: list[Item], known: list[tuple[Record, ParsedRow]]) -> None:
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


def _compare(item: Item, record: Record, kept: ParsedRow, labels: dict[str, str]) -> None:
    if any(root.life == Life.WITHDRAWN for root in record.roots()):
        _refuse(item, Problem("", WITHDRAWN))
        return
    item.row.keep(kept)
    item.differences = _differences(kept, item.row, labels)
    item.verdict = Verdict.CHANGED if item.differences else Verdict.UNCHANGED


def _check(reader: Reader, item: Item) -> None:
    try:
        reader.check(item.row, item.record)
    except RowError as error:
        _refuse(item, *error.problems)


def _differences(
    kept: ParsedRow, parsed: ParsedRow, labels: dict[str, str]
) -> tuple[Difference, ...]:
    before, after = kept.facts(), parsed.facts()
    return tuple(
        Difference(labels[name], before[name].text, after[name].text)
        for name in after
        if before[name].value != after[name].value
    )
