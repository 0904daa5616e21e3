"""The whole text of the feed for each of its cases."""

import os
from datetime import date
from pathlib import Path

import pytest

from calendars.entries import EntryStatus
from calendars.ical import Header, calendar, check, events_at_site
from dates.schedule import Precision, Schedule, Segment, period
from tests.calendars.ical.feed_samples import (
    BASE_URL,
    CASES,
    HEADER,
    MARCH,
    MORNING,
    day,
    entry,
    feed,
    meeting,
    segment,
)  # fmt: skip

GOLDEN = Path(__file__).with_name("golden")


def values(data: bytes, name: str) -> list[str]:
    """The values of a property, in the order of the events."""
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")
    return [line.partition(":")[2] for line in lines if line.startswith(name)]


def uids(*segments, **changes) -> list[str]:
    found = events_at_site(entry(*segments, uid="a", **changes), base_url=BASE_URL)
    return [block.uid.removesuffix("@governance-register.j-lis") for block in found]


@pytest.mark.parametrize("name", CASES)
def test_feed_is_the_golden_text(name):
    """After a wanted change: UPDATE_GOLDEN=1 pytest, then read the difference line by line."""
    path, data = GOLDEN / f"{name}.ics", feed(CASES[name][0])
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()


def test_each_golden_text_has_its_case():
    assert {path.stem for path in GOLDEN.glob("*.ics")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_feed_passes_the_strict_check(name):
    assert check(feed(CASES[name][0])) == []


TITLES = {
    "several-days": [f"PMS監査 管理部 （{n}/4日目）" for n in (1, 2, 3, 4)],
    "several-timed-days": [f"経営審議委 第15回 （{n}/2日目）" for n in (1, 2)],
    "daily-times": [f"経営審議委 第15回 （{n}/3日目）" for n in (1, 2, 3)],
    "day-range": ["PMS監査 管理部"],
    "ranges-and-days": ["PMS監査 管理部 （1/2）", "PMS監査 管理部 （2/2）"],
    "long-range": ["PMS監査 管理部 〔平成28年11月17日～平成29年２月９日〕"],
    "long-range-in-one-year": ["PMS監査 管理部 〔１月13日～２月15日〕"],
    "about-a-day": ["PMS監査 管理部 〔９月１日頃〕"],
    "ten-days": ["PMS監査 管理部 〔９月上旬・日未定〕"],
    "month": ["PMS監査 管理部 〔11月・日未定〕"],
    "about-a-month": ["PMS監査 管理部 〔10月頃・日未定〕"],
    "month-range": ["PMS監査 管理部 〔７月～12月・日未定〕"],
    "month-range-over-two-years": ["PMS監査 管理部 〔平成28年５月～平成29年３月・日未定〕"],
    "two-months": [
        "PMS監査 管理部 （1/2） 〔７月・日未定〕",
        "PMS監査 管理部 （2/2） 〔12月・日未定〕",
    ],
    "labelled-phases": [
        "PMS監査 管理部 （事前評価） 〔９月・日未定〕",
        "PMS監査 管理部 （本評価） 〔１月～２月・日未定〕",
    ],
    "labelled-days": [
        "PMS監査 管理部 （予備調査）",
        "PMS監査 管理部 （本調査 1/2日目）",
        "PMS監査 管理部 （本調査 2/2日目）",
    ],
    "quarter": ["PMS監査 管理部 〔平成28年度第２四半期・日未定〕"],
    "half-year": ["PMS監査 管理部 〔平成28年度上半期・日未定〕"],
    "fiscal-year": ["PMS監査 管理部 〔平成28年度・日未定〕"],
    "year": ["PMS監査 管理部 〔平成29年・日未定〕"],
    "open-end": ["PMS監査 管理部 〔平成29年３月～〕"],
    "cancelled": ["【中止】経営審議委 第15回"],
    "cancelled-month": ["【中止】PMS監査 管理部 〔３月・日未定〕"],
    "withdrawn": ["【中止】経営審議委 第15回"],
    "postponed": ["【延期】経営審議委 第15回"],
}


@pytest.mark.parametrize("name", TITLES)
def test_title_tells_what_the_record_tells(name):
    assert values(feed(CASES[name][0]), "SUMMARY") == TITLES[name]


@pytest.mark.parametrize(
    ("name", "edtf"),
    [
        ("month", "2016-11"),
        ("long-range", "2016-11-17/2017-02-09"),
        ("open-end", "2017-03/.."),
        ("open-start", "../2017-03"),
        ("about-a-month", "2017-10~"),
    ],
)
def test_span_tells_its_interval_in_edtf(name, edtf):
    assert values(feed(CASES[name][0]), "X-JLIS-EDTF") == [edtf]


def test_undated_entry_has_no_event():
    assert events_at_site(CASES["undated"][0], base_url=BASE_URL) == []
    assert events_at_site(entry(schedule=Schedule()), base_url=BASE_URL) == []


def test_calendar_without_events_is_valid():
    data = calendar(HEADER, [])
    assert check(data) == []
    assert b"VEVENT" not in data


def test_calendar_name_needs_no_escape():
    data = calendar(Header("監査, 会議; \\ 訓練\r\nX-INJECTED:1", "https://register.example/"), [])
    assert check(data) == []
    assert values(data, "X-WR-CALNAME") == ["監査、 会議； ＼ 訓練 X-INJECTED:1"]
    assert values(data, "X-INJECTED") == []


def test_rendering_twice_gives_the_same_bytes():
    one = CASES["several-days"][0]
    assert feed(one) == feed(one)


def test_path_that_is_no_uri_is_encoded():
    data = feed(entry(day(2016, 9, 1), path="/監査/a b/"))
    assert values(data, "URL")[1] == "https://register.example/%E7%9B%A3%E6%9F%BB/a%20b/"


# UIDs


def test_uid_of_a_single_day_stays_when_it_moves():
    assert uids(day(2016, 9, 1)) == uids(day(2016, 10, 3)) == ["a"]


def test_uid_stays_when_a_month_becomes_a_day():
    assert uids(segment(*MARCH)) == uids(day(2017, 3, 9)) == ["a"]


def test_uids_of_days_stay_when_other_days_change():
    before = uids(day(2016, 9, 1), day(2016, 9, 5), day(2016, 9, 6))
    after = uids(day(2016, 8, 31), day(2016, 9, 5), day(2016, 9, 6), day(2016, 9, 12))
    assert before == ["a-20160901", "a-20160905", "a-20160906"]
    assert after == ["a-20160831", "a-20160905", "a-20160906", "a-20160912"]


def test_uids_of_two_phases_on_one_day_differ():
    assert uids(day(2016, 9, 1, label="予備"), day(2016, 9, 1, label="本")) == [
        "a-20160901", "a-20160901-2",
    ]  # fmt: skip


def test_siblings_name_another_event_of_the_list():
    data = feed(CASES["several-days"][0])
    found, siblings = values(data, "UID"), values(data, "RELATED-TO;RELTYPE=SIBLING")
    assert siblings == [found[1], found[0], found[0], found[0]]


# States and stamps


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (EntryStatus.PLANNED, ["CONFIRMED", "OPAQUE"]),
        (EntryStatus.HELD, ["CONFIRMED", "OPAQUE"]),
        (EntryStatus.POSTPONED, ["TENTATIVE", "TRANSPARENT"]),
        (EntryStatus.CANCELLED, ["CANCELLED", "TRANSPARENT"]),
        (EntryStatus.WITHDRAWN, ["CANCELLED", "TRANSPARENT"]),
    ],
)
def test_state_of_a_timed_meeting(status, expected):
    data = feed(meeting(day(2017, 6, 16, **MORNING), status=status))
    assert [*values(data, "STATUS"), *values(data, "TRANSP")] == expected


