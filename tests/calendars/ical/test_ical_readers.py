"""Independent readers see as many events, on the same days, with the same texts, as were given."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from calendars.ical import check
from calendars.ical.text import clean, one_line
from tests.calendars.ical.feed_readers import (
    EXACT_READERS,
    ICAL_JS,
    READERS,
    with_ical,
    with_icalendar,
)
from tests.calendars.ical.feed_samples import CASES, MORNING, day, feed, meeting
from tests.calendars.ical.test_ical_text import NASTY, texts

# One to four bytes, combining, with a variation selector, joined, and what must be escaped.
PIECES = [
    "a", "é", "隆", "𠮷", "か\u3099", "葛\U000e0100", "👩\u200d👩\u200d👧\u200d👦", "🇯🇵",
    "\\", ",", ";", "\n", "\\n", "\\\\", "\\,",
]  # fmt: skip


def as_given(title: str, text: str) -> tuple[str, str]:
    """What a reader must give back of a title and a description."""
    return one_line(f"監{title}"), clean(text)


def feed_of(given: list[tuple[str, str]]) -> bytes:
    """A feed with an event for each title and description."""
    return feed(
        *(
            meeting(day(2017, 6, 16), uid=f"{n}", feed_title=f"監{title}", description=text)
            for n, (title, text) in enumerate(given)
        )
    )


def texts_read(reader, data: bytes) -> dict[str, tuple[str, str]]:
    return {found.uid.split("@")[0]: (found.title, found.text) for found in reader(data)}


@pytest.mark.parametrize("reader", READERS)
def test_all_cases_in_one_feed_read_alike(reader):
    entries = [
        meeting(*entry.schedule.segments, uid=name, status=entry.status, feed_title=f"監査 {name}")
        for name, (entry, _events, _days) in CASES.items()
    ]
    read = reader(feed(*entries))
    assert sorted(read) == sorted(with_icalendar(feed(*entries)))
    assert len(read) == sum(events for _entry, events, _days in CASES.values())


@pytest.mark.parametrize("reader", [one for one in READERS if one is not ICAL_JS])
@pytest.mark.parametrize("name", CASES)
def test_each_case_has_its_events_and_days(reader, name):
    entry, events, number_of_days = CASES[name]
    read = reader(feed(entry))
    assert len(read) == events
    assert len(set().union(*(found.days for found in read))) == number_of_days


@pytest.mark.parametrize("reader", EXACT_READERS)
@pytest.mark.parametrize("piece", PIECES)
def test_text_at_every_fold_offset_reads_back_unchanged(reader, piece):
    given = [("a" * n + piece * 3 + "終", "b" * n + piece * 40 + "終") for n in range(76)]
    data = feed_of(given)
    assert check(data) == []
    assert texts_read(reader, data) == {f"{n}": as_given(*one) for n, one in enumerate(given)}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=40))
@example([(one, one) for one in NASTY])
@pytest.mark.parametrize("reader", EXACT_READERS)
def test_nasty_texts_pass_the_check_and_read_back_unchanged(reader, given):
    data = feed_of(given)
    assert check(data) == []
    assert texts_read(reader, data) == {f"{n}": as_given(*one) for n, one in enumerate(given)}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(place=texts)
def test_nasty_places_read_back_unchanged(place):
    data = feed(meeting(day(2017, 6, 16, **MORNING), location=place))
    assert check(data) == []
    [event] = IcsCalendarStream.calendar_from_ics(data.decode()).events
    assert event.location == (one_line(place) or None)


@settings(deadline=None)
@given(title=texts)
def test_nasty_titles_read_back_in_icalendar(title):
    """With a line break where a literal `\\n` stands: that reader mistakes it."""
    title = one_line(f"監{title}")
    if "\\n" in title.lower():
        return
    data = feed(meeting(day(2017, 6, 16), feed_title=title))
    assert [found.title for found in with_icalendar(data)] == [title]
    assert [found.title for found in with_ical(data)] == [title]
