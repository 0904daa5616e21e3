"""What is read from a dated cell is what Excel shows in it, no more and no less."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dates import NotationError, notation
from records.imports.reading import TabularError
from records.imports.reading.styles import CellStyle, Styles
from records.imports.reading.xlsx.values import dated
from tests.records.imports.reading.workbooks import HEAD, inline, package, read, worksheet

pytestmark = pytest.mark.slow

ERAS = (
    ((2019, 5, 1), "令和", 2018),
    ((1989, 1, 8), "平成", 1988),
    ((1926, 12, 25), "昭和", 1925),
    ((1912, 7, 30), "大正", 1911),
    ((0, 0, 0), "明治", 1867),
)
# A format, by its code or number, and what Excel shows by it: an account of its own of each.
DATES = [
    ("yyyy/m/d", "{y}/{m}/{d}"),
    ("yyyy/mm/dd;@", "{y}/{m:02}/{d:02}"),
    ("[$-411]yyyy-mm-dd", "{y}-{m:02}-{d:02}"),
    ('yyyy"年"m"月"d"日"', "{y}年{m}月{d}日"),
    (r"yyyy\年m\月d\日", "{y}年{m}月{d}日"),
    ('yyyy"年"m"月"d"日"\\(aaa\\)', "{y}年{m}月{d}日"),
    ("YYYY年M月D日", "{y}年{m}月{d}日"),
    ('ggge"年"m"月"d"日"', "{era}{e}年{m}月{d}日"),
    ('[$-ja-JP-x-gannen,80]ggge"年"m"月"d"日";@', "{era}{e}年{m}月{d}日"),
    ('[DBNum3][$-411]ggge"年"m"月"d"日"', "{era}{e}年{m}月{d}日"),
    ("[$-1030411]ge.m.d", "{era}{e}.{m}.{d}"),
    ("dddd, mmmm dd, yyyy", "{y}-{m:02}-{d:02}"),
    ("[Red]d/m/yy", "{y}-{m:02}-{d:02}"),
    ('yyyy"年"m"月"', "{y}年{m}月"),
    ('[$-411]ggge"年"m"月"', "{era}{e}年{m}月"),
    ("ggge年m月;@", "{era}{e}年{m}月"),
    ("mmm-yy", "{y}年{m}月"),
    ("yyyy/mm", "{y}年{m}月"),
    ('m"月"', "{m}月"),
    ("m月", "{m}月"),
    ('m"月"d"日"', "{m}月{d}日"),
    ('m"月"d"日("aaa")";@', "{m}月{d}日"),
    ("yyyy", "{y}年"),
    ('yyyy"年"', "{y}年"),
    ('ggge"年"', "{era}{e}年"),
    ('[$-411]ggge"年度"', "{era}{e}年度"),
    ('yyyy"年度"', "{y}年度"),
    ('yyyy"年"m"月末"', "{y}年{m}月末"),
    ('m"月頃"', "{m}月頃"),
    *((number, "{y}/{m}/{d}") for number in (14, 15, 27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58)),
    *((number, "{m}月{d}日") for number in (16, 35, 53, 56)),
    *((number, "{y}年{m}月") for number in (17, 34, 52, 55)),
]
MOMENTS = [
    ("yyyy/m/d h:mm", "{y}/{m}/{d} {H}:{M:02}"),
    ("yyyy-mm-dd hh:mm:ss", "{y}/{m}/{d} {H}:{M:02}"),
    ('yyyy-mm-dd"T"hh:mm', "{y}/{m}/{d} {H}:{M:02}"),
    ("yyyy/m/d AM/PM h:mm", "{y}/{m}/{d} {H}:{M:02}"),
    ('m"月"d"日" h"時"mm"分"', "{m}月{d}日 {H}時{M:02}分"),
    (22, "{y}/{m}/{d} {H}:{M:02}"),
]
LAST = {False: 73_415, True: 71_953}  # 2100-12-31, the last day that notation reads
FIRST = {False: 61, True: 0}


def calendar_day(serial, from_1904):
    """Year, month and day as Excel counts them: by years, 1900 being a leap year to it."""
    year, left = (1904, serial) if from_1904 else (1900, serial - 1)
    while left >= (length := 366 if is_leap(year) else 365):
        left, year = left - length, year + 1
    months = (31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for month, length in enumerate(months, start=1):
        if left < length:
            return year, month, left + 1
        left -= length
    raise AssertionError


def is_leap(year):
    return year == 1900 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def excel(pattern, serial, minute, from_1904):
    """What Excel shows."""
    y, m, d = calendar_day(serial, from_1904)
    era, before = next((name, before) for first, name, before in ERAS if (y, m, d) >= first)
    hour, minute = divmod(minute, 60)
    return pattern.format(y=y, m=m, d=d, era=era, e=y - before, H=hour, M=minute)


def cell_text(form, serial, *, from_1904):
    styles = Styles(cells=[CellStyle(form if isinstance(form, int) else 164)])
    if isinstance(form, str):
        styles.formats[164] = form
    return dated(repr(serial), styles.code("0"), from_1904=from_1904).text


def meaning(text):
    try:
        return notation.read(text, fiscal_year=2016).schedule
    except NotationError:  # 29 February, shown without its year
        return None


serials = st.booleans().flatmap(
    lambda from_1904: st.tuples(st.integers(FIRST[from_1904], LAST[from_1904]), st.just(from_1904))
)


@given(st.sampled_from(DATES), serials, st.integers(0, 1439))
def test_a_date_is_as_exact_as_excel_shows_it_whatever_time_is_behind_it(form, day, minute):
    (code, pattern), (serial, from_1904) = form, day
    text = cell_text(code, serial + minute / 1440, from_1904=from_1904)
    assert meaning(text) == meaning(excel(pattern, serial, minute, from_1904))


@given(st.sampled_from(MOMENTS), serials, st.integers(1, 1439))
def test_a_time_that_excel_shows_is_kept(form, day, minute):
    (code, pattern), (serial, from_1904) = form, day
    text = cell_text(code, serial + minute / 1440, from_1904=from_1904)
    assert meaning(text) == meaning(excel(pattern, serial, minute, from_1904))


@given(st.sampled_from(MOMENTS), serials)
def test_midnight_is_no_time(form, day):
    (code, pattern), (serial, from_1904) = form, day
    shown = excel(pattern.partition(" ")[0], serial, 0, from_1904)
    assert meaning(cell_text(code, serial, from_1904=from_1904)) == meaning(shown)


@pytest.mark.parametrize("code", ["h:mm", 'h"時"mm"分"', 20, 32, "AM/PM h:mm;@"])
@given(st.integers(0, 60_000), st.integers(0, 1439))
def test_a_time_shown_alone_is_a_time_whatever_day_is_behind_it(code, serial, minute):
    hour, minute = divmod(minute, 60)
    text = cell_text(code, serial + (hour * 60 + minute) / 1440, from_1904=False)
    assert text == f"{hour:02}:{minute:02}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("[h]:mm", "duration"),
        ("[mm]:ss", "duration"),
        (46, "duration"),
        (45, "leaves open"),
        (47, "leaves open"),
        ("mm:ss", "leaves open"),
        ("d", "without its month"),
        ('d"日"', "without its month"),
        ("aaa", "without its month"),
        ('d"日("aaa")"', "without its month"),
        ("dddd", "without its month"),
        ("mmmmm", "first letter"),
        ("yyyy/d", "leaves open"),
        ("m h:mm", "leaves open"),
        ('h"時"m"月"', "leaves open"),
        ('m"分"', "leaves open"),
        ('yyyy"年度"m"月"', "leaves open"),
        ('"平成"yy"年"m"月"', "leaves open"),
        ('m"月から"d"日"', "leaves open"),
        ("[>40000]yyyy/m/d;m/d", "depends on its value"),
        ("[<=40000]yyyy;m/d", "depends on its value"),
        ("[$-1060409]yyyy/m/d", "other than the Western"),
        ("b2yyyy/m/d", "leaves open"),
        ("yyyy/m/d 0", "leaves open"),
        ("x yyyy/m/d", "leaves open"),
        ('h"時"', "hours alone"),
    ],
)
def test_what_a_format_leaves_open_is_refused_with_the_reason(code, words):
    with translation.override("en"), pytest.raises(TabularError, match=words):
        cell_text(code, 42675.5625, from_1904=False)


@pytest.mark.parametrize("code", ["yyyy/m/d", 'yyyy"年"m"月"', 'm"月"', "yyyy", 22])
@pytest.mark.parametrize("serial", [*range(61), 0.5, 59.99, -0.01, -1, -42675, 2_958_466, 1e300])
def test_days_that_excel_counts_wrongly_or_not_at_all_are_refused(code, serial):
    with pytest.raises(TabularError):
        cell_text(code, serial, from_1904=False)


def test_the_first_and_last_days_of_either_calendar_are_read():
    assert cell_text(14, 61, from_1904=False) == "1900-03-01"
    assert cell_text(14, 2_958_465, from_1904=False) == "9999-12-31"
    assert cell_text(14, 0, from_1904=True) == "1904-01-01"
    assert cell_text(14, 2_957_003, from_1904=True) == "9999-12-31"
    with pytest.raises(TabularError):
        cell_text(14, 2_957_004, from_1904=True)


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (42675.41666666666, "2016-11-01 10:00"),  # 10:00 as calculating leaves it
        (42674.9999999999, "2016-11-01"),
        (42675 + 36059 / 86400, "2016-11-01 10:00"),  # 10:00:59, shown without its seconds
    ],
)
def test_the_minute_is_the_one_that_excel_shows(serial, text):
    assert cell_text("yyyy/m/d h:mm", serial, from_1904=False) == text


def test_a_moment_between_two_days_is_refused():
    with pytest.raises(TabularError):
        cell_text("yyyy/m/d h:mm:ss", 42675 - 0.3 / 86400, from_1904=False)


@pytest.mark.parametrize(
    ("code", "serial", "text"),
    [
        ("yyyy/m/d;;", 0, ""),  # a formula that finds nothing gives 0
        ('yyyy/m/d;;"未定"', 0, "未定"),
        ("yyyy/m/d;;;@", -1, ""),
        ('yyyy/m/d;;"未定"', 42675, "2016-11-01"),
        ('m"月分"', 42675, "11月分"),
        ('m/d"まで"', 42675, "11月1日まで"),
    ],
)
def test_words_of_a_format_are_read_as_shown(code, serial, text):
    assert cell_text(code, serial, from_1904=False) == text


def sheet_of(cell, code="General", **options):
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = f'{HEAD}<row r="2">{inline("A2", "x")}{cell}</row>'
    return read(package(worksheet(rows), parts={"xl/styles.xml": styles}), **options)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("2016-10-24", "General", "2016-10-24"),
        ("2016-10-24T00:00:00", "General", "2016-10-24"),
        ("2016-10-24T00:00:00.000", "General", "2016-10-24"),
        ("2016-10-24T00:00:00Z", "yyyy/m/d", "2016-10-24"),
        ("2016-10-24T13:30:00.000", "General", "2016-10-24 13:30"),
        ("2016-10-24T13:30:00", "yyyy/m/d", "2016-10-24"),
        ("2016-10-24", "yyyy&quot;年&quot;m&quot;月&quot;", "2016年10月"),
        ("13:30:00", "General", "13:30"),
        ("T13:30:00", "h:mm", "13:30"),
    ],
)
def test_cells_of_strict_workbooks_are_read_as_shown(value, code, text):
    cell = f'<c r="B2" s="1" t="d"><v>{value}</v></c>'
    assert sheet_of(cell, code).rows[0].cells["targets"] == text


@pytest.mark.parametrize("value", ["2016-13-01", "x", "2016-10-24T00:00:00+09:00", "0001-01-01"])
def test_cells_of_strict_workbooks_that_hold_no_day_are_refused(value):
    with pytest.raises(TabularError, match="B2"):
        sheet_of(f'<c r="B2" s="1" t="d"><v>{value}</v></c>', "yyyy/m/d")


def test_dates_shown_without_a_year_are_named():
    cell = '<c r="B2" s="1"><v>42675</v></c>'
    with translation.override("en"):
        (said,) = map(str, sheet_of(cell, "m&quot;月&quot;").remarks)
    assert said.startswith("Dates shown without a year (B2)")
    assert sheet_of(cell, "yyyy").remarks == ()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("@", "管理"),
        ("General", "管理"),
        ("@&quot;部&quot;", "管理部"),
        ("0;0;0;@&quot;部&quot;", "管理部"),
    ],
)
def test_text_is_read_with_what_its_format_adds(code, text):
    cell = '<c r="B2" s="1" t="inlineStr"><is><t>管理</t></is></c>'
    assert sheet_of(cell, code).rows[0].cells["targets"] == text


def test_text_that_its_format_hides_is_refused():
    with pytest.raises(TabularError, match="B2"):
        sheet_of('<c r="B2" s="1" t="inlineStr"><is><t>管理</t></is></c>', ";;;")
