"""What a fiscal year's plan should hold, as the page shows it on which the plan is approved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from audits.models import AuditType, PlanOmission
from calendars.scheduled import display
from dates import FiscalYear
from oversight.candidates import Candidate, Ground, candidates
from oversight.pages import Link, links_of
from oversight.reading import read_facts
from oversight.years_pages import standing_text


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate in words; `links` lead to the last audits, `planned` to those of the plan."""

    kind: str | Promise
    targets: str
    ground: str
    before: str
    links: tuple[Link, ...]
    planned: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class PlanNeeds:
    """Duties that the plan leaves out, those that it holds, and what was not audited for long.

    `omissions` are the rows of what it leaves out, not yet saved and without their reasons.
    """

    left_out: list[Line]
    held: list[Line]
    long_ago: list[Line]
    omissions: list[PlanOmission]

    template: ClassVar[str] = "oversight/plan_needs.html"


def plan_needs(user: Any, year: int) -> PlanNeeds:
    """What the plan of `year` should hold today, for somebody who may approve it."""
    facts = read_facts(plan_of=year)
    found = candidates(facts, FiscalYear(year), timezone.localdate())
    events = (event.subject for one in found for event in (*one.last, *one.cell.events))
    links = links_of(events, user)
    lines = [(one, _line(one, links)) for one in found]
    return PlanNeeds(
        left_out=[line for one, line in lines if one.is_left_out],
        held=[line for one, line in lines if one.is_duty and one.is_planned],
        long_ago=[line for one, line in lines if not one.is_duty],
        omissions=_omissions([one for one in found if one.is_duty]),
    )


def _line(one: Candidate, links: dict[str, Link]) -> Line:
    last, planned = (
        tuple(links[event.subject.uid] for event in events if event.subject.uid in links)
        for events in (one.last, one.cell.events)
    )
    return Line(
        one.column.name,
        targets_text(one),
        ground_text(one),
        standing_text(one.before) if one.department else "",
        last,
        planned,
    )


def targets_text(one: Candidate) -> str:
    """The department, or the months that are open; nothing where all months are planned."""
    if one.department:
        return one.department.name
    return _(", ").join(display.short_month(*month) for month in one.months)


def ground_text(one: Candidate) -> str:
    """Why the plan should hold it."""
    match one.ground:
        case Ground.EACH_YEAR:
            return _("an audit of every department each fiscal year")
        case Ground.CYCLE:
            return _("cycle of %s months; among the departments of the last audit") % one.cycle
        case Ground.EACH_MONTH:
            return _("an audit of each month")
    return standing_text(one.before)


def _omissions(duties: list[Candidate]) -> list[PlanOmission]:
    """A row for each duty that is left out, one for all where a kind is left out altogether."""
    types = AuditType.objects.in_bulk([one.column.slug for one in duties], field_name="slug")
    with translation.override("ja"):  # they are kept in the words of the plan
        rows = list(_rows(duties, types))
    for order, row in enumerate(rows, start=1):
        row.order = order
    return rows


def _rows(duties: list[Candidate], types: Mapping[str, AuditType]) -> Iterator[PlanOmission]:
    for slug, group in groupby(sorted(duties, key=_slug), key=_slug):
        of_kind = list(group)
        left_out = [one for one in of_kind if one.is_left_out]
        is_all = len(left_out) == len(of_kind) > 1
        for one in left_out[:1] if is_all else left_out:
            yield PlanOmission(
                type=types[slug],
                department_id=one.department.key if one.department and not is_all else None,
                title=str(one.column.name),
                targets=_("all departments") if is_all else targets_text(one),
                ground=ground_text(one),
            )


def _slug(one: Candidate) -> str:
    return one.column.slug
