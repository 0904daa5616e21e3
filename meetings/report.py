"""The annual report's tables of members and sittings; their words are the printed report's."""

from typing import Any

from calendars.scheduled import Status
from dates import FiscalYear, official_number
from meetings.models import Body, Meeting
from records.lists import Table

REPRESENTATIVE_COUNCIL = "representative-council"
MANAGEMENT_COUNCIL = "management-council"
INTERNAL_CONTROL_COMMITTEE = "internal-control-committee"
RISK_MANAGEMENT_COMMITTEE = "risk-management-committee"
CONTRACT_MONITORING_COMMITTEE = "contract-monitoring-committee"


def members(slug: str, fiscal_year: FiscalYear, user: Any = None) -> Table:
    """A body's members on the year's last day, with their category where the body has any.

    Raises `Body.DoesNotExist` where `user` may see no body of this code.
    """
    body = _body(slug, user)
    seats = body.memberships.in_office(fiscal_year.last_day, fiscal_year.first_day)
    columns: tuple[str, ...] = ("区分", "氏名", "役職", "備考")
    rows: tuple[tuple[str, ...], ...] = tuple(
        (seat.category, seat.name, seat.affiliation, seat.role) for seat in seats
    )
    if not any(category for category, *_others in rows):
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    facts = (f"委員{official_number(len(rows))}名",)
    return Table(title=f"{body.name}委員", columns=columns, rows=rows, facts=facts)


def sittings(slug: str, fiscal_year: FiscalYear, user: Any = None) -> Table:
    """A body's sittings of the year that were held, each with the body's own agenda.

    Raises `Body.DoesNotExist` where `user` may see no body of this code.
    """
    body = _body(slug, user)
    visible = Meeting.objects.visible_to(user).current().in_fiscal_year(fiscal_year)
    held = visible.filter(status=Status.HELD, sessions__body=body)
    subject = "概要" if body.kind == Body.Kind.COUNCIL else "議題"
    meetings = list(held.by_date().with_sessions())
    return Table(
        title=f"{fiscal_year.wareki()}の{body.name}の開催状況",
        columns=("回数", "開催年月日", subject),
        rows=tuple(_sitting_cells(body, meeting) for meeting in meetings),
        facts=(f"開催{official_number(len(meetings))}回",),
    )


def _body(slug: str, user: Any) -> Body:
    return Body.objects.visible_to(user).current().get(slug=slug)


def _sitting_cells(body: Body, meeting: Meeting) -> tuple[str, ...]:
    session = next(session for session in meeting.sessions.all() if session.body_id == body.pk)
    agenda = "\n".join(item.title for item in meeting.agenda_of(body))
    return session.ordinal, meeting.official_schedule, agenda
