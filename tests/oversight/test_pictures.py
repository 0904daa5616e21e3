"""Pictures count what their reader may see, and lead to lists of as many."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from audits.models import InspectionScope
from dates import FiscalYear
from jlis_gov.accounts import roles
from oversight.pictures import pictures_of
from oversight.reading import read_facts
from tests import factories

YEAR, TODAY = FiscalYear(2016), date(2017, 1, 15)
MAY = {"visibility": "internal", "schedule_text": "平成28年５月10日"}


def shown(user) -> dict[str, list[list[str]]]:
    found = pictures_of(read_facts(), user, YEAR, TODAY)
    return {one.name: [[cell.text for cell in row] for row in one.rows] for one in found}


@pytest.mark.django_db
def test_inspector_is_counted_nothing_beyond_the_scope():
    call_command("sync_roles", verbosity=0, stdout=StringIO())
    inspector = factories.UserFactory()
    inspector.groups.add(Group.objects.get(name=roles.INSPECTOR))
    InspectionScope.objects.create(
        user=inspector,
        regime="external",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=date(2999, 1, 1),
    )
    audits = [factories.AuditFactory(regime=one, **MAY) for one in ("internal", "external")]
    for audit in audits:
        factories.FindingFactory(audit=audit, found_on=date(2016, 5, 20))
    factories.CertificationFactory(visibility="internal")
    factories.AuditPlanFactory(rows=audits)
    found = shown(inspector)
    assert set(found) == {"heat-map", "flow", "ageing", "workload"}
    assert found["flow"][1][1:] == ["1", "0", "1"]  # made, closed and not closed in May
    # meetings, internal, external, accounting and auditors' audits, drills, sum
    assert found["workload"][1][1:] == ["0", "0", "1", "0", "0", "0", "1"]
    office = shown(factories.UserFactory(staff=True))
    assert set(office) - set(found) == {"slips", "certificates"}
    assert office["flow"][1][1:] == ["2", "0", "2"]
    assert [row[3:] for row in office["slips"]] == [["計画どおり"] * 2] * 2


def listed(client, address: str) -> str:
    """The number of findings of a list."""
    return str(client.get(address).context["table"].paginator.count)


@pytest.mark.django_db
def test_figures_of_months_are_those_of_the_lists_to_which_they_lead(client):
    audit = factories.AuditFactory(**MAY)
    for found_on, closed in (
        (date(2016, 5, 31), {"closed_on": date(2016, 7, 1), "closing_reason": "完了"}),
        (date(2016, 6, 30), {}),
        (None, {}),  # made by the audit's day, for all that is known
        (date(2016, 7, 1), {}),
        (date(2017, 1, 10), {"closed_on": date(2017, 1, 15), "closing_reason": "完了"}),
        (date(2017, 1, 16), {}),
    ):
        factories.FindingFactory(audit=audit, found_on=found_on, **closed)
    user = factories.UserFactory(staff=True)
    flow = next(one for one in pictures_of(read_facts(), user, YEAR, TODAY) if one.name == "flow")
    client.force_login(user)
    # May, June, July, and January, of which half is over: made, closed, not closed at the end
    figures = {1: ["1", "0", "2"], 2: ["1", "0", "3"], 3: ["1", "1", "3"], 9: ["1", "1", "3"]}
    for place, expected in figures.items():
        cells = flow.rows[place][1:]
        assert [cell.text for cell in cells] == expected
        assert [listed(client, cell.address) for cell in cells] == expected
    assert all(cell.address == "" for cell in flow.rows[10])  # a month to come
    page = client.get(flow.rows[1][1].address).text
    assert "平成28年５月（2016年5月）" in page
    for wrong in ("2016-13", "2016", "1234-01", "あ"):
        assert "月を表していません" in client.get(f"/findings/?made_month={wrong}").text
    assert flow.notes[0].endswith("：1件")  # has no day
