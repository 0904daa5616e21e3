"""Lists and files as they stood at a past moment, for those who may read the past."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from django.utils.html import escape

from audits.models import Audit
from records import journal
from records.history.as_of import as_of
from records.journal.models import JournalEntry
from records.journal.reconciliation import record_models
from tests import factories
from tests.exported import body_of, rows_of_csv
from tests.jlis_gov.role_world import World
from tests.journal import unlocked


def change(record, **facts):
    with journal.change(actor="test"):
        for name, value in facts.items():
            setattr(record, name, value)
        record.full_clean()
        record.save()


@pytest.fixture
def audit(db):
    audit = factories.AuditFactory(subject="前の題", fiscal_year=2016)
    factories.AuditTargetFactory(audit=audit)
    factories.AuditClassificationFactory(audit=audit)
    return audit


@pytest.fixture
def before(audit):
    """A moment before the audit was changed, as an address has it."""
    moment = timezone.localtime()
    change(audit, subject="後の題", schedule_text="平成28年９月", status="postponed")
    return moment.replace(tzinfo=None).isoformat()


@pytest.fixture
def office(client, db):
    client.force_login(factories.UserFactory(is_staff=True, is_superuser=True))
    return client


def test_list_and_filters_are_those_of_the_past(office, before):
    page = office.get("/en/audits/", {"_as_of": before}).text
    assert "前の題" in page
    assert "後の題" not in page
    assert "This is the list as it stood at" in page
    assert "前の題" in office.get("/audits/", {"_as_of": before, "status": "held"}).text
    assert "前の題" not in office.get("/audits/", {"_as_of": before, "status": "postponed"}).text
    assert "後の題" in office.get("/audits/", {"status": "postponed"}).text


def test_files_are_those_of_the_past(office, audit, before):
    path = f"/audits/?_as_of={before}&_export="
    _head, row = rows_of_csv(office, path + "csv")
    assert "前の題" in row[1]
    told = json.loads(body_of(office.get(path + "json")))
    assert [form["subject"] for form in told["records"]] == ["前の題"]
    assert told["as_of"].startswith(before[:19])
    entry = JournalEntry.objects.filter(action="export").last()
    assert json.loads(entry.payload)["as_of"].startswith(before[:19])
    assert Audit.objects.get().subject == "後の題"


def test_what_was_made_later_is_not_there_and_what_was_deleted_is(office, db):
    draft = factories.AuditFactory(subject="消えた案", draft=True)
    moment = timezone.localtime().replace(tzinfo=None).isoformat()
    with journal.change(actor="test", reason="誤り"):
        draft.delete()
    factories.AuditFactory(subject="新しい監査")
    page = office.get("/audits/", {"_as_of": moment}).text
    assert "消えた案" in page
    assert "新しい監査" not in page


@pytest.mark.parametrize("role", ["anyone", "council", "executive", "contact", "expired"])
def test_past_is_not_there_for_who_may_not_read_it(client, db, settings, tmp_path, role):
    settings.MEDIA_ROOT = tmp_path
    user = World().somebody(role)
    if user is not None:
        client.force_login(user)
    for name in ("audits", "meetings", "drills", "departments"):
        assert client.get(f"/{name}/?_as_of=2026-01-01").status_code == 404
        assert "_as_of" not in client.get(f"/{name}/").text


def test_inspector_reads_the_past_within_his_scope(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = World()
    client.force_login(world.somebody("inspector"))
    seen = [kept for kept in world.kept if kept.kind == "audit" and "inspector" in kept.readers]
    within = [k for k in seen if k.record.regime == "internal" and k.is_current]
    page = client.get("/audits/?per_page=100", {"_as_of": str(timezone.localdate())}).text
    told = [kept for kept in world.kept if kept.kind == "audit" and kept.mark in page]
    assert told == within
    assert client.get("/meetings/?_as_of=2026-01-01").status_code == 404


def test_every_kind_is_rebuilt_as_it_is(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    World()
    factories.ConductedTogetherFactory()
    factories.AgendaItemFactory()
    live = {
        model: [row.canonical() for row in model.objects.order_by("pk")]
        for model in record_models()
    }
    with as_of(timezone.now()) as past:
        held = {m: [row.canonical() for row in m.objects.order_by("pk")] for m in record_models()}
    assert held == live
    assert past.lost == 0


def test_state_whose_payload_was_disposed_of_is_said_to_be_lost(office, audit, before):
    with unlocked():
        first = JournalEntry.objects.filter(record_type="audits.Audit", at__lte=timezone.now())
        for entry in list(first)[:-1]:
            entry.kept.delete()
    page = office.get("/en/audits/", {"_as_of": before}).text
    assert "前の題" not in page
    assert "What 1 record was like then is not known any more" in page


@pytest.mark.parametrize(
    "said", ["平成28年11月８日", "2016-11-08", "H28.11.8 10:00", "2016-11-08T10:00"]
)
def test_moment_is_read_in_any_notation(office, db, said):
    factories.AuditFactory(subject="ずっと後の監査")
    response = office.get("/en/audits/", {"_as_of": said})
    assert response.status_code == 200
    assert "it stood at 2016-11-08" in response.text
    assert "ずっと後の監査" not in response.text


@pytest.mark.parametrize(
    "said",
    [
        *("いつか", "平成28年11月", "2016-13-01"),
        *("0001-01-01T00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00+00:00"),
    ],
)
def test_what_is_no_moment_of_the_past_is_refused(office, db, said):
    assert office.get("/en/audits/", {"_as_of": said}).status_code == 400
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = office.get("/en/departments/", {"_as_of": str(tomorrow)})
    assert response.status_code == 400
    assert "has not come yet" in response.text


def test_example_of_a_moment_is_one_that_answers(office, audit):
    page = office.get("/audits/").text
    example = re.search(r'name="_as_of"[^>]*placeholder="([^"]+)"', page)[1]
    assert "前の題" in office.get("/audits/", {"_as_of": example}).text
    refused = office.get("/audits/", {"_as_of": "平成28年11月"}).text
    examples = re.search("例：([-0-9]+)、([-0-9]+ [:0-9]+)", refused).groups()
    for said in examples:
        assert office.get("/audits/", {"_as_of": said}).status_code == 200


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/audits/", "2016-11-08 23:59:59時点の状態は分かりません"),
        ("/en/departments/", "Nothing is known of how it stood at 2016-11-08 23:59:59"),
        ("/evidence/audits/", "2016-11-08 23:59:59時点の状態は分かりません"),
    ],
)
def test_moment_before_the_journal_says_since_when_it_is_kept_and_offers_that(
    office, audit, path, words
):
    begun = JournalEntry.objects.earliest("sequence").at
    page = office.get(path, {"_as_of": "平成28年11月８日", "fiscal_year": "2016"})
    assert page.status_code == 200
    assert words in page.text
    assert f"{timezone.localtime(begun):%Y-%m-%d %H:%M:%S}" in page.text
    offered = {"_as_of": begun.isoformat(), "fiscal_year": "2016"}
    assert escape(f"?{urlencode(offered)}") in page.text
    told = office.get(path, offered)
    assert told.status_code == 200
    assert words.partition("2016")[0] + words.partition("59:59")[2] not in told.text
    assert "2016-11-08" not in told.text


def test_file_of_a_moment_before_the_journal_is_refused_and_not_empty(office, audit):
    refused = office.get("/audits/", {"_as_of": "2016-11-08", "_export": "csv"})
    assert refused.status_code == 400
    assert refused["Content-Type"].startswith("text/html")
    assert "_export=csv" in refused.text  # of the moment that is offered
    assert not JournalEntry.objects.filter(action="export").exists()


def test_moment_that_is_to_come_leads_to_today(office, audit):
    page = office.get("/audits/", {"_as_of": "2999-01-01", "fiscal_year": "2016"})
    assert page.status_code == 400
    assert 'href="?fiscal_year=2016">現在の一覧を表示する' in page.text


def test_rest_of_today_is_not_foretold(office, audit):
    before = timezone.now().replace(microsecond=0)
    told = json.loads(body_of(office.get(f"/audits/?_export=json&_as_of={timezone.localdate()}")))
    assert before <= datetime.fromisoformat(told["as_of"]) <= timezone.now()


def test_moment_of_another_zone_is_held_against_our_day(office, db):
    said = f"{timezone.localdate()}T23:59:59-12:00"  # our tomorrow evening
    assert office.get("/en/audits/", {"_as_of": said}).status_code == 400
