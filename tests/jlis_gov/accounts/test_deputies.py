"""Deputies: appointed by the person or the office, chosen for a session, named in the journal."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from audits.models import Audit, Finding
from jlis_gov.accounts import roles
from jlis_gov.accounts.deputies import SESSION_KEY, ActingForSomebody
from jlis_gov.accounts.rights import may_act_as
from jlis_gov.accounts.tracked import mark_deputies
from organization.models import Contact, Deputy
from records import journal
from records.base import Life
from records.journal.models import JournalEntry
from records.papers import verify
from tests.admin_forms import submit, take_step
from tests.factories import (
    AuditFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE, ACT = "/en/account/deputies/", "/en/account/deputies/act/"
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


def account(name: str, role: str, family: str, *departments):
    call_command("sync_roles", verbosity=0)
    user = UserFactory(
        username=name,
        last_name=family,
        first_name="",
        is_staff=role in (roles.AUDIT_OFFICE, roles.SECRETARIAT),
    )
    user.groups.add(Group.objects.get(name=role))
    for one in departments:
        Contact.objects.create(user=user, department=one)
    return user


@pytest.fixture
def tanaka(department):
    return account("tanaka", roles.CONTACT, "田中", department)


@pytest.fixture
def sato():
    return account("sato", roles.CONTACT, "佐藤")


@pytest.fixture
def kansa():
    return account("kansa", roles.AUDIT_OFFICE, "監査")


def appoint(person, deputy, first=0, last=0):
    today = timezone.localdate()
    days = {"first_day": today + first * DAY, "last_day": today + last * DAY}
    with journal.change(actor="test"):
        row = Deputy.objects.create(person=person, deputy=deputy, reason="出張", **days)
        mark_deputies(row)
    return row


def faults() -> list[str]:
    """What verification finds of deputies; the accounts of this test were made past the journal."""
    return [one for one in verify().faults if "organization.Deputy" in one]


def acting(client, row):
    client.force_login(row.deputy)
    response = client.post(ACT, {"deputy": row.pk})
    assert response["Location"] == "/en/my-work/"
    return client


def typed(deputy, first="2030-04-01", last="2030-04-05", reason="出張"):
    return {"deputy": deputy.pk, "first_day": first, "last_day": last, "reason": reason}


def test_person_appoints_a_deputy_and_the_journal_says_so(client, tanaka, sato):
    client.force_login(tanaka)
    response = client.post(PAGE, typed(sato, first="令和12年４月１日", last="R12.4.5"), follow=True)
    assert "The deputy is on record." in response.text
    row = Deputy.objects.get()
    assert (row.person, row.deputy) == (tanaka, sato)
    assert (row.first_day, row.last_day) == (date(2030, 4, 1), date(2030, 4, 5))
    entry = JournalEntry.objects.get(record_type="organization.Deputy")
    assert (entry.actor, entry.reason) == ("tanaka", "出張")
    assert faults() == []


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"last_day": "2030-03-31"}, "The last day comes before the first."),
        ({"first_day": "2020-01-01"}, "A deputy begins today or later."),
        ({"first_day": "ある日"}, "ある日"),
        ({"reason": ""}, "This field is required."),
        ({"reason": "x" * 201}, "200"),
        ({"deputy": "999999"}, "Select a valid choice"),
        ({"deputy": "x"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(client, tanaka, sato, facts, message):
    client.force_login(tanaka)
    response = client.post(PAGE, typed(sato) | facts)
    assert response.status_code == 400
    assert message in response.text
    assert not Deputy.objects.exists()


def test_same_deputy_is_not_appointed_twice(client, tanaka, sato):
    client.force_login(tanaka)
    client.post(PAGE, typed(sato))
    again = client.post(PAGE, typed(sato))
    assert "This deputy already begins on this day." in again.text
    assert Deputy.objects.count() == 1


def test_who_does_not_work_here_has_and_is_no_deputy(client, tanaka):
    member = account("member", roles.COUNCIL_MEMBER, "委員")
    client.force_login(tanaka)
    assert client.post(PAGE, typed(member)).status_code == 400
    assert client.post(PAGE, typed(tanaka)).status_code == 400  # nor oneself
    client.force_login(member)
    assert "Your account cannot have a deputy." in client.get(PAGE).text
    assert client.post(PAGE, typed(tanaka)).status_code == 400
    assert not Deputy.objects.exists()


def test_deputy_answers_and_the_journal_names_both(client, tanaka, sato, department):
    audit = AuditFactory(schedule_text="平成29年２月８日")
    finding = FindingFactory(audit=audit, department=department, internal=True)
    acting(client, appoint(tanaka, sato))
    page = f"/en/findings/{finding.uid}/answer/"
    text = client.get(page).text
    assert "Acting for 田中" in text
    version = Finding.objects.get().version
    forms = {"actions-TOTAL_FORMS": 0, "actions-INITIAL_FORMS": 0}
    forms |= {"papers-TOTAL_FORMS": 0, "papers-INITIAL_FORMS": 0}
    client.post(page, {"response": "agreed", "answer": "改めます。", "version": version} | forms)
    finding = Finding.objects.get()
    assert (finding.answer, finding.answered_by) == ("改めます。", "佐藤（田中の代理）")
    entry = JournalEntry.objects.last()
    assert (entry.actor, entry.on_behalf_of) == ("sato", "tanaka")
    assert entry.who == "sato (for tanaka)"
    assert faults() == []


def test_deputy_of_the_office_works_in_the_admin_and_the_journal_names_both(client, kansa, sato):
    drill = DrillFactory(draft=True)
    acting(client, appoint(kansa, sato))
    client.cookies["django_language"] = "en"
    page = client.get(f"/admin/audits/drill/{drill.pk}/change/")
    assert "Acting for 監査" in page.text
    take_step(client, drill, "approve", decision_number="決裁第１号")
    drill.refresh_from_db()
    assert drill.life == Life.REGISTERED
    entry = JournalEntry.objects.filter(record_type="audits.Drill").last()
    assert (entry.actor, entry.on_behalf_of) == ("sato", "kansa")
    assert "sato (for kansa)" in client.get("/admin/records/journalentry/").text


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"),
        *("/admin/organization/deputy/", "/admin/organization/deputy/add/"),
        "/admin/calendars/subscription/",
    ],
)
def test_accounts_and_deputies_are_not_handed_on(client, kansa, sato, path):
    acting(client, appoint(kansa, sato))
    assert client.get(path).status_code == 403


def test_administrator_hands_on_the_roles_alone(client, kansa, sato):
    kansa.is_superuser = True
    kansa.save()
    acting(client, appoint(kansa, sato))
    assert client.get("/admin/audits/audit/").status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403


def test_rights_of_somebody_represented_open_no_account(kansa, sato):
    other = account("jimu", roles.SECRETARIAT, "事務")
    sato.represented_person, sato.rights_as_deputy = other, frozenset({"meetings.change_meeting"})
    assert not may_act_as(sato, other)


def test_deputy_of_a_deputy_has_nothing_of_the_first(client, tanaka, sato, department):
    appoint(tanaka, sato)
    third = account("third", roles.EXECUTIVE, "第三")
    acting(client, appoint(sato, third))
    assert client.get("/en/findings/assigned/").status_code == 404


@pytest.mark.parametrize(("first", "last"), [(1, 2), (-2, -1)])
def test_nobody_begins_to_act_on_another_day(client, tanaka, sato, first, last):
    row = appoint(tanaka, sato, first, last)
    client.force_login(sato)
    assert client.post(ACT, {"deputy": row.pk}).status_code == 404
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 40, "\0"])
def test_nobody_acts_by_a_row_that_is_not_there(client, sato, key):
    client.force_login(sato)
    assert client.post(ACT, {"deputy": key}).status_code == 404


def test_nobody_acts_by_the_row_of_another(client, tanaka, sato, kansa):
    row = appoint(tanaka, sato)
    client.force_login(kansa)
    assert client.post(ACT, {"deputy": row.pk}).status_code == 404


def test_acting_ends_by_itself_on_the_day_after(client, tanaka, sato, department, monkeypatch):
    today = timezone.localdate()
    acting(client, appoint(tanaka, sato, 0, 1))
    monkeypatch.setattr(timezone, "localdate", lambda *args: today + DAY)
    assert client.get("/en/findings/assigned/").status_code == 200
    monkeypatch.setattr(timezone, "localdate", lambda *args: today + 2 * DAY)
    page = client.get("/en/my-work/")
    assert "You act for nobody else any more." in page.text
    assert SESSION_KEY not in client.session
    assert client.get("/en/findings/assigned/").status_code == 404


def test_person_ends_it_at_once(client, tanaka, sato):
    begun, later = appoint(tanaka, sato, -1, 3), appoint(tanaka, sato, 2, 3)
    deputy = acting(Client(), begun)
    client.force_login(tanaka)
    for row in (begun, later):
        assert client.post(f"{PAGE}{row.pk}/end/").status_code == 302
    [kept] = Deputy.objects.all()
    assert kept.last_day == timezone.localdate() - DAY
    assert deputy.get("/en/findings/assigned/").status_code == 404
    assert faults() == []


def test_nobody_ends_what_another_appointed(client, tanaka, sato):
    row = appoint(tanaka, sato)
    client.force_login(sato)
    assert client.post(f"{PAGE}{row.pk}/end/").status_code == 404
    assert Deputy.objects.filter(pk=row.pk).exists()


def test_deputy_stops_acting(client, tanaka, sato, department):
    acting(client, appoint(tanaka, sato))
    client.post(ACT)
    assert client.get("/en/findings/assigned/").status_code == 404
    assert "Acting for" not in client.get("/en/").text


def test_signing_out_ends_acting(client, tanaka, sato):
    acting(client, appoint(tanaka, sato))
    client.post("/en/sign-out/")
    client.force_login(sato)
    assert "Acting for" not in client.get("/en/").text


def test_next_request_of_the_thread_acts_for_nobody(client, tanaka, sato, kansa):
    acting(client, appoint(tanaka, sato)).get("/en/my-work/")
    other = Client()
    other.force_login(kansa)
    other.post(PAGE, typed(sato))
    entry = JournalEntry.objects.filter(record_type="organization.Deputy").last()
    assert (entry.actor, entry.on_behalf_of) == ("kansa", "")


def test_what_is_written_while_the_answer_is_sent_names_both(client, tanaka, sato):
    session = acting(client, appoint(tanaka, sato)).session
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
    request.session, request.user = session, sato

    def pieces():
        yield b"begun"
        with journal.change(actor=sato.get_username()):
            DepartmentFactory(name="新しい部")
        yield b"done"

    def view(asked):
        assert asked.user.is_authenticated
        return StreamingHttpResponse(pieces())

    response = ActingForSomebody(view)(request)
    assert list(response) == [b"begun", b"done"]
    entry = JournalEntry.objects.filter(record_type="organization.Department").last()
    assert (entry.actor, entry.on_behalf_of) == ("sato", "tanaka")
    with journal.change(actor="somebody"):
        DepartmentFactory()
    assert JournalEntry.objects.last().on_behalf_of == ""


def test_office_appoints_for_somebody_else(client, kansa, tanaka, sato):
    client.force_login(kansa)
    path = "/admin/organization/deputy/add/"
    page = submit(client, path, {"person": tanaka.pk} | typed(sato))
    assert page.status_code == 302
    row = Deputy.objects.get()
    assert (row.person, row.deputy) == (tanaka, sato)
    submit(client, f"/admin/organization/deputy/{row.pk}/change/", {"last_day": "2030-05-01"})
    row.refresh_from_db()
    assert row.last_day == date(2030, 5, 1)
    client.post(f"/admin/organization/deputy/{row.pk}/delete/", {"post": "yes"})
    assert not Deputy.objects.exists()
    actions = JournalEntry.objects.filter(record_type="organization.Deputy")
    assert [one.action for one in actions] == ["create", "change", "delete"]
    assert faults() == []


@pytest.mark.parametrize("role", [roles.CONTACT, roles.SECRETARIAT, roles.STATUTORY_AUDITOR])
def test_office_makes_itself_no_deputy_of_who_may_do_more(client, kansa, role):
    other = account("other", role, "別")
    client.force_login(kansa)
    path = "/admin/organization/deputy/add/"
    page = submit(client, path, {"person": other.pk} | typed(kansa))
    assert (page.status_code, Deputy.objects.exists()) == (200, False)
    assert page.context["adminform"].form.errors.as_data()["deputy"][0].code == "gain"
    own = account("of_office", roles.AUDIT_OFFICE, "同")
    submit(client, path, {"person": own.pk} | typed(kansa))
    assert Deputy.objects.get().person == own


def test_office_lends_nothing_to_an_account_that_it_can_open(client, admin_client, kansa):
    secretary, other = (
        account("secretary", roles.SECRETARIAT, "事"),
        account("of_office", roles.AUDIT_OFFICE, "同"),
    )
    client.force_login(kansa)
    known = "a password that I know"
    password = {"usable_password": "true", "password1": known, "password2": known}
    address = f"/admin/auth/user/{other.pk}/password/"
    assert client.post(address, password).status_code == 302
    path = "/admin/organization/deputy/add/"
    page = submit(client, path, {"person": secretary.pk} | typed(other))
    assert page.context["adminform"].form.errors.as_data()["deputy"][0].code == "gain"
    assert submit(admin_client, path, {"person": secretary.pk} | typed(other)).status_code == 302


def test_office_opens_no_account_that_acts_for_who_may_do_more(client, kansa):
    secretary, other = (
        account("secretary", roles.SECRETARIAT, "事"),
        account("of_office", roles.AUDIT_OFFICE, "同"),
    )
    assert may_act_as(kansa, other)
    row = appoint(secretary, other, first=3, last=5)
    assert not may_act_as(kansa, other)
    assert may_act_as(other, other)
    client.force_login(kansa)
    address = f"/admin/auth/user/{other.pk}/password/"
    assert client.get(address).status_code == 403
    Deputy.objects.filter(pk=row.pk).update(first_day="2020-01-01", last_day="2020-01-02")
    assert client.get(address).status_code == 200


def test_own_rights_stay_beside(client, kansa, tanaka, department):
    audit = AuditFactory(draft=True)
    acting(client, appoint(tanaka, kansa))
    assert client.get(f"/admin/audits/audit/{audit.pk}/change/").status_code == 200
    assert client.get("/en/findings/assigned/").status_code == 200
    assert Audit.objects.visible_to(kansa).exists()


def test_account_page_offers_whom_to_act_for(client, tanaka, sato):
    appoint(tanaka, sato)
    client.force_login(sato)
    assert "Act for 田中" in client.get("/en/account/").text
    client.force_login(tanaka)
    assert "Act for" not in client.get("/en/account/").text
