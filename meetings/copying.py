"""Meetings of one fiscal year copied into another's plan.

A copy takes over which bodies sit together and where. Agenda, attendance, handouts and summary
belong to the sitting that was. Its numbers follow each body's numbering.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.scheduled import Copy, Copying
from dates import SlipKind, slip
from meetings.models import Body, Meeting, MeetingQuerySet, Session


class MeetingCopying(Copying):
    model = Meeting
    slug = "meetings"
    title = gettext_lazy("Meetings")
    shows = gettext_lazy("Number in the new year")
    rank = 1
    carried: ClassVar[tuple[str, ...]] = ("venue",)

    def sources(self, fiscal_year: int, user: Any) -> Sequence[Meeting]:
        visible = Meeting.objects.visible_to(user).current().in_fiscal_year(fiscal_year)
        in_order = (F("starts_on").asc(nulls_last=True), "precision_rank", "pk")
        return list(visible.with_sessions().order_by(*in_order))

    def with_names(self, records: MeetingQuerySet) -> MeetingQuerySet:
        return records.with_sessions()

    def fit(self, rows: list[Copy], fiscal_year: int) -> None:
        last = _last_numbers()
        entered = _entered(fiscal_year)
        for row in rows:
            bodies = [session.body for session in row.source.sessions.all()]
            if row.is_chosen:
                sessions = [_session(body, fiscal_year, last) for body in bodies]
                row.parts = [*sessions]
                row.shown = "・".join(session.title for session in sessions)
            for meeting in (each for body in bodies for each in entered[body.pk]):
                if slip(row.draft.schedule, meeting.schedule).kind == SlipKind.AS_PLANNED:
                    about = {"meeting": meeting, "when": meeting.official_schedule}
                    row.notes.append(_("%(meeting)s (%(when)s) is entered already.") % about)


def _session(body: Body, fiscal_year: int, last: dict[tuple[int, int], int]) -> Session:
    """The body's next session, counted on in `last`."""
    if body.numbering == Body.Numbering.NONE:
        return Session(body=body)
    place = (body.pk, body.series_of(fiscal_year))
    last[place] += 1
    return Session(body=body, number=last[place])


def _last_numbers() -> dict[tuple[int, int], int]:
    """The highest number given in each series of each body, whatever became of the meeting."""
    last: dict[tuple[int, int], int] = defaultdict(int)
    numbers = Session.objects.exclude(number=None).values_list("body", "series", "number")
    for body, series, number in numbers:
        last[body, series] = max(last[body, series], number)
    return last


def _entered(fiscal_year: int) -> dict[int, list[Meeting]]:
    """Meetings of that year that are no copies, by body."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    meetings = Meeting.objects.current().in_fiscal_year(fiscal_year).filter(copied_from=None)
    for meeting in meetings.with_sessions():
        for session in meeting.sessions.all():
            found[session.body_id].append(meeting)
    return found
