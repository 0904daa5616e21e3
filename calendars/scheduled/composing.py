"""A date whose parts stand in columns of their own: year and month, day, time; or marked months."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dates import NotationError, read
from records.imports import BESIDE, WHOLE, ColumnSpec, folded

TIME, UNTIL, WEEKDAY = f"{BESIDE}time", f"{BESIDE}until", f"{BESIDE}weekday"
YEAR, MONTH, DAY, START, END = "year", "month", "day", "start", "end"
_MONTH_HEAD = re.compile(r"(1[0-2]|[1-9])月(?:分)?")
_MONTH_PART = re.compile(r"month(\d\d)")
_SPAN_HEADS = {
    "quarter": re.compile(r"第?([1-4])四半期|([1-4])Q"),
    "half": re.compile(r"(上)半?期|(下)半?期"),
}
_SPAN_PART = re.compile(r"(?:quarter|half)\d")
_A_YEAR = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR])?(\d{1,4}|元)(年度?)?")
_A_MONTH = re.compile(
    r"(?:[^\d年]{0,2}(?:\d{1,4}|元)年)?\d{1,2}月?(?:[~、,・]\d{1,2}月?)*(?:頃|初|末|[上中下]旬)?"
)
_A_DAY = re.compile(
    r"\d{1,2}日?(?:\(.\))?(?:[~、,・]\d{1,2}日?(?:\(.\))?)*|[上中下]旬(?:~[上中下]旬)?|月?末日?"
)
_BRACKETED_WEEKDAY = re.compile(r"[（(][月火水木金土日](?:曜日?)?[)）]")
_CLOCK = re.compile(r"\d{1,2}(?::\d\d|時(?!間))|午前|午後|終日")
_NO_HOURS = re.compile(r"未定|終日|[-－―–—]*")
_NOT_THEN = re.compile(r"[-－―ー—×xX/／]*")  # in the column of a month
_PLANNED_OR_DONE = re.compile(r"(?<=.)／(?:予定|計画|実績)$")  # 実施日／予定 is 実施日
_BAR = re.compile(r"[→⇒←↔⇔━─═]")
_HEADS = {
    UNTIL: re.compile(r"終了|閉会|まで"),
    TIME: re.compile(r"時間|時刻|開始|開会"),
}
_BOUNDS = {
    START: re.compile(r"(?:開始|着手|始期)(?:予定)?(?:年月日|月日|日|時期)?|自|から"),
    END: re.compile(r"(?:終了|完了|終期)(?:予定)?(?:年月日|月日|日|時期)?|至|まで"),
}
_DAY_ALONE, _EVERY_DAY = re.compile(r"(\d{1,2})日(?!間)"), re.compile(r"(\d{1,2})日(?!間)")
_NAMED_MONTH = re.compile(
    r"(?P<year>(?:明治|大正|昭和|平成|令和|[MTSHR])?(?:\d{1,4}|元)年)?"
    r"(?P<month>1[0-2]|[1-9])月(?:(?P<day>\d{1,2})日)?"
)
_HALVES, _HALF_NAMES = {"上": "1", "下": "2"}, {"1": "上半期", "2": "下半期"}
_ANY_YEAR = 2025  # gives its months to what names none
_MOST, _SOME = 0.8, 0.5  # of a column's cells
SCHEDULE_NAMES = (
    *("実施年月日", "実施日", "実施時期", "実施期間", "実施日程", "実施期日", "実施日時", "実施月"),
    *("実施予定日", "実施予定年月日", "実施予定時期", "実施予定期間", "実施予定月", "実施予定"),
    *("予定日", "予定年月日", "予定時期", "予定月", "時期", "期間", "期日", "日程", "日時", "月日"),
    *("年月日", "日付", "年月", "スケジュール", "実施年月", "実施月日", "日", "月", "月別", "予定"),
    *("開始日", "終了日", "開始", "終了"),
)
_WORDS = (
    r"時期|期日|年月日|日程|日時|月日|年月|スケジュール"
    r"|(?:実施|監査|審査|検査|訓練|開催|往査|調査|予定)(?:予定)?(?:期間|月|日)"
)


def schedule_column(heading: str, aliases: Sequence[str] = (), **values: Any) -> ColumnSpec:
    """The column of the dates in tables of any form, which may be several columns of a table."""
    return ColumnSpec(
        "when",
        heading,
        (*aliases, *SCHEDULE_NAMES),
        is_time=True,
        field="schedule",
        words=_WORDS,
        reads=names_dates,
        part=part_of_schedule,
        join=joined_schedule,
        complete=completed_schedule,
        **values,
    )


@lru_cache(maxsize=4096)
def names_dates(text: str) -> bool:
    """Return True if a text is a date, with or without its year, or says that there is none.

    The day of the week, which tells the year, is passed over.
    """
    try:
        schedule = read(_BRACKETED_WEEKDAY.sub("", text), fiscal_year=_ANY_YEAR).schedule
    except NotationError:
        return False
    return bool(schedule.segments or schedule.words)


def part_of_schedule(heading: str, texts: Sequence[str]) -> str:
    """The part of a schedule that a column is, by its heading and what it holds; else empty."""
    head = _plain(_PLANNED_OR_DONE.sub("", heading).split("／")[-1])
    cells = [_plain(text) for text in texts]
    if match := _MONTH_HEAD.fullmatch(head):
        return f"{MONTH}{int(match[1]):02}"
    if span := _span_of(head):
        return span
    if head in ("曜日", "曜"):
        return WEEKDAY
    least = _SOME if _HEADS[TIME].search(head) else _MOST  # others say 書面, 未定
    is_timed = _share(cells, _CLOCK.search) >= least and not any(map(_dated, cells))
    for part, pattern in (_BOUNDS if not is_timed else _HEADS).items():
        if cells and (pattern.search(head) if is_timed else pattern.fullmatch(head)):
            return part
    shapes = (("年", "年度"), YEAR, _A_YEAR), (("月",), MONTH, _A_MONTH), (("日",), DAY, _A_DAY)
    for ends, part, shape in shapes:
        numbered = [cell for cell in cells if re.search(r"\d", cell)]  # others say 未定
        if head.endswith(ends) and _share(numbered, shape.fullmatch) >= _MOST:
            return part
    return ""


def joined_schedule(parts: Mapping[str, str]) -> str:
    """The text of a schedule from the texts of its parts."""
    texts = {part: text.strip() for part, text in parts.items() if text.strip()}
    found = texts.get(WHOLE) or _marked_months(texts) or _marked_spans(texts)
    found = found or _calendar_date(texts)
    if START in texts or END in texts:
        first, last = texts.get(START, ""), texts.get(END, "")
        found = first if first == last else f"{first}～{last}" if first else last
    if found.endswith("日") and (weekday := _plain(texts.get(WEEKDAY, ""))):
        found += f"（{weekday.strip('()')[0]}）"
    clock = texts.get(TIME, "")
    if until := texts.get(UNTIL):
        clock = f"{clock.rstrip('～〜~')}～{until}"
    says_hours = found and _CLOCK.search(_plain(clock)) and not _NO_HOURS.fullmatch(_plain(clock))
    return f"{found} {clock}" if says_hours else found


def completed_schedule(text: str, above: str, title: str) -> str:
    """A day without its month with that of the row above, else of the title.

    It stays as it is below a later day, which may be of the month before.
    """
    alone = _DAY_ALONE.match(_plain(text))
    if not alone:
        return text
    if days := [one for one in _months_in(above) if one[1]]:
        month, _first = days[-1]
        last = max(map(int, _EVERY_DAY.findall(_plain(above))))
        return f"{month}{text}" if last <= int(alone[1]) else text
    months = {month for month, day in _months_in(title) if not day}
    return f"{months.pop()}{text}" if len(months) == 1 else text


def _months_in(text: str) -> list[tuple[str, str]]:
    """The months that a text names, with their years, each with its day."""
    found = _NAMED_MONTH.finditer(_plain(text))
    return [(f"{match['year'] or ''}{match['month']}月", match["day"] or "") for match in found]


def _calendar_date(texts: Mapping[str, str]) -> str:
    """A date from its year, month and day, each with its unit."""
    year, month, day = (texts.get(part, "") for part in (YEAR, MONTH, DAY))
    if "月" in day:  # as from one month into the next
        month, year = "", "" if "年" in day else year
    year = "" if "年" in month else f"{year}年" if year and "年" not in year else year
    month = f"{month}月" if month and month[-1].isdigit() else month
    return year + month + _days(day)


def _marked_months(texts: Mapping[str, str]) -> str:
    """The months whose columns hold anything, with the days that stand there."""
    numbers = {int(match[1]): part for part in texts if (match := _MONTH_PART.fullmatch(part))}
    found = []
    for number in sorted(numbers, key=lambda number: (number - 4) % 12):
        text = _plain(texts[numbers[number]])
        if _A_DAY.fullmatch(text) and not text.isdecimal():  # which may be a count
            found.append(f"{number}月{_days(texts[numbers[number]])}")
        elif not _NOT_THEN.fullmatch(text):
            found.append(text if _dated(text) else f"{number}月")
    is_bar = len(found) > 1 and all(_BAR.search(texts[part]) for part in numbers.values())
    return f"{found[0]}～{found[-1]}" if is_bar else "、".join(found)


def _span_of(head: str) -> str:
    """The part that a column of a quarter or a half of the year is; else empty."""
    for part, pattern in _SPAN_HEADS.items():
        if match := pattern.fullmatch(head):
            number = match[1] or match[2]
            return f"{part}{_HALVES.get(number, number)}"
    return ""


def _marked_spans(texts: Mapping[str, str]) -> str:
    """The quarters and halves whose columns hold anything, or the days that stand there."""
    found = []
    for part in sorted(filter(_SPAN_PART.fullmatch, texts)):
        name = f"第{part[-1]}四半期" if part.startswith("quarter") else _HALF_NAMES[part[-1]]
        if not _NOT_THEN.fullmatch(_plain(texts[part])):
            is_day = _dated(texts[part]) or ("/" in texts[part] and names_dates(texts[part]))
            found.append(texts[part] if is_day else name)
    return "、".join(found)


def _days(text: str) -> str:
    """Days of a month with the unit after each: 8,9 is 8日、9日."""
    days = (day.strip() for day in re.split(r"[、，,・]", text))
    return "、".join(f"{day}日" if day[-1:].isdigit() else day for day in days)


def _dated(text: str) -> bool:
    return "月" in text and names_dates(text)


def _share(cells: Sequence[str], fits: Any) -> float:
    """How many of the cells fit, from 0 to 1; none where there are none."""
    return sum(map(bool, map(fits, cells))) / len(cells) if cells else 0.0


def _plain(text: str) -> str:
    return folded(text).replace("〜", "~")
