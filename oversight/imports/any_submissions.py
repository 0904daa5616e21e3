"""Submissions, from tables of any form and from the files of their own list."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from audits.imports import bare, is_uid, key_of, read_fields, shown
from calendars.scheduled import OfficialFiscalYearField
from oversight.models import Submission, read_day
from oversight.submission_doubts import doubts_among
from records.base import Life, Record
from records.imports import EMPTY, Fact, Options, ParsedRow, Problems, Reader, Row, versions

FIELDS = (
    *("title", "kind", "addressee", "submitted_text", "document_number", "legal_basis"),
    *("replied_text", "reply_number", "remarks"),
)
NEEDED = ("title", "kind")
MATTER = ("kind", "title", "addressee", "document_number")


@dataclass(kw_only=True)
class ParsedSubmission(ParsedRow):
    """A submission as a row of a table has it, or a kept one in the same terms.

    `uid` is the ID in the table. What a row does not say is not in `values`; a year that it does
    not say is that of the import.
    """

    uid: str
    fiscal_year: int
    says_year: bool = True
    values: dict[str, Any]

    @classmethod
    def of(cls, record: Submission) -> Self:
        """A kept submission."""
        told = {name: getattr(record, name) for name in FIELDS}
        values = {name: value for name, value in told.items() if value}
        return cls(uid=str(record.uid), fiscal_year=record.fiscal_year, values=values)

    def facts(self) -> dict[str, Fact]:
        record = self.filled(Submission())
        told = {key_of(name): Fact(shown(record, name), self._compared(name)) for name in FIELDS}
        return told | {"fiscal_year": Fact(str(self.fiscal_year), self.fiscal_year)}

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        self.values = kept.values | self.values
        self.fiscal_year = self.fiscal_year if self.says_year else kept.fiscal_year

    def likeness(self) -> tuple[Hashable, ...]:
        """All the same; else the same ID; else the same kind, year, title, addressee and number."""
        told = {name: self._compared(name) for name in FIELDS}
        matter = tuple(told[name] for name in MATTER)
        everything = (self.uid, self.fiscal_year, *told.values())
        return everything, self.uid or None, (self.fiscal_year, *matter)

    def filled(self, record: Submission) -> Submission:
        """The record saying what the row says; what is the same but for spaces stays."""
        record.fiscal_year = self.fiscal_year
        for name, value in self.values.items():
            if bare(getattr(record, name)) != bare(value):
                setattr(record, name, value)
        return record

    def _compared(self, name: str) -> Hashable:
        text = self.values.get(name, "")
        is_day = name in Submission.shadowed_fields
        return read_day(text).schedule.canonical() if is_day and text else bare(text)


class AnySubmissionReader(Reader):
    """Reads submissions; asks for those of the years and IDs that a table names once it is read."""

    model = Submission
    names: ClassVar[dict[str, Any]] = {}

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.years: set[int] = set()
        self.kept: list[Submission] = []
        self.uids: set[str] = set()

    def known(self) -> list[tuple[Record, ParsedRow]]:
        meant = Q(fiscal_year__in=self.years) | Q(uid__in=self.uids)
        kept = Submission.objects.filter(meant).order_by("pk")
        self.kept = sorted(kept, key=lambda one: one.life == Life.WITHDRAWN)
        return [(one, ParsedSubmission.of(one)) for one in self.kept]

    def held(self) -> QuerySet:
        return Submission.objects.filter(fiscal_year__in=self.years)

    def state(self) -> Hashable:
        return versions(Submission.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, year = Problems(), self.options.fiscal_year
        text = row.cells.get("fiscal_year", "").strip()
        with problems.of("fiscal_year"):
            year = OfficialFiscalYearField().clean(text) if text else year
        values = read_fields(row, Submission, FIELDS, problems, self.options.today)
        for name in Submission.shadowed_fields:
            with problems.of(name):
                read_day(values.get(name, ""))
        problems.refuse_if_any()
        self.years.add(year)
        uid = self._uid(row.cells)
        return ParsedSubmission(uid=uid, fiscal_year=year, says_year=bool(text), values=values)

    def _uid(self, cells: Mapping[str, str]) -> str:
        """The ID of a row that has one; what is none is left."""
        uid = cells.get("uid", "").strip()
        if not is_uid(uid):
            return ""
        self.uids.add(uid)
        return uid

    def check(self, parsed: ParsedSubmission, record: Submission | None) -> None:
        problems = Problems()
        for name in NEEDED:
            with problems.of(key_of(name)):
                if not parsed.values.get(name):
                    raise ValidationError(EMPTY)
        problems.refuse_if_any()
        submission = parsed.filled(record or Submission())
        with problems.of(""):
            submission.clean_fields()
            submission.clean()
        problems.refuse_if_any()
        others = (one for one in self.kept if one != record and one.life != Life.WITHDRAWN)
        parsed.notes += doubts_among(submission, others)

    def save(self, parsed: ParsedSubmission, record: Submission | None) -> Submission:
        submission = parsed.filled(record or Submission())
        submission.clean()
        submission.save()
        return submission
