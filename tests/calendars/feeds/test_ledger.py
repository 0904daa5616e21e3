"""What subscribers are told from one publication to the next."""

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from calendars.entries import Entry, EntryStatus
from calendars.feeds.models import PublishedEvent, PublishedKey, PublishedPiece
from calendars.ical import ShownIn, Variant, check
from dates.schedule import Schedule
from tests.calendars.feeds.feed_site import NOON, Site, site_of, uid
from tests.calendars.ical.feed_samples import CASES, MORNING, day, entry, meeting

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("golden") / "ledger"
AUDIT = replace(CASES["several-days"][0], uid=uid("audit"))
MONTH = replace(CASES["month-range"][0], uid=uid("month"))
MEETING = meeting(day(2017, 6, 16, **MORNING), uid=uid("meeting"))
LATER = NOON + timedelta(hours=1)
TITLE = MEETING.feed_title


def changed(site: Site, *entries: Entry, now=LATER) -> list[tuple[str, str]]:
    """What subscribers are told once `entries` are all there is."""
    site.sources[0].all = list(entries)
    return site.publish(now, everything=True)


def facts(data: bytes, name: str) -> list[str]:
    """The values of a property, in the order of the events."""
    text = data.replace(b"\r\n ", b"").decode()
    return re.findall(rf"^{name}[;:](.*)\r$", text, re.MULTILINE)


@pytest.fixture
def site() -> Site:
    """A site with an audit, a vague audit and a meeting, all told at `NOON`."""
    site = site_of([AUDIT, MONTH, MEETING])
    site.publish()
    return site


# What is told


def test_first_publication_tells_everything():
    site = site_of([AUDIT, MEETING])
    assert sorted(site.publish()) == sorted([("new", AUDIT.feed_title)] * 4 + [("new", TITLE)])
    assert facts(site.read(), "SEQUENCE") == ["0"] * 5
    assert set(facts(site.read(), "DTSTAMP")) == {"20980630T030000Z"}


def test_unchanged_entries_are_told_nothing(site):
    before = site.read()
    assert changed(site, AUDIT, MONTH, MEETING) == []
    assert site.read() == before


def test_change_that_no_subscriber_sees_is_told_nothing(site):
    before = site.read()
    unseen = replace(MEETING, changed_at=LATER, title="別の名前")
    assert changed(site, AUDIT, MONTH, unseen) == []
    assert site.read() == before


def test_change_bumps_that_event_alone(site):
    before = site.read("fy2016/all.ics")
    moved = replace(MEETING, location="第２会議室")
    assert changed(site, AUDIT, MONTH, moved) == [("changed", TITLE)]
    assert site.read("fy2016/all.ics") == before
    after = site.read("fy2017/all.ics")
    assert facts(after, "SEQUENCE") == ["1"]
    assert facts(after, "LAST-MODIFIED") == facts(after, "DTSTAMP") == ["20980630T040000Z"]
    assert facts(after, "LOCATION") == ["第２会議室"]


def test_change_of_one_listed_day_bumps_that_day_alone(site):
    segments = AUDIT.schedule.segments
    other = replace(AUDIT, schedule=Schedule((*segments[:3], replace(segments[3], label="講評"))))
    assert len(changed(site, other, MONTH, MEETING)) == 4  # 「3/4日目」 says how many there are
    assert facts(site.read("fy2016/audits.ics"), "SEQUENCE").count("1") == 4


def test_day_that_leaves_the_list_leaves_silently(site):
    shorter = replace(AUDIT, schedule=Schedule(AUDIT.schedule.segments[:3]))
    acts = changed(site, shorter, MONTH, MEETING)
    assert sorted(act for act, _title in acts) == ["changed"] * 3 + ["left"]
    assert "CANCELLED" not in facts(site.read(), "STATUS")


def test_meeting_that_moves_keeps_its_uid(site):
    before = facts(site.read("meetings.ics"), "UID")
    postponed = replace(MEETING, status=EntryStatus.POSTPONED)
    assert changed(site, postponed) != []
    assert facts(site.read("meetings.ics"), "SUMMARY") == [f"【延期】{TITLE}"]
    changed(site, replace(MEETING, schedule=Schedule((day(2017, 7, 3, **MORNING),))))
    after = site.read("meetings.ics")
    assert facts(after, "UID") == before
    assert facts(after, "SEQUENCE") == ["2"]
    assert facts(after, "SUMMARY") == [TITLE]


def test_keys_that_change_move_an_event_without_a_bump(site):
    assert site.fetch("department/admin.ics").getvalue().count(b"BEGIN:VEVENT") == 0
    elsewhere = replace(MEETING, keys=frozenset({"kind:meeting", "department:admin", "fy:2016"}))
    assert changed(site, AUDIT, MONTH, elsewhere) == []
    assert facts(site.read("department/admin.ics"), "SEQUENCE") == ["0"]
    assert facts(site.read("fy2017/all.ics"), "UID") == []
    assert facts(site.read("body/management-council.ics"), "UID") == []


# What ends


