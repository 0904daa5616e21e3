"""Calendars of one's own: what they hold, for whom, until when, and what is remembered of it."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from django.db import DatabaseError
from django.utils import timezone

from calendars.feeds import selection, subscriptions
from calendars.feeds.models import Subscription
from calendars.feeds.personal import count
from calendars.ical import Variant, check
from records.storage.locks import LockedError
from tests.calendars.feeds.feed_site import FakeSource, Site, uid
from tests.calendars.ical.feed_samples import CASES, MORNING, day, entry, meeting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

AUDIT = replace(CASES["several-days"][0], uid=uid("audit"))
MEETING = meeting(day(2017, 6, 16, **MORNING), uid=uid("meeting"))
SECRET = entry(
    day(2016, 9, 2), uid=uid("secret"), is_public=False, keys=frozenset({"kind:drill", "fy:2016"})
)
AUDIT_DAYS = [f"{AUDIT.uid}-201609{n:02}" for n in (1, 5, 6, 12)]


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def site(owner) -> Site:
    """Three records; the owner may see the internal one."""
    site = Site(FakeSource("audits", AUDIT), FakeSource("others", MEETING, SECRET))
    site.sources[1].readers.append(owner)
    site.publish(everything=True)
    return site


def subscribed(owner, **facts) -> tuple[Subscription, str]:
    """A subscription and its token."""
    now = timezone.now()
    defaults = {"name": "電話", "created_at": now, "expires_on": timezone.localdate(now)}
    made = Subscription(user=owner, **defaults | facts)
    token = made.new_token()
    made.save()
    return made, token


def fetch(site: Site, token: str, **headers: str):
    return site.fetch(f"personal/{token}.ics", **headers)


def uids(response) -> list[str]:
    assert response.status_code == 200
    assert check(response.content) == []
    calendar = icalendar.Calendar.from_ical(response.content)
    return [event["UID"].partition("@")[0] for event in calendar.walk("VEVENT")]


def test_token_is_256_random_bits_of_which_only_the_hash_is_kept(owner):
    made, token = subscribed(owner)
    _other, another = subscribed(owner, name="机")
    assert len(token) == 43
    assert token != another
    row = Subscription.objects.filter(pk=made.pk).values().get()
    assert token not in str(row)
    assert Subscription.objects.known(token) == made
    assert Subscription.objects.known(row["token_hash"]) is None


def test_feed_is_private_and_refers_nobody(site, owner):
    response = fetch(site, subscribed(owner)[1])
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_refusal_is_private_and_refers_nobody(site, owner, method):
    _made, token = subscribed(owner)
    response = site.fetch(f"personal/{token}.ics", method=method)
    assert response.status_code == 405
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"


def test_feed_names_itself_and_never_its_token(site, owner):
    _made, token = subscribed(owner)
    response = fetch(site, token)
    assert token not in response.content.decode() + str(response.headers)
    assert icalendar.Calendar.from_ical(response.content)["X-WR-CALNAME"] == "電話（J-LIS）"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, [*AUDIT_DAYS[:1], SECRET.uid, *AUDIT_DAYS[1:], MEETING.uid]),
        ({"is_public_only": True}, [*AUDIT_DAYS, MEETING.uid]),
        ({"keys": "body:management-council"}, [MEETING.uid]),
        ({"keys": "kind:drill"}, [SECRET.uid]),
        (
            {"keys": "kind:meeting body:management-council regime:internal"},
            [*AUDIT_DAYS, MEETING.uid],
        ),
        ({"keys": "department:none"}, []),
    ],
)
def test_feed_holds_what_was_chosen_once(site, owner, facts, expected):
    assert uids(fetch(site, subscribed(owner, **facts)[1])) == expected


def test_feed_of_more_than_programs_take_holds_the_newest_years(site, owner, monkeypatch, rf):
    made, token = subscribed(owner)
    assert count(rf.get("/"), site.feeds, made) == 6
    monkeypatch.setattr(selection, "MOST_EVENTS", 5)
    assert uids(fetch(site, token)) == [MEETING.uid]
    assert count(rf.get("/"), site.feeds, made) == 1


def test_feed_follows_its_owners_rights_when_it_is_asked_for(site, owner):
    _made, token = subscribed(owner)
    before = fetch(site, token)
    assert SECRET.uid in uids(before)
    site.sources[1].readers.clear()
    same = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    after = fetch(site, token, **same)
    assert SECRET.uid not in uids(after)
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] != before["Last-Modified"]
    by_date = fetch(site, token, **{"If-Modified-Since": before["Last-Modified"]})
    assert SECRET.uid not in uids(by_date)


def test_feed_unchanged_is_304(site, owner):
    _made, token = subscribed(owner)
    first = fetch(site, token)
    for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        response = fetch(site, token, **{name: first[header]})
        assert response.status_code == 304
        assert response.content == b""
        assert response["Cache-Control"] == "private, no-cache"


def test_called_off_record_is_told_as_such(site, owner):
    _made, token = subscribed(owner)
    gone = replace(SECRET, status=type(SECRET.status)("withdrawn"))
    site.sources[1].all[1] = gone
    site.publish(everything=True)
    assert "【中止】" in fetch(site, token).content.decode()


def test_variant_is_the_subscriptions_own(site, owner):
    site.sources[0].all.append(replace(CASES["month"][0], uid=uid("month")))
    site.publish(everything=True)
    _made, token = subscribed(owner, long=Variant.OMIT)
    response = site.fetch(f"personal/{token}.ics", "?long=span")
    assert uid("month") not in response.content.decode()


def test_revoked_one_is_410_and_the_others_stay(site, owner):
    first, token = subscribed(owner)
    _second, another = subscribed(owner, name="机")
    first.revoke(timezone.now())
    response = fetch(site, token)
    assert response.status_code == 410
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Referrer-Policy"] == "no-referrer"
    assert fetch(site, another).status_code == 200


def test_subscription_is_over_after_its_last_day(site, owner):
    today = timezone.localdate()
    assert fetch(site, subscribed(owner, expires_on=today)[1]).status_code == 200
    yesterday = today - timedelta(days=1)
    _made, token = subscribed(owner, name="机", expires_on=yesterday)
    assert fetch(site, token).status_code == 410


def test_owner_who_is_not_active_gets_410(site, owner):
    _made, token = subscribed(owner)
    owner.is_active = False
    owner.save()
    assert fetch(site, token).status_code == 410


def test_unknown_token_is_404_in_plain_text(site):
    response = fetch(site, "A" * 43)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_fault_is_503_and_names_no_token(site, owner, caplog):
    _made, token = subscribed(owner)
    site.sources[1].visible_uids = None  # what cannot be called
    response = fetch(site, token)
    assert response.status_code == 503
    assert response["Referrer-Policy"] == "no-referrer"
    assert token not in caplog.text


# What is remembered


def test_fetch_is_noted_with_a_clean_program_and_once_an_hour(site, owner):
    made, token = subscribed(owner)
    fetch(site, token, **{"User-Agent": "iOS/18 \x1b[31m<b>日本</b>" + "x" * 300})
    made.refresh_from_db()
    first = made.last_fetched_at
    assert made.last_program.startswith("iOS/18  [31m<b> </b>x")
    assert len(made.last_program) == 100
    fetch(site, token, **{"User-Agent": "another"})
    made.refresh_from_db()
    assert made.last_fetched_at == first
    Subscription.objects.update(last_fetched_at=first - timedelta(hours=1))
    fetch(site, token, **{"User-Agent": "another"})
    made.refresh_from_db()
    assert made.last_program == "another"
    assert made.last_fetched_at > first


@pytest.mark.parametrize("fault", [LockedError(), DatabaseError("disk full")])
def test_note_that_fails_delays_nobody(site, owner, fault, monkeypatch):
    made, token = subscribed(owner)

    def broken(number):
        raise fault

    monkeypatch.setattr(subscriptions, "try_lock", broken)
    response = fetch(site, token)
    assert MEETING.uid in uids(response)
    assert response.has_header("ETag")
    assert not response.has_header("Last-Modified")
    made.refresh_from_db()
    assert made.last_fetched_at is None
