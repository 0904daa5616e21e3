"""The annual report's tables of members and sittings; their words are the printed report's."""

from dataclasses import replace
from typing import Any

from calendars.scheduled import Status
from dates import FiscalYear, official_number
from meetings.models import Body, Meeting
from records.lists import Layout, Table

REPRESENTATIVE_COUNCIL = "representative-council"
MANAGEMENT_COUNCIL = "management-council"
INTERNAL_CONTROL_COMMITTEE = "internal-control-committee"
RISK_MANAGEMENT_COMMITTEE = "risk-management-committee"
CONTRACT_MONITORING_COMMITTEE = "contract-monitoring-committee"

BULLETS = {  # before each item of an agenda; the councils' is Wingdings' small dot
    REPRESENTATIVE_COUNCIL: "\uf09e",
    MANAGEMENT_COUNCIL: "\uf09e",
    CONTRACT_MONITORING_COMMITTEE: "・",
}
_MEMBERS = Layout(widths=(26, 26, 80, 28))
_PLAIN_MEMBERS = Layout(widths=(32, 94, 34))
_SITTINGS = Layout(widths=(20, 43, 97))


def members(slug: str, fiscal_year: FiscalYear, user: Any = None) -> Table:
    """A body's members on the year's last day, with their category where the body has any.

    Raises `Body.DoesNotExist` where `user` may see no body of this code.
    """
    body = _body(slug, user)
    seats = body.memberships.in_office(fiscal_year.last_day, fiscal_year.first_day)
    columns: tuple[str, ...] = ("区分", "氏名", "役職", "備考")
    rows: tuple[tuple[str, ...], ...] = tuple(
        (seat.category, seat.name, seat.affiliation.replace("\u3000", "\n"), seat.role)
        for seat in seats
    )
    layout, has_categories = _MEMBERS, any(category for category, *_others in rows)
    if not has_categories:
        layout, columns, rows = _PLAIN_MEMBERS, columns[1:], tuple(row[1:] for row in rows)
    return Table(
        title=f"{body.name}委員",
        columns=columns,
        rows=rows,
        facts=(f"委員{official_number(len(rows))}名",),
        merges=has_categories,
        layout=layout,
    )


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
        merges=False,
        layout=replace(_SITTINGS, bullet=BULLETS.get(slug, "")),
    )


def _body(slug: str, user: Any) -> Body:
    return Body.objects.visible_to(user).current().get(slug=slug)


def _sitting_cells(body: Body, meeting: Meeting) -> tuple[str, ...]:
    session = next(session for session in meeting.sessions.all() if session.body_id == body.pk)
    agenda = "\n".join(item.title for item in meeting.agenda_of(body))
    return session.ordinal, meeting.official_schedule, agenda