@pytest.mark.parametrize("status", [EntryStatus.CANCELLED, EntryStatus.WITHDRAWN])
def test_cancelled_event_says_so_for_90_days(site, status):
    off = replace(MEETING, status=status)
    assert changed(site, AUDIT, MONTH, off) == [("cancelled", TITLE)]
    told = site.read("meetings.ics")
    assert facts(told, "SUMMARY") == [f"【中止】{TITLE}"]
    assert facts(told, "STATUS") == ["CANCELLED"]
    assert facts(told, "TRANSP") == ["TRANSPARENT"]
    assert facts(told, "SEQUENCE") == ["1"]
    assert changed(site, AUDIT, MONTH, off, now=LATER + timedelta(days=89)) == []
    assert site.read("meetings.ics") == told
    assert changed(site, AUDIT, MONTH, off, now=LATER + timedelta(days=90)) == [("expired", TITLE)]
    assert facts(site.read("meetings.ics"), "UID") == []


def test_what_is_over_is_not_told_again_in_other_words(site):
    off = replace(MEETING, status=EntryStatus.CANCELLED)
    changed(site, off)
    changed(site, off, now=LATER + timedelta(days=90))
    reworded = replace(off, location="別の会議室")
    assert changed(site, reworded, now=LATER + timedelta(days=91)) == []
    assert facts(site.read("meetings.ics"), "UID") == []


def test_cancelled_event_that_takes_place_after_all_is_told_again(site):
    off = replace(MEETING, status=EntryStatus.CANCELLED)
    changed(site, off)
    changed(site, off, now=LATER + timedelta(days=90))
    assert changed(site, MEETING, now=LATER + timedelta(days=91)) == [("changed", TITLE)]
    assert facts(site.read("meetings.ics"), "SEQUENCE") == ["2"]


def test_90_days_begin_anew_with_each_cancellation(site):
    off = replace(MEETING, status=EntryStatus.CANCELLED)
    changed(site, off)
    changed(site, MEETING, now=LATER + timedelta(days=50))
    changed(site, off, now=LATER + timedelta(days=60))
    assert changed(site, off, now=LATER + timedelta(days=149)) == []
    assert changed(site, off, now=LATER + timedelta(days=150)) == [("expired", TITLE)]


def test_deleted_record_is_called_off(site):
    site.touch("meeting", "audits", action="delete")
    assert changed(site, AUDIT, MONTH) == [("cancelled", TITLE)]
    told = site.read("meetings.ics")
    assert facts(told, "SUMMARY") == [f"【中止】{TITLE}"]
    assert facts(told, "STATUS") == ["CANCELLED"]
    assert changed(site, AUDIT, MONTH, now=LATER + timedelta(days=1)) == []
    assert changed(site, AUDIT, MONTH, now=LATER + timedelta(days=90)) == [("expired", TITLE)]


def test_event_that_is_made_internal_leaves_silently(site):
    internal = replace(MEETING, is_public=False)
    assert sorted(changed(site, AUDIT, MONTH, internal)) == [("left", TITLE), ("new", TITLE)]
    assert facts(site.read("meetings.ics"), "UID") == []
    [event] = PublishedEvent.objects.live().filter(entry__is_public=False)
    assert event.uid.startswith(MEETING.uid)


def test_event_that_is_public_again_goes_on_counting(site):
    changed(site, replace(MEETING, is_public=False))
    changed(site, replace(MEETING, is_public=False, location="内部"))
    assert sorted(changed(site, MEETING)) == [("changed", TITLE), ("left", TITLE)]
    assert facts(site.read("meetings.ics"), "SEQUENCE") == ["1"]  # as if nothing internal happened


def test_event_that_takes_place_after_all_is_told_though_its_end_was_due(site):
    changed(site, AUDIT, replace(MEETING, status=EntryStatus.CANCELLED))
    assert changed(site, AUDIT, MEETING, now=NOON + timedelta(days=91)) == [("changed", TITLE)]
    assert facts(site.read("meetings.ics"), "STATUS") == ["CONFIRMED"]
    assert facts(site.read("meetings.ics"), "SEQUENCE") == ["2"]


def test_entry_that_has_left_is_in_no_index(site):
    changed(site, AUDIT)
    assert set(PublishedKey.objects.values_list("entry__uid", flat=True)) == {AUDIT.uid}


# Who can tell


def test_internal_change_shows_nowhere_in_public():
    internal = replace(MEETING, is_public=False)
    site = site_of([AUDIT, internal])
    site.publish()
    before = {path: site.fetch(path).headers for path in ("all.ics", "fy2017/all.ics")}
    assert changed(site, AUDIT, replace(internal, location="別の会議室")) == [("changed", TITLE)]
    assert changed(site, AUDIT, now=LATER + timedelta(days=1)) == [("left", TITLE)]
    assert {path: site.fetch(path).headers for path in before} == before


