"""Duties that are late or soon due: on the desk, in one's own work, in calendars of one's own."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calendars.entries import ChangeKey
from jlis_gov.accounts import roles
from jlis_gov.composition import FEEDS
from oversight.due_duties import due_duties, duties_due, duties_waiting, duties_watched
from oversight.models import Duty
from oversight.sources import DutySource, days_by_duty
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TODAY = date(2017, 6, 10)
STATEMENTS = {
    "title": "財務諸表の提出",
    "met_by": "submission",
    "met_by_codes": "submission",
    "deadline": "after_year_end",
    "deadline_months": 3,
    "deadline_is_moved": True,
}


@pytest.fixture
def statements():
    """Of fiscal 2016 due on 30 June 2017; those of 2015 were not submitted, though others were."""
    factories.SubmissionFactory(fiscal_year=2015, kind="submission", title="別の書類")
    return factories.DutyFactory(**STATEMENTS, met_by_words="財務諸表")


def somebody(role):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory(is_staff=role in (roles.AUDIT_OFFICE, roles.SECRETARIAT))
    user.groups.add(Group.objects.get(name=role))
    return user


def shown(found):
    return [
        (
            str(one.heading),
            [(task.text, task.note, task.is_late) for task in map(one.task, one.rows)],
        )
        for one in found
    ]


def test_late_and_soon_due_wait_for_those_who_keep_duties_and_are_watched_by_executives(statements):
    lines = [
        ("期限を過ぎた義務", [("財務諸表の提出", "期限：平成28年６月30日", True)]),
        ("30日以内に期限が来る義務", [("財務諸表の提出", "期限：平成29年６月30日", False)]),
    ]
    office, executive = somebody(roles.AUDIT_OFFICE), somebody(roles.EXECUTIVE)
    assert shown(duties_waiting(office, TODAY)) == lines
    assert shown(duties_watched(executive, TODAY)) == lines
    assert shown(duties_watched(office, TODAY)) == shown(duties_waiting(executive, TODAY)) == []
    assert shown(duties_watched(somebody(roles.CONTACT), TODAY)) == []
    readers = [
        task.address for one in duties_watched(executive, TODAY) for task in map(one.task, one.rows)
    ]
    row = f"duties/#duty-{statements.code}"
    assert readers == [f"/oversight/fy2015/{row}", f"/oversight/fy2016/{row}"]
    found = [(one.number, one.is_alarm, one.address) for one in duties_due(office, TODAY)]
    assert found == [
        (1, True, "/admin/oversight/duty/?due=late"),
        (1, False, "/admin/oversight/duty/?due=soon"),
    ]


def test_duty_that_audits_show_is_told_to_nobody_who_may_not_read_all_audits(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    kind = factories.AuditTypeFactory(slug="monthly")
    for year, text in ((2015, "平成27年９月７日"), (2016, "平成28年９月７日")):
        audit = factories.AuditFactory(
            fiscal_year=year, schedule_text=text, status="held", internal=True
        )
        factories.AuditClassificationFactory(audit=audit, type=kind)
    factories.DutyFactory(
        title="例月監査", met_by="audit", met_by_codes="monthly", times=2, deadline="period_end"
    )
    sentence = "「例月監査」"
    for role, is_told in ((roles.AUDIT_OFFICE, True), (roles.SECRETARIAT, False)):
        user = somebody(role)
        client.force_login(user)
        assert [heading for heading, _tasks in shown(duties_waiting(user, TODAY))] == (
            ["期限を過ぎた義務"] if is_told else []
        )
        assert [one.number for one in duties_due(user, TODAY)] == [int(is_told), 0]
        listed = client.get("/admin/oversight/duty/?due=late").context["cl"].result_count
        assert listed == int(is_told)
        assert (sentence in client.get("/oversight/fy2016/").text) == is_told, role


def test_what_is_met_or_far_off_is_neither_late_nor_soon_due(statements):
    title = "平成28年度財務諸表"
    factories.SubmissionFactory(
        fiscal_year=2016, kind="submission", title=title, submitted_text="平成29年６月９日"
    )
    assert list(due_duties(TODAY)["soon"]) == []
    assert list(due_duties(date(2017, 5, 30))["soon"]) == []


def test_duties_are_reckoned_once_for_a_state_of_the_journal(statements):
    due_duties(TODAY)
    with CaptureQueriesContext(connection) as asked:
        due_duties(TODAY)
    assert len(asked) == 1
    factories.DutyFactory(title="別の義務", deadline="period_end", met_by="submission")
    assert len(due_duties(date(2017, 3, 10))["soon"]) == 1


def test_last_days_are_those_of_the_years_around_today_less_what_is_waived(statements):
    uid = str(statements.uid)
    days = [date(2016, 6, 30), date(2017, 6, 30), date(2018, 7, 2), date(2019, 7, 1)]
    assert days_by_duty(date(2016, 5, 1))[uid] == set(days[:3])
    assert days_by_duty(TODAY)[uid] == set(days[1:])
    factories.WaiverFactory(duty=statements, period="FY2016")
    assert days_by_duty(TODAY)[uid] == set(days[2:])


def test_entry_leads_to_the_row_of_the_duty_in_the_certificate_of_the_year_next_due(
    client, monkeypatch, statements
):
    path = f"/oversight/duties/{statements.uid}/"
    client.force_login(somebody(roles.EXECUTIVE))
    for today, year in ((date(2017, 6, 30), 2016), (date(2017, 7, 1), 2017)):
        monkeypatch.setattr(timezone, "localdate", lambda *_args, day=today: day)
        row = f"/oversight/fy{year}/duties/#duty-{statements.code}"
        assert client.get(path).headers["Location"] == row
    assert f'id="duty-{statements.code}"' in client.get(row).text
    client.force_login(somebody(roles.CONTACT))
    assert client.get(path).status_code == 404


def test_entry_of_a_duty_is_internal_and_changes_with_duties_and_certifications(statements):
    source = DutySource()
    [entry] = source.published_entries()
    assert (entry.title, entry.is_public) == ("〔期限〕財務諸表の提出", False)
    assert len(entry.schedule.segments) == 3
    assert entry.path == f"/oversight/duties/{statements.uid}/"
    touched = ChangeKey("audits.Certification", statements.uid)
    assert source.affected([touched]) == {statements.uid}
    assert source.affected([ChangeKey("audits.Audit", statements.uid)]) == set()
    assert FEEDS.by_choice["kind:duty"] == source.name
    off = factories.DutyFactory(is_on=False)
    assert source.published_entries([off.uid]) == []
    assert Duty.objects.count() == 2
