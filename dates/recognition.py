"""Whether a text is a date at all: for readers that look for the column of dates."""

from dates import notation
from dates.messages import NotationError


def is_schedule(text: str) -> bool:
    """Whether `text` says when something is, with its year, or that it is undated (未定)."""
    try:
        schedule = notation.read(text).schedule
    except NotationError:
        return False
    return bool(schedule.segments or schedule.words)
