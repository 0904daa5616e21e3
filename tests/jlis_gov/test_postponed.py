"""A published event that is postponed to no known date is told as such, wherever it was told."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from calendars.feeds.models import PublishedEntry, PublishedFeed, PublishedPiece, Subscription
from calendars.feeds.publishing import publish
from calendars.ical import check
from jlis_gov.composition import FEEDS
from records import journal
from records.journal.models import JournalPayload
from tests import factories
from tests.admin_forms import address_of, assert_accepted, complaints, submit
from tests.journal import unlocked

pytestmark = pytest.mark.django_db
ONE_DAY = "平成28年11月８日"
POSTPONED = {"status": "postponed", "schedule_text": "未定"}


def change(record, why="台風のため", **values):
    """Save `record` with these values, and tell subscribers of it."""
    with journal.change(actor="office", reason=why):
        for name, value in values.items():
            setattr(record, name, value)
        record.full_clean()
        record.save()
    publish(FEEDS, now=timezone.now())


def make(kind, **values):
    """A record of this kind, told as planned."""
    record = getattr(factories, f"{kind}Factory")(status="planned", **values)
    if kind == "Meeting":
        body = factories.BodyFactory(name="代表者会議", short_name="代表者会議", slug="council")
        factories.SessionFactory(meeting=record, body=body, number=12)
    publish(FEEDS, now=timezone.now())
    return record


@pytest.fixture
def meeting():
    return make("Meeting", schedule_text=ONE_DAY)


def feed(client, path="all.ics", query=""):
    """A feed's text, unfolded; it passes the strict check."""
    body = client.get(f"/feeds/{path}{query}").getvalue()
    assert check(body) == []
    return body.replace(b"\r\n ", b"").decode()


def facts(text, name):
    return re.findall(rf"^{name}[;:](.*)\r$", text.split("END:VTIMEZONE")[1], re.MULTILINE)


@pytest.mark.parametrize("kind", ["Meeting", "Audit", "Drill"])
def test_event_postponed_to_no_date_stays_on_its_days(client, kind):
    record = make(kind, schedule_text=ONE_DAY)
    before = feed(client)
    change(record, **POSTPONED)
    after = feed(client)
    assert facts(after, "UID") == facts(before, "UID")
    assert facts(after, "DTSTART") == facts(before, "DTSTART") == ["VALUE=DATE:20161108"]
    assert facts(after, "SUMMARY") == [f"【延期】{facts(before, 'SUMMARY')[0]}"]
    assert facts(after, "STATUS") == ["TENTATIVE"]
    assert facts(after, "TRANSP") == ["TRANSPARENT"]
    assert facts(after, "SEQUENCE") == ["1"]
    assert facts(after, "DESCRIPTION")[0].startswith(f"当初の実施時期：{ONE_DAY}\\n未定")


@pytest.mark.parametrize("words", ["未定", "随時", "調整中"])
def test_any_words_in_place_of_a_date_leave_it_on_its_days(client, meeting, words):
    change(meeting, status="postponed", schedule_text=words)
    assert facts(feed(client), "DTSTART") == ["VALUE=DATE:20161108"]


@pytest.mark.parametrize(
    "text",
    [
        "平成28年９月１日、５日、６日、12日",
        "平成28年11月８日～10日",
        "平成28年11月",
        "平成29年３月～",
        "平成28年11月８日 10時～11時30分",
        "平成28年10月１日～平成29年２月28日",
    ],
)
@pytest.mark.parametrize("query", ["", "?long=monthly", "?long=omit"])
def test_every_event_of_the_schedule_stays_in_each_variant(client, text, query):
    record = make("Audit", schedule_text=text)
    before = feed(client, query=query)
    change(record, **POSTPONED)
    after = feed(client, query=query)
    for name in ("UID", "DTSTART", "DTEND", "X-JLIS-EDTF"):
        assert facts(after, name) == facts(before, name)
    assert facts(after, "SUMMARY") == [f"【延期】{title}" for title in facts(before, "SUMMARY")]
    assert set(facts(after, "TRANSP")) <= {"TRANSPARENT"}


def test_new_date_moves_the_same_event(client, meeting):
    uids = facts(feed(client), "UID")
    change(meeting, **POSTPONED)
    change(meeting, status="planned", schedule_text="平成28年12月６日")
    after = feed(client)
    assert facts(after, "UID") == uids
    assert facts(after, "DTSTART") == ["VALUE=DATE:20161206"]
    assert facts(after, "SEQUENCE") == ["2"]
    assert "延期" not in after


