"""A correction of a public record is announced: on its page, in the news and in the feed."""

import pytest
from django.contrib.auth.models import Permission

from calendars.feeds.models import PublishedEvent
from calendars.models import PublishedEntry
from meetings.models import Meeting
from records import journal
from records.corrections import Correction
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, assert_accepted, complaints, filled, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    BodyFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WORDS = "開催日の転記を誤っていました。"


@pytest.fixture
def meeting():
    meeting = MeetingFactory(schedule_text="平成28年６月８日", venue="第一会議室")
    SessionFactory(
        meeting=meeting, body=BodyFactory(name="経営審議委員会", slug="council"), number=1
    )
    return meeting


def correct(client, record, **typed):
    """Change a public record and announce it."""
    told = {"change_reason": "内部の事情", "announces": "on", "correction_words": WORDS}
    return submit(client, address_of(record), told | typed)


def feed(client):
    """The lines of the feed of meetings, unfolded."""
    return client.get("/feeds/meetings.ics").getvalue().decode().replace("\r\n ", "")


def test_correction_says_what_was_and_what_is_on_the_record_s_page(admin_client, client, meeting):
    assert "正誤" not in client.get(meeting.get_absolute_url()).text
    assert_accepted(correct(admin_client, meeting, schedule_text="平成28年６月９日"))
    made = Correction.objects.get()
    assert (made.was, made.is_now) == ("実施時期：平成28年６月８日", "実施時期：平成28年６月９日")
    assert made.path == meeting.get_absolute_url()
    page = client.get(meeting.get_absolute_url()).text
    for words in ("正誤", WORDS, made.was, made.is_now):
        assert words in page
    english = client.get(f"/en{meeting.get_absolute_url()}").text
    assert "Corrected on" in english
    assert WORDS in english


def test_correction_stands_in_news_and_feed_and_leaves_others_as_they_were(
    admin_client, client, meeting
):
    other = MeetingFactory(schedule_text="平成28年７月８日")
    SessionFactory(meeting=other, body=meeting.sessions.get().body, number=2)
    feed(client)
    before = bytes(PublishedEvent.objects.get(entry__uid=other.uid).block)
    assert "正誤" not in feed(client)
    assert_accepted(correct(admin_client, meeting, venue="第二会議室"))
    assert "正誤" in client.get("/").text
    assert WORDS in client.get("/").text
    text = feed(client)
    assert text.count("正誤（") == 1
    assert f"：{WORDS}" in text
    assert bytes(PublishedEvent.objects.get(entry__uid=other.uid).block) == before
    event = PublishedEvent.objects.get(entry__uid=meeting.uid)
    assert event.sequence == 1


@pytest.fixture
def audit():
    audit = AuditFactory(subject="公表の対象業務", schedule_text="平成28年11月８日")
    AuditClassificationFactory(audit=audit)
    return audit


def test_internal_reason_and_internal_fields_are_never_told(admin_client, client, audit):
    typed = {"slip_reason": "内部の都合", "subject": "正しい対象業務"}
    assert_accepted(correct(admin_client, audit, **typed))
    made = Correction.objects.get()
    assert (made.was, made.is_now) == ("対象業務等：公表の対象業務", "対象業務等：正しい対象業務")
    for page in (client.get(audit.get_absolute_url()).text, client.get("/").text):
        assert WORDS in page
        assert "内部の事情" not in page
        assert "内部の都合" not in page


def test_change_that_nobody_outside_sees_is_told_in_words_alone(admin_client, client, audit):
    assert_accepted(correct(admin_client, audit, slip_reason="内部の都合"))
    made = Correction.objects.get()
    assert (made.was, made.is_now) == ("", "")
    assert "内部の都合" not in client.get(audit.get_absolute_url()).text


