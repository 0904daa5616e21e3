"""Durations (RFC 5545, section 3.3.6)."""

import re
from datetime import timedelta

LONGEST_DURATION = timedelta(
    days=36_525
)  # a century: what is longer is a slip, and some readers overflow

_NUMBER = "[0-9]{1,20}"  # thousands of digits would be refused by `int`
_CLOCK = rf"(?:{_NUMBER}H(?:{_NUMBER}M(?:{_NUMBER}S)?)?|{_NUMBER}M(?:{_NUMBER}S)?|{_NUMBER}S)"
_LENGTH = re.compile(rf"[+-]?P(?:{_NUMBER}W|{_NUMBER}D(?:T{_CLOCK})?|T{_CLOCK})")
_PARTS = re.compile(r"([0-9]+)([WDHMS])")
_UNITS = {"W": "weeks", "D": "days", "H": "hours", "M": "minutes", "S": "seconds"}


def parse_duration(text: str) -> timedelta | None:
    """The length that `text` says, negative after a minus sign; None where it says none.

    One that no clock can hold is longer than `LONGEST_DURATION`.
    """
    if not _LENGTH.fullmatch(text):
        return None
    parts = {_UNITS[unit]: int(number) for number, unit in _PARTS.findall(text)}
    try:
        found = timedelta(**parts)
    except OverflowError:
        found = 2 * LONGEST_DURATION
    return -found if text.startswith("-") else found


def is_positive_duration(text: str) -> bool:
    """True for a duration of more than nothing and no more than `LONGEST_DURATION`."""
    found = parse_duration(text)
    return found is not None and timedelta(0) < found <= LONGEST_DURATION


def is_of_days(text: str) -> bool:
    """True for days or weeks alone, as what begins on a day must have (RFC 5545, 3.8.2.5)."""
    return "T" not in text


def is_trigger_duration(text: str) -> bool:
    """True for a duration by which an alarm can precede or follow something."""
    found = parse_duration(text)
    return found is not None and -LONGEST_DURATION <= found <= LONGEST_DURATION
