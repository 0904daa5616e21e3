"""The periods of which duties ask in a fiscal year, with their last days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dates import FiscalYear, Frequency, Precision, Recurrence, Schedule, Segment, period
from oversight.rules.covering import Tree
from oversight.rules.duties import deadlines
from oversight.rules.duties.deadlines import NO_DAY, Due
from oversight.rules.duties.matching import events, named_certifications
from oversight.rules.duty import Cycle, DeadlineRule, Duty, day_of, year_key
from oversight.rules.events import Event
from oversight.rules.facts import Certification, Department, Facts

MONTHLY = Recurrence(freq=Frequency.MONTHLY, bymonthday=-1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One period of a duty: its key, the days that it consists of, and when it is due.

    `event` is the record that shows it, `certificate` the one whose time it is, `department` the
    one that is asked, where each is.
    """

    key: str
    period: Schedule
    first: date
    last: date
    due: Due = NO_DAY
    event: Event | None = None
    certificate: Certification | None = None
    department: Department | None = None

    @property
    def judged_on(self) -> date:
        """The day whose law counts: the last one that it is due on, else that of the period."""
        return self.due.day or self.last


def occurrences(
    duty: Duty, facts: Facts, duties: Sequence[Duty], year: FiscalYear
) -> Iterator[Occurrence]:
    """The periods of `year` for which a duty asks, those that it may not hold for left out."""
    for one in _of_cycle(duty, facts, duties, year):
        first = one.first if duty.cycle == Cycle.STANDING else one.judged_on
        if duty.validity.may_hold(first, one.judged_on):
            yield from _by_department(one, facts, year) if duty.each_department else (one,)


def due_days(duty: Duty, facts: Facts, duties: Sequence[Duty], year: FiscalYear) -> set[date]:
    """The days by which a duty is due for the periods of `year`, those that are waived left out.

    Whatever met it, and only where it certainly holds.
    """
    waived = {one.period for one in duty.waivers}
    found = _of_cycle(duty, facts, duties, year)
    days = {one.due.day for one in found if one.key not in waived}
    return {day for day in days if day and duty.validity.holds(day)}


def _of_cycle(
    duty: Duty, facts: Facts, duties: Sequence[Duty], year: FiscalYear
) -> Iterator[Occurrence]:
    match duty.cycle:
        case Cycle.MONTH:
            for last in MONTHLY.days(year.first_day):
                if last > year.last_day:
                    return
                yield _ended(f"{last:%Y-%m}", last, Precision.MONTH, duty, year)
        case Cycle.CALENDAR_YEAR:
            last = date(year.year, 12, 31)
            yield _ended(f"{last:%Y}", last, Precision.YEAR, duty, year)
        case Cycle.CERTIFICATE:
            yield from _of_certificates(duty, facts, year)
        case Cycle.EVENT:
            yield from _of_events(duty, facts, year)
        case _:
            one = _ended(year_key(year), year.last_day, Precision.FISCAL_YEAR, duty, year)
            if duty.deadline.rule == DeadlineRule.BEFORE_DUTY:
                day = _due_of(duty.deadline.before, duties, year, frozenset({duty.code}))
                one = replace(one, due=Due(day))
            yield one


def _ended(key: str, last: date, precision: Precision, duty: Duty, year: FiscalYear) -> Occurrence:
    """The period of this precision that ends with `last`."""
    first, last = period(last, precision)
    return Occurrence(
        key=key,
        period=Schedule((Segment(first, last, precision),)),
        first=first,
        last=last,
        due=deadlines.year_due(duty.deadline, year, last),
    )


def _of_certificates(duty: Duty, facts: Facts, year: FiscalYear) -> Iterator[Occurrence]:
    """The certificates whose day is in `year`; those without days on record, for which none is."""
    whole = _ended(year_key(year), year.last_day, Precision.FISCAL_YEAR, duty, year)
    for one in named_certifications(duty, facts):
        due = deadlines.certificate_due(duty.deadline, one.valid_from, one.valid_until)
        if due.day is None:
            yield replace(whole, due=Due(), certificate=one)
        elif year.contains(due.day):
            first = one.valid_from or due.opens or year.first_day
            key = f"{one.valid_until or due.day}"
            yield replace(whole, key=key, first=first, last=due.day, due=due, certificate=one)


def _of_events(duty: Duty, facts: Facts, year: FiscalYear) -> Iterator[Occurrence]:
    """What the records of `year` show, and what was linked by hand to a day within it."""
    keys = set()
    for event in events(duty, facts, year):
        first, last = event.first or year.first_day, event.last or year.last_day
        key = f"{first}"
        keys.add(key)
        due = deadlines.event_due(duty.deadline, event.schedule)
        yield Occurrence(
            key=key, period=event.schedule, first=first, last=last, due=due, event=event
        )
    named = {period.partition(":")[0] for period in duty.periods_by_hand}
    for key in sorted(named - keys):
        day = day_of(key)
        if day and year.contains(day):
            due = deadlines.event_due(duty.deadline, Schedule.on(day))
            yield Occurrence(key=key, period=Schedule.on(day), first=day, last=day, due=due)


def _by_department(one: Occurrence, facts: Facts, year: FiscalYear) -> Iterator[Occurrence]:
    """One for each department of the highest level at the end of the year."""
    for department in Tree(facts.departments, year.last_day).highest():
        yield replace(one, key=f"{one.key}:{department.slug}", department=department)


def _due_of(
    code: str, duties: Sequence[Duty], year: FiscalYear, asked: frozenset[str]
) -> date | None:
    """The day within `year` by which the duty of this code is due; `asked` were asked before."""
    found = set()
    for duty in duties:
        if not duty.is_version_of(code) or duty.code in asked:
            continue
        if duty.deadline.rule == DeadlineRule.BEFORE_DUTY:
            day = _due_of(duty.deadline.before, duties, year, asked | {duty.code})
            found.add(day)
            continue
        for near in (FiscalYear(year.year - 1), year):
            found.add(deadlines.year_due(duty.deadline, near, near.last_day).day)
    return min((day for day in found if day and year.contains(day)), default=None)
