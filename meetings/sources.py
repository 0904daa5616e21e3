"""Meetings as calendars see them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calendars.entries import Entry, EntryStatus
from calendars.scheduled import (
    ScheduledQuerySet,
    ScheduledSource,
    last_change,
    reason_line,
    schedule,
)
from meetings.columns import matters
from meetings.models import Body, Meeting, Session

MEETING = "kind:meeting"
# The body's short name comes first: a month view shows six characters.
FEED_TITLES = {
    "numbered": "{short} {ordinal}",
    "unnumbered": "{short}",
    "joint": "{sessions}（同時開催）",
}


class MeetingSource(ScheduledSource):
    """Meetings."""

    name = "meetings"
    model = Meeting
    key = MEETING
    title = _("Meetings")
    named = (Body,)

    def narrowed(self, records: ScheduledQuerySet, keys: frozenset[str]) -> ScheduledQuerySet:
        bodies = [key.removeprefix("body:") for key in keys if key.startswith("body:")]
        return records.filter(sessions__body__slug__in=bodies[:1]) if bodies else records

    def entry(self, record: Meeting) -> Entry:
        return meeting_entry(record)

    def title_of(self, key: str) -> str | None:
        group, _colon, slug = key.partition(":")
        if group != "body":
            return super().title_of(key)
        visible = Body.objects.visible_to(None).filter(slug=slug)
        return visible.values_list("name", flat=True).first()


def meeting_entry(meeting: Meeting) -> Entry:
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
            {MEETING, f"fy:{meeting.fiscal_year}", *(f"body:{s.body.slug}" for s in sessions)}
        ),
        categories=("会議", *(session.body.name for session in sessions)),
        description=description(meeting, sessions),
        location=meeting.venue,
        path=reverse("meetings:meeting", args=[meeting.uid]),
        changed_at=last_change(meeting, *(session.body for session in sessions)),
        matters=matters(meeting),
    )


def feed_title(sessions: list[Session]) -> str:
    """「代表者会議 第12回」; a joint sitting names each body's session."""
    titles = [
        FEED_TITLES["numbered" if session.ordinal else "unnumbered"].format(
            short=session.body.short_name, ordinal=session.ordinal
        )
        for session in sessions
    ]
    if len(titles) > 1:
        return FEED_TITLES["joint"].format(sessions="・".join(titles))
    return titles[0] if titles else "会議"


def description(meeting: Meeting, sessions: list[Session]) -> str:
    """The schedule, the agenda of each body and the summary, in the record's own words."""
    lines = [schedule(meeting), reason_line(meeting)]
    for session in sessions:
        items = meeting.agenda_of(session.body)
        if items:
            lines.append(f"【議事】{session.body.name if len(sessions) > 1 else ''}")
            lines += [f"・{item.with_outcome}" for item in items]
    if meeting.summary:
        lines.append(meeting.summary)
    return "\n".join(line for line in lines if line)
