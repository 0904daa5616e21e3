"""Days as documents write them, with the precision that they have."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import explain
from dates import NotationError, Reading, Schedule, read

NO_DAY = _(
    "“%(text)s” names no one day, month or year. Please write for example 平成29年６月30日, or "
    "平成29年６月 where the day is not known."
)


def read_day(text: str) -> Reading:
    """What `text` means: one day, or the month or year that it lies in; nothing where it is empty.

    Raises `ValidationError` where it cannot be read, names several, or leaves an end open.
    """
    if not text:
        return Reading(Schedule())
    try:
        reading = read(text)
    except NotationError as error:
        raise ValidationError(explain(error)) from error
    [segment, *more] = reading.schedule.segments or [None]
    if segment is None or more or segment.start is None or segment.end is None:
        raise ValidationError(NO_DAY, params={"text": text})
    return reading
