"""Acknowledgements: given with a reason and an end, hidden from nobody who oversees the office."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from audits.models import InspectionScope
from dates import FiscalYear
from jlis_gov.accounts import roles
from oversight.acknowledging import acknowledged, code_of
from oversight.models import Acknowledgement
from oversight.observations import notice
from oversight.reading import read_facts
from records.base import Life
from records.journal import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2016)
MESSAGE = "平成28年４月の内部監査（例月監査）の記録がありません。"
REASON = "決算監査に含めて実施したため"


def noticed():
    """A monthly audit of all months but April."""
    given = {"life": Life.REGISTERED, "visibility": "public"}
    kind = factories.AuditTypeFactory(
        regime="internal", name="例月監査", cycle_months=1, slug="monthly", **given
    )
    audit = factories.AuditFactory(
        schedule_text="平成28年５月～平成29年３月",
        regime="internal",
        status="held",
        fiscal_year=2016,
        **given,
    )
    factories.AuditClassificationFactory(audit=audit, type=kind)
    [one] = [
        each
        for each in notice(read_facts(), [YEAR], timezone.localdate())
        if each.rule.code == "month-without-audit"
    ]
    return one


def somebody(role: str):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


def test_acknowledgement_holds_from_its_day_to_its_last():
    one = factories.AcknowledgementFactory(given_on=date(2017, 4, 3), until=date(2018, 3, 31))
    withdrawn = factories.AcknowledgementFactory(rule="other", life=Life.WITHDRAWN)
    assert withdrawn.rule == "other"
    days = [(2017, 4, 2), (2017, 4, 3), (2018, 3, 31), (2018, 4, 1)]
    found = [list(acknowledged(YEAR, date(*day)).values()) for day in days]
    assert found == [[], [one], [one], []]
    assert acknowledged(FiscalYear(2017), date(2017, 4, 3)) == {}


def test_observation_is_acknowledged_with_a_reason_and_an_end(client):
    one, office = noticed(), somebody(roles.AUDIT_OFFICE)
    path = f"/oversight/fy2016/acknowledge/{code_of(one)}/"
    client.force_login(office)
    assert path in client.get("/oversight/fy2016/").text
    today = timezone.localdate()
    yesterday = (today - timedelta(days=1)).isoformat()
    for typed in (
        {"reason": "", "until": "2099-03-31"},
        {"reason": REASON, "until": ""},
        {"reason": REASON, "until": yesterday},
        {"reason": REASON, "until": "某日"},
    ):
        page = client.post(path, typed)
        assert page.status_code == 400, typed
        assert all(f"{text}" in page.text for text in typed.values()), typed
    assert not Acknowledgement.objects.exists()
    page = client.post(path, {"reason": REASON, "until": "2099-03-31"})
    assert page.status_code == 302, page.context["form"].errors
    kept = Acknowledgement.objects.get()
    assert (kept.message, kept.given_on, kept.until) == (MESSAGE, today, date(2099, 3, 31))
    assert acknowledged(YEAR, today) == {one.key: kept}
    entry = JournalEntry.objects.order_by("sequence").last()
    assert (entry.actor, entry.reason) == (office.get_username(), REASON)
    assert REASON in client.get("/oversight/fy2016/").text


def test_form_says_beneath_its_fields_how_they_are_filled_in(client):
    client.force_login(somebody(roles.AUDIT_OFFICE))
    page = client.get(f"/oversight/fy2016/acknowledge/{code_of(noticed())}/").text
    assert 'aria-describedby="id_until_helptext"' in page
    assert 'id="id_until_helptext">最後の日。' in page


def test_acknowledged_is_seen_by_office_and_inspectors_and_by_executives_who_ask_for_all(client):
    one = noticed()
    kept = factories.AcknowledgementFactory(
        detail=one.observation.detail, reason=REASON, until=date(2099, 3, 31)
    )
    for subject in one.observation.subjects:
        factories.AcknowledgedRecordFactory(
            acknowledgement=kept, label=subject.label, record_uid=subject.uid
        )
    inspector = somebody(roles.INSPECTOR)
    InspectionScope.objects.create(
        user=inspector, first_fiscal_year=2016, last_fiscal_year=2016, expires_on=date(2999, 1, 1)
    )
    seen = {}
    users = [somebody(role) for role in (roles.AUDIT_OFFICE, roles.STATUTORY_AUDITOR)]
    for user in (*users, inspector, somebody(roles.EXECUTIVE)):
        client.force_login(user)
        page = client.get("/oversight/fy2016/").text
        seen[user] = (MESSAGE in page, REASON in page, "/acknowledge/" in page)
    assert list(seen.values()) == [
        (True, True, True),
        (True, True, False),
        (True, True, False),
        (False, False, False),
    ]
    whole = client.get("/oversight/fy2016/?all=1").text
    assert (MESSAGE in whole, REASON in whole, "/acknowledge/" in whole) == (True, True, False)
    path = f"/oversight/fy2016/acknowledge/{code_of(one)}/"
    assert client.post(path, {"reason": "x", "until": "2999-01-01"}).status_code == 404
    out = StringIO()
    call_command("oversight", "2016", "--format", "json", stdout=out)
    [printed] = [each for each in json.loads(out.getvalue()) if each["message"] == MESSAGE]
    assert printed["acknowledged"] == {"until": "2099-03-31", "reason": REASON}
