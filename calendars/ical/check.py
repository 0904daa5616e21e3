"""The strict check: faults that lose an event, or a whole feed, in some client.

No library's validator finds two thirds of the list in docs/adr/0004-feed-events.md.
"""

from collections.abc import Iterator
from operator import attrgetter

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.components import Component, components, fault
from calendars.ical.consistency import consistency_faults, recurrence_faults
from calendars.ical.lines import Fault, read_lines
from calendars.ical.values import TIME_PROPERTIES, value_faults

_RULE = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
_REQUIRED = {
    "VCALENDAR": ("VERSION", "PRODID"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": _RULE,
    "DAYLIGHT": _RULE,
}
_PARTS = {  # RFC 5545, 3.6: at least one component, of whatever kind
    "VCALENDAR": ("VEVENT",),
    "VTIMEZONE": ("STANDARD",),
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
    if (lines[0].name, lines[0].value.upper()) != ("BEGIN", "VCALENDAR"):
        words = _("The file does not begin with BEGIN:VCALENDAR.")
        faults.append(fault(lines[0], "no-calendar", words))
    found = sorted(components(lines, faults), key=attrgetter("number"))
    calendars = [component for component in found if component.name == "VCALENDAR"]
    words = _("A second VCALENDAR begins.")
    faults += [Fault(component.number, "two-calendars", words) for component in calendars[1:]]
    zones = [component.first("TZID") for component in found if component.name == "VTIMEZONE"]
    defined = {zone.value for zone in zones if zone}
    for component in found:
        faults += _component_faults(component, defined)
    faults += _uid_faults(found)
    return sorted(faults, key=lambda fault: (fault.line, fault.code))


def event_count(data: bytes) -> int:
    """The number of events in a calendar file."""
    return sum(
        line.name == "BEGIN" and line.value.upper() == "VEVENT" for line in read_lines(data)[0]
    )


def _component_faults(component: Component, zones: set[str]) -> Iterator[Fault]:
    """The faults of one component by itself, where these `zones` are defined."""
    name, seen = component.name, set()
    for line in component.lines:
        yield from value_faults(line, name, local=component.parent == "VTIMEZONE")
        zone = line.parameters.get("TZID")
        if zone and zone not in zones and line.name in TIME_PROPERTIES:
            yield fault(line, "no-zone", _("There is no VTIMEZONE for {name}."), name=zone)
        if line.name in _UNWANTED.get(name, ()):
            yield fault(line, "unwanted", _("{name} has no place in a published feed."))
        if line.name in seen and line.name in _ONCE.get(name, ()):
            yield fault(line, "repeated", _("{name} stands there twice."))
        seen.add(line.name)
    parts = () if component.has_parts else _PARTS.get(name, ())
    for missing in (*_REQUIRED.get(name, ()), *parts):
        if missing not in seen:
            words = format_lazy(_("{component} has no {name}."), component=name, name=missing)
            yield Fault(component.number, "missing", words)
    if name == "VALARM":
        words = _("VALARM has no place in a published feed.")
        yield Fault(component.number, "unwanted", words)
    if name == "VEVENT" and component.parent != "VCALENDAR":
        yield Fault(component.number, "outside", _("An event stands outside of the calendar."))
    if name in _TAKING_PLACE:
        yield from consistency_faults(component)


def _uid_faults(components: list[Component]) -> Iterator[Fault]:
    """The faults between events, in the order of their lines, that have one UID."""
    seen: dict[tuple[str, str, str], Component] = {}
    for one in components:
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
