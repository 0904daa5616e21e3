"""What a table says of how things stand, and of days on which they cannot have been."""

from datetime import date

import pytest
from django.utils import translation

from audits.models import Audit, Drill
from meetings.models import Meeting
from records import journal
from tests.factories import AuditTypeFactory, BodyFactory, DepartmentFactory
from tests.importing import imported, planned, verdicts

pytestmark = pytest.mark.django_db
ROWS = {
    3: ["第12回", "{when}", "決算"],
    8: ["情報処理部", "{when}", "障害を想定した訓練"],
    9: ["PMS内部監査", "情報処理部", "{when}"],
}
MODELS = {3: Meeting, 8: Drill, 9: Audit}
TABLES = pytest.mark.parametrize("table", ROWS)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def known():
    BodyFactory(slug="representative-council", name="代表者会議", numbering="continuous")
    AuditTypeFactory(name="PMS内部監査", cycle_months=12)
    DepartmentFactory(name="情報処理部")


def rows(table, when):
    return [[cell.format(when=when) for cell in ROWS[table]]]


def kept(table):
    return MODELS[table].objects.get()


def put(table, **values):
    with journal.change(actor="clerk"):
        record = kept(table)
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


@TABLES
@pytest.mark.parametrize("status", ["held", "cancelled", "postponed"])
def test_plan_does_not_take_back_what_has_become_of_it(table, status):
    imported(table, rows(table, "平成28年８月９日"), status="planned")
    put(table, status=status)
    found = imported(table, rows(table, "平成28年８月10日"), mode="update", status="planned")
    assert kept(table).status == status
    assert [one.name for one in found.items[0].differences] == [
        {3: "開催年月日", 8: "実施時期", 9: "監査実施年月日"}[table]
    ]
    assert "stays" in str(found.items[0].notes[0])
    again = planned(table, rows(table, "平成28年８月10日"), status="planned")
    assert verdicts(again) == ["unchanged"]


@TABLES
@pytest.mark.parametrize("vague", ["平成28年８月", "未定", "平成28年８月上旬、10月"])
def test_plan_makes_the_day_of_what_was_held_no_vaguer(table, vague):
    imported(table, rows(table, "平成28年８月９日"))
    found = imported(table, rows(table, vague), mode="update", status="planned")
    assert verdicts(found) == ["unchanged"]
    assert str(kept(table).starts_on) == "2016-08-09"


@TABLES
def test_what_was_planned_is_held_once_a_table_says_so(table):
    imported(table, rows(table, "平成28年８月"), status="planned")
    imported(table, rows(table, "平成28年８月９日"), mode="update")
    assert (kept(table).status, str(kept(table).starts_on)) == ("held", "2016-08-09")


@TABLES
def test_hours_that_a_table_does_not_tell_stay(table):
    imported(table, rows(table, "平成28年８月９日 10:00～11:00"))
    assert verdicts(planned(table, rows(table, "平成28年８月９日"))) == ["unchanged"]
    assert verdicts(planned(table, rows(table, "平成28年８月９日 10:30～11:00"))) == ["changed"]


@TABLES
def test_what_lies_ahead_cannot_have_been_held(table):
    given = {"today": date(2016, 8, 8)}
    (item,) = planned(table, rows(table, "平成28年８月９日"), **given).items
    assert [problem.column for problem in item.problems] == ["when"]
    assert "lies ahead" in str(item.problems[0].message)
    for when, status in (
        ("平成28年８月９日", "planned"),
        ("平成28年８月８日", "held"),
        ("平成28年８月", "held"),
    ):
        found = planned(table, rows(table, when), status=status, **given)
        assert verdicts(found) == ["new"]


@TABLES
def test_what_was_held_cannot_be_moved_ahead_by_a_plan(table):
    imported(table, rows(table, "平成28年８月１日"))
    found = planned(
        table, rows(table, "平成28年８月９日"), status="planned", today=date(2016, 8, 8)
    )
    assert verdicts(found) == ["error"]


@TABLES
def test_row_far_from_its_year_has_a_warning(table):
    (item,) = planned(table, rows(table, "平成18年８月９日")).items
    assert item.verdict.value == "new"
    assert [str(note) for note in item.notes if "far from" in str(note)]
    assert planned(table, rows(table, "平成29年５月25日")).items[0].notes == []


@TABLES
@pytest.mark.parametrize(
    ("when", "notes"),
    [
        ("平成28年８月６日", ["Offices are closed on 6 August 2016: Saturday"]),
        (
            "平成28年12月29日",
            ["Offices are closed on 29 December 2016: year-end and New Year closure"],
        ),
        ("平成28年８月11日", ["11 August 2016 is a national holiday (山の日)."]),
        ("平成28年８月９日", []),
        ("平成28年８月", []),
    ],
)
def test_days_of_closed_offices_are_told_as_in_the_form(table, when, notes):
    (item,) = planned(table, rows(table, when)).items
    assert [str(note) for note in item.notes] == notes
