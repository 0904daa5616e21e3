"""The sittings of a body before and after one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from calendars.scheduled import SeriesNeighbours
from meetings.models import Meeting, Session
from records.base import local_name

Row = tuple[int, int, int | None, int, date | None, int]
_FIELDS = ("body", "series", "number", "meeting__fiscal_year", "meeting__starts_on", "meeting")


def places_of_meeting(meeting: Meeting, user: Any) -> list[SeriesNeighbours]:
    """For each body of a sitting the visible ones before and after, by number, else by date."""
    sessions = list(meeting.sessions.all())
    bodies = [session.body_id for session in sessions]
    visible = Meeting.objects.visible_to(user).current()
    rows = Session.objects.filter(body__in=bodies, meeting__in=visible).values_list(*_FIELDS)
    when = (meeting.fiscal_year, meeting.starts_on, meeting.pk)
    own = [(each.body_id, each.series, each.number, *when) for each in sessions]
    around = _neighbours(own, rows)
    found = visible.with_names().in_bulk([pk for pair in around for pk in pair if pk])
    return [
        SeriesNeighbours(
            found.get(before), found.get(after), local_name(session.body) if sessions[1:] else ""
        )
        for session, (before, after) in zip(sessions, around, strict=True)
    ]


def _neighbours(own: list[Row], rows: Iterable[Row]) -> list[tuple[int | None, int | None]]:
    by_body: dict[int, list[Row]] = {}
    for row in rows:
        by_body.setdefault(row[0], []).append(row)
    found: list[tuple[int | None, int | None]] = []
    for here in own:
        others = [row for row in by_body.get(here[0], []) if row[-1] != here[-1]]
        before = [row for row in others if _place(row) < _place(here)]
        after = [row for row in others if _place(here) < _place(row)]
        earlier = max(before, key=_place, default=None)
        later = min(after, key=_place, default=None)
        found.append((earlier and earlier[-1], later and later[-1]))
    return found


def _place(row: Row) -> tuple[int, int, int, date, int]:
    _body, series, number, fiscal_year, starts_on, pk = row
    return series, number or 0, fiscal_year, starts_on or date.max, pk
