"""Days on which offices are closed."""

from datetime import date

import jpholiday

from dates.messages import ClosureCode, Notice, notice

WEEKEND = {5: ClosureCode.SATURDAY, 6: ClosureCode.SUNDAY}


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
