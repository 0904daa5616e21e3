"""The page of an approved annual plan, and its history: who may read them."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from audits.models import InspectionScope
from jlis_gov.accounts import roles
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]
REASON = "組織改編のため"  # of what the factory's plan leaves out


@pytest.fixture
def plan():
    audit = factories.AuditFactory(internal=True, subject="入退室管理")
    drill = factories.DrillFactory(internal=True, name="安否確認訓練")
    kind = factories.AuditTypeFactory(name="コンプライアンス監査")
    return factories.AuditPlanFactory(rows=[audit, drill], omitted=[(kind, None)])


def somebody(role):
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


def inspector(year, regime=""):
    user, until = somebody(roles.INSPECTOR), date(2999, 1, 1)
    years = {"first_fiscal_year": year, "last_fiscal_year": year}
    InspectionScope.objects.create(user=user, regime=regime, expires_on=until, **years)
    return user


def test_plan_and_its_history_are_open_within_scope_and_to_statutory_auditors_alone(client, plan):
    call_command("sync_roles", verbosity=0)
    paths = [plan.get_absolute_url(), f"{plan.get_absolute_url()}history/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    for user, expected in (
        (somebody(roles.STATUTORY_AUDITOR), [200, 200]),
        (somebody(roles.EXECUTIVE), [200, 404]),
        (somebody(roles.CONTACT), [404, 404]),
        (somebody(roles.COUNCIL_MEMBER), [404, 404]),
        (inspector(2016), [200, 200]),
        (inspector(2017), [404, 404]),
        (inspector(2016, "internal"), [404, 404]),  # the plan lists audits of every regime
    ):
        client.force_login(user)
        assert [client.get(path).status_code for path in paths] == expected, user


def test_page_tells_what_is_left_out_and_leads_only_to_what_may_be_opened(client, plan):
    call_command("sync_roles", verbosity=0)
    client.force_login(inspector(2016))
    page = client.get(plan.get_absolute_url()).text
    audit, drill = plan.audits.get().audit, plan.drills.get().drill
    assert REASON in page
    assert f'href="{audit.get_absolute_url()}"' in page
    assert drill.get_absolute_url() not in page
    assert REASON in client.get(f"{plan.get_absolute_url()}history/").text
    coverage = client.get("/coverage/fy2016/").text
    assert f'href="{plan.get_absolute_url()}"' in coverage


def test_last_version_of_a_plan_is_shown_as_the_one_in_force(client, plan):
    call_command("sync_roles", verbosity=0)
    client.force_login(inspector(2016))
    shown = client.get(plan.get_absolute_url()).text
    assert (shown.count("badge-current"), shown.count("badge-superseded")) == (1, 0)
    factories.AuditPlanFactory(fiscal_year=plan.fiscal_year, revision=1, reason="改編")
    shown = client.get(plan.get_absolute_url()).text
    assert '<span class="badge badge-superseded">改定前</span>' in shown
    assert '<span class="badge badge-current">現行</span>' in shown.partition("改定前")[2]