@pytest.mark.parametrize("precision", list(Precision)[2:])
def test_vague_schedule_blocks_no_time_and_is_tentative(precision):
    first, last = period(date(2016, 4, 1), precision)
    data = feed(entry(Segment(first, last, precision)))
    assert values(data, "STATUS") == ["TENTATIVE"]
    assert values(data, "TRANSP") == ["TRANSPARENT"]
    assert values(data, "X-MICROSOFT-CDO-BUSYSTATUS") == ["FREE"]
    assert values(data, "CATEGORIES") == ["監査,内部監査,日未定"]


def test_stamps_are_the_last_change_in_utc_and_whole_seconds():
    data = feed(entry(day(2016, 9, 1)))
    assert values(data, "DTSTAMP") == values(data, "LAST-MODIFIED") == ["20170630T030000Z"]


def test_sequence_is_the_callers():
    [block] = events_at_site(entry(day(2016, 9, 1)), base_url=BASE_URL, sequence=3)
    assert values(block.data, "SEQUENCE") == ["3"]


def test_range_that_only_starts_at_a_time_is_all_day():
    data = feed(meeting(segment((2017, 6, 16), (2017, 6, 17), start_time=MORNING["start_time"])))
    assert values(data, "DTSTART;VALUE=DATE") == ["20170616"]
    assert values(data, "DTEND;VALUE=DATE") == ["20170618"]


def test_end_that_is_not_told_is_not_invented():
    data = feed(CASES["meeting-without-end-time"][0])
    assert values(data, "DTSTART;TZID=Asia/Tokyo") == ["20170616T140000"]
    assert values(data, "DTEND") == []
