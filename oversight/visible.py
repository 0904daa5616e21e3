"""What pictures are drawn of: plain values of the records that a reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from audits.accounting import seen_by
from audits.models import (
    Audit,
    AuditPlan,
    Certification,
    Drill,
    PlannedAudit,
    PlannedDrill,
    PlannedRow,
)
from calendars.scheduled import Status
from dates import FiscalYear, Schedule
from meetings.models import Meeting
from oversight.figures import Followed
from oversight.rules import Event, Facts
from records.addresses import page_for
from records.base import sees_internal


@dataclass(frozen=True, slots=True)
class Planned:
    """An audit or drill of the approved plan, and what became of it."""

    title: str
    address: str
    planned: Schedule
    actual: Schedule
    status: Status


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certification: the days of its validity, and those of the application for its renewal."""

    name: str
    address: str
    first: date | None
    last: date | None
    window: tuple[date, date] | None


def events(facts: Facts, user: Any, years: tuple[int, ...]) -> list[Event]:
    """The meetings, audits and drills of these fiscal years that `user` may see."""
    kinds: tuple[tuple[Sequence[Event], Any], ...] = (
        (facts.sittings, Meeting),
        (facts.audits, Audit),
        (facts.drills, Drill),
    )
    return [one for found, model in kinds for one in _visible(found, model, user, years)]


def _visible(
    events: Sequence[Event], model: Any, user: Any, years: tuple[int, ...]
) -> Iterator[Event]:
    """Those of these years that `user` may see: all, where no record of the kind is closed."""
    of_years = (one for one in events if one.fiscal_year in years)
    if sees_internal(user, model):
        return of_years
    visible = model.objects.visible_to(user).current().filter(fiscal_year__in=years)
    seen = {str(uid) for uid in visible.order_by().values_list("uid", flat=True)}
    return (one for one in of_years if one.subject.uid in seen)


def followed(user: Any, since: date, at: date) -> list[Followed]:
    """The findings that the list shows to `user` as of the end of `at`, drafts excepted.

    Of those that were made and closed before `since` there is one at most, where there is no other.
    """
    given = seen_by(user).given(at).order_by()
    overdue = set(given.overdue(at).order_by().values_list("pk", flat=True))
    near = Q(found_on=None) | Q(found_on__gte=since) | Q(closed_on=None) | Q(closed_on__gte=since)
    found = given.values_list("pk", "made_on", "found_on", "closed_on")
    return [
        Followed(made_on, found_on, closed_on, pk in overdue)
        for pk, made_on, found_on, closed_on in found.filter(near) or found[:1]
    ]


def approved_plan(user: Any, year: FiscalYear) -> AuditPlan | None:
    """The last approved version of the plan of `year` that `user` may see."""
    return AuditPlan.objects.visible_to(user).current().of_year(year.year).last()


def planned(plan: AuditPlan, user: Any) -> list[Planned]:
    """What a version lists, in its order, as far as `user` may see the audits and drills."""
    return [
        Planned(
            row.title,
            page_for(user, row.record),
            row.schedule,
            row.record.schedule,
            Status(row.record.status),
        )
        for row in _rows(plan, user)
    ]


def _rows(plan: AuditPlan, user: Any) -> Iterator[PlannedRow]:
    kinds: tuple[tuple[Any, Any], ...] = ((PlannedAudit, Audit), (PlannedDrill, Drill))
    for rows, model in kinds:
        seen = model.objects.visible_to(user).current().order_by().values("pk")
        listed = rows.objects.filter(plan=plan, **{f"{rows.of}__in": seen})
        yield from listed.select_related(rows.of).order_by("order", "pk")


def certificates(user: Any) -> list[Certificate]:
    """The certifications that `user` may see, in the office's order."""
    return [
        Certificate(
            one.name, page_for(user, one), one.valid_from, one.valid_until, one.apply_between()
        )
        for one in Certification.objects.visible_to(user).current()
    ]
