"""The verdicts on a table as plain values, for programs and for lines of text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ParsedScheduled
from jlis_gov.importing.layouts import built_in
from jlis_gov.importing.remembering import by_name
from jlis_gov.importing.steps import ReadTable
from jlis_gov.models import ImportLayout
from records.imports import Item, Plan, TableError, TableImport, Verdict

NO_LAYOUT = _("There is no layout “{name}” here. There are: {names}.")


@dataclass(slots=True)
class Answer:
    """What became of a table, as far as it came: read, judged, written, and why it was refused."""

    given: ReadTable | None = None
    found: Plan | None = None
    written: int = 0
    error: str = ""

    def plain(self) -> dict[str, Any]:
        """All of it in terms of JSON; the same keys whatever was refused."""
        given, items = self.given, self.found.items if self.found else []
        counts = Counter(item.verdict for item in items)
        return {
            "mapping": given.mapping if given else {},
            "unmapped": list(given.unmapped) if given else [],
            "remarks": given.remarks if given else [],
            "rows": [row_of(item, given.table) for item in items if given],
            "counts": {verdict.value: counts[verdict] for verdict in Verdict},
            "written": self.written,
            "error": self.error,
        }


def row_of(item: Item, table: TableImport) -> dict[str, Any]:
    """A row with its verdict, why, and the record that it makes or means."""
    return {
        "row": item.number,
        "verdict": item.verdict.value,
        "messages": list(messages(item, table)),
        "suggestions": {p.word: list(p.suggestions) for p in item.problems if p.word},
        "record": record_of(item, table),
    }


def remembered(kind: str, name: str) -> dict[str, str]:
    """The field of each heading of a layout, empty for none. Raises `TableError` for no layout.

    Where two offices have layouts of one name, the office stands before it.
    """
    layouts = by_name(ImportLayout.objects.filter(kind=kind))
    if name not in layouts:
        there = "、".join([*(one.name for one in built_in(kind)), *layouts])
        raise TableError(format_lazy(NO_LAYOUT, name=name, names=there))
    return dict(layouts[name].fields)


def messages(item: Item, table: TableImport) -> Iterator[str]:
    """What is to be said of a row: its problems, differences and notes.

    A problem is told with its column, else with the word that is not known.
    """
    labels = table.labels()
    for problem in item.problems:
        where = labels.get(problem.column, problem.word)
        yield ": ".join(filter(None, [where, str(problem.message)]))
    for one in item.differences:
        yield f"{one.name}: {one.before} → {one.after}"
    yield from map(str, item.notes)


def record_of(item: Item, table: TableImport) -> dict[str, Any]:
    """The fields that a row fills, as read; as they stand in the file where it has an error."""
    names = {column.key: column.name for column in table.spec.columns}
    record: dict[str, Any] = {names[key]: item.cells[key] for key in names if key in item.cells}
    facts = item.parsed.facts() if item.parsed else {}
    record |= {names.get(key, key): fact.text for key, fact in facts.items()}
    if isinstance(item.parsed, ParsedScheduled):
        schedule, status = item.parsed.schedule, item.parsed.status
        days = [segment.known_days() for segment in schedule.segments]
        record |= {
            "schedule_text": item.parsed.schedule_text,
            "schedule_meaning": schedule.canonical(),
            "starts_on": min((first.isoformat() for first, _last in days), default=None),
            "ends_on": max((last.isoformat() for _first, last in days), default=None),
            "status": status,
        }
    return record
