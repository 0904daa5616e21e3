"""Dates as officials write them: fiscal years, eras, schedules, their notation and wording."""

from dates.eras import era_year_text, official_number, short_day, to_wareki
from dates.fiscal import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from dates.hours import has_hours, schedules_agree, with_hours, without_hours
from dates.messages import ClosureCode, Code, ErrorCode, NotationError, Notice, WarningCode
from dates.nearness import earliest_day, far_from, lies_ahead
from dates.notation import MAX_LENGTH, Reading, read
from dates.notation.numerals import KANJI_NUMERALS, kanji_number
from dates.recognition import (
    is_schedule,
    proposed_fiscal_year,
    read_fiscal_year,
    sole_fiscal_year,
)
from dates.recurrence import ClosedDayRule, Frequency, Recurrence, RecurrenceInstance
from dates.schedule import Precision, Schedule, Segment, is_exact, month_end, months_after, period
from dates.shifting import Slip, SlipKind, shifted, shifted_text, slip
from dates.wording import Style, word
from dates.workdays import closed_because, next_workday, previous_workday

__all__ = [
    "FIRST_FISCAL_YEAR",
    "KANJI_NUMERALS",
    "LAST_FISCAL_YEAR",
    "MAX_LENGTH",
    "ClosedDayRule",
    "ClosureCode",
    "Code",
    "ErrorCode",
    "FiscalYear",
    "Frequency",
    "NotationError",
    "Notice",
    "Precision",
    "Reading",
    "Recurrence",
    "RecurrenceInstance",
    "Schedule",
    "Segment",
    "Slip",
    "SlipKind",
    "Style",
    "WarningCode",
    "closed_because",
    "earliest_day",
    "era_year_text",
    "far_from",
    "has_hours",
    "is_exact",
    "is_schedule",
    "kanji_number",
    "lies_ahead",
    "month_end",
    "months_after",
    "next_workday",
    "official_number",
    "period",
    "previous_workday",
    "proposed_fiscal_year",
    "read",
    "read_fiscal_year",
    "schedules_agree",
    "shifted",
    "shifted_text",
    "short_day",
    "slip",
    "sole_fiscal_year",
    "to_wareki",
    "with_hours",
    "without_hours",
    "word",
]
