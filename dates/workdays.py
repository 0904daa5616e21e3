"""Days on which offices are closed: pure code."""

from datetime import date
from typing import Any

import jpholiday
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

SATURDAY, SUNDAY = 5, 6


def closed_because(day: date) -> Any:
    """Why offices are closed on `day`, translated when shown; "" on a working day.

    Act No. 91 of 1988 (行政機関の休日に関する法律), article 1(1): weekends, national holidays, and
    29 December to 3 January.
    """
    holiday = jpholiday.is_holiday_name(day)
    if holiday:
        return format_lazy(_("national holiday ({name})"), name=holiday)
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return _("year-end and New Year closure")
    return {SATURDAY: _("Saturday"), SUNDAY: _("Sunday")}.get(day.weekday(), "")
