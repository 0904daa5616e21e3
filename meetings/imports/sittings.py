"""Sittings of one body, a row each: tables 3, 5, 6, 7 and 13 of the annual report."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars import wording
from calendars.notation.numerals import kanji_number
from calendars.schedule import Schedule
from calendars.segments import Status
from calendars.wareki import official_number
from meetings.imports.agendas import check_agenda, save_agenda
from meetings.models import AgendaItem, Body, Meeting, Session
from records.base import Record, Visibility
from records.imports import Fact, Options, Reader, Said, TableError, folded
from records.imports.readers import Problems, filled, versions
from records.tabular import Row
from records.validators import validate_text

NO_BODY = _("The council or committee with the code “{slug}” is not in the register. Add it first.")
NO_NUMBER = _("“%(text)s” is not the number of a meeting. Write for example 第１回.")
OTHER_YEAR = _("The register has this meeting in another fiscal year (%(year)d).")
TOGETHER = _("Held together with {meeting}, which is kept already: one sitting of both.")
MOVES_BOTH = _("Held together with {meeting}: a change of the date or status is one of both.")
IS_PUBLIC = _(
    "On the same day %(meeting)s sat, and that is public already. If they sat together, please "
    "add this committee to it by hand."
)
_NUMBER = re.compile(r"第?(\d+|[〇一二三四五六七八九十百]+)回?")
_BULLET = re.compile(r"^[・･●○◆◇■□*‐–\-]\s*|^[\uf000-\uf0ff]\s*")


@dataclass(kw_only=True)
class SittingSaid(Said):
    """What a row, or a kept meeting, says of one body's sitting."""

    number: int
    schedule: Schedule
    schedule_text: str
    agenda: tuple[str, ...]
    status: str
    joins: Meeting | None = None  # the kept sitting of the other body of which this is a part

    def facts(self) -> dict[str, Fact]:
        titles = tuple("".join(title.split()) for title in self.agenda)
        return {
            "number": Fact(f"第{official_number(self.number)}回", self.number),
            "when": Fact(wording.word(self.schedule), self.schedule.canonical()),
            "agenda": Fact("\n".join(self.agenda), titles),
            "status": Fact(str(Status(self.status).label), self.status),
        }

    def likeness(self) -> tuple[Hashable, ...]:
        """A body has each number once: in a year, or at all where its numbers run on."""
        return (self.number,)


