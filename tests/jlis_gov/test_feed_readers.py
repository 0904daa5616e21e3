"""The whole feed of fiscal 2016, as independent readers understand it: nothing lost or invented."""

import json
from collections import defaultdict
from datetime import date

import pytest
from django.utils import timezone

from calendars.feeds.models import PublishedEvent
from calendars.feeds.publishing import publish
from calendars.ical import Variant, check
from calendars.ical.occurrences import shown_days
from jlis_gov.composition import FEEDS, SOURCES
from tests.calendars.ical.feed_readers import READERS, Found, days
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker):
    """The record of fiscal 2016, told; it is taken back after the module's last test."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_record()
        publish(FEEDS, now=timezone.now())
        yield
        transaction.set_rollback(True)


def published(long: Variant) -> dict[str, tuple[date, str]]:
    """First day and the record's name in feeds, of each event that the ledger tells."""
    events = PublishedEvent.objects.in_feed("", [2016]).shown_under(long).select_related("entry")
    return {event.uid: (event.first, json.loads(event.entry.plain)[0]) for event in events}


def days_of_records() -> dict[str, set[date]]:
    """Every day that the schedule of a record of fiscal 2016 shows, by the record's uid."""
    entries = [entry for source in SOURCES for entry in source.entries(keys=["fy:2016"])]
    return {
        entry.uid: {
            day
            for segment in entry.schedule.segments
            for day in days(*shown_days(segment)) | {shown_days(segment)[1]}
        }
        for entry in entries
        if entry.schedule.segments
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("long", Variant)
def test_reader_finds_what_was_published(record, client, reader, long):
    data = client.get(f"/feeds/fy2016/all.ics?long={long}").getvalue()
    assert check(data) == []
    found, told = reader(data), published(long)
    assert len(found) == len(told) == data.count(b"BEGIN:VEVENT") > 0
    assert {one.uid: min(one.days) for one in found} == {
        uid: day for uid, (day, _t) in told.items()
    }
    assert [one for one in found if told[one.uid][1] not in one.title] == []
    assert sorted(found) == sorted(READERS[0](data))


@pytest.mark.parametrize("reader", READERS)
def test_reader_finds_each_day_of_each_record(record, client, reader):
    found = reader(client.get("/feeds/fy2016/all.ics").getvalue())
    assert _by_record(found) == days_of_records()


def _by_record(found: list[Found]) -> dict[str, set[date]]:
    shown = defaultdict(set)
    for one in found:
        shown[one.uid[:36]] |= one.days
    return dict(shown)
