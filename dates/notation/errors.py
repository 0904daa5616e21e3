"""What went wrong in reading, or is worth a second look, in words for the clerk."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

NOT_UNDERSTOOD = _("“{part}” was not understood.")
TOO_LONG = _("The text is too long to be a schedule.")
NO_YEAR = _("“{part}” does not say in which year it is.")
NO_MONTH = _("“{part}” does not say in which month it is.")
NO_UNIT = _("“{part}” does not say whether it is a year, a month or a day.")
NO_DATE = _("“{part}” does not say on which day it is.")
NO_SUCH_DAY = _("“{part}” is not in the calendar.")
NO_SUCH_TIME = _("“{part}” is not a time of day; write it on a clock of 24 hours.")
SECONDS = _("“{part}” is exact to the second; a schedule is exact to the minute.")
ZONE = _("“{part}” is in another time zone; write the time in Japan.")
BACKWARDS = _("“{part}” ends before it begins.")
WRONG_WEEKDAY = _("“{part}” contradicts the date: {date} is a {weekday}.")
NOT_A_HOLIDAY = _("“{part}” contradicts the date: {date} is no national holiday.")
CONTRADICTION = _("The two dates of “{part}” are not the same.")
OUT_OF_RANGE = _("“{part}” is not within the years 1868 to 2100.")
AMBIGUOUS = _("“{part}” can mean more than one thing; write it out in full.")
NO_SEPARATOR = _("“{part}” follows another date; write what stands between them, 、 or ～.")
EDTF_MARK = _("“{part}” can mean about that time, or from then on; write 頃 or から.")
TWICE = _("“{part}” is there twice.")
WRONG_COUNT = _("“{part}” contradicts the dates: they are {count} days.")
WRONG_YEARS = _("“{part}” contradicts the dates.")
UNKNOWN_ERA = _("“{part}” is not an era.")

WEEKDAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class NotationError(ValueError):
    """A text that is not a schedule.

    `message` is translated when it is shown; `part` is the text that was not understood, as
    typed; `suggestion` is a nearby text that can be read, or empty.
    """

    def __init__(self, message: Any, part: str = "", suggestion: str = "", **values: Any) -> None:
        self.message = format_lazy(message, part=part, **values)
        self.part = part
        self.suggestion = suggestion
        super().__init__(part)

    def __str__(self) -> str:
        return str(self.message)


class Unreadable(Exception):  # noqa: N818 - becomes a NotationError once the text is at hand
    """A part of the text, from `place.first` to `place.last`, that cannot be what it says."""

    def __init__(self, template: Any, place: Any, fix: str = "", **values: Any) -> None:
        self.template, self.place, self.values = template, place, values
        self.fix = fix
        self.others: tuple[Unreadable, ...] = ()
        super().__init__(template)


class Worded(Unreadable):
    """A text that the grammar takes but that names days only in part: it is kept as words."""

    def __init__(self, place: Any) -> None:
        super().__init__(NO_DATE, place)


ERA_ENDED = _("The era had ended: “{part}” is {real}.")
ERA_NOT_BEGUN = _("The era had not begun: “{part}” is {real}.")
LUNAR = _("“{part}” is read in the Gregorian calendar, which Japan has used since 1873.")
NEXT_YEAR = _("“{part}” is read as {date}, in the year after.")
BY_WEEKDAY = _("“{part}” is read as {date}, because of the day of the week.")
OUTSIDE = _("“{part}” is read as {date}, after the fiscal year's end.")
EARLIER_YEAR = _("“{part}” is read as {date}, in the fiscal year; it can also mean {other}.")
HOLIDAY = _("{date} is a national holiday ({name}).")
LONG = _("“{part}” is longer than a year.")
DISORDER = _("“{part}” is earlier than what stands before it.")
HOURS = _("The hours of “{part}” are read as those of every day before it, too.")
NIGHT = _("“{part}” is before six in the morning; write 午前 or 午後 before the hour.")
MIDNIGHT = _(
    "“{part}” is read without its time, as programs write 0:00 beside a day that has none. If "
    "midnight is meant, tick “warnings settled”; if not, delete 0:00."
)
HOLDS_DATE = _("“{part}” is kept as words: it is in no calendar.")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something unusual about a text that could be read; `str()` is its translated message."""

    template: Any
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return str(self.template).format(**dict(self.values))


def notice(template: Any, **values: Any) -> Notice:
    """A notice; values are kept as text."""
    return Notice(template, tuple((name, str(value)) for name, value in values.items()))
