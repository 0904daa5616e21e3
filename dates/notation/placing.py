"""Each moment in its place in the calendar, and what is remarkable about it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jpholiday

from dates.eras import BY_NAME, ERAS, GREGORIAN_FROM, era_year_text, to_wareki
from dates.fiscal import FIRST_YEAR, LAST_YEAR, FiscalYear
from dates.messages import ErrorCode, Notice, Value, WarningCode, notice
from dates.notation.characters import WEEKDAYS
from dates.notation.context import MONTH_KNOWN, Context, Point, placed
from dates.notation.elision import unelided
from dates.notation.errors import KeptAsWords, Unreadable
from dates.notation.syntax import FOLLOWING, Piece, When
from dates.notation.years import contradicts, relative_month, stated_year
from dates.schedule import Precision

DAYS = (Precision.MINUTE, Precision.DAY)
YEARS = (Precision.YEAR, Precision.FISCAL_YEAR)


class Placer:
    """Places the moments of one text in order; each may be relative to the one before it."""

    def __init__(self, context: Context, text: str) -> None:
        self.context = context
        self.text = text
        self.notices: list[Notice] = []
        self.contradictions: list[Unreadable] = []

    def place(self, when: When, before: Point | None, *, closes: bool = False) -> Point:
        """The moment as a point; `closes` says that it ends the range that `before` begins."""
        point = self._dated(when, before, closes)
        if not FIRST_YEAR <= point.first.year <= point.last.year <= LAST_YEAR:
            raise Unreadable(ErrorCode.OUT_OF_RANGE, when)
        point = replace(point, when=when)
        self._check(point)
        self._remark(point)
        return point

    def _dated(self, when: When, before: Point | None, closes: bool) -> Point:
        if when.has("nth") and not when.has("month") and (when.has("year") or not before):
            raise KeptAsWords(when)  # 第３水曜日 alone is one of every month
        if when.has("year"):
            return self._stated(when, before)
        if not when.date_names:
            return self._same_day(when, before)
        month, day = when.value("month"), when.value("day")
        if isinstance(day, tuple):
            return self._relative_day(when, before)
        if isinstance(month, tuple):
            year, number = relative_month(when, before, self.context)
            return self._point(when, year, number, rule="stated")
        if month is None and when.has("day", "nth", "third", "month end"):
            return self._same_month(when, before)
        if before:
            return self._carried(when, before, closes)
        return self._by_context(when)

    def _stated(self, when: When, before: Point | None) -> Point:
        year = when.value("year")
        number, era = stated_year(year, when, before, self.context)
        if year.same and contradicts(number, year.same, when, before, self.context):
            raise Unreadable(ErrorCode.CONTRADICTION, when.pieces["year"])
        month, fiscal = when.value("month"), None
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise Unreadable(ErrorCode.OUT_OF_RANGE, when.pieces["year"])
        if isinstance(month, tuple):
            month = relative_month(when, before, self.context)[1]
        if isinstance(when.value("day"), tuple) or (not month and when.has("day", "third")):
            raise Unreadable(ErrorCode.NO_MONTH, when)
        if year.fiscal:
            fiscal = FiscalYear(number)
            number = fiscal.calendar_year(month) if month else number
        if before and year.relative == FOLLOWING and month >= before.first.month:
            raise Unreadable(ErrorCode.AMBIGUOUS, when)
        if before and year.elided and month < before.first.month:
            raise Unreadable(ErrorCode.AMBIGUOUS, when)
        rule = "fiscal" if fiscal else "stated"
        return self._point(when, number, month, rule=rule, fiscal=fiscal, era=era)

    def _same_day(self, when: When, before: Point | None) -> Point:
        if before is None or before.precision not in DAYS:
            raise Unreadable(ErrorCode.NO_DATE, when)
        return before

    def _relative_day(self, when: When, before: Point | None) -> Point:
        _anchor, offset = when.value("day")
        if before is None or before.precision not in DAYS or len(when.date_names) > 1:
            raise Unreadable(ErrorCode.NO_DATE, when)
        day = before.first + timedelta(days=offset)
        return replace(before, first=day, last=day)

    def _same_month(self, when: When, before: Point | None) -> Point:
        known = (*MONTH_KNOWN, Precision.MONTH) if when.has("month end") else MONTH_KNOWN
        if before is None or before.precision not in known:
            raise Unreadable(ErrorCode.NO_MONTH, when)
        day = before.first
        return self._point(when, day.year, day.month, rule=before.rule, **inherited(before))

    def _carried(self, when: When, before: Point, closes: bool) -> Point:
        """A month without its year, after a date that has one."""
        if before.precision in YEARS or not when.has("month"):
            return self._part_of_year(when, before)
        month = when.value("month")
        if before.rule == "fiscal" and before.fiscal:
            year = before.fiscal.calendar_year(min(max(month, 1), 12))
            point = self._point(when, year, month, rule="fiscal", **inherited(before))
            if not closes or point.last >= before.first:
                return point
            point = self._point(when, year + 1, month, rule="fiscal", **inherited(before))
            self._note(WarningCode.OUTSIDE, when, date=shown(point))
            return point
        year = before.first.year + (month < before.first.month)
        point = self._point(when, year, month, rule=before.rule, **inherited(before))
        fiscal = self.context.fiscal_year
        if year > before.first.year and not (fiscal and fiscal.contains(point.first)):
            self._note(WarningCode.NEXT_YEAR, when, date=shown(point))
        return point

    def _part_of_year(self, when: When, before: Point) -> Point:
        """A half or quarter after one of a fiscal year; anything else would have to be guessed."""
        if when.value("year end") == "年度" and before.precision not in YEARS:
            fiscal = FiscalYear.of(before.first)
            return self._point(when, fiscal.year, None, rule="fiscal", fiscal=fiscal)
        like = before.precision in (Precision.QUARTER, Precision.HALF_YEAR)
        if before.fiscal is None or not (like and when.has("quarter", "half")):
            raise Unreadable(ErrorCode.NO_YEAR, when)
        year = before.fiscal.year
        return self._point(when, year, None, rule=before.rule, fiscal=before.fiscal)

    def _by_context(self, when: When) -> Point:
        fiscal = self.context.fiscal_year
        if fiscal is None:
            return self._nearest(when)
        month = when.value("month")
        year = fiscal.year if month is None else fiscal.calendar_year(min(max(month, 1), 12))
        point = self._point(when, year, month, rule="fiscal", fiscal=fiscal)
        reference = self.context.reference
        if reference and reference > fiscal.last_day and month:
            later = point.first.replace(year=point.first.year + 1, day=1)
            if fiscal.last_day < later <= reference:
                other = f"{later.year}-{later.month:02}"
                self._note(WarningCode.EARLIER_YEAR, when, date=shown(point), other=other)
        return point

    def _nearest(self, when: When) -> Point:
        """The year that puts the date nearest to the reference and fits the day of the week."""
        reference = self.context.reference
        if reference is None:
            raise Unreadable(ErrorCode.NO_YEAR, when)
        points = []
        for year in range(reference.year - 1, reference.year + 2):
            try:
                points.append(self._in_year(when, year))
            except Unreadable as error:
                refusal = error
        if not points:
            raise refusal
        points.sort(key=lambda point: distance(point, reference))
        fitting = [point for point in points if not wrong_weekday(point, when)]
        if fitting and fitting[0] is not points[0]:
            self._note(WarningCode.BY_WEEKDAY, when, date=shown(fitting[0]))
        return (fitting or points)[0]

    def _in_year(self, when: When, year: int) -> Point:
        if when.has("month"):
            return self._point(when, year, when.value("month"), rule="nearest")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Unreadable(ErrorCode.OUT_OF_RANGE, when)
        return self._point(when, year, None, rule="nearest", fiscal=FiscalYear(year))

    def _point(self, when: When, year: int, month: int | None, **more: Any) -> Point:
        first, last, precision = placed(when, year, month, bool(more.get("fiscal")))
        return Point(first, last, precision, when, **more)

    def _check(self, point: Point) -> None:
        for piece in point.when.weekdays:
            if len(piece.value.days) == 1 or not piece.value.days:
                self.check_weekday(piece, point, piece.value.days)
        for same in point.when.same:
            exact = point.precision in DAYS
            inside = point if exact else replace(point, precision=Precision.MONTH)  # for its months
            first = last = self.place(unelided(*same), inside)
            for when in same[1:]:
                last = self.place(when, first, closes=True)
            if (first.first, last.last) != (point.first, point.last):
                raise Unreadable(ErrorCode.CONTRADICTION, point.when)

    def check_weekday(self, piece: Piece, point: Point, days: tuple[int, ...]) -> None:
        """Note a day of the week that the point is not; refuse a holiday that it is not."""
        if point.precision not in DAYS:
            raise Unreadable(ErrorCode.NO_DATE, piece)
        if days and point.first.weekday() != days[0]:
            weekday = point.first.weekday()
            values = {"date": shown(point), "weekday": weekday}
            wrong = Unreadable(ErrorCode.WRONG_WEEKDAY, piece, WEEKDAYS[weekday], **values)
            self.contradictions.append(wrong)
        if piece.value.holiday and not jpholiday.is_holiday(point.first):
            raise Unreadable(ErrorCode.NOT_A_HOLIDAY, piece, date=shown(point))

    def _remark(self, point: Point) -> None:
        year = point.when.value("year")
        if point.era and not (year and year.same):
            self._remark_era(point)
        if point.first < GREGORIAN_FROM:
            self._note(WarningCode.LUNAR, point.when)

    def _remark_era(self, point: Point) -> None:
        era = BY_NAME[point.era]
        place = ERAS.index(era) + 1
        if place < len(ERAS) and point.first >= ERAS[place].first_day:
            self._note(
                WarningCode.ERA_ENDED, point.when, real=era_year_text(*to_wareki(point.first))
            )
        elif point.last < era.first_day and point.last >= ERAS[0].first_day:
            self._note(
                WarningCode.ERA_NOT_BEGUN, point.when, real=era_year_text(*to_wareki(point.last))
            )

    def _note(self, code: WarningCode, when: When, **values: Value) -> None:
        part = "".join(self.text[when.first : when.last].split())
        self.notices.append(notice(code, part=part, **values))


def inherited(before: Point) -> dict[str, Any]:
    """The values that a date without a year takes over with the year."""
    return {"fiscal": before.fiscal, "era": before.era}


def shown(point: Point) -> date | str:
    """The first day of a point, or its month (2016-09) where no day is known."""
    return f"{point.first:%Y-%m}" if point.precision == Precision.MONTH else point.first


def distance(point: Point, reference: date) -> timedelta:
    """The time between a point and the reference; nothing if it contains it."""
    return max(point.first - reference, reference - point.last, timedelta(0))


def wrong_weekday(point: Point, when: When) -> bool:
    """Return True if a single day of the week beside the date contradicts it."""
    claims = [piece.value.days for piece in when.weekdays if len(piece.value.days) == 1]
    return any(point.first.weekday() != days[0] for days in claims)
