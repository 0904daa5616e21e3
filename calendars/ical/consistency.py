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
from calendars.ical.values import is_comparable, parse_time, value_type_of

_ENDS = {"VEVENT": "DTEND", "VTODO": "DUE"}
# The kind of time with which each begins; none other is a kind, and that is told already.
_BEGINS_AS = {"DATE": "DATE", "DATE-TIME": "DATE-TIME", "PERIOD": "DATE-TIME"}
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
    yield from _length_faults(first, end, duration)
    kind = value_type_of(start)
    for line in component.all("EXDATE", "RDATE"):
        if _BEGINS_AS.get(value_type_of(line), kind) != kind:
            yield fault(line, "other-kind", _OTHER_KIND)
    if isinstance(first, datetime) and "TZID" in start.parameters:
        first = first.replace(tzinfo=first.tzinfo or UTC)  # in a zone, though nobody knows it
    for line in component.all(*RULES):
        yield from rule_start_faults(line, first)


def recurrence_faults(component: Component, master: Component | None) -> Iterator[Fault]:
    """The fault of an occurrence of another value type than the start of its series."""
    named, start = component.first("RECURRENCE-ID"), master and master.first("DTSTART")
    if named and start and value_type_of(named) != value_type_of(start):
        yield fault(named, "other-kind", _OTHER_KIND)


def _length_faults(
    first: date | datetime, end: ContentLine | None, duration: ContentLine | None
) -> Iterator[Fault]:
    """The faults of an end or a duration, but those that their values have by themselves."""
    last = end and parse_time(end)
    if end and last:
        if not is_comparable(first, last):
            yield fault(end, "bad-end", _OTHER_KIND)
        elif last <= first:
            yield fault(end, "bad-end", _("{name} is not after DTSTART."))
        elif last - first > LONGEST_DURATION:
            yield fault(end, "bad-end", _("{name} is more than a century after DTSTART."))
    length = duration and parse_duration(duration.value)
    if duration and length and is_positive_duration(duration.value):
        if not isinstance(first, datetime) and not is_of_days(duration.value):
            words = _("{name} is a time, but DTSTART is a day: only days and weeks fit.")
            yield fault(duration, "bad-duration", words)
        try:
            first + length
        except OverflowError:
            yield fault(duration, "bad-duration", _("{name} leads beyond the last year there is."))