@pytest.mark.parametrize("path", ["all.ics", "fy2017/meetings.ics", "body/management-council.ics"])
def test_client_that_knows_only_the_date_hears_of_an_event_that_left(site, path):
    since = site.fetch(path)["Last-Modified"]
    assert site.fetch(path, **{"If-Modified-Since": since}).status_code == 304
    changed(site, AUDIT, MONTH)
    answer = site.fetch(path, **{"If-Modified-Since": since})
    assert answer.status_code == 200
    assert MEETING.uid.encode() not in answer.getvalue()


def test_two_changes_in_one_second_have_two_dates(site):
    since = site.fetch("all.ics")["Last-Modified"]
    changed(site, AUDIT, MONTH, now=NOON)
    assert site.fetch("all.ics", **{"If-Modified-Since": since}).status_code == 200


def test_feed_of_another_year_keeps_its_etag(site):
    before = site.fetch("fy2016/all.ics").headers
    changed(site, AUDIT, MONTH, replace(MEETING, location="第２会議室"))
    assert site.fetch("fy2016/all.ics").headers == before


def test_variant_that_does_not_hold_the_event_keeps_its_etag(site):
    before = site.fetch("fy2016/all.ics", "?long=omit").headers
    changed(site, AUDIT, replace(MONTH, description="別の説明"), MEETING)
    assert site.fetch("fy2016/all.ics", "?long=omit").headers == before


# The whole text, through the ledger

STORIES: dict[str, list[list[Entry]]] = {
    "told": [[AUDIT, MONTH, MEETING]],
    "changed": [[MEETING], [replace(MEETING, location="第２会議室")]],
    "cancelled": [[MEETING], [replace(MEETING, status=EntryStatus.CANCELLED)]],
    "cancelled-months": [[MONTH], [replace(MONTH, status=EntryStatus.CANCELLED)]],
    "deleted": [[AUDIT, MEETING], [AUDIT]],
    "made-internal": [[AUDIT, MEETING], [AUDIT, replace(MEETING, is_public=False)]],
    "public-again": [[MEETING], [replace(MEETING, is_public=False)], [MEETING]],
    "postponed-and-moved": [
        [MEETING],
        [replace(MEETING, status=EntryStatus.POSTPONED)],
        [replace(MEETING, schedule=Schedule((day(2017, 7, 3, **MORNING),)))],
    ],
    "vague-then-told": [[replace(MONTH, uid=uid("a"))], [entry(day(2016, 9, 1), uid=uid("a"))]],
    "told-then-vague": [[entry(day(2016, 9, 1), uid=uid("a"))], [replace(MONTH, uid=uid("a"))]],
}


@pytest.mark.parametrize("long", ["span", "monthly", "omit"])
@pytest.mark.parametrize("name", STORIES)
def test_feed_after_a_story_is_the_golden_text(name, long):
    """After a wanted change: UPDATE_GOLDEN=1 pytest, then read the difference line by line."""
    site = site_of([])
    if name == "deleted":
        site.touch("meeting", "audits", action="delete")
    for hours, entries in enumerate(STORIES[name]):
        changed(site, *entries, now=NOON + timedelta(hours=hours))
    path, data = GOLDEN / f"{name}.{long}.ics", site.read("all.ics", f"?long={long}")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
    assert check(data) == []


def test_each_golden_text_has_its_story():
    names = {f"{name}.{long}" for name in STORIES for long in ("span", "monthly", "omit")}
    assert {path.stem for path in GOLDEN.glob("*.ics")} == names


def test_ledger_says_on_which_day_something_expires(site):
    changed(site, replace(MEETING, status=EntryStatus.CANCELLED))
    [event] = PublishedEvent.objects.filter(state="cancelled")
    assert event.expires_on == date(2098, 9, 28)


# What serving reads


def test_pieces_that_are_not_what_was_counted_are_not_sent(site, caplog):
    PublishedPiece.objects.filter(first=date(2017, 6, 16)).delete()
    assert site.fetch("fy2016/all.ics").status_code == 200
    response = site.fetch("fy2017/all.ics")
    assert response.status_code == 503
    assert b"VEVENT" not in response.getvalue()
    assert "could not be served" in caplog.text


def test_change_rewrites_the_pieces_of_its_days_alone(site):
    PublishedPiece.objects.update(body=b"stale")
    changed(site, AUDIT, MONTH, replace(MEETING, schedule=Schedule((day(2017, 6, 19),))))
    fresh = PublishedPiece.objects.exclude(body=b"stale").values_list("first", flat=True)
    assert set(fresh) == {date(2017, 6, 19)}
    days = PublishedPiece.objects.values_list("first", flat=True)
    assert date(2017, 6, 16) not in days  # where nothing is left of it


def test_pieces_are_the_events_of_the_ledger_in_order(site):
    for key, year in {("", 2016), ("kind:audit", 2016), ("", 2017)}:
        for long in Variant:
            events = PublishedEvent.objects.in_feed(key, [year]).shown_under(long)
            pieces = PublishedPiece.objects.filter(
                key=key, fiscal_year=year, shown__in=ShownIn.under(long)
            ).order_by("first", "shown")
            joined = b"".join(map(bytes, pieces.values_list("body", flat=True)))
            assert joined == b"".join(map(bytes, events.values_list("block", flat=True)))
            assert joined
