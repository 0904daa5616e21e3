"""The strict check: faults that lose an event, or a whole feed, in some client.

No library's validator finds two thirds of the list in docs/adr/0004-feed-events.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.lines import ContentLine, Fault, read_lines
from calendars.ical.values import TIME_PROPERTIES, moment, value_faults

_RULE = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
_REQUIRED = {
    "VCALENDAR": ("VERSION", "PRODID"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": _RULE,
    "DAYLIGHT": _RULE,
}
_ONCE = {
    "VCALENDAR": {"VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME", "X-WR-TIMEZONE", "URL", "COLOR"},
    "VEVENT": {
        "CLASS", "CREATED", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "DURATION",
        "LAST-MODIFIED", "LOCATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP",
        "UID", "URL",
    },
}  # fmt: skip
_UNWANTED = {
    "VCALENDAR": {"UID", "METHOD", "SOURCE"},  # vdirsyncer makes one item of a calendar with a UID
    "VEVENT": {"ORGANIZER"},  # some clients mail it acceptances
}


@dataclass(slots=True)
class _Component:
    name: str
    number: int
    inside: str
    lines: list[ContentLine] = field(default_factory=list)
    has_parts: bool = False

    def first(self, name: str) -> ContentLine | None:
        return next((line for line in self.lines if line.name == name), None)


def check(data: bytes) -> list[Fault]:
    """Every fault of a calendar file in the order of its lines; none if it is safe to serve."""
    lines, faults = read_lines(data)
    if not lines:
        return faults
    components = list(_components(lines, faults))
    for component in components:
        faults += _component_faults(component)
    faults += _calendar_faults(components, lines)
    faults += _zone_faults(components)
    faults += _uid_faults(components)
    return sorted(faults, key=lambda fault: (fault.line, fault.code))


def event_count(data: bytes) -> int:
    """How many events a calendar file holds."""
    return sum(
        line.name == "BEGIN" and line.value.upper() == "VEVENT" for line in read_lines(data)[0]
    )


def _components(lines: Iterable[ContentLine], faults: list[Fault]) -> Iterator[_Component]:
    open_ones: list[_Component] = []
    for line in lines:
        if line.name == "BEGIN":
            inside = open_ones[-1].name if open_ones else ""
            if open_ones:
                open_ones[-1].has_parts = True
            open_ones.append(_Component(line.value.upper(), line.number, inside))
        elif line.name == "END":
            if not open_ones or open_ones[-1].name != line.value.upper():
                words = _("END:{name} closes nothing.")
                faults.append(_fault(line, "unbalanced", words, name=line.value))
                continue
            yield open_ones.pop()
        elif open_ones:
            open_ones[-1].lines.append(line)
        else:
            faults.append(_fault(line, "outside", _("{name} stands outside of the calendar.")))
    for component in open_ones:
        words = format_lazy(_("BEGIN:{name} is never closed."), name=component.name)
        faults.append(Fault(component.number, "unbalanced", words))
        yield component


def _fault(line: ContentLine, code: str, words: str, *, name: str = "") -> Fault:
    return Fault(line.number, code, format_lazy(words, name=name or line.name))


def _component_faults(component: _Component) -> Iterator[Fault]:
    local = component.inside == "VTIMEZONE"
    for line in component.lines:
        yield from value_faults(line, local=local)
        if line.name in _UNWANTED.get(component.name, ()):
            yield _fault(line, "unwanted", _("{name} has no place in a published feed."))
    yield from _missing(component)
    yield from _repeated(component)
    if component.name == "VEVENT":
        yield from _end_faults(component)


def _missing(component: _Component) -> Iterator[Fault]:
    missing = [name for name in _REQUIRED.get(component.name, ()) if not component.first(name)]
    if component.name == "VTIMEZONE" and not component.has_parts:
        missing.append("STANDARD")
    for name in missing:
        words = format_lazy(_("{component} has no {name}."), component=component.name, name=name)
        yield Fault(component.number, "missing", words)


def _repeated(component: _Component) -> Iterator[Fault]:
    seen = set()
    for line in component.lines:
        if line.name in seen and line.name in _ONCE.get(component.name, ()):
            yield _fault(line, "repeated", _("{name} stands there twice."))
        seen.add(line.name)


def _end_faults(event: _Component) -> Iterator[Fault]:
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None or end is None:
        return
    if event.first("DURATION"):
        yield _fault(end, "bad-end", _("DTEND and DURATION exclude each other."))
    first, last = moment(start), moment(end)
    if first is None or last is None:
        return  # told already
    if not _comparable(first, last):
        yield _fault(end, "bad-end", _("DTEND is of another kind than DTSTART."))
    elif last <= first:
        yield _fault(end, "bad-end", _("DTEND is not after DTSTART."))


def _comparable(first: date | datetime, last: date | datetime) -> bool:
    if type(first) is not type(last):
        return False
    zones = [getattr(value, "tzinfo", None) for value in (first, last)]
    return (zones[0] is None) == (zones[1] is None)


def _calendar_faults(components: list[_Component], lines: list[ContentLine]) -> Iterator[Fault]:
    first = lines[0]
    if (first.name, first.value) != ("BEGIN", "VCALENDAR"):
        yield _fault(first, "no-calendar", _("The file does not begin with BEGIN:VCALENDAR."))
    for component in components:
        if component.name == "VALARM":
            words = _("VALARM has no place in a published feed.")
            yield Fault(component.number, "unwanted", words)
        if component.name == "VEVENT" and component.inside != "VCALENDAR":
            yield Fault(component.number, "outside", _("An event stands outside of the calendar."))
    calendars = sorted(c.number for c in components if c.name == "VCALENDAR")
    for number in calendars[1:]:
        yield Fault(number, "two-calendars", _("A second VCALENDAR begins."))


def _zone_faults(components: list[_Component]) -> Iterator[Fault]:
    zones = [component.first("TZID") for component in components if component.name == "VTIMEZONE"]
    defined = {zone.value for zone in zones if zone}
    for component in components:
        for line in component.lines:
            name = line.parameters.get("TZID")
            if name and name not in defined and line.name in TIME_PROPERTIES:
                yield _fault(line, "no-zone", _("There is no VTIMEZONE for {name}."), name=name)


def _uid_faults(components: list[_Component]) -> Iterator[Fault]:
    seen = set()
    events = (component for component in components if component.name == "VEVENT")
    for event in sorted(events, key=lambda event: event.number):
        uid, recurrence = event.first("UID"), event.first("RECURRENCE-ID")
        identity = (uid and uid.value, recurrence and recurrence.value)
        if uid and identity in seen:
            yield _fault(uid, "duplicate-uid", _("Another event has the same UID."))
        seen.add(identity)
