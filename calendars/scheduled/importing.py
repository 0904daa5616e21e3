"""The schedule and status in rows of imported tables."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import day_text
from calendars.scheduled.messages import message_text
from calendars.scheduled.models import ScheduledRecord, Status
from calendars.scheduled.strip import closed_days
from dates import Schedule, WarningCode, has_hours, without_hours, word
from records.imports import (
    ColumnSpec,
    Fact,
    Options,
    ParsedRow,
    Problems,
    Row,
    UnknownWordError,
    filled,
    folded,
)

UNDECIDED = "未定"
NO_STATUS = _("“{text}” is no status that is known here.")
STATUS_WORDS = {
    Status.POSTPONED: re.compile("(?:.*に)?(?:延期|順延|繰り?延べ?)(?:済み?|した)?"),
    Status.CANCELLED: re.compile(
        "(?:開催|実施)?(?:中止|取り?やめ|取消し?|不開催|見送り)(?:済み?)?"
    ),
    Status.HELD: re.compile(
        "(?:実施|開催|監査|完了|終了)?(?:済み?|完了|終了|した)|実施|開催|[○〇◯●◎レ✓✔☑]|done|yes"
    ),
    Status.PLANNED: re.compile(
        "(?:実施|開催)?(?:予定|計画)中?|未(?:実施|開催|着手|了|済)?|[△×―ー-]|no"
    ),
}
STAYS = _("The record stays “{status}”: a table of what is planned does not take that back.")


@dataclass(kw_only=True)
class ParsedScheduled(ParsedRow):
    """A row, or a kept record, of something that takes place."""

    schedule: Schedule
    schedule_text: str
    status: str

    def facts(self) -> dict[str, Fact]:
        return {
            "when": Fact(word(self.schedule), self.schedule.canonical()),
            "status": Fact(str(Status(self.status).label), self.status),
        }

    def keep(self, kept: Self) -> None:
        self.keep_schedule(kept)

    def keep_schedule(self, kept: Self | ScheduledRecord) -> None:
        """A plan takes nothing back that has become of it, and days alone no hours."""
        if self.status == Status.PLANNED != kept.status:
            self.status = kept.status
            self.notes.append(format_lazy(STAYS, status=Status(kept.status).label))
            if _is_vaguer(self.schedule, kept.schedule):
                self._take_schedule(kept)
        if not has_hours(self.schedule) and self.schedule == without_hours(kept.schedule):
            self._take_schedule(kept)

    def _take_schedule(self, kept: Self | ScheduledRecord) -> None:
        self.schedule, self.schedule_text = kept.schedule, kept.schedule_text


def schedule_notes(record: ScheduledRecord) -> list[Any]:
    """The words beneath a schedule: the reader's warnings, and days of closed offices."""
    warnings = record.schedule_warnings
    holidays = {dict(one.values)["date"] for one in warnings if one.code == WarningCode.HOLIDAY}
    closed = [
        gettext("Offices are closed on %(day)s: %(reason)s")
        % {"day": day_text(day), "reason": reason}
        for day, reason in closed_days(record.schedule)
        if day not in holidays
    ]
    return [*map(message_text, warnings), *closed]


def schedule_cell(row: Row, options: Options) -> str:
    """The text of a row's schedule; 未定 for none, if the clerk says so, else `ValidationError`."""
    is_blank = not row.cells.get("when", "").strip()
    return UNDECIDED if is_blank and options.keeps_undated else filled(row, "when")


def read_schedule_cells(
    draft: ScheduledRecord, row: Row, options: Options, problems: Problems
) -> None:
    """Have `draft` say when it takes place and how it stands as a row does."""
    with problems.of("status"):
        draft.status = status_cell(row, options)
    with problems.of("when"):
        draft.schedule_text = schedule_cell(row, options)
        draft.read_schedule()
        draft.check_held(options.today)


def schedule_values(draft: ScheduledRecord) -> dict[str, Any]:
    """What a parsed row takes over from the draft that read its schedule."""
    return {
        "schedule": draft.schedule,
        "schedule_text": draft.schedule_text,
        "status": draft.status,
    }


def status_cell(row: Row, options: Options) -> str:
    """The status that a row says, else that of the whole table. Raises `UnknownWordError`."""
    text = row.cells.get("status", "").strip()
    if not text:
        return options.status
    status = read_status(options.words.get(text, text))
    if status is None:
        known = [str(one.label) for one in Status]
        raise UnknownWordError(text, format_lazy(NO_STATUS, text=text), known)
    return status


def read_status(text: str) -> Status | None:
    """The status that a cell means (済, ○, 中止 …); None where it is none."""
    plain = folded(text).casefold()
    labels = {folded(str(one.label)).casefold(): one for one in Status}
    if plain in Status.values:
        return Status(plain)
    told = (status for status, words in STATUS_WORDS.items() if words.fullmatch(plain))
    return labels.get(plain) or next(told, None)


def status_column() -> ColumnSpec:
    """The column of the status in tables of any form."""
    return ColumnSpec(
        "status",
        "実施状況",
        (
            *("状況", "進捗", "進捗状況", "状態", "ステータス", "実施の有無", "実施有無"),
            *("実施", "開催状況", "済", "完了", "済否", "実施済", "実施済否"),
        ),
        required=False,
        words="状況|進捗|ステータス|結果$|実績$|済(?:否|未)",
        needs_reads=True,
        reads=lambda text: read_status(text) is not None,
        help=_("実施済み, 済 or ○; 予定; 延期; 中止. Blank is what the table lists."),
        example="実施済み",
    )


def fill_schedule(record: ScheduledRecord, said: ParsedScheduled) -> None:
    """Have `record` say when it takes place and how it stands as `said` does."""
    if record.schedule != said.schedule or not record.schedule_text:
        record.schedule_text, record.schedule = said.schedule_text, said.schedule
        record.schedule_override = ""  # it worded another schedule
    record.status = said.status


def _is_vaguer(said: Schedule, known: Schedule) -> bool:
    """True where `said` names nothing but longer stretches within which all that is known lies."""
    if said.words:
        return bool(known.segments)
    if said.precision is None or known.precision is None:
        return False
    if said.precision.rank <= known.precision.rank:
        return False
    stretches = [segment.known_days() for segment in said.segments]
    return all(
        any(first <= start and end <= last for first, last in stretches)
        for start, end in (segment.known_days() for segment in known.segments)
    )
