"""Days on which offices are closed."""

from datetime import date, timedelta
from functools import lru_cache

import jpholiday

from dates.messages import ClosureCode, Notice, notice

WEEKEND = {5: ClosureCode.SATURDAY, 6: ClosureCode.SUNDAY}


@lru_cache(maxsize=4096)  # eleven years; the library goes through every holiday for each day
def closed_because(day: date) -> Notice | None:
    """The reason why offices are closed on `day`; None on a working day.

    Act No. 91 of 1988 (行政機関の休日に関する法律), article 1(1): weekends, national holidays, and
    29 December to 3 January.
    """
    holiday = jpholiday.is_holiday_name(day)
    if holiday:
        return notice(ClosureCode.NATIONAL_HOLIDAY, name=holiday)
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return notice(ClosureCode.YEAR_END)
    weekend = WEEKEND.get(day.weekday())
    return notice(weekend) if weekend else None


def previous_workday(day: date) -> date:
    """`day` itself if offices are open, else the last day before it on which they are."""
    while closed_because(day):
        day -= timedelta(1)
    return day


def next_workday(day: date) -> date:
    """`day` itself if offices are open, else the first day after it on which they are."""
    while closed_because(day):
        day += timedelta(1)
    return day
