"""Reading what was worded gives the same schedule; HYPOTHESIS_EXAMPLES sets how many are tried."""

from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dates.notation import read
from dates.schedule import Precision, Schedule, Segment, period
from dates.wording import Style, word
from tests.dates.test_notation_properties import examples

pytestmark = pytest.mark.slow

PERIODS = [precision for precision in Precision if precision != Precision.MINUTE]
days = st.dates(date(1868, 4, 1), date(2090, 12, 31))
later = st.one_of(st.integers(0, 40), st.integers(0, 2000)).map(lambda days: timedelta(days=days))
times = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
labels = st.sampled_from(["", "", "", "事前評価", "本評価", "改正", "第１回", "予定", "午後"])


@st.composite
def dated(draw):
    """A segment of days, months, years …, perhaps open, perhaps approximate."""
    day = draw(days)
    first, last = draw(st.sampled_from(PERIODS)), draw(st.sampled_from(PERIODS))
    start, end = period(day, first)[0], period(day + draw(later), last)[1]
    form = draw(st.sampled_from(["single", "range", "range", "from", "until"]))
    about, label = draw(st.booleans()), draw(labels)
    if form == "single":
        return Segment(start, period(day, first)[1], first, approximate=about, label=label)
    if form == "from":
        return Segment(start, None, first, approximate=about, label=label)
    if form == "until":
        return Segment(None, end, last, approximate=about, label=label)
    if period(end, last)[0] < start:  # 15 September to September 2016 is refused
        start = period(period(end, last)[0], first)[0]
        assume(start == period(end, last)[0])
    mixed = first != last
    coarse = max(first, last, key=lambda precision: precision.rank)
    whole = period(start, coarse) == (start, end)
    return Segment(
        start,
        end,
        coarse,
        approximate=about,
        label=label,
        start_precision=first if mixed else None,
        end_precision=last if mixed else None,
        exact_end=draw(st.sampled_from(["", "start", "end"])) if about and not whole else "",
    )


@st.composite
def timed(draw):
    """A segment with clock times."""
    day = draw(days)
    end = day + draw(st.integers(1, 40).map(lambda days: timedelta(days=days)))
    first, last = sorted(draw(st.lists(times, min_size=2, max_size=2, unique=True)))
    form = draw(st.sampled_from(["day", "days", "daily", "begins", "from", "until", "ends", "due"]))
    minute = Precision.MINUTE
    mixed = {"start_precision": minute, "end_precision": Precision.DAY}
    turned = {"start_precision": Precision.DAY, "end_precision": minute}
    return {
        "day": Segment(day, day, minute, first, last),
        "days": Segment(day, end, minute, last, first),
        "daily": Segment(day, end, minute, first, last, daily=True),
        "begins": Segment(day, day, minute, first),
        "from": Segment(day, None, minute, first),
        "until": Segment(None, day, minute, None, last),
        "ends": Segment(day, end, Precision.DAY, None, last, **turned),
        "due": Segment(day, end, Precision.DAY, first, None, **mixed),
    }[form]


schedules = st.one_of(
    st.lists(dated(), min_size=1, max_size=5, unique=True),
    st.lists(timed(), min_size=1, max_size=4, unique=True),
).map(lambda segments: Schedule(tuple(segments)))


@examples(300)
@given(schedules, st.booleans())
@pytest.mark.parametrize("style", [Style.OFFICIAL, Style.PLAIN, Style.GREGORIAN, Style.ENGLISH])
def test_worded_schedule_reads_as_the_same(style, schedule, lines):
    assert read(word(schedule, style, lines=lines)).schedule == schedule


EXACT = (Precision.DAY, Precision.MONTH, Precision.YEAR)


@st.composite
def exact(draw):
    """A segment of which ISO 8601 and EDTF say all."""
    precision = draw(st.sampled_from(EXACT))
    day = draw(days)
    start, end = period(day, precision)[0], period(day + draw(later), precision)[1]
    return Segment(*draw(st.sampled_from([(start, end), (start, None), (None, end)])), precision)


@examples(300)
@given(st.lists(exact(), min_size=1, max_size=4, unique=True), st.booleans())
def test_iso_intervals_read_as_the_same(segments, lines):
    schedule = Schedule(tuple(segments))

    assert read(word(schedule, Style.ISO, lines=lines)).schedule == schedule


@examples(300)
@given(exact())
def test_one_edtf_interval_reads_as_the_same(segment):
    schedule = Schedule((segment,))

    assert read(word(schedule, Style.EDTF)).schedule == schedule


@examples(300)
@given(schedules)
def test_canonical_text_is_lossless(schedule):
    assert Schedule.from_canonical(schedule.canonical()) == schedule
