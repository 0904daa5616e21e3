"""Sample entries for the feed tests, one for each row of the feed's table of cases."""

from datetime import UTC, date, datetime, time
from typing import Any

from calendars.entries import Entry, EntryStatus
from calendars.ical import Header, calendar, events_at_site
from dates.schedule import Precision, Schedule, Segment

BASE_URL = "https://register.example"
HEADER = Header("監査 平成28年度（J-LIS）", f"{BASE_URL}/calendar/fy2016/")


def segment(
    start: tuple[int, int, int] | None,
    end: tuple[int, int, int] | None,
    precision: Precision = Precision.DAY,
    **more: Any,
) -> Segment:
    return Segment(
        start=start and date(*start), end=end and date(*end), precision=precision, **more
    )


def day(year: int, month: int, number: int, **more: Any) -> Segment:
    precision = Precision.MINUTE if "start_time" in more else Precision.DAY
    return segment((year, month, number), (year, month, number), precision, **more)


def entry(*segments: Segment, **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "uid": "7d2f0c9e",
        "title": "個人情報保護監査（管理部）",
        "feed_title": "PMS監査 管理部",
        "schedule": Schedule(tuple(segments)),
        "status": EntryStatus.HELD,
        "is_public": True,
        "keys": frozenset({"kind:audit", "regime:internal", "fy:2016"}),
        "categories": ("監査", "内部監査"),
        "description": "管理部\n個人情報の取扱い",
        "location": "",
        "path": "/audits/7d2f0c9e/",
        "changed_at": datetime(2017, 6, 30, 3, 0, 0, 987654, tzinfo=UTC),
    }
    return Entry(**(values | changes))


def meeting(*segments: Segment, **changes: Any) -> Entry:
    values = {
        "uid": "1c84aa07",
        "title": "第15回経営審議委員会",
        "feed_title": "経営審議委 第15回",
        "status": EntryStatus.PLANNED,
        "keys": frozenset({"kind:meeting", "body:management-council", "fy:2017"}),
        "categories": ("会議",),
        "description": "６月16日\n議案第１号　平成28年度決算\n議案第２号　平成29年度補正予算",
        "location": "機構　大会議室",
        "path": "/meetings/1c84aa07/",
    }
    return entry(*segments, **(values | changes))


MORNING = {"start_time": time(10), "end_time": time(11, 30)}
MARCH = ((2017, 3, 1), (2017, 3, 31), Precision.MONTH)
FISCAL_2016 = ((2016, 4, 1), (2017, 3, 31), Precision.FISCAL_YEAR)

