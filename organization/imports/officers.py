"""Officers, from tables of any form."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from organization.models import Officer
from organization.report import POSTS
from organization.terms import read_term, term_columns, term_text
from records.base import Record
from records.imports import (
    ColumnSpec,
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    Spec,
    TableImport,
    UnknownWordError,
    filled,
    folded,
    versions,
)
from records.lists import one_line

NO_POST = _("“{text}” is no post of an officer.")
LARGEST = 32_767  # places
PART_TIME = re.compile("非常勤")


@dataclass(kw_only=True)
class ParsedOfficer(ParsedRow):
    """An officer as a table has one, or a kept one in the same terms."""

    name: str
    post: str
    is_part_time: bool
    term: tuple[date | None, date | None]
    position: int = 0

    def facts(self) -> dict[str, Fact]:
        post = POSTS[self.post] + ("（非常勤）" if self.is_part_time else "")
        return {
            "post": Fact(post, (self.post, self.is_part_time)),
            "name": Fact(self.name, folded(self.name)),
            "term": Fact(term_text(self.term), self.term),
        }

    def keep(self, kept: Self) -> None:
        """A blank term leaves what is kept."""
        if not any(self.term):
            self.term = kept.term

    def likeness(self) -> tuple[Hashable, ...]:
        """The name and the post; else the name."""
        return (folded(self.name), self.post), (folded(self.name),)


class OfficerReader(Reader):
    """Reads the officers in office on the year's last day; asks for them once."""

    model = Officer

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.year = FiscalYear(options.fiscal_year)
        officers = Officer.objects.current().order_by("order", "pk")
        self.kept = list(officers.in_office(self.year.last_day, self.year.first_day))
        self.last = max((one.order for one in self.kept), default=0)

    def known(self) -> Sequence[tuple[Record, ParsedRow]]:
        return [
            (
                one,
                ParsedOfficer(
                    name=one.name,
                    post=one.post,
                    is_part_time=one.is_part_time,
                    term=(one.term_from, one.term_until),
                ),
            )
            for one in self.kept
        ]

    def held(self) -> QuerySet:
        return Officer.objects.all()

    def state(self) -> Hashable:
        return versions(Officer.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, name, post = Problems(), "", ""
        term: tuple[date | None, date | None] = (None, None)
        cells = {key: one_line(text.strip()) for key, text in row.cells.items()}
        with problems.of("name"):
            name = one_line(filled(row, "name"))
        with problems.of("post"):
            post = self._post(filled(row, "post"))
        with problems.of("term"):
            term = read_term(row.cells, self.options.fiscal_year)
        problems.refuse_if_any()
        told = f"{cells['post']} {cells.get('part_time', '')}"
        return ParsedOfficer(
            name=name,
            post=post,
            is_part_time=bool(PART_TIME.search(told)),
            term=term,
            position=position,
        )

    def check(self, row: ParsedOfficer, record: Officer | None) -> None:
        problems = Problems()
        with problems.of(""):
            officer = self._filled(row, record)
            officer.clean_fields()
            officer.clean()
        problems.refuse_if_any()

    def save(self, row: ParsedOfficer, record: Officer | None) -> Officer:
        officer = self._filled(row, record)
        officer.save()
        return officer

    def _filled(self, row: ParsedOfficer, record: Officer | None) -> Officer:
        """An officer of unknown term is attested by the table for the year's last day."""
        officer = record or Officer(order=min(self.last + row.position, LARGEST))
        officer.name, officer.post = row.name, row.post
        officer.is_part_time = row.is_part_time
        officer.term_from, officer.term_until = row.term
        if not any(row.term):
            officer.attested_on = officer.attested_on or self.year.last_day
        return officer

    def _post(self, text: str) -> str:
        """The post that a cell names. Raises `UnknownWordError`."""
        plain = folded(self.options.words.get(text, text))
        longest_first = sorted(POSTS, key=lambda post: -len(POSTS[post]))
        found = next((post for post in longest_first if POSTS[post] in plain), "")
        if not found:
            known = list(POSTS.values())
            raise UnknownWordError(text, format_lazy(NO_POST, text=text), known)
        return found


ANY_OFFICERS = TableImport(
    Spec(
        "役員",
        (
            ColumnSpec(
                "post",
                "役職",
                ("役職名", "役名", "職名", "職", "役員", "区分"),
                repeats=True,
                words="役職|職名",
                example="理事（非常勤）",
            ),
            ColumnSpec(
                "name", "氏名", ("名前", "役員氏名", "氏　名"), words="氏名", example="監査 太郎"
            ),
            ColumnSpec(
                "part_time", "常勤・非常勤", ("常勤", "勤務形態", "常勤非常勤"), required=False
            ),
            *term_columns(),
        ),
    ),
    Officer,
    OfficerReader,
)
