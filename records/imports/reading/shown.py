"""The text that Excel shows of a number in a cell, and so how exact a date in it is.

A date is given as text that the reader of dates knows: 2016-11-08 where a day is shown, else
2016年11月, 11月8日, 2016年, 2016年度; what a format adds in words stays.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.formats import PARTS, Section, sections

_ELAPSED = _("The cell shows a duration, not a time of day.")
_CONDITION = _("The cell's format depends on its value. Please type the date as text.")
_CALENDAR = _("The cell shows the day in a calendar other than the Western or Japanese one.")
_INITIAL = _("The cell shows only the first letter of the month.")
_DAY_ALONE = _("The cell shows a day without its month.")
_PARTS = _("The cell's format (“{code}”) leaves open which date is meant. Please type it as text.")
_HOURS = _("The cell shows hours alone, but holds minutes, too.")
_HIDDEN = _("The cell's format hides what it holds.")
_UNCLEAR = {"elapsed": _ELAPSED, "calendar": _CALENDAR, "initial": _INITIAL}
_LONGEST = 50  # characters of a code that a refusal names
# A part's own unit, which may stand behind it.
_UNITS = {
    "year": ("年度", "年"),
    "month": ("月",),
    "day": ("日",),
    "weekday": ("曜日", "曜"),
    "hour": ("時",),
    "minute": ("分",),
    "second": ("秒",),
}
_ALL_UNITS = tuple(unit for units in _UNITS.values() for unit in units)
_BETWEEN = re.compile(r"[\s/.,:T'’()\-、，．／：（）－]*")
_BEFORE, _AFTER = re.compile(r"(西暦)?[\s(（]*"), re.compile(r"[\s)）]*")
_DATE = ("year", "month", "day")
_TIME = ("hour", "minute", "second")
_DATES = ({"year"}, {"month"}, {"year", "month"}, {"month", "day"}, {"year", "month", "day"})
_TIMES = ({"hour"}, {"hour", "minute"}, {"hour", "minute", "second"})


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of a date or time that a section shows, the words around them, and the year's."""

    parts: frozenset[str]
    lead: str = ""
    trail: str = ""
    year: str = "年"

    @property
    def has_time(self) -> bool:
        """Return True if a time of day is shown."""
        return "hour" in self.parts

    @property
    def has_date(self) -> bool:
        """Return True if any part of a date is shown."""
        return not self.parts.isdisjoint(_DATE)

    def date_text(self, day: datetime) -> str:
        """The date as exact as it is shown."""
        if self.parts.issuperset(_DATE) and not self.lead and not self.trail:
            return f"{day:%Y-%m-%d}"
        units = (day.year, self.year), (day.month, "月"), (day.day, "日")
        shown = (f"{n}{u}" for part, (n, u) in zip(_DATE, units, strict=True) if part in self.parts)
        return "".join(shown)

    def time_text(self, moment: datetime) -> str:
        """The time as exact as it is shown. Raises `TabularError` where that is not exact."""
        if "minute" not in self.parts and moment.minute:
            raise TabularError(_HOURS)
        is_second = "second" in self.parts and moment.second
        return f"{moment:%H:%M:%S}" if is_second else f"{moment:%H:%M}"


def section_for(value: float, code: str) -> Section:
    """The section of a format's code that Excel shows a number by."""
    numeric = [section for section in sections(code) if not _has(section, "text")]
    at = 1 if value < 0 else 2 if value == 0 else 0
    return numeric[at] if at < len(numeric) else numeric[0] if numeric else ()


def is_date(code: str) -> bool:
    """Return True if a format shows numbers as dates or times, be it clear which or not."""
    first = sections(code)[0]
    return _has(first, *PARTS, "elapsed") and not _has(first, "number")


@lru_cache(maxsize=500)
def shown_by(section: Section, code: str) -> Shown:
    """The text that a section shows of a date. Raises `TabularError` where it is ambiguous."""
    for kind, message in _UNCLEAR.items():
        if _has(section, kind):
            raise TabularError(message)
    if any(_has(each, "condition") for each in sections(code)):
        raise TabularError(_CONDITION)
    kinds = {token.kind for token in section}
    parts = frozenset(kinds & {*_DATE, *_TIME})
    if parts <= {"day"} and kinds & {"day", "weekday"}:
        raise TabularError(_DAY_ALONE)
    lead, year, trail = _words(section, code)
    is_odd_year = "year" in parts and (lead or (year == "年度" and len(parts) > 1))
    if is_odd_year or not (kinds <= {*PARTS, "words", "half"} and _is_settled(parts, kinds)):
        raise TabularError(_PARTS, code=code[:_LONGEST])
    return Shown(parts, lead, trail, year)


def _is_settled(parts: frozenset[str], kinds: set[str]) -> bool:
    """Whether these parts are a date, a time of day, or a day and a time."""
    date, time = parts & set(_DATE), parts & set(_TIME)
    if ("weekday" in kinds and "day" not in date) or ("era" in kinds and "year" not in date):
        return False
    if not date:
        return time in _TIMES
    return date in _DATES and (not time or ("day" in date and time in _TIMES))


def _words(section: Section, code: str) -> tuple[str, str, str]:
    """The words before the parts, the year's unit, and the words behind; none stand between."""
    gaps = [("", "")]  # each part with the words behind it
    for token in section:
        if token.kind in PARTS:
            gaps.append((token.kind, ""))
        elif token.kind == "words":
            part, words = gaps[-1]
            gaps[-1] = part, words + token.text
    year = "年"
    (_start, lead), *gaps = gaps
    for at, (part, words) in enumerate(gaps, start=1):
        unit = next((unit for unit in _UNITS.get(part, ()) if words.startswith(unit)), "")
        trail = words.removeprefix(unit)
        if part == "year" and unit:
            year = unit
        is_foreign = not unit and words.startswith(_ALL_UNITS)
        if is_foreign or (at < len(gaps) and not _BETWEEN.fullmatch(trail)):
            raise TabularError(_PARTS, code=code[:_LONGEST])
    return _BEFORE.sub("", lead, count=1), year, _AFTER.sub("", trail, count=1)


def words_of(section: Section) -> str:
    """The text that a section without any part of a date shows of every number."""
    return "".join(token.text for token in section if token.kind == "words").strip()


def text_shown(text: str, code: str) -> str:
    """A cell's text with what its format adds to texts. Raises `TabularError` where it hides it."""
    found = sections(code)
    of_text = found[3:4] or [section for section in found if _has(section, "text")][:1]
    if not of_text:
        return text
    if not _has(of_text[0], "text", "number", "words"):
        raise TabularError(_HIDDEN)
    is_own = ("text", "number")  # General stands for the text, too
    return "".join(text if token.kind in is_own else token.text for token in of_text[0])


def _has(section: Section, *kinds: str) -> bool:
    return any(token.kind in kinds for token in section)
