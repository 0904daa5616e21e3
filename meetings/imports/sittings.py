"""Sittings of one body, a row each: tables 3, 5, 6, 7 and 13 of the annual report."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import (
    ParsedScheduled,
    Status,
    explain,
    fill_schedule,
    schedule_cell,
    schedule_notes,
)
from dates import FiscalYear, NotationError, schedules_agree, with_hours
from meetings.imports.agendas import check_agenda, check_titles, items_of, save_agenda
from meetings.imports.bodies import LACKING
from meetings.imports.names import SittingNames
from meetings.imports.numbering import Numbered, Series, falling, leaps
from meetings.models import Body, Meeting, MeetingQuerySet, Session, ordinal
from records.base import Life, Record, Visibility
from records.imports import (
    Fact,
    Options,
    ParsedRow,
    Problem,
    Problems,
    Reader,
    Row,
    TableError,
    filled,
    folded,
    versions,
)
from records.lists import one_line

OTHER_YEAR = _("The register has this meeting in another fiscal year (%(year)d).")
TOGETHER = _("Held together with {meeting}, which is kept already: one sitting of both.")
MOVES_BOTH = _("Held together with {meeting}: a change of the date or status is one of both.")
IS_PUBLIC = _(
    "On the same day %(meeting)s sat, and that is published already. If they sat together, "
    "please add this committee to it by hand."
)
FALLS_BACK = _("The number falls back: {other} stands before it.")
OUT_OF_TURN = _("The number does not fit: the register has {other} on the other side of this day.")
LEAPS = _("The number leaves some out: the one before is {other}.")
AGAINST = _("The dates of this table run against its numbers: compare {other}.")


@dataclass(kw_only=True)
class ParsedSitting(ParsedScheduled):
    """One body's sitting as a row of the table has it, or a kept one in the same terms."""

    number: int
    agenda: tuple[str, ...]
    venue: str = ""
    joins: Meeting | None = None  # the kept sitting of the other body of which this is a part

    def facts(self) -> dict[str, Fact]:
        titles = tuple("".join(title.split()) for title in self.agenda)
        when = super().facts()
        return {
            "number": Fact(ordinal(self.number), self.number),
            "when": when.pop("when"),
            "venue": Fact(self.venue, folded(self.venue)),
            "agenda": Fact("\n".join(self.agenda), titles),
            **when,
        }

    def keep(self, kept: Self) -> None:
        super().keep(kept)
        self.agenda = self.agenda or kept.agenda
        self.venue = self.venue or kept.venue

    def likeness(self) -> tuple[Hashable, ...]:
        """A body has each number once: in a year, or at all where its numbers run on."""
        return (self.number,)


