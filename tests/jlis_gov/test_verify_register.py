"""Whatever is derived from records and altered by SQL is found, named and mended."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audits.models import Audit
from calendars.feeds.models import PublishedEntry, PublishedEvent, PublishedPiece
from calendars.feeds.publishing import publish
from jlis_gov.composition import FEEDS, SCHEDULED
from meetings.models import Session
from records import journal
from records.journal.derived import _columns, _models, hold_derived
from tests import factories

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


@pytest.fixture(autouse=True)
def register() -> Audit:
    """Two meetings, an audit on several days and a drill, published and told."""
    audit = factories.AuditFactory(schedule_text="平成28年９月１日、５日～７日", fiscal_year=2016)
    kind = factories.AuditTypeFactory(short_name="PMS監査")
    factories.AuditClassificationFactory(audit=audit, type=kind)
    factories.AuditTargetFactory(audit=audit)
    factories.DrillFactory()
    body = factories.BodyFactory(name="第一委員会", short_name="第一委")
    for number in (1, 2):
        factories.SessionFactory(meeting=factories.MeetingFactory(), body=body, number=number)
    publish(FEEDS, now=timezone.now())
    return audit


def verify_register() -> tuple[list[str], int]:
    """What it finds, and its exit code."""
    out = StringIO()
    try:
        call_command("verify_register", "--language", "en", stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), error.returncode
    return out.getvalue().splitlines(), 0


def mend(*command: str) -> list[str]:
    out = StringIO()
    call_command(*command, stdout=out)
    return [line for line in out.getvalue().splitlines() if line.startswith("修復: ")]


def test_register_that_nobody_altered_is_sound():
    assert verify_register() == (["The register is sound."], 0)


DERIVED = {
    "a segment's day": "UPDATE audits_auditsegment SET last_day = '2016-09-30' WHERE position = 2",
    "a segment's precision": "UPDATE audits_auditsegment SET precision = 'month'",
    "a segment gone": "DELETE FROM audits_auditsegment WHERE position = 1",
    "another segment": "INSERT INTO audits_auditsegment (record_id, position, first_day, last_day,"
    " precision) SELECT record_id, 9, first_day, last_day, precision FROM audits_auditsegment"
    " WHERE position = 1",
    "starts_on": "UPDATE audits_audit SET starts_on = '2017-01-01'",
    "no starts_on": "UPDATE audits_audit SET starts_on = NULL",
    "precision_rank": "UPDATE meetings_meeting SET precision_rank = 5",
    "is_doubtful": "UPDATE audits_drill SET is_doubtful = NOT is_doubtful",
    "series": "UPDATE meetings_session SET series = 7",
}


@pytest.mark.parametrize("what", DERIVED)
def test_derived_value_altered_by_sql_is_found_and_mended(what):
    run(DERIVED[what])
    found, code = verify_register()
    assert (len(found) > 0, code) == (True, 1)
    assert all("what follows from the record" in line for line in found)
    assert len(mend("rebuild_derived")) == len(found)
    assert verify_register() == (["The register is sound."], 0)
    assert mend("rebuild_derived") == []


def test_what_is_derived_is_found_in_as_many_queries_for_many(django_assert_max_num_queries):
    for _n in range(5):
        factories.AuditFactory(schedule_text="平成28年９月１日、５日")
        factories.SessionFactory()
    with django_assert_max_num_queries(40):
        assert list(hold_derived()) == []


def test_every_derived_column_of_every_kind_is_held():
    held = {(model.__name__, name) for model in _models() for name in _columns(model)}
    scheduled = {"starts_on", "precision_rank", "is_doubtful"}
    assert held == {
        *((kind.model.__name__, name) for kind in SCHEDULED for name in scheduled),
        ("Session", "series"),
        ("Submission", "submitted_from"),
    }
    assert Session.derived - {"id"} == {"series"}


def _replaced(table: str, column: str, pk: int) -> None:
    """An edit of the same length, as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        value = bytes(cursor.fetchone()[0])
        other = value.replace("監査".encode(), "監督".encode())
        assert len(other) == len(value) != 0
        assert other != value
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [other, pk])


def _piece():
    for piece in PublishedPiece.objects.filter(key="kind:audit"):
        _replaced("calendars_publishedpiece", "body", piece.pk)


def _block():
    for event in PublishedEvent.objects.filter(entry__source="audits"):
        _replaced("calendars_publishedevent", "block", event.pk)


