"""The slip in days: exact where both sides are known to the day, else a range or nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, Precision, Schedule, Segment, read
from oversight.slippage import Course, DaySlip, slip_of_beginning, slip_of_end

EXACT, WITHIN, BETWEEN = Course.EXACT, Course.WITHIN, Course.BETWEEN
UNKNOWN = DaySlip(Course.UNKNOWN)


def schedule(text: str) -> Schedule:
    return read(text, fiscal_year=FiscalYear(2016)).schedule


CASES = (
    # planned, actual, slip of the first day, slip of the last
    ("10月5日", "10月5日", DaySlip(EXACT, 0, 0), DaySlip(EXACT, 0, 0)),
    ("10月5日", "10月8日", DaySlip(EXACT, 3, 3), DaySlip(EXACT, 3, 3)),
    ("10月5日", "9月30日", DaySlip(EXACT, -5, -5), DaySlip(EXACT, -5, -5)),
    ("10月5日～7日", "10月5日～12日", DaySlip(EXACT, 0, 0), DaySlip(EXACT, 5, 5)),
    ("9月1日、12日", "9月2日、12日", DaySlip(EXACT, 1, 1), DaySlip(EXACT, 0, 0)),
    # a day in the month that was planned is as planned; after it, between the two ends of the month
    ("10月", "10月31日", DaySlip(WITHIN), DaySlip(WITHIN)),
    ("10月", "11月5日", DaySlip(BETWEEN, 5, 35), DaySlip(BETWEEN, 5, 35)),
    ("10月", "11月", DaySlip(BETWEEN, 1, 60), DaySlip(BETWEEN, 1, 60)),
    # a planned day and a month of which no day is known
    ("10月5日", "10月", DaySlip(BETWEEN, -4, 26), DaySlip(BETWEEN, -4, 26)),
    # the first day lies in the first month of a range, the last in its last
    ("9月～10月", "9月3日～11月2日", DaySlip(WITHIN), DaySlip(BETWEEN, 2, 32)),
    ("10月頃", "10月5日", UNKNOWN, UNKNOWN),
    ("10月5日", "未定", UNKNOWN, UNKNOWN),
    ("平成28年10月5日", "平成28年10月6日～", DaySlip(EXACT, 1, 1), UNKNOWN),
)


def test_slip_is_as_exact_as_both_sides():
    for planned, actual, first, last in CASES:
        pair = schedule(planned), schedule(actual)
        assert (slip_of_beginning(*pair), slip_of_end(*pair)) == (first, last), (planned, actual)


DAYS = st.dates(FiscalYear(2016).first_day, FiscalYear(2017).last_day)


@given(DAYS, DAYS)
def test_slip_between_months_holds_every_slip_of_days_within_them(planned, actual):
    def month(day):
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return Schedule((Segment(first, last, Precision.MONTH),))

    found = slip_of_beginning(month(planned), month(actual))
    exact = slip_of_beginning(Schedule.on(planned), Schedule.on(actual))
    is_same_month = (planned.year, planned.month) == (actual.year, actual.month)
    assert found.course == (WITHIN if is_same_month else BETWEEN)
    assert is_same_month or found.least <= exact.least <= found.most
