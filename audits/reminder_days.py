"""On which days a due date is brought to mind: pure rules, without a database or a clock."""

from collections.abc import Iterable
from datetime import date, timedelta

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def last_occasion(due_on: date, on: date, days_before: Iterable[int]) -> date | None:
    """The latest day up to `on` on which `due_on` was to be brought to mind; None before the first.

    That is so many days before, the day after, and every week from then on. Of several days that
    were missed only the last is made up for.
    """
    if on > due_on:
        weeks = (on - due_on - DAY) // WEEK
        return due_on + DAY + weeks * WEEK
    before = (due_on - timedelta(days=days) for days in days_before)
    return max((day for day in before if day <= on), default=None)


def week_of(on: date) -> date:
    """The Monday of the week in which `on` falls."""
    return on - timedelta(days=on.weekday())
