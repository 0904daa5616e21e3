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
from meetings.models import Meeting, MeetingQuerySet, Session
from meetings.numbering import NextNumbers


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
        numbers = NextNumbers()
        entered = _entered(fiscal_year)
        for row in rows:
            bodies = [session.body for session in row.source.sessions.all()]
            if row.is_chosen:
                sessions = [
                    Session(body=body, number=numbers.take(body, fiscal_year)) for body in bodies
                ]
                row.parts = [*sessions]
                row.shown = "・".join(session.title for session in sessions)
            for meeting in (each for body in bodies for each in entered[body.pk]):
                if slip(row.draft.schedule, meeting.schedule).kind == SlipKind.AS_PLANNED:
                    about = {"meeting": meeting, "when": meeting.official_schedule}
                    row.notes.append(_("%(meeting)s (%(when)s) is entered already.") % about)


def _entered(fiscal_year: int) -> dict[int, list[Meeting]]:
    """Meetings of that year that are no copies, by body."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    meetings = Meeting.objects.current().in_fiscal_year(fiscal_year).filter(copied_from=None)
    for meeting in meetings.with_sessions():
        for session in meeting.sessions.all():
            found[session.body_id].append(meeting)
    return found
