"""A department's page: what concerned it, year by year, and where it came from and went."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import AuditTarget
from tests import factories
from tests.jlis_gov.test_pages import get, make_audit, make_drill, make_one_of_each

pytestmark = pytest.mark.django_db


def test_department_page_has_what_concerns_it_and_where_it_went(client):
    _meeting, audit, drill, top = make_one_of_each()
    change = factories.ReorganisationFactory()
    successor = factories.DepartmentFactory(name="後継部")
    hidden = factories.DepartmentFactory(name="未公表部", internal=True)
    factories.ReorganisationStepFactory(reorganisation=change, department=top, role="predecessor")
    for department in (successor, hidden):
        factories.ReorganisationStepFactory(reorganisation=change, department=department)
    response = client.get(top.get_absolute_url())
    (year,) = response.context["years"]
    assert audit in year.records["audits"]
    assert year.records["drills"] == [drill]
    assert [one.successors for one in response.context["changes"]] == [[successor]]
    assert "未公表部" not in response.text
    back = client.get(successor.get_absolute_url()).context["changes"]
    assert [one.predecessors for one in back] == [[top]]


def test_excluded_department_is_not_concerned(client):
    audit = factories.AuditFactory(scope="all_but")
    inside, outside = factories.DepartmentFactory(), factories.DepartmentFactory()
    factories.AuditTargetFactory(audit=audit, department=outside, role=AuditTarget.Role.EXCLUDED)
    (year,) = client.get(inside.get_absolute_url()).context["years"]
    assert year.records["audits"] == [audit]
    assert client.get(outside.get_absolute_url()).context["years"] == []


def test_department_page_goes_by_fiscal_years(client):
    top = factories.DepartmentFactory(valid_from=date(2016, 4, 1))
    before, after = make_audit(top, fiscal_year=2015), make_audit(top, fiscal_year=2017)
    drill = make_drill(top, fiscal_year=2017)
    finding = factories.FindingFactory(audit=before, department=top)
    client.force_login(factories.UserFactory(staff=True))
    response = client.get(top.get_absolute_url())
    years = response.context["years"]
    assert [
        (one.fiscal_year, one.records["audits"], one.records["drills"], one.records["findings"])
        for one in years
    ] == [
        (2017, [after], [drill], []),
        (2015, [before], [], [finding]),
    ]
    assert "平成28年４月１日" in response.text
    assert "2016年4月1日" in response.text
    history = {
        one.fiscal_year: {number.kind.name: number.number for number in one.numbers}
        for one in response.context["history"]
    }
    none = dict.fromkeys(("audits", "findings", "drills", "inspections-received"), 0)
    assert history == {
        2017: none | {"audits": 1, "drills": 1},
        2015: none | {"audits": 1, "findings": 1},
    }
    path = f"/audits/?department={top.slug}&fiscal_year=2015"
    assert f'<a href="{path.replace("&", "&amp;")}">1</a>' in response.text
    assert list(client.get(path).context["table"].records()) == [before]


@pytest.mark.parametrize(
    ("first", "last", "english", "japanese"),
    [
        (date(2016, 4, 1), None, "since 1 April 2016", "平成28年４月１日（2016年4月1日）～"),
        (None, date(2016, 6, 30), "until 30 June 2016", "～平成28年６月30日（2016年6月30日）"),
        (
            date(2016, 4, 1),
            date(2016, 6, 30),
            "1 April 2016 to 30 June 2016",
            "平成28年４月１日（2016年4月1日）～平成28年６月30日（2016年6月30日）",
        ),
    ],
)
def test_existence_of_a_department_is_told_as_far_as_it_is_known(
    client, first, last, english, japanese
):
    department = factories.DepartmentFactory(valid_from=first, valid_until=last)
    for language, words in (("en", english), ("ja", japanese)):
        text = get(client, f"/departments/{department.slug}/", language).text
        assert re.search(rf"<dd>\s*{re.escape(words)}\s*</dd>", text)


def renamed(old, new, **facts):
    change = factories.ReorganisationFactory(takes_effect_on=date(2017, 4, 1), **facts)
    factories.ReorganisationStepFactory(reorganisation=change, department=old, role="predecessor")
    factories.ReorganisationStepFactory(reorganisation=change, department=new)


@pytest.fixture
def old():
    return factories.DepartmentFactory(name="電算部", valid_until=date(2017, 3, 31))


@pytest.fixture
def new():
    return factories.DepartmentFactory(name="情報処理部", valid_from=date(2017, 4, 1))


def test_renamed_department_has_one_history_marked_as_its_predecessors(client, old, new):
    before, after = make_audit(old, fiscal_year=2016), make_audit(new, fiscal_year=2017)
    drill = make_drill(old, fiscal_year=2016)
    renamed(old, new)
    response = get(client, new.get_absolute_url().removeprefix("/en"), "en")
    later, earlier = response.context["years"]
    assert (later.fiscal_year, later.records["audits"], later.before) == (2017, [after], None)
    assert (earlier.fiscal_year, earlier.records["audits"]) == (2016, [])
    assert (earlier.before.records["audits"], earlier.before.records["drills"]) == (
        [before],
        [drill],
    )
    assert earlier.before.departments == [old]
    assert re.search(r'Predecessor:\s*<a[^>]*><span lang="ja">電算部</span></a>', response.text)
    assert [one.fiscal_year for one in client.get(old.get_absolute_url()).context["years"]] == [
        2016
    ]


def test_history_tells_nothing_of_what_is_internal(client, old, new):
    make_audit(old, fiscal_year=2016)
    renamed(old, new, internal=True)
    assert client.get(new.get_absolute_url()).context["years"] == []
    unknown = factories.DepartmentFactory(internal=True, valid_until=date(2017, 3, 31))
    factories.AuditTargetFactory(
        audit=factories.AuditFactory(fiscal_year=2015, internal=True), department=unknown
    )
    renamed(unknown, new)
    renamed(old, new)
    make_audit(old, fiscal_year=2014, internal=True)
    (year,) = client.get(new.get_absolute_url()).context["years"]
    assert (year.fiscal_year, year.before.departments) == (2016, [old])


def test_department_that_went_on_keeps_its_history_for_itself(client, new):
    whole = factories.DepartmentFactory(name="管理部")
    make_audit(whole, fiscal_year=2016)
    renamed(whole, new)
    assert client.get(new.get_absolute_url()).context["years"] == []


def test_audit_of_both_is_listed_once(client, old, new):
    audit = make_audit(new, fiscal_year=2017)
    factories.AuditTargetFactory(audit=audit, department=old)
    renamed(old, new)
    (year,) = client.get(new.get_absolute_url()).context["years"]
    assert (year.records["audits"], year.before) == ([audit], None)


def test_longer_history_asks_no_more_questions(client, old, new):
    first = factories.DepartmentFactory(name="初代部", valid_until=date(2015, 3, 31))
    make_audit(old, fiscal_year=2016)
    make_audit(first, fiscal_year=2014)
    renamed(old, new)
    with CaptureQueriesContext(connection) as short:
        assert len(client.get(new.get_absolute_url()).context["years"]) == 1
    change = factories.ReorganisationFactory(takes_effect_on=date(2015, 4, 1))
    factories.ReorganisationStepFactory(reorganisation=change, department=first, role="predecessor")
    factories.ReorganisationStepFactory(reorganisation=change, department=old)
    with CaptureQueriesContext(connection) as long:
        assert len(client.get(new.get_absolute_url()).context["years"]) == 2
    assert len(long) == len(short)
