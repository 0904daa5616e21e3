"""What calendars are told about meetings."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from calendars.entries import ChangeKey, Entry, EntryStatus
from calendars.scheduled import (
    changed_uids,
    fiscal_years,
    last_change,
    on_former_days,
    published_records,
    reason_line,
    records_during,
)
from meetings.columns import schedule
from meetings.models import Body, Meeting, Session

KIND = "kind:meeting"
# The body's short name comes first: a month view shows six characters.
FEED_TITLES = {
    "numbered": "{short} {ordinal}",
    "unnumbered": "{short}",
    "joint": "{sessions}（同時開催）",
}


class MeetingSource:
    """Meetings as calendars see them, in Japanese; see `calendars.entries.Source`."""

    name = "meetings"

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
    ) -> list[Entry]:
        wanted = frozenset(keys)
        if any(key.startswith("kind:") and key != KIND for key in wanted):
            return []
        records = _asked_for(wanted, Meeting.objects.visible_to(viewer))
        meetings = records_during(records, first, last)
        with translation.override("ja"):
            found = [entry(meeting) for meeting in meetings]
        found = [one for one in found if one.has(*wanted)]
        return on_former_days(found, meetings, first, last)

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        meetings = Meeting.row_loader.read(published_records(Meeting.objects, uids))
        with translation.override("ja"):
            found = [entry(meeting) for meeting in meetings]
        return on_former_days(found, meetings)

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        if any(kind == Body._meta.label for kind, _uid in touched):
            return None
        return changed_uids(Meeting, touched)

    def visible_uids(self, viewer: Any) -> QuerySet:
        return Meeting.objects.visible_to(viewer).values_list("uid", flat=True)

    def title_of(self, key: str) -> str | None:
        if key == KIND:
            return _("Meetings")
        group, _colon, slug = key.partition(":")
        if group != "body":
            return None
        return (
            Body.objects.visible_to(None).filter(slug=slug).values_list("name", flat=True).first()
        )


def _asked_for(keys: frozenset[str], records: QuerySet) -> QuerySet:
    """Fewer records where a key says which; every entry is held against the keys afterwards."""
    years = fiscal_years(keys)
    if years is not None:
        records = records.filter(fiscal_year__in=years)
    bodies = [key.removeprefix("body:") for key in keys if key.startswith("body:")]
    return records.filter(sessions__body__slug__in=bodies[:1]) if bodies else records


def entry(meeting: Meeting) -> Entry:
    """A meeting, its sessions and agenda prefetched, as calendars see it."""
    sessions = list(meeting.sessions.all())
    return Entry(
        uid=str(meeting.uid),
        title=meeting.title,
        feed_title=feed_title(sessions),
        schedule=meeting.schedule,
        status=EntryStatus(meeting.entry_status),
        is_public=meeting.is_public,
        keys=frozenset(
            {KIND, f"fy:{meeting.fiscal_year}", *(f"body:{s.body.slug}" for s in sessions)}
        ),
        categories=("会議", *(session.body.name for session in sessions)),
        description=description(meeting, sessions),
        location=meeting.venue,
        path=reverse("meetings:meeting", args=[meeting.uid]),
        changed_at=last_change(meeting, *(session.body for session in sessions)),
    )


def feed_title(sessions: list[Session]) -> str:
    """「代表者会議 第12回」; a joint sitting names each body's session."""
    titles = [_one_title(session) for session in sessions]
    if len(titles) > 1:
        return FEED_TITLES["joint"].format(sessions="・".join(titles))
    return titles[0] if titles else "会議"


def _one_title(session: Session) -> str:
    pattern = FEED_TITLES["numbered" if session.ordinal else "unnumbered"]
    return pattern.format(short=session.body.short_name, ordinal=session.ordinal)


def description(meeting: Meeting, sessions: list[Session]) -> str:
    """When, the agenda of each body, the summary: the record's own words."""
    lines = [schedule(meeting), reason_line(meeting)]
    for session in sessions:
        items = meeting.agenda_of(session.body)
        if items:
            lines.append(f"【議事】{session.body.name if len(sessions) > 1 else ''}")
            lines += [f"・{item}" for item in items]
    if meeting.summary:
        lines.append(meeting.summary)
    return "\n".join(line for line in lines if line)
