"""The numbers of the pictures, by hand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, read
from oversight.figures import Followed, Work, ageing, flow, load, months_of, months_touched
from tests.oversight.rules.values import audit, drill, sitting

YEAR = FiscalYear(2016)
AT = date(2016, 7, 10)


def followed(found: date | None, closed: date | None = None, *, overdue=False) -> Followed:
    return Followed(found, found, closed, overdue)


def test_year_has_twelve_months_from_april():
    assert [(one.year, one.month) for one in months_of(YEAR)] == [
        *((2016, month) for month in range(4, 13)),
        *((2017, month) for month in range(1, 4)),
    ]


def test_findings_flow_into_the_stock_and_out_of_it():
    findings = [
        followed(date(2015, 6, 1)),  # of the year before, open all the time
        followed(date(2016, 4, 30), date(2016, 5, 1)),
        followed(date(2016, 5, 2), date(2016, 7, 10)),
        followed(date(2016, 7, 11)),  # after the day
        Followed(date(2016, 6, 1), None, None),  # made by June, on no day
        Followed(None, None, None),  # nobody knows when
    ]
    found = flow(findings, YEAR, AT)
    assert [(one.made, one.closed, one.stock) for one in found[:5]] == [
        (1, 0, 3),
        (1, 1, 3),
        (0, 0, 4),
        (0, 1, 3),
        (0, 0, None),
    ]
    assert found[3].until == AT


DAYS = st.none() | st.dates(date(2015, 10, 1), date(2017, 9, 30))


@given(st.lists(st.builds(Followed, DAYS, DAYS, DAYS)), st.dates(date(2016, 1, 1)))
def test_stock_is_what_is_pending_at_the_end_of_each_month(findings, at):
    for one in flow(findings, YEAR, at):
        pending = sum(finding.is_pending(one.until) for finding in findings)
        assert one.stock == (pending if one.month <= at else None)


def test_ages_count_what_is_open_and_has_a_day():
    findings = [
        followed(AT),
        followed(date(2016, 6, 10)),  # 30 days
        followed(date(2016, 6, 9), overdue=True),  # 31 days
        followed(date(2015, 7, 11)),  # 365 days
        followed(date(2015, 7, 10), overdue=True),  # 366 days
        followed(date(2016, 1, 1), AT),
        Followed(AT, None, None),
    ]
    found = [(one.overdue, one.others) for one in ageing(findings, AT)]
    assert found == [(0, 2), (1, 0), (0, 0), (0, 1), (1, 0)]


def test_months_that_an_event_certainly_touches():
    for text, expected in (
        ("10月5日", [10]),
        ("10月", [10]),
        ("10月上旬", [10]),
        ("9月1日、11月4日", [9, 11]),
        ("9月30日～11月1日", [9, 10, 11]),
        ("12月～1月", [12, 1]),
        ("10月頃", []),
        ("第３四半期", []),
        ("平成28年10月5日～", [10]),
        ("未定", []),
    ):
        found = months_touched(read(text, fiscal_year=YEAR).schedule)
        assert [one.month for one in sorted(found)] == expected, text


def test_work_counts_in_each_month_and_what_has_none_apart():
    events = [
        sitting("council", "10月5日"),
        audit("9月30日～10月1日"),
        audit("10月5日", regime="auditor"),
        audit("10月5日", status="cancelled"),
        audit("10月5日", year=2015),
        audit("平成29年3月31日～4月1日", regime="external"),
        drill("第３四半期"),
    ]
    found = load(events, YEAR)
    october, march = date(2016, 10, 1), date(2017, 3, 1)
    assert found.of_month(october) == 3
    assert found.months[october, Work.INTERNAL] == 1
    assert found.months[march, Work.EXTERNAL] == 1
    assert (+found.unfixed, +found.outside) == ({Work.DRILL: 1}, {Work.EXTERNAL: 1})
    assert not load(events, FiscalYear(2014)).is_recorded
