"""The pages on which somebody keeps calendars of their own, and the audit office's list of all."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from calendars.feeds import selection
from calendars.feeds.models import PublishedEntry, Subscription
from jlis_gov.accounts import roles
from jlis_gov.subscribing.own_calendars import CalendarForm
from organization.models import Contact
from records import journal
from tests import factories

pytestmark = pytest.mark.django_db
INSERT = CalendarForm._insert
NEW = "/en/account/calendars/new/"
OWN = "/en/account/calendars/"


@pytest.fixture
def somebody(client):
    """An executive, signed in."""
    call_command("sync_roles", stdout=StringIO())
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=roles.EXECUTIVE))
    client.force_login(user)
    return user


@pytest.fixture
def record():
    factories.BodyFactory(slug="council", name="代表者会議", internal=True)
    public = factories.MeetingFactory()
    return public, factories.DrillFactory(internal=True)


def made(client, **typed):
    data = {"name": "iPhone", "long": "span", "valid_for": "366"} | typed
    response = client.post(NEW, data)
    assert response.status_code == 200
    return response


def token_in(response) -> str:
    return re.search(r"/feeds/personal/([\w-]{43})\.ics", response.text)[1]


def held(token: str) -> str:
    return Client().get(f"/feeds/personal/{token}.ics").content.decode().replace("\r\n ", "")


def test_address_is_shown_once_and_opens_what_the_owner_may_see(client, somebody, record):
    response = made(client)
    token = token_in(response)
    assert response.context["count"] == 2
    assert [str(one.uid) in held(token) for one in record] == [True, True]
    for path in (OWN, NEW, "/en/account/", "/en/subscribe/"):
        assert token not in client.get(path).text
    kept = Subscription.objects.get()
    assert kept.user == somebody
    assert kept.expires_on == timezone.localdate() + timedelta(days=366)


def test_page_counts_what_the_calendar_holds(client, somebody, monkeypatch):
    factories.MeetingFactory(fiscal_year=2015)
    factories.MeetingFactory(fiscal_year=2016)
    monkeypatch.setattr(selection, "MOST_EVENTS", 1)
    response = made(client)
    assert response.context["count"] == held(token_in(response)).count("BEGIN:VEVENT") == 1


def test_page_with_the_address_is_kept_by_nobody_and_refers_no_other_site(client, somebody):
    for response in (made(client), client.get(NEW), client.get(OWN)):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


def test_calendar_holds_what_was_ticked(client, somebody, record):
    meeting, drill = record
    token = token_in(made(client, keys=["kind:drill", "body:council"]))
    assert str(drill.uid) in held(token)
    assert str(meeting.uid) not in held(token)


@pytest.fixture
def finding():
    """Due, but for an extension, on a day of fiscal 2016."""
    audit = factories.AuditFactory(internal=True)
    facts = {"reference": "2016-内-03", "title": "入退室記録の不備", "found_on": date(2016, 12, 1)}
    made = factories.FindingFactory(audit=audit, internal=True, due_on=date(2017, 1, 31), **facts)
    factories.DueDateExtensionFactory(
        finding=made, granted_on=date(2017, 1, 20), due_on=date(2017, 2, 28)
    )
    return made


def test_due_dates_stand_in_calendars_that_ask_for_them(client, somebody, finding):
    """Whoever has the address learns the reference and the day, and nothing of what was found."""
    text = held(token_in(made(client, keys=["kind:finding"])))
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:〔期限〕2016-内-03" in text
    assert "DTSTART;VALUE=DATE:20170228" in text
    assert f"/findings/{finding.uid}/" in text
    assert "入退室" not in text
    assert str(finding.uid) not in held(token_in(made(client, name="all")))
    assert str(finding.uid) not in held(token_in(made(client, name="d", keys=["kind:drill"])))


def test_last_days_of_duties_stand_in_calendars_that_ask_for_them(client, somebody):
    duty = factories.DutyFactory(title="内部統制委員会の開催")
    text = held(token_in(made(client, keys=["kind:duty"])))
    assert "SUMMARY:〔期限〕内部統制委員会の開催" in text
    assert text.count("BEGIN:VEVENT") == 3  # of this fiscal year, the one before and the next
    assert str(duty.uid) not in held(token_in(made(client, name="all")))


def test_due_date_leaves_the_calendar_once_the_action_is_completed(client, somebody, finding):
    token = token_in(made(client, keys=["kind:finding"]))
    assert str(finding.uid) in held(token)
    factories.CorrectiveActionFactory(finding=finding, completed_on=date(2017, 2, 1))
    assert str(finding.uid) not in held(token)


def test_nothing_is_due_while_the_risk_is_accepted(client, somebody, finding):
    token = token_in(made(client, keys=["kind:finding"]))
    accepted = factories.RiskAcceptanceFactory(finding=finding)
    assert str(finding.uid) not in held(token)
    accepted.reviewed_on, accepted.result = accepted.until, "ended"
    with journal.change(actor="test"):
        accepted.save()
    assert str(finding.uid) in held(token)


def test_due_dates_of_a_contact_are_those_of_the_own_departments(client, finding):
    department = factories.DepartmentFactory()
    user = factories.UserFactory()
    call_command("sync_roles", stdout=StringIO())
    user.groups.add(Group.objects.get(name=roles.CONTACT))
    Contact.objects.create(user=user, department=department)
    own = factories.FindingFactory(
        audit=finding.audit, department=department, due_on=date(2017, 3, 31), internal=True
    )
    client.force_login(user)
    text = held(token_in(made(client, keys=["kind:finding"])))
    assert [str(one.uid) in text for one in (own, finding)] == [True, False]


def test_due_dates_are_offered_to_those_alone_who_may_see_findings(client, somebody, finding):
    assert 'value="kind:finding"' in client.get(NEW).text
    assert 'value="kind:finding"' not in client.get("/en/subscribe/").text
    client.force_login(factories.UserFactory())
    assert 'value="kind:finding"' not in client.get(NEW).text
    data = {"name": "iPhone", "long": "span", "valid_for": "366", "keys": ["kind:finding"]}
    assert client.post(NEW, data).status_code == 400


def test_public_feed_stays_as_it_is_whatever_becomes_due(client, record):
    def answer():
        response = client.get("/feeds/all.ics")
        return b"".join(response.streaming_content), response["ETag"], response["Last-Modified"]

    before = answer()
    factories.FindingFactory(
        audit=factories.AuditFactory(internal=True), due_on=date(2017, 3, 31), internal=True
    )
    factories.DutyFactory()
    assert answer() == before
    assert PublishedEntry.objects.filter(source="duties", is_public=False).count() == 1
    assert PublishedEntry.objects.filter(source="findings", is_public=False).count() == 1
    assert client.get("/feeds/finding.ics").status_code == 404


def test_only_what_one_may_see_can_be_ticked(client, record):
    client.force_login(factories.UserFactory())
    data = {"name": "iPhone", "long": "span", "valid_for": "366", "keys": ["body:council"]}
    response = client.post(NEW, data)
    assert response.status_code == 400
    assert "代表者会議" not in response.text
    assert not Subscription.objects.exists()


def test_name_is_given_once(client, somebody):
    made(client)
    response = client.post(NEW, {"name": "iPhone", "long": "span", "valid_for": "366"})
    assert response.status_code == 400
    assert "You already have a calendar of this name." in response.text
    assert Subscription.objects.count() == 1


def sent(client, **typed):
    """The form as a browser sends it, with what it holds unseen."""
    form_id = client.get(NEW).context["form"]["form_id"].value()
    data = {"name": "iPhone", "long": "span", "valid_for": "366", "form_id": form_id} | typed
    return data, client.post(NEW, data)


def test_form_sent_twice_makes_one_calendar_and_shows_its_address(client, somebody):
    data, first = sent(client)
    second = client.post(NEW, data)
    assert token_in(second) == token_in(first)
    assert Client().get(f"/feeds/personal/{token_in(second)}.ics").status_code == 200
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(("theirs", "status"), [({}, 200), ({"valid_for": "90"}, 400)])
def test_form_is_answered_where_another_was_faster(client, somebody, monkeypatch, theirs, status):
    data, insert, faster = sent(client, name="other")[0] | {"name": "iPhone"}, INSERT, []

    def insert_later(form):
        monkeypatch.setattr(CalendarForm, "_insert", insert)
        faster.append(client.post(NEW, data | theirs))
        return insert(form)

    monkeypatch.setattr(CalendarForm, "_insert", insert_later)
    response = client.post(NEW, data)
    assert response.status_code == status
    if status == 200:
        assert token_in(response) == token_in(faster[0])
    else:
        assert "You already have a calendar of this name." in response.text
    assert Subscription.objects.filter(name="iPhone").count() == 1


def test_other_form_of_the_same_name_is_refused(client, somebody):
    data, _first = sent(client)
    for changed in ({"valid_for": "90"}, {"form_id": "another"}):
        response = client.post(NEW, data | changed)
        assert response.status_code == 400
        assert "You already have a calendar of this name." in response.text


def test_address_differs_from_form_to_form_and_from_user_to_user(client, somebody):
    data, first = sent(client)
    other = Client()
    other.force_login(factories.UserFactory())
    tokens = {token_in(first), token_in(sent(client, name="desk")[1])}
    tokens.add(token_in(other.post(NEW, data)))
    assert len(tokens) == 3


def test_form_sent_again_after_its_calendar_was_revoked_makes_a_new_address(client, somebody):
    data, first = sent(client)
    client.post(f"{OWN}{Subscription.objects.get().pk}/revoke/")
    again = token_in(client.post(NEW, data))
    assert again != token_in(first)
    assert Client().get(f"/feeds/personal/{token_in(first)}.ics").status_code == 410
    assert Client().get(f"/feeds/personal/{again}.ics").status_code == 200


@pytest.mark.parametrize("name", ["a\x1bb", "a\nb", "\u202eabc", "a\x00b"])
def test_name_with_control_characters_is_refused_and_kept(client, somebody, name):
    _data, response = sent(client, name=name, valid_for="90")
    assert response.status_code == 400
    assert "remove" in response.text or "not allowed" in response.text
    assert re.search(r'<option value="90" selected', response.text)
    assert not Subscription.objects.exists()


def test_form_that_does_not_say_which_it_is_in_one_line_is_told_so(client, somebody):
    _data, response = sent(client, form_id="a\x00b")
    assert response.status_code == 400
    assert "Null characters are not allowed." in response.text


def test_choice_of_the_public_page_comes_along(client, somebody, record):
    link = '/account/calendars/new/?keys=kind:meeting"'
    assert link in client.get("/en/subscribe/?of=meetings").text
    assert "account/calendars" not in Client().get("/en/subscribe/?of=meetings").text
    link = '/account/calendars/new/?keys=kind:meeting&amp;long=omit"'
    assert link in client.get("/en/subscribe/?of=meetings&long=omit").text
    assert re.search(r'value="omit" selected', client.get(f"{NEW}?long=omit").text)
    text = client.get(f"{NEW}?keys=kind:meeting").text
    assert re.search(r'value="kind:meeting"[^>]*checked', text)


def test_revoking_one_leaves_the_others(client, somebody):
    first, second = token_in(made(client)), token_in(made(client, name="desk"))
    one = Subscription.objects.get(name="iPhone")
    response = client.post(f"{OWN}{one.pk}/revoke/")
    assert response.status_code == 302
    assert Client().get(f"/feeds/personal/{first}.ics").status_code == 410
    assert Client().get(f"/feeds/personal/{second}.ics").status_code == 200
    assert [one.name for one in client.get(OWN).context["calendars"]] == ["desk"]
    made(client)  # its name is free again


def test_nobody_revokes_what_is_another_ones(client, somebody):
    made(client)
    other = Client()
    other.force_login(factories.UserFactory())
    pk = Subscription.objects.get().pk
    assert other.post(f"{OWN}{pk}/revoke/").status_code == 404
    assert list(other.get(OWN).context["calendars"]) == []
    assert Subscription.objects.get().revoked_at is None


def test_list_says_when_and_by_what_it_was_fetched(client, somebody):
    token = token_in(made(client))
    assert "not fetched yet" in client.get(OWN).text
    Client().get(f"/feeds/personal/{token}.ics", headers={"User-Agent": "iOS/18 dataaccessd"})
    assert "iOS/18 dataaccessd" in client.get(OWN).text


@pytest.fixture
def office(somebody, client) -> Client:
    """The audit office, where an executive has made a calendar."""
    made(client)
    member = factories.UserFactory(is_staff=True)
    member.groups.add(Group.objects.get(name=roles.AUDIT_OFFICE))
    office = Client()
    office.force_login(member)
    return office


def test_audit_office_sees_all_and_revokes_but_writes_none(office, somebody):
    path, one = "/admin/calendars/subscription/", Subscription.objects.get()
    assert somebody.get_username() in office.get(path).text
    assert one.token_hash not in office.get(f"{path}{one.pk}/change/").text
    assert office.get(f"{path}add/").status_code == 403
    assert office.get(f"{path}{one.pk}/delete/").status_code == 403
    response = office.post(path, {"action": "revoke", "_selected_action": [one.pk]})
    assert response.status_code == 302
    one.refresh_from_db()
    assert one.revoked_at is not None


def test_list_of_all_is_for_nobody_else(client, somebody):
    somebody.is_staff = True
    somebody.save()
    assert client.get("/admin/calendars/subscription/").status_code == 403