@pytest.mark.parametrize("end", [{"status": "cancelled"}, {"life": "withdrawn"}])
def test_postponed_event_that_is_called_off_is_told_for_90_days(client, meeting, end):
    change(meeting, **POSTPONED)
    change(meeting, **end)
    after = feed(client)
    assert facts(after, "SUMMARY") == ["【中止】代表者会議 第12回"]
    assert facts(after, "STATUS") == ["CANCELLED"]
    assert facts(after, "DTSTART") == ["VALUE=DATE:20161108"]
    publish(FEEDS, now=timezone.now() + timedelta(days=89))
    assert facts(feed(client), "UID") != []
    publish(FEEDS, now=timezone.now() + timedelta(days=91))
    assert facts(feed(client), "UID") == []


def test_event_cancelled_and_left_without_a_date_at_once_is_told(client, meeting):
    change(meeting, status="cancelled", schedule_text="未定")
    assert facts(feed(client), "SUMMARY") == ["【中止】代表者会議 第12回"]


def test_it_stays_on_the_days_that_were_told_last(client, meeting):
    change(meeting, status="postponed", schedule_text="平成28年12月６日")
    change(meeting, schedule_text="未定")
    assert facts(feed(client), "DTSTART") == ["VALUE=DATE:20161206"]
    assert facts(feed(client), "DESCRIPTION")[0].startswith(
        f"当初の実施時期：{ONE_DAY}\\n変更後の実施時期：平成28年12月６日\\n未定"
    )


def test_what_was_postponed_before_it_was_public_is_not_told(client):
    record = make("Meeting", schedule_text=ONE_DAY, internal=True)
    change(record, **POSTPONED)
    change(record, visibility="public")
    assert facts(feed(client), "UID") == []
    assert "11月" not in client.get(record.get_absolute_url()).text


def test_what_is_made_internal_leaves_silently_and_does_not_come_back_by_its_former_days(
    client, meeting
):
    change(meeting, **POSTPONED)
    change(meeting, visibility="internal")
    assert facts(feed(client), "UID") == []
    assert client.get("/calendar/2016-11/").text.count("代表者会議") == 0
    change(meeting, schedule_text="平成28年12月６日")
    change(meeting, schedule_text="未定")
    change(meeting, visibility="public")
    assert facts(feed(client), "UID") == []
    assert "12月６日" not in client.get(meeting.get_absolute_url()).text


def test_days_that_a_payload_disposed_of_told_are_unknown(client, meeting):
    with journal.change(actor="office"):
        meeting.status, meeting.schedule_text = "postponed", "未定"
        meeting.full_clean()
        meeting.save()
    payloads = JournalPayload.objects.filter(entry__record_uid=meeting.uid)
    with unlocked():
        payloads.exclude(pk=payloads.order_by("-entry__sequence")[0].pk).delete()
    publish(FEEDS, now=timezone.now())
    assert facts(feed(client), "UID") == []
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_rebuilt_ledger_tells_the_same(client, meeting):
    change(meeting, **POSTPONED)
    told = feed(client)
    for model in (PublishedPiece, PublishedFeed, PublishedEntry):
        model.objects.all().delete()
    call_command("publish_calendar", stdout=StringIO())
    again = feed(client)
    stamps = re.compile(r"(?m)^(DTSTAMP|LAST-MODIFIED|SEQUENCE):.*$")
    assert facts(again, "SUMMARY") == ["【延期】代表者会議 第12回"]
    assert stamps.sub("", again) == stamps.sub("", told)


def test_register_with_a_postponed_record_is_found_in_order(meeting):
    change(meeting, **POSTPONED)
    call_command("verify_register", stdout=StringIO())
    assert publish(FEEDS, now=timezone.now(), everything=True) == []


def test_calendar_of_ones_own_tells_what_is_internal_and_postponed(client, meeting):
    user = factories.UserFactory(is_superuser=True)
    mine = Subscription(
        user=user, name="mine", created_at=timezone.now(), expires_on=date(2100, 1, 1)
    )
    address = f"personal/{mine.new_token()}.ics"
    mine.save()
    change(meeting, visibility="internal")
    change(meeting, **POSTPONED)
    assert facts(feed(client, address), "SUMMARY") == ["【延期】代表者会議 第12回"]
    assert facts(feed(client), "UID") == []


def test_single_file_is_the_event_on_its_days(client, meeting):
    change(meeting, **POSTPONED)
    page = client.get(meeting.get_absolute_url()).text
    assert f"/feeds/events/{meeting.uid}.ics" in page
    single = client.get(f"/feeds/events/{meeting.uid}.ics").content
    assert check(single) == []
    assert "SUMMARY:【延期】" in single.decode()


