"""The verdicts on a table as plain values, for programs and for lines of text."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ParsedScheduled
from jlis_gov.importing.layouts import built_in
from jlis_gov.importing.steps import ReadTable
from jlis_gov.models import ImportLayout
from records.imports import Item, Plan, TableError, TableImport

NO_LAYOUT = _("There is no layout “{name}” here. There are: {names}.")


def as_json(given: ReadTable, found: Plan, *, written: int) -> dict[str, Any]:
    """What was read, what of it was understood, and the verdict on each row."""
    return {
        "mapping": given.mapping,
        "unmapped": list(given.unmapped),
        "remarks": given.remarks,
        "rows": [
            {
                "row": item.number,
                "verdict": item.verdict.value,
                "messages": list(messages(item, given.table)),
                "suggestions": {p.word: list(p.suggestions) for p in item.problems if p.word},
                "record": record_of(item, given.table),
            }
            for item in found.items
        ],
        "counts": {verdict.value: count for verdict, count in found.counts.items()},
        "written": written,
    }


def remembered(kind: str, name: str) -> dict[str, str]:
    """The fields of headings that a layout settles. Raises `TableError` where there is none."""
    layouts = {one.name: one for one in ImportLayout.objects.filter(kind=kind)}
    if name not in layouts:
        names = "、".join([*(one.name for one in built_in(kind)), *layouts])
        raise TableError(format_lazy(NO_LAYOUT, name=name, names=names))
    return {heading: field for heading, field in layouts[name].fields.items() if field}


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
