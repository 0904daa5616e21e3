"""Coverage over several years: how long departments were without an audit, by what is on record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, Schedule
from oversight.rules import Facts
from oversight.several_years import Standing, years_coverage
from tests.oversight.rules.values import audit, audit_type, department

YEARS = tuple(map(FiscalYear, range(2014, 2019)))
AT = date(2019, 3, 31)  # the last day of the last of them
PMS, ADVISORY = audit_type("pms", 12), audit_type("advisory")
# 1 came out of 3 on 1 July 2016; 2 was set up on 1 April 2017 and came out of nothing.
DEPARTMENTS = (
    department(1, "新部", valid_from=date(2016, 7, 1), predecessors=(3,)),
    department(2, "新設部", valid_from=date(2017, 4, 1)),
    department(3, "旧部", valid_until=date(2016, 6, 30)),
    department(4, "他部"),
)


def held(year: int, *covers: int, kind: str = "pms", status: str = "held"):
    return audit(f"{year}-05-10", kind, covers=covers, year=year, status=status, title=f"{covers}")


def rows_of(*audits, at: date = AT, years=YEARS):
    facts = Facts(audit_types=(PMS, ADVISORY), departments=DEPARTMENTS, audits=audits)
    return {row.department.name: row for row in years_coverage(facts, years, at).rows}


def standing(*audits, name: str = "新部", at: date = AT, years=YEARS) -> Standing:
    return rows_of(*audits, at=at, years=years)[name].cells[0].standing


def test_years_of_a_department_go_on_from_its_predecessor():
    rows = rows_of(held(2014, 4), held(2015, 3), held(2016, 4), held(2017, 4))
    found = {name: [str(cell.state) for cell in row.cells[0].years] for name, row in rows.items()}
    assert found == {
        "新部": ["gap", "done", "gap", "gap", "not_recorded"],
        "新設部": ["not_there", "not_there", "not_there", "gap", "not_recorded"],
        "他部": ["done", "gap", "done", "done", "not_recorded"],
    }


@pytest.mark.parametrize(
    ("audits", "expected"),
    [
        pytest.param((), Standing(), id="nothing on record"),
        pytest.param(
            (held(2016, 4), held(2018, 4)),
            Standing(since=FiscalYear(2016), missed=2, unrecorded=1),
            id="never, of the years on record alone",
        ),
        pytest.param(
            (held(2014, 4), held(2015, 3), held(2017, 4)),
            Standing(Schedule.on(date(2015, 5, 10)), FiscalYear(2015), FiscalYear(2014), 1, 2),
            id="last of its predecessor",
        ),
        pytest.param(
            (held(2018, 1),),
            Standing(Schedule.on(date(2018, 5, 10)), FiscalYear(2018), FiscalYear(2018)),
            id="in the last year",
        ),
        pytest.param(
            (held(2017, 1), held(2018, 1, status="planned")),
            Standing(Schedule.on(date(2017, 5, 10)), FiscalYear(2017), FiscalYear(2017), missed=1),
            id="planned and never held",
        ),
        pytest.param(
            (held(2017, 1), held(2018, 1, status="cancelled")),
            Standing(
                Schedule.on(date(2017, 5, 10)), FiscalYear(2017), FiscalYear(2017), unrecorded=1
            ),
            id="cancelled",
        ),
    ],
)
def test_standing_of_a_department(audits, expected):
    assert standing(*audits) == expected


def test_year_that_runs_does_not_count_before_its_last_day():
    audits = held(2017, 1), held(2018, 4)
    for at, missed in ((date(2019, 3, 30), 0), (AT, 1)):
        assert standing(*audits, at=at).missed == missed


def test_year_after_the_last_one_shown_tells_nothing_of_it():
    earlier = YEARS[:-1]
    assert standing(held(2014, 3), held(2017, 4), held(2018, 1), years=earlier).missed == 1


def test_audit_of_a_whole_department_counts_for_a_section_that_ended_since():
    departments = (
        department(1, "部"),
        department(2, "新課", parent=1, valid_from=date(2016, 7, 1), predecessors=(3,)),
        department(3, "旧課", parent=1, valid_until=date(2016, 6, 30)),
    )
    facts = Facts(audit_types=(PMS,), departments=departments, audits=(held(2015, 1),))
    for row in years_coverage(facts, YEARS, AT).rows:
        assert row.cells[0].standing.last == Schedule.on(date(2015, 5, 10)), row.department.name


def test_kind_of_any_of_the_years_has_its_column():
    facts = Facts(
        audit_types=(PMS, ADVISORY),
        departments=DEPARTMENTS,
        audits=(held(2014, 4, kind="advisory"),),
    )
    slugs = [column.slug for column in years_coverage(facts, YEARS, AT).columns]
    assert slugs == ["pms", "advisory", ""]
    slugs = [column.slug for column in years_coverage(facts, YEARS[1:], AT).columns]
    assert slugs == ["pms", ""]


@given(st.lists(st.tuples(st.integers(2010, 2020), st.sampled_from([1, 3, 4])), max_size=8))
def test_years_without_an_audit_are_never_more_than_those_since_the_first_record(made):
    found = standing(*(held(year, key) for year, key in made))
    since = found.last_year or found.since
    ended = YEARS[-1].year - since.year + (not found.last_year) if since else 0
    assert found.missed + found.unrecorded == ended
