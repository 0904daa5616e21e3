"""Pages of meetings and of the bodies that hold them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import OPEN_FIELDS, GifDetails, ScheduledListPage, ScheduledPage
from meetings.filters import MeetingFilters
from meetings.gif import meeting_details
from meetings.lines import meeting_lines
from meetings.models import AgendaItem, Body, Handout, Meeting, Membership, Session, YearlyCount
from meetings.series import places_of_meeting
from meetings.tables import MeetingTable
from records.history import RecordPage


class MeetingListPage(ScheduledListPage):
    """The sittings of all bodies."""

    filterset_class = MeetingFilters
    table_class = MeetingTable
    title = _("Meetings")
    section = "meetings"
    feed = evidence = "meetings"
    open_fields = OPEN_FIELDS | {
        *("venue", "summary", "sessions.body", "sessions.number"),
        *("agenda_items.body", "agenda_items.order", "agenda_items.bill_number"),
        *("agenda_items.title", "agenda_items.kind", "agenda_items.matter", "agenda_items.outcome"),
        *("attendances.member", "attendances.presence"),
    }

    def records(self) -> QuerySet:
        return Meeting.objects.listed_for(self.request.user).with_sessions()

    def lines(self, records: Sequence[Meeting]) -> Iterable[tuple[Meeting, Any]]:
        return meeting_lines(records)

    def feed_of(self, chosen: Mapping[str, Any]) -> str:
        body = chosen["body"]
        return f"body:{body.slug}" if body and body.is_public else self.feed

    def details(self, record: Meeting) -> GifDetails:
        return meeting_details(record)


class MeetingPage(ScheduledPage):
    """Everything about one sitting."""

    template_name = "meetings/meeting.html"
    context_object_name = "meeting"
    slug_field = slug_url_kwarg = "uid"

    def get_queryset(self) -> QuerySet:
        return Meeting.objects.visible_to(self.request.user).with_sessions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "section": "meetings",
            "agendas": agendas(meeting, user),
            "handouts": Handout.objects.readable_by(user).filter(meeting=meeting),
            "attendances": meeting.attendances.select_related("member"),
            "places": [place for place in places_of_meeting(meeting, user) if place],
        }


def agendas(meeting: Meeting, user: Any) -> list[tuple[Session, list[AgendaItem]]]:
    """Each session of a sitting with its body's items; links to other sittings that are visible.

    An item has `rests_on` (the opinion) and `led_to` (the resolutions), each with its meeting.
    """
    elsewhere = AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(user))
    with_meeting = elsewhere.select_related("meeting").prefetch_related("meeting__sessions__body")
    items = meeting.agenda_items.select_related("body").prefetch_related(
        Prefetch("resolutions", queryset=with_meeting, to_attr="led_to")
    )
    opinions = {item.pk: item for item in with_meeting.filter(resolutions__meeting=meeting)}
    by_body: dict[int, list[AgendaItem]] = {}
    for item in items:
        item.rests_on = opinions.get(item.opinion_id)
        by_body.setdefault(item.body_id, []).append(item)
    linked = set(Body.objects.visible_to(user).values_list("pk", flat=True))
    sessions = list(meeting.sessions.all())
    for session in sessions:
        session.is_linked = session.body_id in linked
    return [(session, by_body.get(session.body_id, [])) for session in sessions]


@dataclass(frozen=True, slots=True)
class BodyYear:
    """A fiscal year of a body: its meetings, and the number of those that are only counted."""

    fiscal_year: int
    meetings: tuple[Meeting, ...]
    first: Session | None
    last: Session | None
    count: YearlyCount | None

    @classmethod
    def of(
        cls, body: Body, year: int, meetings: Sequence[Meeting], count: YearlyCount | None
    ) -> Self:
        """The year with the first and the last of the numbers that its sessions have."""
        sessions = [
            one for held in meetings for one in held.sessions.all() if one.body_id == body.pk
        ]
        numbered = sorted(
            (one for one in sessions if one.number is not None), key=attrgetter("number")
        )
        first, last = (numbered[0], numbered[-1]) if numbered else (None, None)
        return cls(year, tuple(meetings), first, last, count)


class BodyPage(RecordPage):
    """One body: its legal basis, its quorum, its members, its meetings year by year."""

    template_name = "meetings/body.html"
    context_object_name = "body"

    def get_queryset(self) -> QuerySet:
        return Body.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = (
            Meeting.objects.visible_to(self.request.user)
            .current()
            .filter(sessions__body=self.object)
            .with_sessions()
            .by_date(newest_first=True)
        )
        held: dict[int, list[Meeting]] = {}
        for meeting in meetings:
            held.setdefault(meeting.fiscal_year, []).append(meeting)
        counts = {count.fiscal_year: count for count in self.object.yearly_counts.all()}
        return super().get_context_data(**kwargs) | {
            "section": "meetings",
            "quorums": self.object.quorums.all(),
            "members": Membership.objects.filter(body=self.object),
            "years": [
                BodyYear.of(self.object, year, held.get(year, []), counts.get(year))
                for year in sorted(held.keys() | counts.keys(), reverse=True)
            ],
        }
