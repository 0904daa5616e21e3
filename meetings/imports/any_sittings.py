"""Sittings of any bodies, from tables of any form: other offices' lists of councils."""

from collections.abc import Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy

from calendars.scheduled import (
    ParsedScheduled,
    fill_schedule,
    read_schedule_cells,
    schedule_notes,
    schedule_values,
)
from dates import official_number
from meetings.imports.agendas import (
    check_agenda,
    check_titles,
    items_of,
    lines_of,
    places_of,
    save_agenda,
)
from meetings.imports.bodies import BodyNames
from meetings.imports.names import SittingNames
from meetings.imports.numbering import falling
from meetings.imports.outcomes import outcome_words, outcomes_of
from meetings.imports.sittings import FALLS_BACK, OTHER_YEAR
from meetings.models import Body, Meeting, Session
from records.base import Life, Record
from records.imports import (
    Fact,
    Options,
    ParsedRow,
    Problem,
    Problems,
    Reader,
    Row,
    filled,
    folded,
    versions,
)
from records.lists import one_line


@dataclass(kw_only=True)
class ParsedAnySitting(ParsedScheduled):
    """One body's sitting; `number` is None where the body does not number its meetings."""

    body: Body
    number: int | None
    agenda: tuple[str, ...]
    outcomes: tuple[str, ...] = ()  # of the agenda's items, empty where none is told
    venue: str = ""

    def facts(self) -> dict[str, Fact]:
        titles = tuple("".join(title.split()) for title in self.agenda)
        ordinal = "" if self.number is None else f"第{official_number(self.number)}回"
        return {
            "body": Fact(self.body.name, self.body.name),
            "number": Fact(ordinal, self.number),
            "venue": Fact(self.venue, folded(self.venue)),
            "agenda": Fact("\n".join(self.agenda), titles),
            "outcome": Fact("\n".join(outcome_words(self.outcomes)), self.outcomes),
            **super().facts(),
        }

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        super().keep(kept)
        self.agenda, self.outcomes = (
            (self.agenda, self.outcomes) if self.agenda else (kept.agenda, kept.outcomes)
        )
        places = places_of(kept.agenda, self.agenda)
        known = ["" if at is None else kept.outcomes[at] for at in places]
        pairs = zip(self.outcomes, known, strict=True)
        self.outcomes = tuple(outcome or before for outcome, before in pairs)
        self.venue = self.venue or kept.venue

    def likeness(self) -> tuple[Hashable, ...]:
        """A body has each number once; what has none is known by its dates."""
        return ((self.body.name, self.number or self.schedule.canonical()),)