@pytest.mark.parametrize(
    "typed",
    [
        {"correction_words": ""},
        {"correction_words": " \n "},
        {"correction_words": "訂正\x1bしました"},
        {"correction_words": "あ" * 1001},
        {"venue": "第一会議室"},  # as it is
    ],
    ids=str,
)
def test_announcement_without_words_or_of_nothing_is_refused(admin_client, meeting, typed):
    response = correct(admin_client, meeting, **({"venue": "第二会議室"} | typed))
    assert complaints(response)
    assert not Correction.objects.exists()
    meeting.refresh_from_db()
    assert meeting.venue == "第一会議室"


def test_change_is_announced_only_where_that_is_asked_for(admin_client, meeting):
    assert_accepted(correct(admin_client, meeting, venue="第二会議室", announces=""))
    assert not Correction.objects.exists()


def test_internal_record_has_nothing_to_announce(admin_client, client):
    internal = SessionFactory(meeting=MeetingFactory(internal=True)).meeting
    finding = FindingFactory()
    for record in (internal, finding):
        data = filled(admin_client, address_of(record), {})
        assert "announces" not in data
    response = correct(admin_client, internal, venue="第二会議室")
    assert_accepted(response)
    assert not Correction.objects.exists()


def test_only_who_may_publish_the_record_announces(client, meeting):
    clerk = UserFactory(username="clerk", is_staff=True)
    rights = ["view_meeting", "change_meeting", "view_session", "change_session"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(clerk)
    assert 'name="announces"' not in client.get(address_of(meeting)).text
    assert_accepted(correct(client, meeting, venue="第二会議室"))
    assert not Correction.objects.exists()
    assert Meeting.objects.get().venue == "第二会議室"


def test_correction_of_what_is_internal_again_is_told_nowhere(admin_client, client, meeting):
    assert_accepted(correct(admin_client, meeting, venue="第二会議室"))
    with journal.change(actor="test"):
        meeting.refresh_from_db()
        meeting.visibility = "internal"
        meeting.save()
    assert WORDS not in client.get("/").text
    assert WORDS not in feed(client)
    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert WORDS not in admin_client.get(meeting.get_absolute_url()).text


def test_announcement_is_journalled_and_taken_back(admin_client, client, meeting):
    with journal.change(actor="test"):
        journal_is_there = JournalEntry.objects.exists()
    assert journal_is_there
    assert_accepted(correct(admin_client, meeting, venue="第二会議室"))
    made = Correction.objects.get()
    page = f"/admin/corrections/{made.pk}/withdraw/"
    assert page in admin_client.get(address_of(meeting)).text
    assert admin_client.post(page, {"change_reason": ""}).status_code == 200
    assert admin_client.post(page, {"change_reason": "誤って知らせた"}).status_code == 302
    entries = JournalEntry.objects.filter(record_type="records.Correction")
    assert [entry.action for entry in entries] in (["create", "change"], ["intake", "change"])
    assert entries.last().reason == "誤って知らせた"
    assert WORDS not in client.get(meeting.get_absolute_url()).text
    assert WORDS not in client.get("/").text
    assert WORDS not in feed(client)
    assert admin_client.get(page).status_code == 404


def test_page_that_takes_back_is_for_who_may_publish(client, admin_client, meeting):
    assert_accepted(correct(admin_client, meeting, venue="第二会議室"))
    page = f"/admin/corrections/{Correction.objects.get().pk}/withdraw/"
    client.force_login(UserFactory(username="other", is_staff=True))
    assert client.get(page).status_code == 403
    assert client.post(page, {"change_reason": "x"}).status_code == 403
    assert Correction.objects.standing().exists()


def test_record_of_the_ledger_is_the_same_after_a_rebuild(admin_client, client, meeting):
    assert_accepted(correct(admin_client, meeting, venue="第二会議室"))
    text = feed(client)
    entry = PublishedEntry.objects.get(uid=meeting.uid, is_public=True)
    assert WORDS in entry.plain
    assert feed(client) == text
