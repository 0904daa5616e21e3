"""Members of any bodies as of the fiscal year's last day, from tables of any form."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy

from dates import FiscalYear
from meetings.imports.bodies import BodyNames
from meetings.imports.members import IS_PUBLIC, ParsedMember, posts
from meetings.models import Body, Membership
from organization.terms import read_term, term_text
from records.imports import (
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    filled,
    folded,
    versions,
)
from records.lists import one_line


@dataclass(kw_only=True)
class ParsedAnyMember(ParsedMember):
    """A seat with all that tables of any form say."""

    body: Body
    category: str = ""
    term: tuple[date | None, date | None] = (None, None)

    def facts(self) -> dict[str, Fact]:
        return {
            "body": Fact(self.body.name, self.body.name),
            "category": Fact(self.category, folded(self.category)),
            **super().facts(),
            "term": Fact(term_text(self.term), self.term),
        }

    def keep(self, kept: Any) -> None:
        """Blank cells leave what is kept."""
        super().keep(kept)
        self.category = self.category or kept.category
        self.term = self.term if any(self.term) else kept.term

    def likeness(self) -> tuple[Hashable, ...]:
        """Nobody sits twice in a body."""
        return ((self.body.name, folded(self.name)),)


class AnyMemberReader(Reader):
    """Reads members in office on the year's last day; asks for all once.

    They are those of `body` where nothing names another.
    """

    model = Body

    def __init__(self, options: Options, *, body: str = "") -> None:
        super().__init__(options)
        self.bodies = BodyNames(options, usual=body)
        self.year = FiscalYear(options.fiscal_year)
        seats = Membership.objects.select_related("body").order_by("order", "pk")
        self.seats = list(seats.in_office(self.year.last_day, self.year.first_day))

    def known(self) -> Sequence[tuple[Any, ParsedRow]]:
        return [
            (
                seat,
                ParsedAnyMember(
                    body=seat.body,
                    name=seat.name,
                    affiliation=seat.affiliation,
                    role=seat.role,
                    category=seat.category,
                    term=(seat.term_from, seat.term_until),
                ),
            )
            for seat in self.seats
        ]

    def held(self) -> QuerySet:
        return Body.objects.all()

    def state(self) -> Hashable:
        return versions(Body.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, notes, name, body = Problems(), list[Any](), "", Body()
        term: tuple[date | None, date | None] = (None, None)
        cells = {key: one_line(text.strip()) for key, text in row.cells.items()}
        with problems.of("body"):
            body = self.bodies.of(row, notes)
        with problems.of("name"):
            name = one_line(filled(row, "name"))
        with problems.of("term"):
            term = read_term(row.cells, self.options.fiscal_year)
        problems.refuse_if_any()
        if body.is_public:
            notes.append(format_lazy(IS_PUBLIC, body=body.name))
        return ParsedAnyMember(
            body=body,
            name=name,
            affiliation=posts(row.cells.get("affiliation", "")),
            role=posts(row.cells.get("role", "")),
            category=cells.get("category", ""),
            term=term,
            place=position,
            notes=notes,
        )

    def check(self, row: ParsedAnyMember, record: Membership | None) -> None:
        problems = Problems()
        with problems.of(""):
            seat = self._filled(row, record)
            seat.clean_fields(exclude=["body"])
            seat.clean()
        problems.refuse_if_any()

    def save(self, row: ParsedAnyMember, record: Membership | None) -> Body:
        if row.body.pk is None:
            row.body.save()
        self._filled(row, record).save()
        return row.body

    def _filled(self, row: ParsedAnyMember, record: Membership | None) -> Membership:
        """A seat; one of unknown term is attested by the table for the year's last day."""
        seat = record or Membership(body=row.body, order=row.place)
        seat.name, seat.affiliation, seat.role = row.name, row.affiliation, row.role
        seat.category = row.category
        seat.term_from, seat.term_until = row.term
        if not any(row.term):
            seat.attested_on = seat.attested_on or self.year.last_day
        return seat
