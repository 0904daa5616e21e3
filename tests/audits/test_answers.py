"""Contacts answer the findings of their departments on the site."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Finding, ReminderOptOut
from organization.models import Contact
from records import journal
from records.journal.models import JournalEntry
from tests.factories import (
    AuditFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    FindingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2017, 3, 15)
LIST = "/en/findings/assigned/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def finding(department):
    return make_finding(department)


def make_finding(department, **values):
    values = {"found_on": date(2017, 2, 8), "due_on": date(2017, 3, 31)} | values
    audit = values.pop("audit", None) or AuditFactory(schedule_text="平成29年２月８日")
    made = FindingFactory(audit=audit, department=department, internal=True, **values)
    return Finding.objects.get(pk=made.pk)  # with the version that the journal gave it


@pytest.fixture
def contact(department):
    user = UserFactory(username="tanto", first_name="花子", last_name="田中")
    Contact.objects.create(user=user, department=department)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["read_as_contact", "answer_finding"])
    )
    return user


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def page_of(finding):
    return f"/en/findings/{finding.uid}/answer/"


def typed(finding, *actions, kept=0, **values):
    """What a browser sends: the answer, then the forms of actions, kept ones first."""
    data = {"response": "agreed", "answer": "記録の様式を改めます。", "version": finding.version}
    data |= {"actions-TOTAL_FORMS": len(actions), "actions-INITIAL_FORMS": kept}
    data |= {"papers-TOTAL_FORMS": 3, "papers-INITIAL_FORMS": 0}
    for index, action in enumerate(actions):
        data |= {f"actions-{index}-{name}": value for name, value in action.items()}
    return data | values


def test_answer_and_action_are_kept_and_journalled_as_the_contacts(signed_in, finding):
    action = {"description": "様式の改定", "planned_for": "平成29年３月24日"}
    response = signed_in.post(page_of(finding), typed(finding, action))
    assert response.status_code == 302
    kept = Finding.objects.get()
    assert (kept.answer, kept.answered_on) == ("記録の様式を改めます。", TODAY)
    assert kept.answered_by == "田中 花子"
    [kept_action] = kept.corrective_actions.all()
    assert (kept_action.order, kept_action.description) == (1, "様式の改定")
    assert kept_action.planned_for == date(2017, 3, 24)
    entry = JournalEntry.objects.last()
    assert (entry.actor, entry.record_uid) == ("tanto", finding.uid)
    assert entry.reason
    assert entry.request


def test_completion_is_reported_on_an_action_that_is_there(signed_in, finding):
    action = CorrectiveActionFactory(finding=finding, description="様式の改定")
    finding.refresh_from_db()
    form = {"id": action.pk, "description": "様式の改定", "completed_on": "H29.3.14"}
    response = signed_in.post(page_of(finding), typed(finding, form, kept=1))
    assert response.status_code == 302
    action.refresh_from_db()
    assert action.completed_on == date(2017, 3, 14)
    assert Finding.objects.get().corrective_actions.count() == 1


def test_second_action_follows_the_first(signed_in, finding):
    first = CorrectiveActionFactory(finding=finding, order=1)
    finding.refresh_from_db()
    kept = {"id": first.pk, "description": first.description}
    sent = typed(finding, kept, {"description": "研修"}, kept=1)
    assert signed_in.post(page_of(finding), sent).status_code == 302
    assert list(finding.corrective_actions.values_list("order", "description")) == [
        (1, first.description),
        (2, "研修"),
    ]


def test_nothing_else_of_the_finding_can_be_sent_along(signed_in, finding):
    forged = {"grade": "improvement", "due_on": "2018-03-31", "closed_on": "2017-03-14"}
    forged |= {"life": "withdrawn", "visibility": "public", "department": ""}
    action = {"description": "様式の改定", "was_effective": "true"}
    action |= {"effectiveness_checked_on": "2017-03-14", "completed_on": "2017-03-14"}
    before = finding.canonical()
    assert signed_in.post(page_of(finding), typed(finding, action, **forged)).status_code == 302
    after = Finding.objects.get().canonical()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        "response",
        "answer",
        "answered_on",
        "answered_by",
        "corrective_actions",
        "version",
    }
    assert after["corrective_actions"][0]["was_effective"] is None
    assert after["corrective_actions"][0]["effectiveness_checked_on"] is None


def test_action_whose_effect_was_checked_stays_as_it_is(signed_in, finding):
    action = CorrectiveActionFactory(
        finding=finding,
        description="様式の改定",
        completed_on=date(2017, 3, 1),
        effectiveness_checked_on=date(2017, 3, 10),
        was_effective=False,
    )
    finding.refresh_from_db()
    form = {"id": action.pk, "description": "別のこと", "completed_on": "2017-03-02"}
    sent = typed(finding, form, {"description": "再度の改定"}, kept=1)
    assert signed_in.post(page_of(finding), sent).status_code == 302
    assert [row.description for row in finding.corrective_actions.all()] == [
        "様式の改定",
        "再度の改定",
    ]
    action.refresh_from_db()
    assert action.completed_on == date(2017, 3, 1)


@pytest.mark.parametrize(
    "action",
    [
        {"description": "様式の改定", "completed_on": "2017-03-16"},  # tomorrow
        {"description": "様式の改定", "completed_on": "2017-02-07"},  # before it was found
        {"description": "様式の改定", "completed_on": "平成29年３月"},
        {"description": "様式\x1bの改定"},
        {"description": "", "completed_on": "2017-03-14"},
    ],
)
def test_action_that_cannot_be_is_refused_and_nothing_is_saved(signed_in, finding, action):
    response = signed_in.post(page_of(finding), typed(finding, action))
    assert response.status_code == 400
    assert "field-error" in response.text
    assert "記録の様式を改めます。" in response.text  # what was typed is kept
    kept = Finding.objects.get()
    assert (kept.answer, kept.version) == ("", finding.version)
    assert not kept.corrective_actions.exists()


def test_answer_without_a_text_is_refused(signed_in, finding):
    response = signed_in.post(page_of(finding), typed(finding, answer=" "))
    assert response.status_code == 400
    assert Finding.objects.get().version == finding.version


def test_answer_to_what_somebody_changed_meanwhile_is_kept_on_the_page(signed_in, finding):
    sent = typed(finding, {"description": "様式の改定"})
    with journal.change(actor="office"):
        CorrectiveActionFactory(finding=finding, description="研修")
    response = signed_in.post(page_of(finding), sent)
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert "記録の様式を改めます。" in response.text
    assert Finding.objects.get().answer == ""
    again = sent | {"version": response.context["form"]["version"].value()}
    assert signed_in.post(page_of(finding), again).status_code == 302
    assert Finding.objects.get().answer == "記録の様式を改めます。"


def test_closed_finding_takes_no_answer(signed_in, finding):
    with journal.change(actor="office"):
        finding.closed_on, finding.closing_reason = TODAY, "業務の廃止"
        finding.save()
    finding.refresh_from_db()
    assert "<form class" not in signed_in.get(page_of(finding)).text
    assert signed_in.post(page_of(finding), typed(finding)).status_code == 409
    assert Finding.objects.get().answer == ""


def test_finding_of_another_department_is_not_there(signed_in, finding):
    other = make_finding(DepartmentFactory())
    assert signed_in.get(page_of(other)).status_code == 404
    assert signed_in.post(page_of(other), typed(other)).status_code == 404
    assert Finding.objects.get(pk=other.pk).answer == ""


def test_draft_is_not_there_for_its_department(signed_in, department):
    assert signed_in.get(page_of(make_finding(department, life="draft"))).status_code == 404


def test_right_to_answer_is_needed(signed_in, contact, finding):
    contact.user_permissions.remove(Permission.objects.get(codename="answer_finding"))
    assert signed_in.get(page_of(finding)).status_code == 404
    assert signed_in.post(page_of(finding), typed(finding)).status_code == 404


@pytest.mark.parametrize("path", [LIST, "/en/reminders/"])
def test_pages_of_somebody_ask_to_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert path in response["Location"]


def test_list_holds_what_is_open_and_his_with_the_most_urgent_first(signed_in, department):
    part = DepartmentFactory(parent_department=department)
    later = make_finding(part, due_on=date(2017, 4, 28))
    overdue = make_finding(department, due_on=date(2017, 3, 10))
    make_finding(department, closed_on=date(2017, 3, 1), closing_reason="業務の廃止")
    make_finding(DepartmentFactory())
    response = signed_in.get(LIST)
    assert list(response.context["findings"]) == [overdue, later]
    assert "overdue" in response.text


def test_somebody_who_speaks_for_no_department_has_no_such_list(client):
    client.force_login(UserFactory())
    assert client.get(LIST).status_code == 404


def test_list_asks_as_often_for_many_as_for_few(signed_in, department):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert signed_in.get(LIST).status_code == 200
        return len(asked)

    make_finding(DepartmentFactory(parent_department=department))
    few = cost()
    for _n in range(2):
        make_finding(DepartmentFactory(parent_department=department))
    assert cost() == few


def test_reminders_are_turned_off_and_on_by_oneself(signed_in, contact):
    page = "/en/reminders/"
    assert "You receive reminders." in signed_in.get(page).text
    signed_in.post(page, {"wants_reminders": "no"})
    assert ReminderOptOut.objects.get().user == contact
    signed_in.post(page, {"wants_reminders": "no"})
    assert "You receive no reminders." in signed_in.get(page).text
    signed_in.post(page, {"wants_reminders": "yes"})
    assert not ReminderOptOut.objects.exists()
