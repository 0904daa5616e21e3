"""Consistency among the properties of one component: its start, end, duration and recurrence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from calendars.ical.components import Component, fault
from calendars.ical.durations import (
    LONGEST_DURATION,
    is_of_days,
    is_positive_duration,
    parse_duration,
)
from calendars.ical.lines import ContentLine, Fault
from calendars.ical.recurrence import RULES, rule_start_faults
from calendars.ical.values import parse_time, value_type_of

_ENDS = {"VEVENT": "DTEND", "VTODO": "DUE"}
_OTHER_KIND = _("{name} is of another kind than DTSTART.")


def consistency_faults(component: Component) -> Iterator[Fault]:
    """The faults between the properties of an event, a task or a journal."""
    start, duration = component.first("DTSTART"), component.first("DURATION")
    end = component.first(_ENDS.get(component.name, ""))
    if end and duration:
        words = _("{name} and DURATION exclude each other.")
        yield fault(end, "bad-end", words)
    first = start and parse_time(start)
    if start is None or first is None:
        return  # told already
    if end:
        yield from _end_faults(first, end)
    if duration:
        yield from _duration_faults(first, duration)
    for line in component.all("EXDATE", "RDATE"):
        if not _is_alike(line, start):
            yield fault(line, "other-kind", _OTHER_KIND)
    for line in component.all(*RULES):
        yield from rule_start_faults(line, _in_a_zone(first, start))


def recurrence_faults(component: Component, master: Component | None) -> Iterator[Fault]:
    """The fault of an occurrence of another value type than the start of its series."""
    named, start = component.first("RECURRENCE-ID"), master and master.first("DTSTART")
    if named and start and value_type_of(named) != value_type_of(start):
        yield fault(named, "other-kind", _OTHER_KIND)


def _is_alike(line: ContentLine, start: ContentLine) -> bool:
    """Further times must be as the start is; periods begin at times. No kind at all is told."""
    kinds = {"DATE": "DATE", "DATE-TIME": "DATE-TIME", "PERIOD": "DATE-TIME"}
    return kinds.get(value_type_of(line), value_type_of(start)) == value_type_of(start)


def _in_a_zone(first: date | datetime, start: ContentLine) -> date | datetime:
    """A time in a zone that nobody knows has one all the same."""
    if isinstance(first, datetime) and first.tzinfo is None and "TZID" in start.parameters:
        return first.replace(tzinfo=UTC)
    return first


def _end_faults(first: date | datetime, end: ContentLine) -> Iterator[Fault]:
    last = parse_time(end)
    if last is None:
        return  # told already
    if not _comparable(first, last):
        yield fault(end, "bad-end", _OTHER_KIND)
    elif last <= first:
        yield fault(end, "bad-end", _("{name} is not after DTSTART."))
    elif last - first > LONGEST_DURATION:
        yield fault(end, "bad-end", _("{name} is more than a century after DTSTART."))


def _duration_faults(first: date | datetime, line: ContentLine) -> Iterator[Fault]:
    duration = parse_duration(line.value)
    if duration is None or not is_positive_duration(line.value):
        return  # told already
    if not isinstance(first, datetime) and not is_of_days(line.value):
        words = _("{name} is a time, but DTSTART is a day: only days and weeks fit.")
        yield fault(line, "bad-duration", words)
    try:
        first + duration
    except OverflowError:
        yield fault(line, "bad-duration", _("{name} leads beyond the last year there is."))


def _comparable(first: date | datetime, last: date | datetime) -> bool:
    if type(first) is not type(last):
        return False
    zones = [getattr(value, "tzinfo", None) for value in (first, last)]
    return (zones[0] is None) == (zones[1] is None)
