"""On which days a due date is brought to mind: pure rules, without a database or a clock."""

from datetime import date, timedelta

DAYS_BEFORE = (30, 7, 1)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def last_occasion(due_on: date, on: date) -> date | None:
    """The latest day up to `on` on which `due_on` was to be brought to mind; None before the first.

    That is 30, 7 and 1 days before, the day after, and every week from then on. Of several days
    that were missed only the last is made up for.
    """
    if on > due_on:
        weeks = (on - due_on - DAY) // WEEK
        return due_on + DAY + weeks * WEEK
    before = (due_on - timedelta(days=days) for days in DAYS_BEFORE)
    return max((day for day in before if day <= on), default=None)


def week_of(on: date) -> date:
    """The Monday of the week in which `on` falls."""
    return on - timedelta(days=on.weekday())
