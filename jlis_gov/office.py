"""What the office sees first: where the year stands, what waits, what is due.

Every figure counts what its list shows, and both are limited to what the user may see.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.models import Audit, Certification, Drill, Finding, Regime
from audits.progress import standing
from calendars.pages import ListedPart
from calendars.scheduled import Progress
from dates import FiscalYear
from jlis_gov.views import coming, fiscal_years
from meetings.models import Meeting
from records.base import Record
from records.history import entries_for, named
from records.journal import JournalEntry, kinds

AHEAD = timedelta(days=27)  # four weeks, today included
DUE_SOON = 30  # days
SHOWN = 8
SCHEDULED = (Meeting, Audit, Drill)


@dataclass(frozen=True, slots=True)
class Item:
    """One record that is due, and the page it is kept on."""

    day: date
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records a list of the admin holds, its address, and the first of them."""

    label: str | Promise
    number: int
    address: str
    items: tuple[Item, ...] = ()
    is_alarm: bool = False


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
    ahead: list[Figure]
    queues: list[tuple[str | Promise, list[Figure]]]
    due: list[Figure]
    changes: list[JournalEntry]
    stands: tuple[str | Promise, ...] = tuple(one.label for one in Progress)


def desk(user: Any, today: date, year: str = "") -> Desk:
    """The first page as `user` may see it on `today`; `year` is the fiscal year asked for."""
    this_year = FiscalYear.of(today)
    years = sorted({this_year, *fiscal_years(user)}, reverse=True)
    chosen = next((one for one in years if str(one) == year), this_year)
    last = today + AHEAD
    return Desk(
        today=today,
        fiscal_year=chosen,
        years=years,
        plan=list(plan(user, chosen, today)),
        coming=coming(user, today, last),
        ahead=figures(user, SCHEDULED, lambda rows: rows.current().during(today, last), coming=1),
        queues=queues(user),
        due=[*findings_due(user, today), *certifications_ending(user, today)],
        changes=changes(user),
    )


def plan(user: Any, year: FiscalYear, today: date) -> Iterator[Line]:
    """The year's plan and how far it has come: meetings, audits by regime, drills."""
    for model in seen(user, SCHEDULED):
        records = model.objects.visible_to(user)
        if model is Audit:
            for regime in Regime:
                stands = standing(records.of_regime(regime), year, today).planned
                yield line(Audit, regime.label, stands.values(), year, regime__exact=regime)
        elif model is Drill:
            stands = standing(records, year, today).planned
            yield line(Drill, Drill._meta.verbose_name_plural, stands.values(), year)
        else:
            held = records.current().in_fiscal_year(year)
            stands = [Progress.of(one, today) for one in held]
            yield line(model, model._meta.verbose_name_plural, stands, year)


def line(
    model: type[Record],
    label: str | Promise,
    stands: Iterable[Progress],
    year: FiscalYear,
    **query: Any,
) -> Line:
    """The line of what stands so; the rate is executed of planned, None where nothing is."""
    counts = Counter(stands)
    planned = counts.total()
    wanted = [("planned", planned), *((str(one), counts[one]) for one in Progress)]
    shown = (
        Figure(
            name,
            count,
            list_address(model, plan=f"{year}.{name}", **query),
            is_alarm=name == Progress.LATE and count > 0,
        )
        for name, count in wanted
    )
    return Line(label, tuple(shown), counts[Progress.EXECUTED] / planned if planned else None)


def queues(user: Any) -> list[tuple[str | Promise, list[Figure]]]:
    """What waits for somebody to decide, each queue by kind of record."""
    drafts = figures(user, kinds(), lambda rows: rows.awaiting_approval(), waiting="approval")
    approved = figures(
        user, kinds(), lambda rows: rows.awaiting_publication(), waiting="publication"
    )
    doubtful = figures(user, SCHEDULED, lambda rows: rows.current().doubtful(), doubtful=1)
    return [
        (_("Drafts to approve"), drafts),
        (_("Approved, to be published"), approved),
        (_("Schedules read with a warning"), doubtful),
    ]


def figures(
    user: Any,
    models: Iterable[type[Record]],
    narrowed: Callable[[QuerySet], QuerySet],
    **query: Any,
) -> list[Figure]:
    """How many of each kind there are, without the kinds of which there is none."""
    counts = ((m, narrowed(m.objects.visible_to(user)).count()) for m in seen(user, models))
    return [
        Figure(model._meta.verbose_name_plural, count, list_address(model, **query))
        for model, count in counts
        if count
    ]


def findings_due(user: Any, today: date) -> Iterator[Figure]:
    """Findings whose action is overdue, and those due soon."""
    for model in seen(user, [Finding]):
        visible = model.objects.visible_to(user).current()
        late, soon = visible.overdue(today), visible.due_within(DUE_SOON, today)
        yield due_figure(
            _("Overdue findings"), late, "due_at", "summary", is_alarm=True, due="overdue"
        )
        yield due_figure(_("Findings due within 30 days"), soon, "due_at", "summary", due="soon")


def certifications_ending(user: Any, today: date) -> Iterator[Figure]:
    """Certifications to renew."""
    for model in seen(user, [Certification]):
        ending = model.objects.visible_to(user).current().expiring(today)
        yield due_figure(_("Certifications to renew"), ending, "valid_until", "name", expiring=1)


def due_figure(
    label: str | Promise,
    rows: QuerySet,
    day: str,
    text: str,
    *,
    is_alarm: bool = False,
    **query: Any,
) -> Figure:
    """The first of `rows`, by the names of what holds their day and their text, and how many."""
    items = tuple(Item(getattr(one, day), getattr(one, text), address(one)) for one in rows[:SHOWN])
    number = len(items) if len(items) < SHOWN else rows.count()
    return Figure(label, number, list_address(rows.model, **query), items, is_alarm and number > 0)


def seen(user: Any, models: Iterable[type[Record]]) -> Iterator[type[Record]]:
    """Those of `models` whose lists `user` may open in the admin."""
    for model in models:
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            yield model


def list_address(model: type[Model], **query: Any) -> str:
    """The admin's list of `model`, filtered."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return f"{reverse(name)}?{urlencode(query)}"


def address(record: Model) -> str:
    """The admin's page of `record`."""
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])


def changes(user: Any, most: int = SHOWN) -> list[JournalEntry]:
    """The journal's newest entries with their records' titles, for those who may read it."""
    if not user.has_perm("records.view_journalentry"):
        return []
    return named(entries_for(user).order_by("-sequence")[:most], user)
