"""English wording: every date in full."""

from datetime import date, time

from dates.fiscal import FiscalYear
from dates.notation.vocabulary import MONTHS
from dates.schedule import Precision, Segment

THIRDS = {1: "early", 11: "mid", 21: "late"}
HALVES = {4: "first", 10: "second"}
QUARTERS = {4: "first", 7: "second", 10: "third", 1: "fourth"}


def word_english(segments: tuple[Segment, ...], *, lines: bool) -> str:
    """The segments in English; a label is repeated with each of its segments."""
    texts: list[str] = []
    previous = ""
    for segment in segments:
        label = f"{segment.label}: " if segment.label else ""
        separator = "\n" if lines or (previous and not label) else ", "
        texts += [separator] if texts else []
        texts.append(label + word_segment(segment))
        previous = label
    return "".join(texts)


def word_segment(segment: Segment) -> str:
    """One segment."""
    if segment.daily:
        return word_daily(segment)
    if segment.start is None:
        return f"until {word_end(segment)}"
    start = about(segment, "start") + word_date(segment.start, segment.precision_at_start)
    start += clock(segment.start_time, segment)
    if segment.end is None:
        return f"from {start}"
    if segment.is_single and segment.end_time is None:
        return ("about " if segment.approximate else "") + start.removeprefix("about ")
    if segment.start == segment.end and segment.start_time:
        return f"{start} – {about(segment, 'end')}{clock(segment.end_time, segment).strip()}"
    mark = "to" if segment.end_time and not segment.start_time else "–"
    return f"{start} {mark} {word_end(segment)}"


def word_daily(segment: Segment) -> str:
    """A range of days with hours that hold on each."""
    note = "about " if segment.approximate else ""
    days = (word_date(day, Precision.DAY) for day in segment.known_days())
    start, end = (note + day for day in days)
    hours = f"{segment.start_time:%H:%M} – {segment.end_time:%H:%M}"
    return f"{start} – {end} daily {hours}"


def word_end(segment: Segment) -> str:
    """The last end of a segment."""
    first, _last = Segment(None, segment.end, segment.precision_at_end).known_days()
    date_text = word_date(first, segment.precision_at_end)
    return about(segment, "end") + date_text + clock(segment.end_time, segment)


def about(segment: Segment, end: str) -> str:
    """About, if it applies to this end."""
    return "about " if segment.approximate and segment.exact_end != end else ""


def clock(at: time | None, segment: Segment) -> str:
    """A time of day after its date, or nothing; 0:00 a.m. where it could be taken for no time."""
    if at is None:
        return ""
    midnight = {segment.start_time, segment.end_time} <= {time(0), None}
    return " 0:00 a.m." if midnight else f" {at:%H:%M}"


def word_date(day: date, precision: Precision) -> str:
    """The period that begins on a day."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    fiscal = FiscalYear.of(day).year if day >= FiscalYear(1868).first_day else day.year
    return {
        Precision.YEAR: str(day.year),
        Precision.FISCAL_YEAR: f"fiscal {fiscal}",
        Precision.HALF_YEAR: f"{HALVES.get(day.month)} half of fiscal {fiscal}",
        Precision.QUARTER: f"{QUARTERS.get(day.month)} quarter of fiscal {fiscal}",
        Precision.MONTH: month,
        Precision.TEN_DAY: f"{THIRDS.get(day.day)} {month}",
    }.get(precision, f"{day.day} {month}")
