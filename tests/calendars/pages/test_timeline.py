"""A year drawn to scale: nothing vague looks like a day, nothing is left out or lies on another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.pages.sizes import ARROW, FULL, LEVEL, MARGIN, MARK, NARROWEST, SMALL, WIDTH
from calendars.pages.timeline import TextPosition, Timeline, shortened, text_width, timeline
from dates.fiscal import FiscalYear
from dates.schedule import Precision, Segment, period
from tests.calendars.pages.test_grid import days, entry

YEAR = FiscalYear(2016)
ROWS = [("regime:internal", "内部監査"), ("kind:meeting", "会議")]


def drawn(*entries) -> Timeline:
    return timeline(YEAR, entries, ROWS, rest="その他", marks="kind:meeting")


def only_bar(*segments: Segment, keys=("regime:internal",)):
    [row] = drawn(entry("監査", *segments, keys=keys)).rows
    [bar] = row.bars
    return bar


def day_x(day: date) -> float:
    """Counted by hand: 365 days of 1,030 units behind a margin of 170."""
    return 170 + 1030 * (day - date(2016, 4, 1)).days / 365


def test_range_of_days_is_a_bar_on_its_days():
    bar = only_bar(days(date(2016, 9, 1), date(2016, 9, 30)))
    assert bar.is_exact
    assert bar.left == pytest.approx(day_x(date(2016, 9, 1)), abs=0.1)
    assert bar.right == pytest.approx(day_x(date(2016, 10, 1)), abs=0.1)


@pytest.mark.parametrize(
    "segment",
    [
        Segment(date(2016, 11, 1), date(2016, 11, 30), Precision.MONTH),
        Segment(date(2016, 11, 1), date(2016, 11, 10), Precision.TEN_DAY),
        days(date(2016, 11, 8), approximate=True),
        Segment(date(2016, 11, 8), None, Precision.DAY),
    ],
)
def test_what_is_not_known_to_the_day_is_hatched(segment):
    assert not only_bar(segment).is_exact


def test_month_is_hatched_from_its_first_day_to_its_last():
    bar = only_bar(Segment(date(2016, 11, 1), date(2016, 11, 30), Precision.MONTH))
    assert bar.left == pytest.approx(day_x(date(2016, 11, 1)), abs=0.1)
    assert bar.right == pytest.approx(day_x(date(2016, 12, 1)), abs=0.1)


def test_open_end_is_an_arrow():
    later = only_bar(Segment(date(2016, 11, 1), None, Precision.MONTH))
    earlier = only_bar(Segment(None, date(2016, 11, 30), Precision.MONTH))
    assert (later.opens_left, later.opens_right) == (False, True)
    assert (earlier.opens_left, earlier.opens_right) == (True, False)
    assert later.text_x - later.right > ARROW


def test_small_drawing_is_true_to_the_days_and_bears_no_names():
    long = entry("監査", days(date(2016, 9, 1), date(2016, 9, 30)), keys=("regime:internal",))
    same = entry("検査", days(date(2016, 9, 1), date(2016, 9, 30)), keys=("regime:internal",))
    small = timeline(YEAR, [long, same], ROWS, rest="その他", size=SMALL)
    [row] = small.rows
    assert {bar.left for bar in row.bars} == {only_bar(*long.schedule.segments).left}
    assert [bar.text for bar in row.bars] == ["", ""]
    assert row.bars[1].y - row.bars[0].y == SMALL.level
    assert small.height == SMALL.head + 2 * SMALL.level + 2 * SMALL.padding


@pytest.mark.parametrize(("size", "baseline"), [(FULL, 22), (SMALL, 15)])
def test_long_name_of_a_row_stands_above_its_bars(size, baseline):
    first = entry("監査", days(date(2016, 4, 1), date(2016, 4, 9)), keys=("regime:internal",))
    tops = []
    for name in ("内部監査", "Accounting audit by the external auditor"):
        drawn = timeline(YEAR, [first], [("regime:internal", name)], rest="その他", size=size)
        [row] = drawn.rows
        tops.append(row.bars[0].y - row.y)
        assert row.below == row.bars[0].y + size.level + size.padding
    assert tops[0] == size.padding
    assert tops[1] > baseline


def test_meeting_of_one_day_is_a_mark():
    mark = only_bar(days(date(2016, 6, 8)), keys=("kind:meeting",))
    assert mark.is_mark
    assert mark.width == MARK
    assert mark.middle == pytest.approx(day_x(date(2016, 6, 8)) + 1030 / 365 / 2, abs=0.2)
    assert not only_bar(days(date(2016, 6, 8))).is_mark
    month = Segment(date(2016, 6, 1), date(2016, 6, 30), Precision.MONTH)
    assert not only_bar(month, keys=("kind:meeting",)).is_mark


def test_entry_stands_in_each_row_it_has_the_key_of_and_the_others_last():
    both = entry("両方", days(date(2016, 6, 8)), keys=("regime:internal", "kind:meeting"))
    other = entry("訓練", days(date(2016, 6, 8)), keys=("kind:drill",))
    found = {row.name: [bar.entry.title for bar in row.bars] for row in drawn(both, other).rows}
    assert found == {"内部監査": ["両方"], "会議": ["両方"], "その他": ["訓練"]}


def test_row_without_anything_is_left_out():
    assert drawn().rows == ()
    next_year = entry("翌年度", days(date(2017, 4, 1)), keys=("regime:internal",))
    assert drawn(next_year, entry("未定", words="未定")).rows == ()


def test_what_runs_beyond_the_year_is_cut_at_its_edges():
    bar = only_bar(days(date(2015, 1, 1), date(2018, 1, 1)))
    assert (bar.left, bar.right, bar.place) == (MARGIN, WIDTH, TextPosition.ABOVE)


def test_text_stands_where_there_is_room():
    assert only_bar(days(date(2016, 4, 1))).place == TextPosition.AFTER
    assert only_bar(days(date(2017, 3, 31))).place == TextPosition.BEFORE


def test_text_without_room_stands_above_its_bar_and_over_no_other():
    long = Segment(date(2016, 4, 1), date(2017, 3, 31), Precision.FISCAL_YEAR)
    also = days(date(2016, 4, 5))
    [row] = drawn(
        *(entry(f"監査{n}", one, keys=(ROWS[0][0],)) for n, one in enumerate([long, also]))
    ).rows
    wide, day = row.bars
    assert wide.place == TextPosition.ABOVE
    assert row.y < wide.top < wide.text_y < wide.y
    assert day.top >= wide.below
    assert row.below == day.y + FULL.level + FULL.padding


@pytest.mark.parametrize(
    ("today", "x"),
    [
        (date(2016, 3, 31), None),
        (date(2016, 4, 1), MARGIN + 1030 / 365 / 2),
        (date(2017, 3, 31), WIDTH - 1030 / 365 / 2),
        (date(2017, 4, 1), None),
    ],
)
def test_today_is_a_line_where_it_is_a_day_of_the_year(today, x):
    meeting = entry("会議", days(date(2016, 6, 8)), keys=("kind:meeting",))
    page = timeline(YEAR, [meeting], ROWS, rest="その他", today=today)
    assert page.today_x == (x and pytest.approx(x, abs=0.1))
    assert page.rows[0].y == page.head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("代表者会議 第12回", "代表者会議 第12回"),
        ("あ" * 11, "あ" * 11),
        ("あ" * 12, "あ" * 10 + "…"),
        ("a" * 22, "a" * 22),
        ("a" * 23, "a" * 20 + "…"),
        ("", ""),
    ],
)
def test_long_name_is_cut(text, expected):
    assert shortened(text) == expected
    assert text_width(shortened(text)) <= text_width("あ" * 11)


@st.composite
def segments(draw) -> Segment:
    precision = draw(st.sampled_from([Precision.DAY, Precision.TEN_DAY, Precision.MONTH]))
    first = draw(st.dates(date(2015, 1, 1), date(2018, 12, 31)))
    last = first + timedelta(days=draw(st.integers(0, 90)))
    start, end = period(first, precision)[0], period(last, precision)[1]
    ends = draw(st.sampled_from([(start, end), (start, None), (None, end)]))
    return Segment(*ends, precision)


@given(st.lists(st.tuples(segments(), st.sampled_from(["regime:internal", "kind:meeting", "x"]))))
def test_everything_of_the_year_is_drawn_once_and_apart(parts):
    entries = [entry(f"{n}", part, keys=(key,)) for n, (part, key) in enumerate(parts)]
    page = drawn(*entries)
    bars = [bar for row in page.rows for bar in row.bars]
    touching = [e for e in entries if e.schedule.overlaps(YEAR.first_day, YEAR.last_day)]
    assert sorted(bar.entry.title for bar in bars) == sorted(one.title for one in touching)
    for bar in bars:
        assert MARGIN <= bar.left < bar.right <= WIDTH
        assert round(bar.right - bar.left, 1) >= NARROWEST - 0.1
    for row in page.rows:
        assert row.below <= page.height
        for level in {bar.y for bar in row.bars}:
            assert row.y < level <= row.below - LEVEL
            extents = sorted(bar.extent for bar in row.bars if bar.y == level)
            ends = [end for _start, end in extents]
            starts = [start for start, _end in extents]
            assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
