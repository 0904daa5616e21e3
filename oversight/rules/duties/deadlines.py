"""The last day of a duty by its rule; None where the rule gives no day, for none is made up."""

from dataclasses import dataclass
from datetime import date, timedelta

from dates import FiscalYear, Schedule, is_exact, months_after, next_workday
from oversight.rules.duty import Deadline, DeadlineRule


@dataclass(frozen=True, slots=True)
class Due:
    """The days within which something is due: from `opens`, where it has one, to `day`."""

    day: date | None = None
    opens: date | None = None


NO_DAY = Due()


def year_due(deadline: Deadline, year: FiscalYear, last: date) -> Due:
    """The last day of what a year, or a period within one that ends on `last`, asks for."""
    match deadline.rule:
        case DeadlineRule.PERIOD_END:
            return Due(_moved(last, deadline))
        case DeadlineRule.BEFORE_YEAR:
            return Due(_moved(year.first_day - timedelta(1), deadline))
        case DeadlineRule.AFTER_YEAR_END:
            return Due(_moved(months_after(year.last_day, deadline.months), deadline))
    return NO_DAY


def certificate_due(deadline: Deadline, start: date | None, expiry: date | None) -> Due:
    """The last day of what a certificate's time asks for, from its first and its last day."""
    match deadline.rule, start, expiry:
        case DeadlineRule.AFTER_START, date(), _:
            end = months_after(start, deadline.months) + timedelta(deadline.days)
            return Due(_moved(end, deadline))
        case DeadlineRule.BEFORE_EXPIRY, _, date():
            return Due(_moved(expiry, deadline))
        case DeadlineRule.WINDOW, _, date():
            opens = months_after(expiry, -deadline.months) + timedelta(1)
            closes = months_after(expiry, -deadline.until_months)
            return Due(_moved(closes, deadline), opens)
    return NO_DAY


def event_due(deadline: Deadline, event: Schedule) -> Due:
    """The last day of what an event asks for; None unless the event is of one exact day."""
    segment = event.segments[0] if len(event.segments) == 1 else None
    if segment is None or segment.start is None or segment.start != segment.end:
        return NO_DAY
    if not is_exact(segment):
        return NO_DAY
    match deadline.rule:
        case DeadlineRule.BEFORE_EVENT:
            return Due(_moved(segment.start, deadline))
        case DeadlineRule.AFTER_EVENT:
            end = months_after(segment.start, deadline.months) + timedelta(deadline.days)
            return Due(_moved(end, deadline))
    return NO_DAY


def _moved(day: date, deadline: Deadline) -> date:
    return next_workday(day) if deadline.is_moved else day