@pytest.mark.parametrize("address", ["/calendar/2016-11/", "/calendar/fy2016/"])
def test_calendar_pages_show_it_on_its_days(client, meeting, address):
    change(meeting, **POSTPONED)
    page = client.get(address).text
    assert "代表者会議" in page
    assert "badge-postponed" in page
    assert "代表者会議" not in client.get("/calendar/2016-12/").text


def test_record_without_a_date_that_is_planned_stays_without(client, meeting):
    change(meeting, schedule_text="未定")
    assert facts(feed(client), "UID") == []
    assert "当初" not in client.get(meeting.get_absolute_url()).text


WHY = {"change_reason": "会場の都合"}


@pytest.mark.parametrize("kind", ["Meeting", "Audit", "Drill"])
def test_date_that_calendars_show_is_not_taken_from_a_planned_record_by_the_way(
    admin_client, client, kind
):
    record = make(kind, schedule_text=ONE_DAY)
    if kind == "Audit":
        factories.AuditTargetFactory(audit=record)
        factories.AuditClassificationFactory(audit=record, type=factories.AuditTypeFactory())
    publish(FEEDS, now=timezone.now(), everything=True)
    address, undated = address_of(record), {"schedule_text": "未定"} | WHY
    assert "延期" in complaints(submit(admin_client, address, undated))
    assert len(facts(feed(client), "UID")) == 1
    assert_accepted(submit(admin_client, address, POSTPONED | WHY))
    assert facts(feed(client), "SUMMARY")[0].startswith("【延期】")


def test_planned_record_is_left_without_a_date_by_who_confirms_it(admin_client, client, meeting):
    undated = {"schedule_text": "未定", "warnings_settled": True} | WHY
    assert_accepted(submit(admin_client, address_of(meeting), undated))
    assert facts(feed(client), "UID") == []


def test_draft_of_which_nobody_was_told_loses_its_date_freely(admin_client):
    draft = make("Meeting", schedule_text=ONE_DAY, life="draft", visibility="internal")
    assert_accepted(submit(admin_client, address_of(draft), {"schedule_text": "未定"}))


# The record's page


def test_page_tells_the_first_date_and_the_reason(client, meeting):
    change(meeting, why="内部の事情", status_reason="台風のため", **POSTPONED)
    page = client.get(meeting.get_absolute_url()).text
    assert re.search(rf"<dt>当初の実施時期</dt>\s*<dd>\s*<span class=\"when\">{ONE_DAY}", page)
    assert re.search(r"<dt>理由</dt>\s*<dd lang=\"ja\">\s*台風のため", page)
    assert "内部の事情" not in page
    assert "延期の理由：台風のため" in facts(feed(client), "DESCRIPTION")[0]


def test_reason_of_the_journal_is_for_those_who_read_the_history(client, admin_client, meeting):
    change(meeting, why="内部の事情", **POSTPONED)
    assert "内部の事情" not in client.get(meeting.get_absolute_url()).text
    assert "内部の事情" in admin_client.get(meeting.get_absolute_url()).text


def test_page_tells_the_first_date_when_the_new_one_is_known(client, meeting):
    change(meeting, status_reason="台風のため", **POSTPONED)
    change(meeting, status="held", schedule_text="平成28年12月６日")
    page = client.get(meeting.get_absolute_url()).text
    assert "当初の実施時期" in page
    assert ONE_DAY in page
    assert "台風のため" in page


def test_page_of_a_date_that_was_only_corrected_tells_no_first_one(client, meeting):
    change(meeting, schedule_text="平成28年11月９日")
    assert "当初" not in client.get(meeting.get_absolute_url()).text


def test_postponed_meeting_is_not_what_is_next(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 1))
    meeting = make("Meeting", schedule_text=ONE_DAY)
    assert [one.entry.uid for one in client.get("/").context["coming"]] == [str(meeting.uid)]
    change(meeting, **POSTPONED)
    assert client.get("/").context["coming"] == []
    change(meeting, schedule_text="平成28年12月６日")
    assert [one.entry.uid for one in client.get("/").context["coming"]] == [str(meeting.uid)]


def test_front_page_says_that_it_is_postponed(client, meeting):
    client.get("/")
    change(meeting, **POSTPONED)
    news = client.get("/").text.split('id="news"')[1]
    assert "badge-postponed" in news.split("</section>")[0]
