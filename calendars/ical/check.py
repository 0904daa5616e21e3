"""The strict check: faults that lose an event, or a whole feed, in some client.

No library's validator finds two thirds of the list in docs/adr/0004-feed-events.md.
"""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.components import Component, components, fault
from calendars.ical.consistency import consistency_faults, recurrence_faults
from calendars.ical.lines import ContentLine, Fault, read_lines
from calendars.ical.values import TIME_PROPERTIES, value_faults

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
_TAKING_PLACE = {"VEVENT", "VTODO", "VJOURNAL"}
_UNWANTED = {
    "VCALENDAR": {"UID", "METHOD", "SOURCE"},  # vdirsyncer makes one item of a calendar with a UID
    "VEVENT": {"ORGANIZER"},  # some clients mail it acceptances
}


def check(data: bytes) -> list[Fault]:
    """Every fault of a calendar file in the order of its lines; none if it is safe to serve."""
    lines, faults = read_lines(data)
    if not lines:
        return faults
    found = list(components(lines, faults))
    for component in found:
        faults += _component_faults(component)
    faults += _calendar_faults(found, lines)
    faults += _zone_faults(found)
    faults += _uid_faults(found)
    return sorted(faults, key=lambda fault: (fault.line, fault.code))


def event_count(data: bytes) -> int:
    """The number of events in a calendar file."""
    return sum(
        line.name == "BEGIN" and line.value.upper() == "VEVENT" for line in read_lines(data)[0]
    )


def _component_faults(component: Component) -> Iterator[Fault]:
    local = component.parent == "VTIMEZONE"
    for line in component.lines:
        yield from value_faults(line, component.name, local=local)
        if line.name in _UNWANTED.get(component.name, ()):
            yield fault(line, "unwanted", _("{name} has no place in a published feed."))
    yield from _missing(component)
    yield from _repeated(component)
    if component.name in _TAKING_PLACE:
        yield from consistency_faults(component)


def _missing(component: Component) -> Iterator[Fault]:
    missing = [name for name in _REQUIRED.get(component.name, ()) if not component.first(name)]
    if component.name == "VTIMEZONE" and not component.has_parts:
        missing.append("STANDARD")
    if component.name == "VCALENDAR" and not component.has_parts:
        missing.append("VEVENT")  # RFC 5545, 3.6: at least one component, of whatever kind
    for name in missing:
        words = format_lazy(_("{component} has no {name}."), component=component.name, name=name)
        yield Fault(component.number, "missing", words)


def _repeated(component: Component) -> Iterator[Fault]:
    seen = set()
    for line in component.lines:
        if line.name in seen and line.name in _ONCE.get(component.name, ()):
            yield fault(line, "repeated", _("{name} stands there twice."))
        seen.add(line.name)


def _calendar_faults(components: list[Component], lines: list[ContentLine]) -> Iterator[Fault]:
    first = lines[0]
    if (first.name, first.value.upper()) != ("BEGIN", "VCALENDAR"):
        yield fault(first, "no-calendar", _("The file does not begin with BEGIN:VCALENDAR."))
    for component in components:
        if component.name == "VALARM":
            words = _("VALARM has no place in a published feed.")
            yield Fault(component.number, "unwanted", words)
        if component.name == "VEVENT" and component.parent != "VCALENDAR":
            yield Fault(component.number, "outside", _("An event stands outside of the calendar."))
    calendars = sorted(c.number for c in components if c.name == "VCALENDAR")
    for number in calendars[1:]:
        yield Fault(number, "two-calendars", _("A second VCALENDAR begins."))


def _zone_faults(components: list[Component]) -> Iterator[Fault]:
    zones = [component.first("TZID") for component in components if component.name == "VTIMEZONE"]
    defined = {zone.value for zone in zones if zone}
    for component in components:
        for line in component.lines:
            name = line.parameters.get("TZID")
            if name and name not in defined and line.name in TIME_PROPERTIES:
                yield fault(line, "no-zone", _("There is no VTIMEZONE for {name}."), name=name)


def _uid_faults(components: list[Component]) -> Iterator[Fault]:
    seen: dict[tuple[str, str, str], Component] = {}
    for one in sorted(components, key=lambda component: component.number):
        uid, recurrence = one.first("UID"), one.first("RECURRENCE-ID")
        if uid is None or one.name not in _TAKING_PLACE:
            continue
        identity = (one.name, uid.value, recurrence.value if recurrence else "")
        if identity in seen:
            yield fault(uid, "duplicate-uid", _("Another event has the same UID."))
        seen.setdefault(identity, one)
    for (name, series, occurrence), one in seen.items():
        if occurrence:
            yield from recurrence_faults(one, seen.get((name, series, "")))
