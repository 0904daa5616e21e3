"""Members of one body as of the fiscal year's last day: table 4 of the annual report."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from meetings.imports.bodies import LACKING
from meetings.models import Body, Membership
from records.imports import (
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    TableError,
    filled,
    folded,
    versions,
)
from records.lists import one_line

IS_PUBLIC = _("{body} is published, and so are its members as soon as they are brought in.")


def posts(text: str) -> str:
    """Somebody's posts: those on lines of their own beside each other, as officials set them."""
    return "\u3000".join(map(str.strip, text.strip().splitlines()))


@dataclass(kw_only=True)
class ParsedMember(ParsedRow):
    """A member as a row of the table has one, or a kept seat in the same terms."""

    name: str
    affiliation: str
    role: str
    place: int = 0  # in the table, from 1

    def facts(self) -> dict[str, Fact]:
        cells = {"name": self.name, "affiliation": self.affiliation, "role": self.role}
        return {key: Fact(text, folded(text)) for key, text in cells.items()}

    def keep(self, kept: Self) -> None:
        self.affiliation = self.affiliation or kept.affiliation
        self.role = self.role or kept.role

    def likeness(self) -> tuple[Hashable, ...]:
        """Nobody sits twice in a body."""
        return (folded(self.name),)


class MemberReader(Reader):
    """Reads the members of `body` in office on the year's last day."""

    model = Body

    def __init__(self, options: Options, *, body: str) -> None:
        super().__init__(options)
        found = Body.objects.current().filter(slug=body).first()
        if found is None:
            raise TableError(format_lazy(LACKING, slug=body))
        self.body = found
        self.year = FiscalYear(options.fiscal_year)
        seats = self.body.memberships.select_related("body")
        self.seats = list(seats.in_office(self.year.last_day, self.year.first_day))

    def known(self) -> Sequence[tuple[Any, ParsedRow]]:
        return [
            (seat, ParsedMember(name=seat.name, affiliation=seat.affiliation, role=seat.role))
            for seat in self.seats
        ]

    def held(self) -> QuerySet:
        return Body.objects.filter(pk=self.body.pk)

    def state(self) -> Hashable:
        return versions(self.held())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, name = Problems(), ""
        with problems.of("name"):
            name = one_line(filled(row, "name"))
        problems.refuse_if_any()
        cells = (posts(row.cells.get(key, "")) for key in ("affiliation", "role"))
        member = ParsedMember(name=name, affiliation=next(cells), role=next(cells), place=position)
        if self.body.is_public:
            member.notes.append(format_lazy(IS_PUBLIC, body=self.body.name))
        return member

    def check(self, member: ParsedMember, record: Membership | None) -> None:
        problems = Problems()
        with problems.of(""):
            seat = self._filled(member, record)
            seat.clean_fields()
            seat.clean()
        problems.refuse_if_any()

    def save(self, member: ParsedMember, record: Membership | None) -> Body:
        self._filled(member, record).save()
        return self.body

    def _filled(self, member: ParsedMember, record: Membership | None) -> Membership:
        seat = record or Membership(
            body=self.body, order=member.place, attested_on=self.year.last_day
        )
        seat.name, seat.affiliation, seat.role = member.name, member.affiliation, member.role
        return seat
