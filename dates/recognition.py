"""Recognition of dates, for readers that look for the column of dates."""

from dates import notation
from dates.messages import NotationError


def is_schedule(text: str) -> bool:
    """Return True if `text` is a date with its year, or says that there is none (未定)."""
    try:
        schedule = notation.read(text).schedule
    except NotationError:
        return False
    return bool(schedule.segments or schedule.words)