# name: (entry, events, days that they cover)
CASES: dict[str, tuple[Entry, int, int]] = {
    "meeting-timed": (meeting(day(2017, 6, 16, **MORNING)), 1, 1),
    "meeting-without-times": (meeting(day(2017, 6, 16)), 1, 1),
    "meeting-without-end-time": (meeting(day(2017, 6, 16, start_time=time(14))), 1, 1),
    "meeting-at-about": (
        meeting(day(2017, 6, 16, start_time=time(14), approximate=True)), 1, 1,
    ),
    "joint-session": (
        meeting(
            day(2017, 6, 16, **MORNING),
            title="第２回内部統制委員会・第３回リスク管理委員会（同時開催）",
            feed_title="内部統制 第２回・リスク 第３回（同時開催）",
            keys=frozenset({"kind:meeting", "body:internal-control", "body:risk", "fy:2017"}),
            categories=("会議", "内部統制委員会", "リスク管理委員会"),
        ), 1, 1,
    ),
    "audit-of-a-day": (entry(day(2016, 9, 1)), 1, 1),
    "drill": (
        entry(
            day(2016, 9, 1),
            title="安否確認訓練（全部門）",
            feed_title="訓練 全部門",
            keys=frozenset({"kind:drill", "fy:2016"}),
            categories=("訓練",),
            description="全部門\n安否確認",
            path="/drills/7d2f0c9e/",
        ), 1, 1,
    ),
    "several-days": (entry(*(day(2016, 9, n) for n in (1, 5, 6, 12))), 4, 4),
    "several-timed-days": (meeting(day(2017, 6, 16, **MORNING), day(2017, 6, 19, **MORNING)), 2, 2),
    "daily-times": (
        meeting(
            segment((2017, 6, 14), (2017, 6, 16), Precision.MINUTE, daily=True, **MORNING)
        ), 3, 3,
    ),
    "from-day-to-day": (
        meeting(
            segment((2017, 6, 14), (2017, 6, 16), Precision.MINUTE, **MORNING)
        ), 1, 3,
    ),
    "day-range": (entry(segment((2017, 2, 8), (2017, 2, 17))), 1, 10),
    "range-of-31-days": (entry(segment((2017, 1, 1), (2017, 1, 31))), 1, 31),
    "ranges-and-days": (entry(segment((2016, 5, 23), (2016, 5, 26)), day(2016, 5, 31)), 2, 5),
    "long-range": (entry(segment((2016, 11, 17), (2017, 2, 9))), 1, 85),
    "long-range-in-one-year": (entry(segment((2017, 1, 13), (2017, 2, 15))), 1, 34),
    "about-a-day": (entry(day(2016, 9, 1, approximate=True)), 1, 1),
    "ten-days": (entry(segment((2016, 9, 1), (2016, 9, 10), Precision.TEN_DAY)), 1, 10),
    "month": (entry(segment((2016, 11, 1), (2016, 11, 30), Precision.MONTH)), 1, 30),
    "about-a-month": (
        entry(segment((2017, 10, 1), (2017, 10, 31), Precision.MONTH, approximate=True)), 1, 31,
    ),
    "month-range": (entry(segment((2016, 7, 1), (2016, 12, 31), Precision.MONTH)), 1, 184),
    "month-range-over-two-years": (
        entry(segment((2016, 5, 1), (2017, 3, 31), Precision.MONTH)), 1, 335,
    ),
    "two-months": (
        entry(
            segment((2016, 7, 1), (2016, 7, 31), Precision.MONTH),
            segment((2016, 12, 1), (2016, 12, 31), Precision.MONTH),
        ), 2, 62,
    ),
    "labelled-phases": (
        entry(
            segment((2016, 9, 1), (2016, 9, 30), Precision.MONTH, label="事前評価"),
            segment((2017, 1, 1), (2017, 2, 28), Precision.MONTH, label="本評価"),
        ), 2, 89,
    ),
    "labelled-days": (
        entry(
            day(2016, 4, 22, label="予備調査"),
            day(2016, 10, 20, label="本調査"),
            day(2016, 10, 21, label="本調査"),
        ), 3, 3,
    ),
    "day-and-month": (
        entry(day(2016, 9, 1), segment((2016, 10, 1), (2016, 10, 31), Precision.MONTH)), 2, 32,
    ),
    "quarter": (entry(segment((2016, 7, 1), (2016, 9, 30), Precision.QUARTER)), 1, 92),
    "half-year": (entry(segment((2016, 4, 1), (2016, 9, 30), Precision.HALF_YEAR)), 1, 183),
    "fiscal-year": (entry(segment(*FISCAL_2016)), 1, 365),
    "year": (entry(segment((2017, 1, 1), (2017, 12, 31), Precision.YEAR)), 1, 365),
    "open-end": (entry(segment((2017, 3, 1), None, Precision.MONTH)), 1, 31),
    "open-end-of-a-day": (entry(segment((2017, 3, 9), None)), 1, 23),
    "open-start": (entry(segment(None, (2017, 3, 31), Precision.MONTH)), 1, 31),
    "cancelled": (
        meeting(day(2017, 6, 16, **MORNING), status=EntryStatus.CANCELLED), 1, 1,
    ),
    "cancelled-month": (entry(segment(*MARCH), status=EntryStatus.CANCELLED), 1, 31),
    "withdrawn": (meeting(day(2017, 6, 16, **MORNING), status=EntryStatus.WITHDRAWN), 1, 1),
    "postponed": (meeting(day(2017, 6, 16, **MORNING), status=EntryStatus.POSTPONED), 1, 1),
    "undated": (meeting(schedule=Schedule(words="未定")), 0, 0),
}  # fmt: skip


def feed(*entries: Entry) -> bytes:
    blocks = [block for one in entries for block in events_at_site(one, base_url=BASE_URL)]
    return calendar(HEADER, (block.data for block in sorted(blocks)))
