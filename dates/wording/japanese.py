"""Japanese wording: what repeats is left out, as in the tables of the annual report."""

from dataclasses import dataclass
from datetime import date, time

from dates.eras import ERAS, era_year_text, official_number, to_wareki
from dates.fiscal import FiscalYear
from dates.notation.vocabulary import DUE, LABELS_AFTER, LABELS_AFTER_DAY
from dates.schedule import Precision, Segment

THIRDS = {1: "上旬", 11: "中旬", 21: "下旬"}
HALVES = {4: "上半期", 10: "下半期"}
IN_FISCAL_YEAR = (Precision.QUARTER, Precision.HALF_YEAR)
MONTH_KNOWN = (Precision.MINUTE, Precision.DAY, Precision.TEN_DAY)
YEAR_KNOWN = (*MONTH_KNOWN, Precision.MONTH)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The differences of the Japanese wordings: era or Western years, the width of digits."""

    eras: bool
    wide: bool

    def number(self, value: int) -> str:
        """One digit in full width, two in half width, where numbers are wide."""
        return official_number(value) if self.wide else str(value)

    def year(self, day: date) -> str:
        """平成28年, or 2016年; also 2016年 before the first era."""
        if not self.eras or day < ERAS[0].first_day:
            return f"{day.year}年"
        era, year = to_wareki(day)
        return era_year_text(era, year) if year == 1 else f"{era}{self.number(year)}年"

    def fiscal_year(self, year: FiscalYear) -> str:
        """平成28年度, or 2016年度."""
        if not self.eras:
            return f"{year}年度"
        era, _, figure = year.wareki().partition("元年度")
        if figure or year.wareki().endswith("元年度"):
            return f"{era}元年度"
        return f"{self.year(year.first_day)}度"

    def clock(self, at: time, segment: Segment) -> str:
        """10：00, or 10:00; 午前０時 where 0:00 could be taken for no time at all."""
        if {segment.start_time, segment.end_time} <= {time(0), None}:
            return f"午前{self.number(0)}時"
        return f"{self.number(at.hour)}{'：' if self.wide else ':'}{at.minute:02}"


OFFICIAL_DIALECT = Dialect(eras=True, wide=True)
PLAIN_DIALECT = Dialect(eras=True, wide=False)
GREGORIAN_DIALECT = Dialect(eras=False, wide=False)


@dataclass(frozen=True, slots=True)
class Written:
    """The date worded last, of which the next one leaves out what repeats."""

    day: date
    precision: Precision
    timed: bool = False


def word_japanese(segments: tuple[Segment, ...], dialect: Dialect, *, lines: bool) -> str:
    """The segments in a Japanese wording."""
    text, before, phase = "", None, ""
    for segment in segments:
        after = label_after(segment)
        label = "" if after else segment.label
        if text and (lines or (label != phase and not label)):
            if text.endswith("～"):  # before a line break it would begin a range
                text = text.removesuffix("～") + "以降"
            text, before, phase = text + "\n", None, ""
        elif text:
            text += "、"
        if label != phase:
            text, before, phase = f"{text}{label}：", None, label
        wording, before = word_segment(segment, dialect, before)
        text += wording + after
    return text


def label_after(segment: Segment) -> str:
    """The label if it is one that stands after its date: 改正, 必着."""
    if segment.start is None:
        return segment.label if segment.label in DUE else ""
    timed = segment.start_time or segment.end_time
    labels = LABELS_AFTER if timed else (*LABELS_AFTER, *LABELS_AFTER_DAY)
    return segment.label if segment.end and segment.label in labels else ""


def word_segment(segment: Segment, dialect: Dialect, before: Written | None) -> tuple[str, Written]:
    """One segment, without what the date before it says."""
    if segment.daily:
        return word_daily(segment, dialect, before)
    if segment.start is None:
        text, before = word_end(segment, dialect, before)
        return text + ("" if label_after(segment) else "まで"), before
    text, before = word_start(segment, dialect, before)
    if segment.end is None:
        return text + ("以降" if segment.start_time else "～"), before
    if single(segment):
        return text, before
    if segment.start == segment.end and segment.start_time and segment.end_time:
        return f"{text}～{dialect.clock(segment.end_time, segment)}{about(segment, 'end')}", before
    last, before = word_end(segment, dialect, before)
    until = "まで" if segment.end_time and not segment.start_time else ""
    return f"{text}～{last}{until}", before


def single(segment: Segment) -> bool:
    """Return True if it is one moment or period, not from one to another."""
    return segment.is_single and segment.end_time is None


def word_daily(segment: Segment, dialect: Dialect, before: Written | None) -> tuple[str, Written]:
    """A range of days with hours that hold on each."""
    first, last = segment.known_days()
    start, before = word_date(first, Precision.DAY, dialect, before)
    end, before = word_date(last, Precision.DAY, dialect, before)
    note = "頃" if segment.approximate else ""
    times = (segment.start_time, segment.end_time)
    hours = "～".join(dialect.clock(at, segment) for at in times if at is not None)
    return f"{start}{note}～{end}{note} {hours}", Written(before.day, Precision.DAY)


def word_start(segment: Segment, dialect: Dialect, before: Written | None) -> tuple[str, Written]:
    """The first end of a segment."""
    at = segment.start_time
    day, precision = segment.known_days()[0], segment.precision_at_start
    if at and before and before.timed and before.day == day and segment.end == day:
        text = dialect.clock(at, segment)
    else:
        text, before = word_date(day, precision, dialect, before)
        text += f" {dialect.clock(at, segment)}" if at else ""
    note = about(segment, "start" if not single(segment) else "")
    return text + note, Written(day, precision, bool(at))


def word_end(segment: Segment, dialect: Dialect, before: Written | None) -> tuple[str, Written]:
    """The last end of a segment."""
    first, _last = Segment(None, segment.end, segment.precision_at_end).known_days()
    text, before = word_date(first, segment.precision_at_end, dialect, before)
    text += f" {dialect.clock(segment.end_time, segment)}" if segment.end_time else ""
    return text + about(segment, "end"), Written(
        before.day, before.precision, bool(segment.end_time)
    )


def about(segment: Segment, end: str) -> str:
    """頃, if it applies to this end."""
    return "頃" if segment.approximate and segment.exact_end != (end or None) else ""


def word_date(
    day: date, precision: Precision, dialect: Dialect, before: Written | None
) -> tuple[str, Written]:
    """The period that begins on a day, without what was said before."""
    now = Written(day, precision)
    if precision == Precision.YEAR:
        return dialect.year(day), now
    if precision.rank > Precision.MONTH.rank:
        return word_fiscal(day, precision, dialect, before), now
    year, month = dialect.year(day), f"{dialect.number(day.month)}月"
    if before and before.precision in YEAR_KNOWN and dialect.year(before.day) == year:
        year = "" if before.day.month <= day.month else year
        same_month = not year and before.day.month == day.month
        if same_month and before.precision in MONTH_KNOWN and precision in MONTH_KNOWN:
            month = ""
    if precision == Precision.MONTH:
        return year + month, now
    if precision == Precision.TEN_DAY:
        return year + month + THIRDS[day.day], now
    return f"{year}{month}{dialect.number(day.day)}日", now


def word_fiscal(day: date, precision: Precision, dialect: Dialect, before: Written | None) -> str:
    """A fiscal year, or a half or quarter of one."""
    fiscal = FiscalYear.of(day)
    year = dialect.fiscal_year(fiscal)
    if before and before.precision in IN_FISCAL_YEAR and FiscalYear.of(before.day) == fiscal:
        year = "" if precision in IN_FISCAL_YEAR else year
    if precision == Precision.QUARTER:
        quarter = (day.month - 4) % 12 // 3 + 1
        return f"{year}第{dialect.number(quarter)}四半期"
    return year + (HALVES[day.month] if precision == Precision.HALF_YEAR else "")
