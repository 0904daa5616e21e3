"""The office's desk, its first page: the progress of the year, what waits, what is due.

Every figure counts what its list shows, and both are limited to what the user may see.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendars.kinds import PlanLine
from calendars.pages import ListedPart
from calendars.scheduled import Progress
from dates import FiscalYear
from jlis_gov.composition import KINDS, SCHEDULED
from jlis_gov.views import FOUR_WEEKS, coming, fiscal_years, left_out
from records.addresses import bulk_address, first_address, list_address
from records.base import Record, may
from records.history import RecentChange, Step, recent_changes
from records.journal import record_models
from records.kinds import SHOWN, Figure, plural

SHOWN_AHEAD = 30
MODELS = tuple(kind.model for kind in SCHEDULED)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the year's plan: how many are planned, how many stand where, the execution rate."""

    label: str | Promise
    figures: tuple[Figure, ...]
    rate: float | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's first page for one user on one day."""

    today: date
    fiscal_year: FiscalYear
    years: list[FiscalYear]
    plan: list[Line]
    coming: list[ListedPart]
    left_out: dict[str, Any]
    ahead: list[Figure]
    queues: list[tuple[str | Promise, list[Figure]]]
    due: list[Figure]
    changes: list[RecentChange]
    stands: tuple[str | Promise, ...] = tuple(one.label for one in Progress)

    @property
    def is_unplanned(self) -> bool:
        """True where the year has no record yet."""
        return not any(figure.number for line in self.plan for figure in line.figures)


def desk(user: Any, today: date, year: str = "") -> Desk:
    """The first page as `user` may see it on `today`; `year` is the fiscal year asked for."""
    this_year = FiscalYear.of(today)
    years = sorted({this_year, *fiscal_years(user)}, reverse=True)
    chosen = next((one for one in years if str(one) == year), this_year)
    last = today + FOUR_WEEKS
    found = coming(user, today, last)
    found.sort(key=lambda one: one.begins < today)  # what has begun stands last
    return Desk(
        today=today,
        fiscal_year=chosen,
        years=years,
        plan=list(plan(user, chosen, today)),
        coming=found[:SHOWN_AHEAD],
        left_out=left_out([one.begins for one in found[SHOWN_AHEAD:]], last),
        ahead=figures(user, MODELS, lambda rows: rows.current().during(today, last), coming=1),
        queues=queues(user),
        due=list(due(user, today)),
        changes=changes(user),
    )


def plan(user: Any, year: FiscalYear, today: date) -> Iterator[Line]:
    """The year's plan and how far it has come, as each kind says."""
    for kind in SCHEDULED:
        if may(user, kind.model, "view"):
            lines = kind.plan_lines(user, year, today)
            yield from (line(kind.model, one, year) for one in lines)


def line(model: type[Record], planned: PlanLine, year: FiscalYear) -> Line:
    """A line in figures; the rate is executed of planned, None where no plan was approved."""
    counts = Counter(planned.stands)
    total = counts.total()
    wanted = [("planned", total), *((str(one), counts[one]) for one in Progress)]
    shown = (
        Figure(
            name,
            count,
            list_address(model, plan=f"{year}.{name}", **planned.query),
            is_alarm=name == Progress.LATE and count > 0,
        )
        for name, count in wanted
    )
    has_rate = planned.is_approved and total
    rate = counts[Progress.EXECUTED] / total if has_rate else None
    return Line(planned.label, tuple(shown), rate)


def queues(user: Any) -> list[tuple[str | Promise, list[Figure]]]:
    """Records that wait for a decision of the user's, each queue by kind of record."""
    models = record_models()
    approvable = [model for model in models if may(user, model, "approve")]
    publishable = [model for model in models if may(user, model, "publish")]
    drafts = figures(
        user,
        approvable,
        lambda rows: rows.awaiting_approval(),
        step=Step.APPROVE,
        waiting="approval",
    )
    approved = figures(
        user,
        publishable,
        lambda rows: rows.awaiting_publication(),
        step=Step.PUBLISH,
        waiting="publication",
    )
    doubtful = figures(user, MODELS, lambda rows: rows.current().doubtful(), doubtful=1)
    return [
        *([(_("Drafts to approve"), drafts)] if approvable else []),
        *([(_("Approved, to be published"), approved)] if publishable else []),
        (_("Schedules read with a warning"), doubtful),
    ]


def figures(
    user: Any,
    models: Iterable[type[Record]],
    narrowed: Callable[[Any], QuerySet],
    *,
    step: str = "",
    **query: Any,
) -> list[Figure]:
    """A figure for each kind of which there are records that pass `narrowed`.

    `step` is what they wait for.
    """
    counts = (
        (m, narrowed(m.objects.visible_to(user)).count()) for m in models if may(user, m, "view")
    )
    return [
        Figure(
            plural(model),
            count,
            list_address(model, **query),
            bulk_address=bulk_address(model, step, **query),
            first_address=first_address(model, step),
        )
        for model, count in counts
        if count
    ]


def due(user: Any, today: date) -> Iterator[Figure]:
    """The figures of what is due, as each kind says."""
    for kind in KINDS:
        if kind.due and may(user, kind.model, "view"):
            yield from kind.due(user, today)


def changes(user: Any, most: int = SHOWN) -> list[RecentChange]:
    """The newest changes of the journal, for those who may read it."""
    return recent_changes(user, most) if user.has_perm("records.view_journalentry") else []
