"""Items become segments: ends joined, times added, contradictions refused."""

from datetime import time

import jpholiday

from dates.messages import ErrorCode, WarningCode, notice
from dates.notation.clocks import clock_time, clock_times, clocks_of, is_at_night
from dates.notation.context import Point
from dates.notation.elision import complete
from dates.notation.ends import End, approximate, in_order, make, on_each_day
from dates.notation.errors import KeptAsWords, Unreadable
from dates.notation.excluded import leaves_out
from dates.notation.lasting import check_length, last_point
from dates.notation.midnight import days_of_programs
from dates.notation.placing import DAYS, Placer
from dates.notation.syntax import Item, Piece, Span, When
from dates.schedule import Precision, Segment

LONG_DAYS = 366
YEARS = (Precision.YEAR, Precision.FISCAL_YEAR)


class Builder:
    """Builds the segments of one text; remembers the points, each the context of the next."""

    def __init__(self, placer: Placer, text: str) -> None:
        self.placer = placer
        self.text = text
        self.points: list[Point] = []
        self.segments: list[Segment] = []
        self.known: set[Segment] = set()
        self.read_to = 0
        self.label = ""
        self.numbered = False

    def build(self, items: list[Item], hours: tuple[Piece, ...] = ()) -> tuple[Segment, ...]:
        """The segments of the items; `Unreadable` where they contradict themselves.

        `hours` are the two clock times of 各日, which hold on every day.
        """
        items, doubtful = days_of_programs(items, midnight=self.placer.context.midnight)
        for item in complete(items):
            self._add(item)
        for item in doubtful:
            part = " ".join(self.text[item.first : item.last].split())
            self.placer.notices.append(notice(WarningCode.MIDNIGHT, part=part))
        if hours:
            times = in_order(*hours)
            self.segments = [on_each_day(segment, times, items[-1]) for segment in self.segments]
        timed = [bool(segment.start_time or segment.end_time) for segment in self.segments]
        if len(set(timed)) > 1:
            self._share_hours(items, timed)
        return tuple(self.segments)

    def _share_hours(self, items: list[Item], timed: list[bool]) -> None:
        """Hours after the last day of a plain list（１日、２日 10:00～17:00）hold on every day."""
        last = self.segments[-1]
        plain = all(item.separator == "list" for item in items[1:]) and not self.label
        one_day = last.daily or last.start == last.end
        if timed.index(True) < len(items) - 1 or not (plain and one_day and last.end_time):
            raise Unreadable(ErrorCode.AMBIGUOUS, items[-1])
        times = last.start_time, last.end_time
        days = [on_each_day(found, times, items[-1]) for found in self.segments[:-1]]
        self.segments = [*days, last]
        self.placer.notices.append(notice(WarningCode.HOURS, part=self._typed(items[-1])))

    def _add(self, item: Item) -> None:
        before = self.points[-1] if self.points else None
        self._check_label(item, before)
        place = len(self.points)
        segment = self._segment(item, before)
        self._check_shared(item, before)
        if before and item.separator == "spaced":
            self._check_ordinal(item)
            self._check_separator(item, before, self.points[place])
        if segment in self.known:
            raise Unreadable(ErrorCode.TWICE, item)
        self._remark(segment, item)
        self.known.add(segment)
        self.segments.append(segment)
        self.read_to = item.last
        self.numbered = item.ordinal is not None
        for excluded in item.excluded:
            if leaves_out(excluded, self.segments):
                raise KeptAsWords(excluded)
        if item.days:
            check_length(item.days, self.segments)

    def _check_label(self, item: Item, before: Point | None) -> None:
        """A label with a year of its own leaves none to be guessed."""
        first = item.span.first_moment
        if item.label:
            self.label = item.label.words
            if item.label.dated and not first.has("year"):
                raise Unreadable(ErrorCode.NO_YEAR, first)
        elif item.ordinal and item.ordinal.first < item.span.first:
            self.label = self._typed(item.ordinal)
        elif item.separator == "spaced" and self._begins_line(item):
            self.label = ""

    def _check_shared(self, item: Item, before: Point | None) -> None:
        """６月及び10月の第３木曜日 may be a day of both months: kept as words."""
        first = item.span.first_moment
        months = before and before.precision == Precision.MONTH and item.separator == "list"
        part = first.has("month") and first.has("nth", "day", "third", "month end")
        shared = first.has("nth") or "の" in self.text[first.first : first.last]
        if months and part and shared:
            raise KeptAsWords(item)

    def _check_ordinal(self, item: Item) -> None:
        """Refuse ９月１日 第２回 10月３日, where 第２回 can be either date's."""
        if not item.ordinal or item.ordinal.first > item.span.first or self.numbered:
            return
        between = self.text[item.ordinal.last : item.span.first]
        if not self._begins_line(item) or len(f"{between}.".splitlines()) > 1:
            raise Unreadable(ErrorCode.AMBIGUOUS, item.ordinal)

    def _typed(self, place: Item | Piece) -> str:
        return "".join(self.text[place.first : place.last].split())

    def _begins_line(self, item: Item) -> bool:
        return len(f"{self.text[self.read_to : item.first]}.".splitlines()) > 1

    def _check_separator(self, item: Item, before: Point, point: Point) -> None:
        """Two dates with only white space between are a list if both are alike."""
        first = item.span.first_moment
        parallel = (
            before.precision in YEARS
            and bool(before.era) != bool(point.era)
            and before.first <= point.first <= before.last
        )
        apart = self._begins_line(item) and first.has("year") and not parallel
        if not (item.label or apart) and before.precision != point.precision:
            raise Unreadable(ErrorCode.NO_SEPARATOR, item)

    def _segment(self, item: Item, before: Point | None) -> Segment:
        span = item.span
        self._check_mark(span)
        start = self._placed(span.start, before) if span.start else None
        end = self._end(span, start, before)
        self._check_weekdays(span, start, end)
        notes = [self.label, *item.notes, span.note]
        if item.ordinal and item.ordinal.first > item.span.first:
            notes.append(self._typed(item.ordinal))
        label = " ".join(note for note in notes if note)
        if span.clocks and start and end:
            return self._daily(span, start, end, label)
        return self._joined(span, *self._ends(span, start, end), label)

    def _end(self, span: Span, start: Point | None, before: Point | None) -> Point | None:
        if span.lasting and start:
            if span.first_moment.has("clock"):  # two days from ten o'clock may be 48 hours
                raise Unreadable(ErrorCode.AMBIGUOUS, span)
            end = last_point(start, span.lasting)
            if span.end and self._placed(span.end, start, closes=True).last != end.last:
                raise Unreadable(ErrorCode.CONTRADICTION, span)
            self.points.append(end)
            return end
        if span.end is None:
            return None
        if not span.end.date_names and not (start and span.first_moment.has("clock")):
            raise Unreadable(ErrorCode.NO_DATE, span.end)
        return self._placed(span.end, start or before, closes=bool(start))

    def _check_mark(self, span: Span) -> None:
        """A tilde after an ISO date is "about" in EDTF and "from" in an office."""
        if span.end or span.single or span.first_moment.style != "iso":
            return
        if self.text[span.first : span.last].rstrip().endswith("~"):
            raise Unreadable(ErrorCode.EDTF_MARK, span)

    def _placed(self, when: When, before: Point | None, *, closes: bool = False) -> Point:
        if not when.date_names and not closes and before and not before.when.has("clock"):
            raise Unreadable(ErrorCode.NO_DATE, when)
        point = self.placer.place(when, before, closes=closes)
        if when.has("clock") and point.precision not in DAYS:
            raise Unreadable(ErrorCode.NO_DATE, when)
        self.points.append(point)
        return point

    def _check_weekdays(self, span: Span, start: Point | None, end: Point | None) -> None:
        """（月・火）after several days names each, （月～金）the first and the last."""
        last = span.last_moment
        for piece in last.weekdays:
            count = len(piece.value.days)
            if count < 2:
                continue
            points = self.points[-count:]
            apart = piece.value.span or (start and end)
            if len(points) < count or (apart and not (start and end)) or (apart and count > 2):
                raise Unreadable(ErrorCode.AMBIGUOUS, piece)
            for point, day in zip(points, piece.value.days, strict=True):
                self.placer.check_weekday(piece, point, (day,))

    def _ends(
        self, span: Span, start: Point | None, end: Point | None
    ) -> tuple[End | None, End | None]:
        first = span.start.pieces.get("clock") if span.start else None
        last = span.end.pieces.get("clock") if span.end else None
        times: tuple[time | None, time | None]
        if first and last and start and end and start.first == end.first:
            times = clock_times(first, last)
        else:
            times = clock_time(first) if first else None, clock_time(last) if last else None
        vague = any(point and point.precision not in DAYS for point in (start, end))
        if (last and start and not first and not span.closed) or ((first or last) and vague):
            raise Unreadable(ErrorCode.AMBIGUOUS, span)
        return End(start, times[0]) if start else None, End(end, times[1]) if end else None

    def _joined(self, span: Span, start: End | None, end: End | None, label: str) -> Segment:
        if start and end is None and (span.single or (start.at and not span.closed)):
            return make(span, start, End(start.point), label)
        if start and end and start.point.first > end.point.first:
            raise Unreadable(ErrorCode.BACKWARDS, span)
        return make(span, start, end, label)

    def _daily(self, span: Span, start: Point, end: Point, label: str) -> Segment:
        times = in_order(*span.clocks)
        if (start.precision, end.precision) != (Precision.DAY, Precision.DAY):
            raise Unreadable(ErrorCode.NO_DATE, span)
        if start.first > end.first:
            raise Unreadable(ErrorCode.BACKWARDS, span)
        single = start.first == end.first
        return Segment(
            start.first,
            end.last,
            Precision.MINUTE,
            *times,
            approximate=approximate(span),
            label=label,
            daily=not single,
        )

    def _remark(self, segment: Segment, item: Item) -> None:
        part = self._typed(item)
        if any(is_at_night(clock) for clock in clocks_of(item.span)):
            self.placer.notices.append(notice(WarningCode.NIGHT, part=part))
        previous = self.segments[-1] if self.segments else segment
        is_before = segment.start and previous.start and segment.start < previous.start
        if is_before and segment.label == previous.label:
            self.placer.notices.append(notice(WarningCode.DISORDER, part=part))
        if segment.start is None or segment.end is None:
            return
        if (segment.end - segment.start).days >= LONG_DAYS and segment.precision not in YEARS:
            self.placer.notices.append(notice(WarningCode.LONG, part=part))
        named = any(piece.value.holiday is not None for piece in self.points[-1].when.weekdays)
        if segment.start == segment.end and not named:
            name = jpholiday.is_holiday_name(segment.start)
            if name:
                self.placer.notices.append(
                    notice(WarningCode.HOLIDAY, date=segment.start, name=name)
                )