class SittingReader(Reader):
    """Reads the sittings of `body`, which may sit with the body `sits_with` on the same day."""

    model = Meeting
    names: ClassVar[dict[str, Any]] = {"status": _("status")}

    def __init__(self, options: Options, *, body: str, sits_with: str = "") -> None:
        super().__init__(options)
        bodies = {each.slug: each for each in Body.objects.all()}
        if body not in bodies:
            raise TableError(format_lazy(LACKING, slug=body))
        self.body, self.other = bodies[body], bodies.get(sits_with)
        self.numbers = SittingNames(self.body, self.other, bodies.values())
        whole = Meeting.objects.with_sessions().prefetch_related(
            "agenda_items__body", "agenda_items__handouts", "agenda_items__resolutions"
        )
        series = self.body.series_of(options.fiscal_year)
        self.meetings = list(
            whole.filter(sessions__body=self.body, sessions__series=series).order_by("pk")
        )
        self.others = self._sittings_of_the_other(whole)

    def known(self) -> list[tuple[Record, ParsedRow]]:
        return [(meeting, self._parsed_from(meeting)) for meeting in self.meetings]

    def held(self) -> QuerySet:
        return Body.objects.filter(pk__in=[each.pk for each in (self.body, self.other) if each])

    def state(self) -> Hashable:
        bodies = [each.pk for each in (self.body, self.other) if each]
        meetings = Meeting.objects.filter(sessions__body__in=bodies).distinct()
        return versions(meetings, Body.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft, number = Problems(), self._draft(), 0
        with problems.of("body"):
            self.numbers.check(row.cells.get("body", ""))
        with problems.of("number"):
            number = self.numbers.number(filled(row, "number"))
        with problems.of("when"):
            draft.schedule_text = schedule_cell(row, self.options)
            draft.read_schedule()
            draft.check_held(self.options.today)
        if not problems.found:
            with problems.of("time"):
                _add_hours(draft, row.cells.get("time", ""), row.cells.get("until", ""))
        problems.refuse_if_any()
        return ParsedSitting(
            number=number,
            schedule=draft.schedule,
            schedule_text=draft.schedule_text,
            agenda=items_of(row.cells.get("agenda", "")),
            venue=one_line(row.cells.get("venue", "")),
            status=self.options.status,
            notes=schedule_notes(draft),
        )

    def contradictions(self, rows: Sequence[ParsedSitting]) -> dict[int, Problem]:
        numbers = {row.number for row in rows}
        series = Series([_numbered(one) for one in self._happening() if one.number not in numbers])
        found = {
            place: (FALLS_BACK, other)
            for place, other in falling([row.number for row in rows]).items()
        }
        for place, row in enumerate(rows):
            if place not in found and (other := series.against(_numbered(row))):
                found[place] = (OUT_OF_TURN, other)
        self._note_leaps(rows)
        # Dates that run against the numbers: one is wrong, or the sitting was put off.
        sound = [row for place, row in enumerate(rows) if place not in found]
        among_them = Series([_numbered(row) for row in sound])
        for row in sound:
            if other := among_them.against(_numbered(row)):
                row.notes.append(format_lazy(AGAINST, other=ordinal(other)))
        return {
            place: Problem("number", format_lazy(message, other=ordinal(other)))
            for place, (message, other) in found.items()
        }

    def _note_leaps(self, rows: Sequence[ParsedSitting]) -> None:
        """Say of a new number that it leaves others out."""
        kept = {self._parsed_from(one).number for one in self.meetings}
        before = leaps([row.number for row in rows], kept)
        for row in rows:
            if other := before.get(row.number):
                row.notes.append(format_lazy(LEAPS, other=ordinal(other)))

    def _happening(self) -> list[ParsedSitting]:
        """What the kept meetings of the body say that took place, or is going to."""
        off = (Status.CANCELLED, Status.POSTPONED)
        kept = (one for one in self.meetings if one.life != Life.WITHDRAWN)
        return [self._parsed_from(one) for one in kept if one.status not in off]

    def check(self, row: ParsedSitting, record: Meeting | None) -> None:
        problems = Problems()
        with problems.of(""):
            if record is None:
                self._join(row)
            else:
                self._note_partner(row, record)
            meeting = record or row.joins or self._draft()
            _fill(meeting, row)
            meeting.check_held(self.options.today)
            meeting.clean_fields()
            meeting.clean()
        with problems.of("agenda"):
            check_titles(row.agenda)
            if record is not None:
                check_agenda(record, self.body, row.agenda)
        problems.refuse_if_any()

    def save(self, row: ParsedSitting, record: Meeting | None) -> Meeting:
        meeting = record or row.joins or self._draft()
        _fill(meeting, row)
        meeting.counts_sessions = False
        meeting.save()
        if record is None:
            Session(meeting=meeting, body=self.body, number=row.number).save()
        save_agenda(meeting, self.body, row.agenda)
        return meeting

    def _sittings_of_the_other(self, whole: MeetingQuerySet) -> list[Meeting]:
        """This year's sittings of the other body alone."""
        if self.other is None:
            return []
        year = self.options.fiscal_year
        found = whole.current().filter(sessions__body=self.other, fiscal_year=year)
        ours = {meeting.pk for meeting in self.meetings}
        return [each for each in found if each.status != Status.CANCELLED and each.pk not in ours]

    def _draft(self) -> Meeting:
        return Meeting(fiscal_year=self.options.fiscal_year, status=self.options.status)

    def _join(self, row: ParsedSitting) -> None:
        """Find the other body's sitting on the same day. Raises `ValidationError`."""
        is_dated = bool(row.schedule.segments)
        same = [m for m in self.others if is_dated and schedules_agree(m.schedule, row.schedule)]
        if not same:
            return
        if same[0].visibility == Visibility.PUBLIC:
            raise ValidationError(IS_PUBLIC, params={"meeting": same[0]})
        row.joins = same[0]
        row.keep_schedule(same[0])
        row.venue = row.venue or same[0].venue
        self.others.remove(same[0])
        row.notes.append(format_lazy(TOGETHER, meeting=str(same[0])))

    def _note_partner(self, row: ParsedSitting, record: Meeting) -> None:
        if record.fiscal_year != self.options.fiscal_year:
            raise ValidationError(OTHER_YEAR, params={"year": record.fiscal_year})
        others = [s.title for s in record.sessions.all() if s.body_id != self.body.pk]
        if others:
            row.notes.append(format_lazy(MOVES_BOTH, meeting="・".join(others)))

    def _parsed_from(self, meeting: Meeting) -> ParsedSitting:
        sessions = meeting.sessions.all()
        return ParsedSitting(
            number=next(one.number for one in sessions if one.body_id == self.body.pk),
            schedule=meeting.schedule,
            schedule_text=meeting.schedule_text,
            agenda=tuple(item.title for item in meeting.agenda_of(self.body)),
            venue=meeting.venue,
            status=meeting.status,
        )


def _fill(meeting: Meeting, row: ParsedSitting) -> None:
    fill_schedule(meeting, row)
    if folded(meeting.venue) != folded(row.venue):
        meeting.venue = row.venue


def _add_hours(draft: Meeting, hours: str, until: str) -> None:
    """Join the hours of their own columns to the date. Raises `ValidationError`."""
    year = FiscalYear(draft.fiscal_year)
    hours = f"{hours.strip().rstrip('～〜~')}～{until}" if until.strip() else hours
    try:
        draft.schedule_text = with_hours(draft.schedule_text, hours, year)
    except NotationError as error:
        raise ValidationError(explain(error)) from error
    draft.read_schedule()


def _numbered(row: ParsedSitting) -> Numbered:
    bounds = [segment.known_days() for segment in row.schedule.segments]
    firsts, lasts = zip(*bounds, strict=True) if bounds else ((), ())
    return Numbered(row.number, min(firsts, default=None), max(lasts, default=None))