class SittingReader(Reader):
    """Reads the sittings of `body`, which may sit with the body `sits_with` on the same day."""

    model = Meeting
    names: ClassVar[dict[str, Any]] = {"status": _("status")}

    def __init__(self, options: Options, *, body: str, sits_with: str = "") -> None:
        super().__init__(options)
        bodies = {each.slug: each for each in Body.objects.filter(slug__in=[body, sits_with])}
        if body not in bodies:
            raise TableError(format_lazy(NO_BODY, slug=body))
        self.body, self.other = bodies[body], bodies.get(sits_with)
        whole = Meeting.objects.with_sessions().prefetch_related(
            "agenda_items__body", "agenda_items__handouts", "agenda_items__resolutions"
        )
        series = self.body.series_of(options.fiscal_year)
        self.meetings = list(
            whole.filter(sessions__body=self.body, sessions__series=series).order_by("pk")
        )
        self.others = self._sittings_of_the_other(whole)

    def known(self) -> list[tuple[Record, Said]]:
        return [(meeting, self._said_by(meeting)) for meeting in self.meetings]

    def held(self) -> QuerySet:
        return Body.objects.filter(pk__in=[each.pk for each in (self.body, self.other) if each])

    def state(self) -> Hashable:
        bodies = [each.pk for each in (self.body, self.other) if each]
        meetings = Meeting.objects.filter(sessions__body__in=bodies).distinct()
        return versions(meetings, Body.objects.filter(pk__in=bodies))

    def read(self, row: Row, position: int) -> Said:
        problems, draft = Problems(), self._draft()
        number, agenda = 0, ()
        with problems.of("number"):
            number = _number(filled(row, "number"))
        with problems.of("when"):
            draft.schedule_text = filled(row, "when")
            draft.read_schedule()
        with problems.of("agenda"):
            agenda = _titles(row.cells.get("agenda", ""))
        problems.refuse_if_any()
        return SittingSaid(
            number=number,
            schedule=draft.schedule,
            schedule_text=draft.schedule_text,
            agenda=agenda,
            status=self.options.status,
            notes=list(draft.schedule_warnings),
        )

    def check(self, said: SittingSaid, record: Meeting | None) -> None:
        problems = Problems()
        with problems.of(""):
            if record is None:
                self._join(said)
            else:
                self._note_partner(said, record)
            meeting = record or said.joins or self._draft()
            _fill(meeting, said)
            meeting.clean_fields()
            meeting.clean()
        with problems.of("agenda"):
            for title in said.agenda:
                AgendaItem._meta.get_field("title").clean(title, None)
                validate_text(title, multiline=False)
            if record is not None:
                check_agenda(record, self.body, said.agenda)
        problems.refuse_if_any()

    def save(self, said: SittingSaid, record: Meeting | None) -> Meeting:
        meeting = record or said.joins or self._draft()
        _fill(meeting, said)
        meeting.counts_sessions = False
        meeting.save()
        if record is None:
            Session(meeting=meeting, body=self.body, number=said.number).save()
        save_agenda(meeting, self.body, said.agenda)
        return meeting

    def _sittings_of_the_other(self, whole: QuerySet) -> list[Meeting]:
        """This year's sittings of the other body alone."""
        if self.other is None:
            return []
        year = self.options.fiscal_year
        found = whole.current().filter(sessions__body=self.other, fiscal_year=year)
        ours = {meeting.pk for meeting in self.meetings}
        return [each for each in found if each.status != Status.CANCELLED and each.pk not in ours]

    def _draft(self) -> Meeting:
        return Meeting(fiscal_year=self.options.fiscal_year, status=self.options.status)

    def _join(self, said: SittingSaid) -> None:
        """Find the other body's sitting on the same day. Raises `ValidationError`."""
        is_dated = bool(said.schedule.segments)
        same = [m for m in self.others if is_dated and m.schedule == said.schedule]
        if not same:
            return
        if same[0].visibility == Visibility.PUBLIC:
            raise ValidationError(IS_PUBLIC, params={"meeting": same[0]})
        said.joins = same[0]
        self.others.remove(same[0])
        said.notes.append(format_lazy(TOGETHER, meeting=str(same[0])))

    def _note_partner(self, said: SittingSaid, record: Meeting) -> None:
        if record.fiscal_year != self.options.fiscal_year:
            raise ValidationError(OTHER_YEAR, params={"year": record.fiscal_year})
        others = [s.title for s in record.sessions.all() if s.body_id != self.body.pk]
        if others:
            said.notes.append(format_lazy(MOVES_BOTH, meeting="・".join(others)))

    def _said_by(self, meeting: Meeting) -> SittingSaid:
        sessions = meeting.sessions.all()
        return SittingSaid(
            number=next(one.number for one in sessions if one.body_id == self.body.pk),
            schedule=meeting.schedule,
            schedule_text=meeting.schedule_text,
            agenda=tuple(item.title for item in meeting.agenda_of(self.body)),
            status=meeting.status,
        )


def _fill(meeting: Meeting, said: SittingSaid) -> None:
    if meeting.schedule != said.schedule or not meeting.schedule_text:
        meeting.schedule_text, meeting.schedule = said.schedule_text, said.schedule
        meeting.schedule_override = ""  # it worded another schedule
    meeting.status = said.status


def _number(text: str) -> int:
    match = _NUMBER.fullmatch(folded(text))
    if match is None:
        raise ValidationError(NO_NUMBER, params={"text": text})
    digits = match[1]
    value = int(digits) if digits.isdigit() else (kanji_number(digits) or (0, 0))[0]
    if not 0 < value <= 32_767:
        raise ValidationError(NO_NUMBER, params={"text": text})
    return value


def _titles(text: str) -> tuple[str, ...]:
    lines = (_BULLET.sub("", line.strip()).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
