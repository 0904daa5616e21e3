"""Who read what is internal: noted once a day, told to the office and to the reader alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jlis_gov.accounts import roles
from records.journal.models import JournalEntry
from records.readings import Reading, noting
from tests.admin_forms import address_of
from tests.factories import AgencySettingsFactory, DrillFactory, FindingFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:records_reading_changelist")


def one_of(role, **facts):
    call_command("sync_roles", stdout=StringIO())
    user = UserFactory(**facts)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return user, client


@pytest.fixture
def executive():
    return one_of(roles.EXECUTIVE)


@pytest.fixture
def office():
    return one_of(roles.AUDIT_OFFICE, is_staff=True)


def told():
    return [(row.reader, row.record_type, row.title) for row in Reading.objects.order_by("id")]


def test_internal_record_is_noted_once_a_day(executive):
    user, client = executive
    drill = DrillFactory(internal=True, name="通信訓練")
    for _again in range(3):
        assert client.get(drill.get_absolute_url()).status_code == 200
    assert told() == [(user.username, "audits.Drill", str(drill))]
    Reading.objects.update(day=date(2020, 1, 1))
    client.get(drill.get_absolute_url())
    assert Reading.objects.count() == 2


def test_what_anyone_may_read_is_not_noted(executive, client):
    drill = DrillFactory()
    executive[1].get(drill.get_absolute_url())
    client.get(drill.get_absolute_url())
    client.get(DrillFactory(internal=True).get_absolute_url())  # 404: nobody read it
    assert told() == []


def test_public_page_asks_no_more_than_before(client):
    drill = DrillFactory()
    with CaptureQueriesContext(connection) as asked:
        client.get(drill.get_absolute_url())
    assert not any("records_reading" in each["sql"] for each in asked)


def test_form_and_history_of_the_office_are_noted(office):
    _user, client = office
    first, second = DrillFactory(internal=True), DrillFactory(draft=True)
    client.get(address_of(first))
    client.get(reverse("admin:audits_drill_history", args=[second.pk]))
    assert [title for _reader, _kind, title in told()] == [str(first), str(second)]


def test_reading_stays_when_account_and_record_are_gone(office):
    _user, client = office
    draft = DrillFactory(draft=True, name="消えた訓練")
    reader, other = one_of(roles.AUDIT_OFFICE, is_staff=True)
    other.get(address_of(draft))
    client.post(
        reverse("admin:audits_drill_delete", args=[draft.pk]),
        {"post": "yes", "change_reason": "誤り"},
    )
    name = reader.username
    type(reader)._base_manager.filter(pk=reader.pk).delete()
    page = client.get(LIST).content.decode()
    assert "消えた訓練" in page
    assert name in page


def test_fault_of_the_log_leaves_the_page(executive, monkeypatch, caplog):
    def fails(*_args):
        raise DatabaseError

    monkeypatch.setattr(noting, "_note", fails)
    drill = DrillFactory(internal=True)
    assert executive[1].get(drill.get_absolute_url()).status_code == 200
    assert "could not be noted" in caplog.text


@pytest.mark.parametrize("role", [one.name for one in roles.roles()])
def test_list_is_for_the_audit_office_alone(role):
    _user, client = one_of(role, is_staff=True)
    status = client.get(LIST).status_code
    assert (status == 200) == (role == roles.AUDIT_OFFICE)
    file = reverse("admin:records_reading_file", args=["csv"])
    assert (client.get(file).status_code == 200) == (role == roles.AUDIT_OFFICE)


def test_list_is_narrowed_by_reader_and_kind_and_taken_away_as_shown(executive, office):
    finding, drill = FindingFactory(internal=True), DrillFactory(internal=True)
    for record in (finding, drill):
        executive[1].get(record.get_absolute_url())
    office[1].get(address_of(drill))
    query = {"kind": "audits.Drill", "q": executive[0].username}
    assert office[1].get(LIST, query).context["cl"].result_count == 1
    answer = office[1].get(reverse("admin:records_reading_file", args=["csv"]), query)
    text = answer.content.decode("utf-8-sig")
    assert executive[0].username in text
    assert office[0].username not in text
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == ("export", office[0].username)
    unknown = reverse("admin:records_reading_file", args=["exe"])
    assert office[1].get(unknown).status_code == 404


def test_file_that_leaves_older_readings_out_says_so(executive, office, monkeypatch):
    monkeypatch.setattr("records.admin.readings.MOST_TAKEN", 1)
    for _number in range(2):
        executive[1].get(DrillFactory(internal=True).get_absolute_url())
    assert "新しいものから1件まで" in office[1].get(LIST).text
    answer = office[1].get(reverse("admin:records_reading_file", args=["json"]))
    assert "新しいもの1件のみ" in answer.content.decode()


@pytest.mark.parametrize("asked", ["language=x", "day__gte=x", "title__nothing=1"])
def test_file_under_filters_that_are_none_leads_to_the_list(office, asked):
    _user, client = office
    answer = client.get(reverse("admin:records_reading_file", args=["xlsx"]), QUERY_STRING=asked)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?e=1")
    assert not JournalEntry.objects.filter(action="export").exists()


def test_account_page_shows_its_own_readings_alone(executive, office):
    drill = DrillFactory(internal=True, name="非公表の訓練")
    other = DrillFactory(internal=True, name="ほかの訓練")
    executive[1].get(drill.get_absolute_url())
    office[1].get(other.get_absolute_url())
    page = executive[1].get("/account/").content.decode()
    assert "非公表の訓練" in page
    assert "ほかの訓練" not in page


def test_readings_go_when_their_years_are_over():
    AgencySettingsFactory(readings_years=3)
    at = date(2026, 4, 1)
    for number, day in enumerate([date(2022, 3, 31), date(2022, 4, 1), date(2023, 4, 1)]):
        uid = f"00000000-0000-4000-8000-00000000000{number}"
        Reading.objects.create(reader="x", record_type="audits.Drill", record_uid=uid,
                               title="訓練", day=day, first_at=timezone.now())  # fmt: skip
    dry = StringIO()
    call_command("dispose_payloads", at=at, dry_run=True, stdout=dry)
    assert "閲覧記録が2件" in dry.getvalue()
    call_command("dispose_payloads", at=at, stdout=StringIO())
    assert [row.day for row in Reading.objects.all()] == [date(2023, 4, 1)]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_row(executive):
    user, _client = executive
    address = DrillFactory(internal=True).get_absolute_url()

    def read(_number):
        client = Client()
        client.force_login(user)
        status = client.get(address).status_code
        connection.close()
        return status

    if connection.vendor == "sqlite":
        pytest.skip("a database in memory has one connection")
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(read, range(8))) == {200}
    assert Reading.objects.count() == 1