LEDGER = {
    "a piece, the length kept": _piece,
    "an event's bytes, the length kept": _block,
    "an event's digest": "UPDATE calendars_publishedevent SET digest = 'x'",
    "an event's sequence": "UPDATE calendars_publishedevent SET sequence = sequence + 1",
    "an event's day": "UPDATE calendars_publishedevent SET first = '2017-01-01'",
    "an event's variant": "UPDATE calendars_publishedevent SET shown = 'monthly'",
    "an event called off": "UPDATE calendars_publishedevent SET state = 'cancelled',"
    " expires_on = '2999-01-01'",
    "an event that left": "UPDATE calendars_publishedevent SET state = 'left'",
    "an event gone": "DELETE FROM calendars_publishedevent",
    "an entry's words": "UPDATE calendars_publishedentry SET plain = REPLACE(plain, '第', '大')"
    " WHERE source = 'meetings'",
    "an entry that nobody can read": "UPDATE calendars_publishedentry SET plain = '{'",
    "an entry of another form": "UPDATE calendars_publishedentry SET plain = '[]'",
    "an entry that is a number": "UPDATE calendars_publishedentry SET plain = '5'",
    "an entry's year": "UPDATE calendars_publishedentry SET fiscal_year = 2020",
    "an entry's keys": "UPDATE calendars_publishedentry SET keys = 'kind:drill'",
    "an entry's source": "UPDATE calendars_publishedentry SET source = 'drills'"
    " WHERE source = 'audits'",
    "an entry of no source": "UPDATE calendars_publishedentry SET source = 'x'"
    " WHERE source = 'audits'",
    "the index": "DELETE FROM calendars_publishedkey WHERE key = 'kind:audit'",
    "the index's year": "UPDATE calendars_publishedkey SET fiscal_year = 2020 WHERE key = ''",
    "a piece gone": "DELETE FROM calendars_publishedpiece WHERE key = ''",
    "a piece's digest": "UPDATE calendars_publishedpiece SET digest = 'x'",
    "a piece twice": "INSERT INTO calendars_publishedpiece (key, fiscal_year, shown, first, digest,"
    " body) SELECT key, fiscal_year, 'monthly', first, digest, body FROM calendars_publishedpiece"
    " WHERE key = 'kind:audit' AND shown = 'always'",
    "a sum": "UPDATE calendars_publishedfeed SET size = size + 1",
    "a count": "UPDATE calendars_publishedfeed SET events = events + 1",
    "a title": "UPDATE calendars_publishedfeed SET title = '別の題' WHERE key = 'kind:audit'",
    "sums gone": "DELETE FROM calendars_publishedfeed",
    "the journal's entry": "UPDATE calendars_publication SET journal_sequence = 9999",
    "the day of expiry": "UPDATE calendars_publication SET expires_on = '2999-01-01'",
}


@pytest.mark.parametrize("what", LEDGER)
def test_ledger_altered_by_sql_is_found_and_mended(client, what):
    before = client.get("/feeds/audits.ics")
    alter = LEDGER[what]
    alter() if callable(alter) else run(alter)
    found, code = verify_register()
    assert (len(found) > 0, code) == (True, 1)
    assert len(mend("publish_calendar", "--rebuild")) == len(found)
    assert verify_register() == (["The register is sound."], 0)
    after = client.get("/feeds/audits.ics")
    assert plain(after) == plain(before)


@pytest.mark.parametrize("plain", ["{", "[]", "5", '["a", 1, 2, 3, 4, 5, 6]'])
def test_entry_of_a_deleted_record_that_nobody_can_read_leaves(client, plain):
    draft = factories.MeetingFactory(life="draft", visibility="internal")
    uid = str(draft.uid)
    with journal.change(actor="office"):
        draft.delete()
    row = PublishedEntry(uid=uid, is_public=True, source="meetings", fiscal_year=2016, plain=plain)
    row.save()
    assert verify_register()[1] == 1
    mend("publish_calendar", "--rebuild")
    assert verify_register() == (["The register is sound."], 0)
    assert client.get("/").status_code == 200


def test_front_page_leaves_out_what_nobody_can_read_in_the_ledger(client):
    run("UPDATE calendars_publishedentry SET plain = '{'")
    assert client.get("/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="columns of PostgreSQL hold their type")
def test_event_told_at_no_moment_is_found_and_mended():
    run("UPDATE calendars_publishedevent SET last_modified = 'x'")
    assert verify_register()[1] == 1
    mend("publish_calendar", "--rebuild")
    assert verify_register() == (["The register is sound."], 0)


def plain(response) -> list[bytes]:
    """A feed without the numbers of its changes, its events in any order."""
    numbers = (b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED")
    lines = b"".join(response.streaming_content).splitlines()
    return sorted(line for line in lines if not line.startswith(numbers))


def test_who_took_altered_bytes_is_given_the_true_ones(client):
    """Neither the ETag nor a time that the altered ones had may answer 304."""
    _piece()
    altered = client.get("/feeds/audits.ics")
    etag = altered["ETag"]
    assert "監督".encode() in b"".join(altered.streaming_content)
    call_command("publish_calendar", "--rebuild", stdout=StringIO())
    again = client.get("/feeds/audits.ics", HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 200
    assert "監督".encode() not in b"".join(again.streaming_content)


def test_what_awaits_publication_is_no_fault(register):
    with journal.change(actor="test"):
        register.schedule_text = "平成28年10月３日"
        register.clean()
        register.save()
    assert verify_register() == (["The register is sound."], 0)


def test_record_that_cannot_be_read_is_told_and_left(register):
    run("UPDATE audits_audit SET schedule = 'nonsense'")
    found, code = verify_register()
    assert code in (1, 3)
    assert any("cannot be read" in line for line in found)
    with pytest.raises(CommandError):
        call_command("rebuild_derived", stdout=StringIO())


def test_journal_is_held_as_well(register):
    run("UPDATE audits_audit SET theme = '別の題'")
    found, code = verify_register()
    assert code == 1
    assert any("behind the journal's back" in line for line in found)
