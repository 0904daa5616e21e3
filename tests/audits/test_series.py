"""The same audit or drill of other years: by what it was copied from, else by what it is about."""

import pytest

from audits.series import place_of_audit, place_of_drill
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return factories.AuditTypeFactory()


@pytest.fixture
def department():
    return factories.DepartmentFactory()


def make(kind, *departments, **facts):
    facts = {"subject": "", **facts}
    year = facts.setdefault("fiscal_year", 2016)
    facts.setdefault("schedule_text", f"{year}年11月８日")
    audit = factories.AuditFactory(**facts)
    factories.AuditClassificationFactory(audit=audit, type=kind)
    for each in departments:
        factories.AuditTargetFactory(audit=audit, department=each)
    return audit


def around(audit, user=None):
    place = place_of_audit(audit, user)
    return place.earlier, place.later


def test_neighbours_are_the_nearest_years(kind, department):
    years = [make(kind, department, fiscal_year=year) for year in (2014, 2015, 2016, 2017, 2018)]
    assert around(years[2]) == (years[1], years[3])
    assert around(years[0]) == (None, years[1])
    assert around(years[4]) == (years[3], None)


def test_audits_of_one_year_follow_each_other(kind, department):
    may = make(kind, department, schedule_text="平成28年５月10日")
    june = make(kind, department, schedule_text="平成28年６月10日")
    unsettled = make(kind, department, schedule_text="未定")
    assert around(june) == (may, unsettled)


@pytest.mark.parametrize(
    "facts",
    [
        {"theme": "課題の取組状況"},
        {"subject": "別の業務"},
        {"scope": "all_others"},
        {"internal": True},
        {"draft": True},
        {"life": "withdrawn"},
    ],
)
def test_audit_of_another_matter_or_hidden_is_no_neighbour(kind, department, facts):
    audit = make(kind, department)
    make(kind, department, fiscal_year=2015, **facts)
    assert around(audit) == (None, None)


def test_audit_of_other_types_or_targets_is_no_neighbour(kind, department):
    audit = make(kind, department)
    make(factories.AuditTypeFactory(), department, fiscal_year=2015)
    make(kind, department, factories.DepartmentFactory(), fiscal_year=2015)
    make(kind, factories.DepartmentFactory(), fiscal_year=2015)
    assert around(audit) == (None, None)


def test_copy_goes_before_likeness(kind, department):
    source = make(
        kind, department, fiscal_year=2015, subject="旧い名", schedule_text="平成27年５月"
    )
    make(kind, department, fiscal_year=2015)
    audit = make(kind, department, copied_from=source)
    assert around(audit)[0] == source
    assert around(source)[1] == audit


def test_hidden_source_is_not_told(kind, department):
    source = make(kind, fiscal_year=2015, internal=True, subject="旧い名")
    audit = make(kind, department, copied_from=source)
    assert around(audit) == (None, None)
    staff = factories.UserFactory(staff=True)
    assert around(audit, staff) == (source, None)


def make_drill(year, *departments, **facts):
    drill = factories.DrillFactory(fiscal_year=year, schedule_text=f"{year}年11月８日", **facts)
    for each in departments:
        factories.DrillDepartmentFactory(drill=drill, department=each)
    return drill


def test_drill_is_followed_by_its_name_else_by_its_departments(department):
    other = factories.DepartmentFactory()
    named = [make_drill(year, department, name="安否確認") for year in (2015, 2016)]
    plain = [make_drill(year, department) for year in (2015, 2016)]
    make_drill(2014, other)
    for earlier, later in (named, plain):
        assert place_of_drill(later, None).earlier == earlier
        assert place_of_drill(earlier, None).later == later
        assert place_of_drill(earlier, None).earlier is None


def test_page_links_both_neighbours(client, kind, department):
    years = [make(kind, department, fiscal_year=year) for year in (2015, 2016, 2017)]
    text = client.get(years[1].get_absolute_url()).text
    for neighbour in (years[0], years[2]):
        assert f'href="{neighbour.get_absolute_url()}"' in text
    assert 'class="series"' not in client.get(make(kind, theme="他").get_absolute_url()).text
