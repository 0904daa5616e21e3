"""ISO 8601 intervals and EDTF (ISO 8601-2): exact, without labels and 旬."""

from datetime import date, time

from dates.schedule import Precision, Segment

BY_MONTH = (
    Precision.MONTH,
    Precision.QUARTER,
    Precision.HALF_YEAR,
    Precision.FISCAL_YEAR,
)
OPEN = ".."


def word_iso(segments: tuple[Segment, ...], *, lines: bool) -> str:
    """The segments as ISO 8601 dates and intervals; hours that hold daily are lost."""
    return ("\n" if lines else ", ").join(iso_segment(segment) for segment in segments)


def iso_segment(segment: Segment) -> str:
    """2016-09-01, 2016-11-17/2017-02-09, 2016-06-16T10:00/2016-06-16T11:30, 2017-03/.."""
    times = (None, None) if segment.daily else (segment.start_time, segment.end_time)
    start = iso_day(segment.start, segment.precision_at_start) + iso_time(times[0])
    end = iso_day(segment.end, segment.precision_at_end) + iso_time(times[1])
    if start == end or (times[0] and not times[1] and segment.start == segment.end):
        return start
    return f"{start}/{end}"


def iso_day(day: date | None, precision: Precision) -> str:
    """The day, or its month or year where that is all that is known."""
    if day is None:
        return OPEN
    if precision == Precision.YEAR:
        return f"{day.year}"
    return f"{day:%Y-%m}" if precision in BY_MONTH else day.isoformat()


def iso_time(at: time | None) -> str:
    """T10:00, or nothing."""
    return f"T{at:%H:%M}" if at else ""


def word_edtf(segments: tuple[Segment, ...]) -> str:
    """The segments as EDTF: an interval with /, in a set of several with two dots."""
    if len(segments) == 1:
        return edtf_segment(segments[0], "/")
    texts = dict.fromkeys(edtf_segment(segment, "..") for segment in segments)
    return f"{{{','.join(texts)}}}" if texts else ""


def edtf_segment(segment: Segment, mark: str) -> str:
    """2016-09-01, 2016-11-17/2017-02-09, 2017-10~, 2017-03/.."""
    start = edtf_end(segment, segment.start, segment.precision_at_start, "start")
    end = edtf_end(segment, segment.end, segment.precision_at_end, "end")
    if OPEN in (start, end) and mark == OPEN:
        return f"{start}{end}"
    return start if start == end else f"{start}{mark}{end}"


def edtf_end(segment: Segment, day: date | None, precision: Precision, end: str) -> str:
    """One end, with ~ if it is approximate."""
    note = "~" if day and segment.approximate and segment.exact_end != end else ""
    return iso_day(day, precision) + note
