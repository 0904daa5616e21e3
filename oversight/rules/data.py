"""Rules about what is typed: days that look like a slip, departments that were no more."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dates import ErrorCode, FiscalYear, NotationError, closed_because, far_from, is_exact, read
from oversight.rules.events import Event
from oversight.rules.facts import LISTED, Facts
from oversight.rules.rule import Observation, Rule, Severity
from oversight.rules.words import day_text, folded, year_text

# What a text that names a day of the week has; to read one is dear, and most have none.
DAY_OF_WEEK = re.compile(r"[曜A-Za-z(\[{〔【〈《「『㊊-㊐]")
SOURCE = _("consistency of the record itself")
CLOSED_SOURCE = _("Act No. 91 of 1988, article 1(1): days on which offices are closed")
ON_CLOSED_DAY = _("“%(title)s” takes place on %(day)s, when offices are closed.")
FAR = _("“%(title)s” is a record of %(year)s, but its date (%(schedule)s) is far from it.")
CONTRADICTED = _("The schedule of “%(title)s” contradicts itself: %(schedule)s.")
GONE = _("“%(title)s” names %(department)s, which did not exist on its days (%(schedule)s).")


def closed_days(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Events on a day that is told by itself, or that begin or end a range, and is none of work."""
    for event in _events(facts, year):
        for day in sorted(_named_days(event)):
            if closed_because(day):
                yield Observation(
                    message=ON_CLOSED_DAY,
                    params={"title": event.title, "day": day_text(day)},
                    subjects=(event.subject,),
                    on=day,
                    detail=day.isoformat(),
                )


def far_years(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Records whose date lies far from the fiscal year that they are kept under."""
    for event in _events(facts, year):
        if far_from(event.schedule, year):
            yield _about(event, FAR, year=year_text(year))


def contradicted(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Schedules whose text is refused today, because a day of the week belies its date."""
    for event in _events(facts, year):
        if not DAY_OF_WEEK.search(event.text + folded(event.text)):
            continue
        try:
            read(event.text, fiscal_year=year)
        except NotationError as error:
            if error.code == ErrorCode.WRONG_WEEKDAY:
                yield _about(event, CONTRADICTED)


def abolished(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Audits and drills that name a department which existed on none of their days."""
    for event, keys in _with_departments(facts, year):
        for department in filter(None, map(facts.department_by_key.get, keys)):
            if event.first and not department.existed(event.first, event.last or date.max):
                yield _about(event, GONE, department=department.name)


def _about(event: Event, message: str | Promise, **params: Any) -> Observation:
    return Observation(
        message=message,
        params={"title": event.title, "schedule": event.text, **params},
        subjects=(event.subject,),
        on=event.first,
        detail=str(params.get("department", "")),
    )


def _events(facts: Facts, year: FiscalYear) -> Iterable[Event]:
    tables = (facts.sittings_by_year, facts.audits_by_year, facts.drills_by_year)
    events = chain.from_iterable(table.get(year.year, ()) for table in tables)
    return (event for event in events if not event.is_off)


def _with_departments(facts: Facts, year: FiscalYear) -> Iterator[tuple[Event, Iterable[int]]]:
    """Audits that list their departments, and drills, with the keys of those that they name."""
    for audit in facts.audits_by_year.get(year.year, ()):
        if audit.scope == LISTED and not audit.is_off:
            yield audit, [one.department for one in audit.covers]
    for drill in facts.drills_by_year.get(year.year, ()):
        if not drill.is_off:
            yield drill, drill.departments


def _named_days(event: Event) -> set[date]:
    exact = [segment for segment in event.schedule.segments if is_exact(segment)]
    return {day for one in exact for day in (one.start, one.end) if day}


RULES = (
    Rule(
        code="day-on-holiday",
        title=_("day on which offices are closed"),
        source=CLOSED_SOURCE,
        severity=Severity.NOTE,
        check=closed_days,
    ),
    Rule(
        code="date-far-from-fiscal-year",
        title=_("date far from the fiscal year"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=far_years,
    ),
    Rule(
        code="weekday-contradicts-date",
        title=_("day of the week that belies the date"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=contradicted,
    ),
    Rule(
        code="abolished-department-named",
        title=_("department named that was no more"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=abolished,
    ),
)
