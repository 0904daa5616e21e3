"""0:00 beside a day, which programs write where there is no time: 2016/10/24 0:00."""

from collections.abc import Iterator
from dataclasses import replace

from dates.notation.syntax import Clock, Item, Span, When


def days_of_programs(items: list[Item], *, midnight: bool) -> tuple[list[Item], list[Item]]:
    """The items as days, if every time of the text was left by a program; else as they are.

    The second list are those items that a person may have written: their 0:00 has no seconds.
    With `midnight` these are times.
    """
    clocks = [clock for item in items for clock in clocks_of(item.span)]
    if not clocks or not all(left_over(item) for item in items):
        return items, []
    if midnight and any(clock.second is None for clock in clocks):
        return items, []
    return [replace(item, span=timeless(item.span)) for item in items], [
        item for item in items if any(clock.second is None for clock in clocks_of(item.span))
    ]


def ends_of(span: Span) -> list[When]:
    """The moments of a span."""
    return [when for when in (span.start, span.end) if when]


def clocks_of(span: Span) -> Iterator[Clock]:
    """The clock times of a span."""
    return (when.value("clock") for when in ends_of(span) if when.has("clock"))


def left_over(item: Item) -> bool:
    """Return True if the times of an item, if any, are 0:00 beside a day without more said of them.

    0:00～, 0:00まで, 0:00頃 and 0:00開始 are said by a person; so are the hours of several days.
    """
    span, clocks = item.span, list(clocks_of(item.span))
    if not clocks:
        return not span.clocks
    worded = (
        span.closed or span.note or item.notes or not (span.single or (span.start and span.end))
    )
    dated = all(when.date_names for when in ends_of(span))
    about = any(when.approximate for when in ends_of(span))
    return dated and not worded and not about and all(clock.may_be_left_over for clock in clocks)


def timeless(span: Span) -> Span:
    """The span without its clock times."""
    return replace(span, start=day_of(span.start), end=day_of(span.end))


def day_of(when: When | None) -> When | None:
    """The moment without its clock time."""
    if when is None:
        return None
    return replace(
        when, pieces={key: value for key, value in when.pieces.items() if key != "clock"}
    )
