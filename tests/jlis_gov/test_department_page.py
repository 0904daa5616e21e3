"""A department's page: what concerned it, year by year, and where it came from and went."""

import re
from datetime import date

import pytest

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
    assert audit in year.audits
    assert year.drills == [drill]
    assert [one.successors for one in response.context["changes"]] == [[successor]]
    assert "未公表部" not in response.text
    back = client.get(successor.get_absolute_url()).context["changes"]
    assert [one.predecessors for one in back] == [[top]]


def test_excluded_department_is_not_concerned(client):
    audit = factories.AuditFactory(scope="all_but")
    inside, outside = factories.DepartmentFactory(), factories.DepartmentFactory()
    factories.AuditTargetFactory(audit=audit, department=outside, role=AuditTarget.Role.EXCLUDED)
    (year,) = client.get(inside.get_absolute_url()).context["years"]
    assert year.audits == [audit]
    assert client.get(outside.get_absolute_url()).context["years"] == []


def test_department_page_goes_by_fiscal_years(client):
    top = factories.DepartmentFactory(valid_from=date(2016, 4, 1))
    before, after = make_audit(top, fiscal_year=2015), make_audit(top, fiscal_year=2017)
    drill = make_drill(top, fiscal_year=2017)
    finding = factories.FindingFactory(audit=before, department=top)
    client.force_login(factories.UserFactory(staff=True))
    response = client.get(top.get_absolute_url())
    years = response.context["years"]
    assert [(one.fiscal_year, one.audits, one.drills, one.findings) for one in years] == [
        (2017, [after], [drill], []),
        (2015, [before], [], [finding]),
    ]
    assert "平成28年４月１日" in response.text
    assert "2016年4月1日" in response.text


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
