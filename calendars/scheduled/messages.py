"""Words for the codes of `dates`, in the language of whoever reads them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import day_text, month_name
from dates import ClosureCode, Code, ErrorCode, FiscalYear, NotationError, Notice, WarningCode

WORDS: Mapping[Code, Any] = {
    ErrorCode.NOT_UNDERSTOOD: _("“{part}” was not understood."),
    ErrorCode.TOO_LONG: _("The text is too long to be a schedule."),
    ErrorCode.NO_YEAR: _("“{part}” does not say in which year it is."),
    ErrorCode.NO_MONTH: _("“{part}” does not say in which month it is."),
    ErrorCode.NO_UNIT: _("“{part}” does not say whether it is a year, a month or a day."),
    ErrorCode.NO_DATE: _("“{part}” does not say on which day it is."),
    ErrorCode.NO_SUCH_DAY: _("“{part}” is not in the calendar."),
    ErrorCode.NO_SUCH_TIME: _("“{part}” is not a time of day; write it on a clock of 24 hours."),
    ErrorCode.SECONDS: _("“{part}” is exact to the second; a schedule is exact to the minute."),
    ErrorCode.ZONE: _("“{part}” is in another time zone; write the time in Japan."),
    ErrorCode.BACKWARDS: _("“{part}” ends before it begins."),
    ErrorCode.WRONG_WEEKDAY: _("“{part}” contradicts the date: {date} is a {weekday}."),
    ErrorCode.NOT_A_HOLIDAY: _("“{part}” contradicts the date: {date} is no national holiday."),
    ErrorCode.CONTRADICTION: _("The two dates of “{part}” are not the same."),
    ErrorCode.OUT_OF_RANGE: _("“{part}” is not within the years 1868 to 2100."),
    ErrorCode.AMBIGUOUS: _("“{part}” can mean more than one thing; write it out in full."),
    ErrorCode.NO_SEPARATOR: _(
        "“{part}” follows another date; write what stands between them, 、 or ～."
    ),
    ErrorCode.EDTF_MARK: _("“{part}” can mean about that time, or from then on; write 頃 or から."),
    ErrorCode.TWICE: _("“{part}” is there twice."),
    ErrorCode.WRONG_COUNT: _("“{part}” contradicts the dates: they are {count} days."),
    ErrorCode.WRONG_YEARS: _("“{part}” contradicts the dates."),
    ErrorCode.UNKNOWN_ERA: _("“{part}” is not an era."),
    ErrorCode.NO_DAY_FOR_HOURS: _("A time needs one exact day beside it, and “{part}” is none."),
    ErrorCode.NO_HOURS: _("“{part}” is not a time of day. Write for example 10時～11時30分."),
    ErrorCode.OTHER_HOURS: _("“{part}” contradicts the time that stands beside the date."),
    WarningCode.ERA_ENDED: _("The era had ended: “{part}” is {real}."),
    WarningCode.ERA_NOT_BEGUN: _("The era had not begun: “{part}” is {real}."),
    WarningCode.LUNAR: _(
        "“{part}” is read in the Gregorian calendar, which Japan has used since 1873."
    ),
    WarningCode.NEXT_YEAR: _("“{part}” is read as {date}, in the year after."),
    WarningCode.BY_WEEKDAY: _("“{part}” is read as {date}, because of the day of the week."),
    WarningCode.OUTSIDE: _("“{part}” is read as {date}, after the fiscal year's end."),
    WarningCode.EARLIER_YEAR: _(
        "“{part}” is read as {date}, in the fiscal year; it can also mean {other}."
    ),
    WarningCode.HOLIDAY: _("{date} is a national holiday ({name})."),
    WarningCode.LONG: _("“{part}” is longer than a year."),
    WarningCode.DISORDER: _("“{part}” is earlier than what stands before it."),
    WarningCode.HOURS: _("The hours of “{part}” are read as those of every day before it, too."),
    WarningCode.NIGHT: _(
        "“{part}” is before six in the morning; write 午前 or 午後 before the hour."
    ),
    WarningCode.MIDNIGHT: _(
        "“{part}” is read without its time, as programs write 0:00 beside a day that has none. If "
        "midnight is meant, tick “warnings settled”; if not, delete 0:00."
    ),
    WarningCode.HOLDS_DATE: _("“{part}” is kept as words: it is in no calendar."),
    WarningCode.FAR: _(
        "“{part}” is far from the fiscal year ({first} to {last}). Please check both."
    ),
    ClosureCode.NATIONAL_HOLIDAY: _("national holiday ({name})"),
    ClosureCode.YEAR_END: _("year-end and New Year closure"),
    ClosureCode.SATURDAY: _("Saturday"),
    ClosureCode.SUNDAY: _("Sunday"),
}
DAYS = {"date", "other", "first", "last"}  # parameters that are days or months
WEEKDAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def message_text(message: NotationError | Notice) -> Any:
    """An error, a warning or a reason in words, translated when they are shown."""
    values: dict[str, Any] = dict(message.values)
    if "weekday" in values:
        values["weekday"] = WEEKDAY_NAMES[values["weekday"]]
    for name in values.keys() & DAYS:
        values[name] = _lazy_day(str(values[name]))
    return format_lazy(WORDS[message.code], **values)


def _day(iso: str) -> str:
    """A day or a month (2016-09) as officials write it."""
    if len(iso) == len("2016-09"):
        return month_name(*map(int, iso.split("-")))
    return day_text(date.fromisoformat(iso))


_lazy_day = lazy(_day, str)


def explain(error: NotationError, fits: Callable[[str], bool] = bool) -> list[Any]:
    """The words of a form about a text that cannot be read, with the nearest text that can.

    `fits` tells of such a text whether the form would take it.
    """
    if not fits(error.suggestion):
        return [message_text(error)]
    suggestion = format_lazy(_("Did you mean “{text}”?"), text=error.suggestion)
    return [message_text(error), suggestion]


def checked_fiscal_year(year: int) -> FiscalYear:
    """The fiscal year of this number; `ValueError`, in words, where there is none."""
    try:
        return FiscalYear(year)
    except ValueError as error:
        raise ValueError(gettext("A fiscal year is between 1868 and 2100.")) from error
