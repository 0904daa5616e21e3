"""Recurrence rules (RFC 5545, 3.3.10)."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from calendars.ical.components import fault
from calendars.ical.lines import ContentLine, Fault

RULES = {"RRULE", "EXRULE"}

_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_UNTIL = re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?")
_COUNT = re.compile(r"0*[1-9][0-9]{0,8}")
_WEEKDAYS = "SU|MO|TU|WE|TH|FR|SA"
_DAY = rf"(?:[+-]?(?:0?[1-9]|[1-4][0-9]|5[0-3]))?(?:{_WEEKDAYS})"
_OF_A_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")


def _numbers(least: int, most: int, *, signed: bool = False) -> Callable[[str], bool]:
    """A test for a list of numbers; `signed` ones count from the end as well, and are not 0."""
    pattern = re.compile(r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,3}")

    def is_list(text: str) -> bool:
        found = [int(one) if pattern.fullmatch(one) else None for one in text.split(",")]
        return all(
            one is not None and least <= (abs(one) if signed else one) <= most for one in found
        )

    return is_list


_PARTS: dict[str, Callable[[str], object]] = {
    "FREQ": _FREQUENCIES.__contains__,
    "UNTIL": _UNTIL.fullmatch,
    "COUNT": _COUNT.fullmatch,
    "INTERVAL": _COUNT.fullmatch,
    "BYSECOND": _numbers(0, 60),
    "BYMINUTE": _numbers(0, 59),
    "BYHOUR": _numbers(0, 23),
    "BYDAY": re.compile(rf"{_DAY}(?:,{_DAY})*").fullmatch,
    "BYMONTHDAY": _numbers(1, 31, signed=True),
    "BYYEARDAY": _numbers(1, 366, signed=True),
    "BYWEEKNO": _numbers(1, 53, signed=True),
    "BYMONTH": _numbers(1, 12),
    "BYSETPOS": _numbers(1, 366, signed=True),
    "WKST": re.compile(_WEEKDAYS).fullmatch,
    "RSCALE": re.compile(r"[A-Z0-9-]+").fullmatch,  # these two by RFC 7529
    "SKIP": ("OMIT", "BACKWARD", "FORWARD").__contains__,
}
_IN_ANOTHER_CALENDAR = {"BYMONTH": re.compile(r"[0-9]{1,2}L?(?:,[0-9]{1,2}L?)*").fullmatch}
# The frequencies that exclude a part.
_MISPLACED = {
    "BYWEEKNO": set(_FREQUENCIES) - {"YEARLY"},
    "BYYEARDAY": {"DAILY", "WEEKLY", "MONTHLY"},
    "BYMONTHDAY": {"WEEKLY"},
}


def rule_faults(line: ContentLine) -> Iterator[Fault]:
    """The faults of one rule, whatever it is a rule of."""
    pairs = [part.partition("=")[::2] for part in line.value.upper().split(";")]
    given = dict(pairs)
    known = _PARTS | (_IN_ANOTHER_CALENDAR if "RSCALE" in given else {})
    for name, value in pairs:
        if name not in known or not known[name](value):
            yield _misfit(line, f"{name}={value}" if value else name)
    if len(given) < len(pairs):
        yield fault(line, "bad-rule", _("{name} has a part twice."))
    if "FREQ" not in given:
        yield fault(line, "bad-rule", _("{name} does not say how often (FREQ)."))
    if {"COUNT", "UNTIL"} <= given.keys():
        yield fault(line, "bad-rule", _("{name} has both COUNT and UNTIL."))
    yield from (_misfit(line, name) for name in _misplaced(given))


def rule_start_faults(line: ContentLine, start: date | datetime) -> Iterator[Fault]:
    """The faults of a rule of what begins with `start`: a day, or a time with its zone or none."""
    given = dict(part.partition("=")[::2] for part in line.value.upper().split(";"))
    until = given.get("UNTIL", "")
    # A day after a day; UTC after a time with a zone, a floating time after a floating one.
    if isinstance(start, datetime):
        ends_alike = "T" in until and until.endswith("Z") == (start.tzinfo is not None)
    else:
        ends_alike = "T" not in until
    if _UNTIL.fullmatch(until) and not ends_alike:
        words = _("{name} ends (UNTIL) in another kind of time than DTSTART asks for.")
        yield fault(line, "bad-rule", words)
    if not isinstance(start, datetime):
        yield from (_misfit(line, name) for name in _OF_A_CLOCK if name in given)


def _misplaced(given: dict[str, str]) -> Iterator[str]:
    frequency = given.get("FREQ", "")
    yield from (name for name in given if frequency in _MISPLACED.get(name, ()))
    if re.search(r"[0-9]", given.get("BYDAY", "")) and (
        frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in given
    ):
        yield "BYDAY"
    if "BYSETPOS" in given and not any(
        name.startswith("BY") and name != "BYSETPOS" for name in given
    ):
        yield "BYSETPOS"
    if "SKIP" in given and "RSCALE" not in given:
        yield "SKIP"


def _misfit(line: ContentLine, part: str) -> Fault:
    words = _("{name} has a part that is none or does not fit: “{part}”.")
    return fault(line, "bad-rule", words, part=part)
