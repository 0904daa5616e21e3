"""Reads tables of what audits have, of any form: the rows of each record stand below each other."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audits.imports.audit_names import AuditNames
from audits.imports.cells import read_fields
from audits.imports.line_rows import ParsedLine
from audits.imports.line_saving import LineWriter
from audits.models import Audit
from records.base import Record
from records.imports import Options, Problem, Problems, Reader, Row

DIFFERS = _("The rows of this record differ. They may differ in its parts alone.")
USED = _("Another record of this table has it, too.")


class LineReader(Reader):
    """Reads records of audits; asks for those that a table names once all of it is read."""

    names: ClassVar[dict[str, Any]] = {}
    line: ClassVar[type[ParsedLine]]
    writer_class: ClassVar[type[LineWriter]]
    essential: ClassVar[str]  # the key of the column without which there is no record
    needed: ClassVar[frozenset[str]]  # the fields that a new record has
    needs: ClassVar[Any]  # the message where one is missing

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.audits = AuditNames(options)
        self.groups: dict[Hashable, list[Any]] = defaultdict(list)
        self.writer = self.writer_class(self.groups)
        self.last: Any = None

    def held(self) -> QuerySet:
        return Audit.objects.in_fiscal_year(self.options.fiscal_year)

    def read(self, row: Row, position: int) -> ParsedLine:
        problems, today = Problems(), self.options.today
        audit = Audit()
        with problems.of("audit"):
            audit = self.audits.of(row)
        parsed = self.line(
            audit=audit,
            uid=row.cells.get("uid", "").strip(),
            values=read_fields(row, self.model, self.line.fields, problems, today),
            parts={
                name: read_fields(row, model, fields, problems, today, name)
                for name, (model, fields) in self.line.part_fields.items()
            },
        )
        links = self.links(row, parsed, problems)
        parsed.links = {key: named for key, named in links.items() if named}
        self.read_more(row, parsed, problems)
        problems.refuse_if_any()
        with problems.of(self.essential):
            if not (parsed.keys or (self.last and parsed.adds_nothing_to(self.last))):
                raise ValidationError(self.needs)
        problems.refuse_if_any()
        return self._group(parsed)

    def links(self, row: Row, parsed: Any, problems: Problems) -> dict[str, tuple[Any, ...]]:
        """What a row names beside its audit, by the key of the column."""
        return {}

    def read_more(self, row: Row, parsed: Any, problems: Problems) -> None:
        """Read what is of one kind of record alone."""

    def known(self) -> Sequence[tuple[Record, ParsedLine]]:
        records, told = self.writer.load(), Counter[int]()
        for group in self.groups.values():
            if record := self.writer.record_of(group[0]):
                told[record.pk] = len(group)
        return [
            (copy(record), self.line.of(record, place))
            for record in records
            for place in range(max(self.lines_of(record), told[record.pk]))
        ]

    def lines_of(self, record: Record) -> int:
        """The number of rows that a table has of a kept record."""
        counts = (len(getattr(record, name).all()) for name in self.line.part_fields)
        return max([1, *counts])

    def contradictions(self, rows: Sequence[Any]) -> dict[int, Problem]:
        firsts = {row.group: self.groups[row.group][0] for row in rows}
        differing = {
            row.group
            for row in rows
            if row is not firsts[row.group] and not row.goes_on_with(firsts[row.group])
        }
        found, taken = {}, dict[Hashable, Hashable]()
        for at, row in enumerate(rows):
            if row.group in differing:
                found[at] = Problem("", DIFFERS)
            for key in row.keys:
                is_name = key[0] != self.line.called[-1]  # the last are words, which may be alike
                if is_name and taken.setdefault(key, row.group) != row.group:
                    found[at] = Problem(str(key[0]), USED)
        return found

    def check(self, parsed: Any, record: Any) -> None:
        problems = Problems()
        with problems.of(""):
            is_new = self.writer.record_of(parsed) is None
            if is_new and not parsed.values.keys() >= self.needed:
                raise ValidationError(self.needs)
        self.check_links(parsed, problems)
        problems.refuse_if_any()
        self.writer.check(self.groups[parsed.group], problems)
        problems.refuse_if_any()

    def check_links(self, parsed: Any, problems: Problems) -> None:
        """Note what a row names that neither the register nor the table has."""

    def save(self, row: Any, record: Any) -> Record:
        return self.writer.save(row)

    def _group(self, parsed: ParsedLine) -> ParsedLine:
        """The row as the next of its record; one that names none goes on with that above."""
        if not parsed.keys and self.last:
            parsed = self.last.gone_on(parsed)
        parsed.group = parsed.keys[0]
        parsed.place = len(self.groups[parsed.group])
        self.groups[parsed.group].append(parsed)
        self.last = parsed
        return parsed