class AnySittingReader(Reader):
    """Reads the sittings of all bodies; asks for the year's meetings once."""

    model = Meeting
    names: ClassVar[dict[str, Any]] = {}

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.bodies = BodyNames(options)
        self.numbers: dict[str, SittingNames] = {}
        whole = Meeting.objects.with_sessions().prefetch_related(
            "agenda_items__body", "agenda_items__handouts", "agenda_items__resolutions"
        )
        found = whole.in_fiscal_year(options.fiscal_year).order_by("pk")
        self.meetings = sorted(found, key=lambda meeting: meeting.life == Life.WITHDRAWN)
        others = Session.objects.exclude(meeting__fiscal_year=options.fiscal_year)
        self.elsewhere = {
            (body, series, number): year
            for body, series, number, year in others.values_list(
                "body", "series", "number", "meeting__fiscal_year"
            )
        }

    def known(self) -> Sequence[tuple[Record, ParsedRow]]:
        return list(self._known())

    def held(self) -> QuerySet:
        return Body.objects.all()

    def state(self) -> Hashable:
        meetings = Meeting.objects.in_fiscal_year(self.options.fiscal_year)
        return versions(meetings, Body.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft, notes = Problems(), self._draft(), list[Any]()
        body, number, outcomes = Body(), None, tuple[str, ...]()
        with problems.of("body"):
            body = self.bodies.of(row, notes)
        read_schedule_cells(draft, row, self.options, problems)
        with problems.of("number"):
            number = self._number(row, body) if body.name else None
        agenda = row.cells.get("agenda", "")
        with problems.of("outcome"):
            outcomes = outcomes_of(
                row.cells.get("outcome", ""), lines_of(agenda), self.options.words, notes
            )
        problems.refuse_if_any()
        return ParsedAnySitting(
            body=body,
            number=number,
            agenda=items_of(agenda),
            outcomes=outcomes,
            venue=one_line(row.cells.get("venue", "")),
            **schedule_values(draft),
            notes=[*schedule_notes(draft), *notes],
        )

    def contradictions(self, rows: Sequence[ParsedAnySitting]) -> dict[int, Problem]:
        """Numbers of one body that fall back."""
        found: dict[int, Problem] = {}
        for body in {row.body.name for row in rows}:
            places = [at for at, row in enumerate(rows) if row.body.name == body and row.number]
            numbers = [rows[at].number or 0 for at in places]
            for place, other in falling(numbers).items():
                ordinal = f"第{official_number(other)}回"
                message = format_lazy(FALLS_BACK, other=ordinal)
                found[places[place]] = Problem("number", message)
        return found

    def check(self, row: ParsedAnySitting, record: Meeting | None) -> None:
        problems, meeting = Problems(), record or self._draft()
        self._fill(meeting, row)
        with problems.of("number"):
            series = row.body.series_of(self.options.fiscal_year)
            year = self.elsewhere.get((row.body.pk, series, row.number))
            if row.number and year and row.body.pk:
                raise ValidationError(OTHER_YEAR, params={"year": year})
        with problems.of("when"):
            meeting.check_held(self.options.today)
        with problems.of(""):
            meeting.clean_fields()
            meeting.clean()
        with problems.of("agenda"):
            check_titles(row.agenda)
            if record is not None:
                check_agenda(record, row.body, row.agenda)
        problems.refuse_if_any()

    def save(self, row: ParsedAnySitting, record: Meeting | None) -> Meeting:
        if row.body.pk is None:
            row.body.save()
        meeting = record or self._draft()
        self._fill(meeting, row)
        meeting.counts_sessions = False
        meeting.save()
        if record is None:
            Session(meeting=meeting, body=row.body, number=row.number).save()
        save_agenda(meeting, row.body, row.agenda, row.outcomes)
        return meeting

    def _draft(self) -> Meeting:
        return Meeting(fiscal_year=self.options.fiscal_year, status=self.options.status)

    def _fill(self, meeting: Meeting, row: ParsedAnySitting) -> None:
        fill_schedule(meeting, row)
        if folded(meeting.venue) != folded(row.venue):
            meeting.venue = row.venue

    def _number(self, row: Row, body: Body) -> int | None:
        """The number of a sitting. Raises `ValidationError` where it is none."""
        text = row.cells.get("number", "").strip()
        if not text and "回" in row.cells.get("body", ""):  # 第５回代表者会議
            text = row.cells["body"]
        if body.pk is None and body.name not in self.numbers:
            body.numbering = Body.Numbering.YEARLY if text else Body.Numbering.NONE
        if body.numbering == Body.Numbering.NONE:
            return None
        is_first = body.name not in self.numbers
        if is_first:
            self.numbers[body.name] = SittingNames(body, None, [*self.bodies.named.values(), body])
        number = self.numbers[body.name].number(text or filled(row, "number"))
        if body.pk is None and is_first and number > 1:
            body.numbering = Body.Numbering.CONTINUOUS
        return number

    def _known(self) -> Iterator[tuple[Record, ParsedRow]]:
        """Each side of each meeting, as if it was a record of its own."""
        for meeting in self.meetings:
            for session in meeting.sessions.all():
                items = meeting.agenda_of(session.body)
                parsed = ParsedAnySitting(
                    body=session.body,
                    number=session.number,
                    schedule=meeting.schedule,
                    schedule_text=meeting.schedule_text,
                    agenda=tuple(item.title for item in items),
                    outcomes=tuple(item.outcome for item in items),
                    venue=meeting.venue,
                    status=meeting.status,
                )
                yield copy(meeting), parsed
