"""A list's own file, brought in again: each of its rows is what the register says, or an error."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from records.base import Record
from records.imports.readers import Options, Reader, TableImport, versions
from records.imports.reading import ColumnSpec, Row, Spec
from records.imports.reading.grid import plain
from records.imports.verdicts import Fact, ParsedRow, Problem, RowError
from records.lists import IDENTITY, Column, Value, machine_teller, teller, text_of

DIFFERS = _(
    "The register has no record of which its list says this. Please change records by hand or by "
    "the table to fill in."
)
FISCAL_YEAR = _("Fiscal year")  # the column's label
# What earlier versions of the lists called columns, and how far a record may be seen.
FORMER_HEADINGS = {"実施状況": ("状態",), "公表・非公表": ("公開区分",)}
FORMER_VISIBILITY = {
    "公開": "公表",
    "内部": "非公表",
    "public": "published",
    "internal": "unpublished",
}
VISIBILITY_COLUMN = 1  # of `IDENTITY`, from 0
_YEAR = re.compile(r"\d{4}")
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnList:
    """The source of a list's files: its columns, all its records, and the lines of each.

    Columns `beside` tell some readers of other records; they may be there, and are not compared.
    """

    columns: Sequence[Column]
    records: Callable[[], QuerySet]
    lines: Callable[[list[Any]], Iterable[tuple[Record, Any]]]
    beside: Sequence[Column] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One form of a list's file: for machines or as shown, in one language."""

    own: OwnList
    is_machine: bool
    language: str

    @property
    def name(self) -> str:
        """Its name in a pending table."""
        return f"{'machine' if self.is_machine else 'shown'}-{self.language}"

    @property
    def spec(self) -> Spec:
        """Its headings; those that are of a later version may be missing."""
        with translation.override(self.language):
            labels = [str(label) for label in self._labels()]
            others = [str(label) for label in self._others()]
        later = {at for at, datum in enumerate(self._data()) if datum.is_later}
        columns = (
            ColumnSpec(
                str(at),
                label,
                aliases=FORMER_HEADINGS.get(label, ()),
                required=not self.is_machine or at not in later,
            )
            for at, label in enumerate(labels)
        )
        beside = (ColumnSpec(f"beside-{label}", label, required=False) for label in others)
        return Spec(self.name, (*columns, *beside))

    @property
    def keys(self) -> list[str]:
        """The keys of the columns that are compared, in the order of a line."""
        return [str(at) for at in range(len(self._labels()))]

    def rows(self, records: list[Record]) -> Iterator[tuple[Record, Texts]]:
        """Each line of the list, as a file of it is read."""
        with translation.override(self.language):
            yield from self._machine_rows(records) if self.is_machine else self._shown(records)

    @property
    def year_column(self) -> int:
        """The place of the fiscal year in a line, from 0."""
        return [str(label) for label in self._labels()].index(str(FISCAL_YEAR))

    def _labels(self) -> list[Any]:
        data = [datum.label for datum in self._data()]
        return data if self.is_machine else [column.label for column in self.own.columns]

    def _others(self) -> list[Any]:
        if self.is_machine:
            return [datum.label for column in self.own.beside for datum in column.for_machines()]
        return [column.label for column in self.own.beside]

    def _data(self) -> list[Any]:
        return [*IDENTITY, *(one for column in self.own.columns for one in column.for_machines())]

    def _shown(self, records: list[Record]) -> Iterator[tuple[Record, Texts]]:
        tellers = [teller(column) for column in self.own.columns]
        for record in records:
            yield record, tuple(as_read(told(record)) for told in tellers)

    def _machine_rows(self, records: list[Record]) -> Iterator[tuple[Record, Texts]]:
        tellers = [machine_teller(datum) for datum in self._data()]
        for record, line in self.own.lines(records):
            yield record, tuple(as_read(told(record, line)) for told in tellers)


def layouts(own: OwnList) -> Iterator[Layout]:
    """All forms of a list's file."""
    for code, _name in settings.LANGUAGES:
        yield Layout(own, is_machine=True, language=code)
        yield Layout(own, is_machine=False, language=code)


def as_read(value: Value) -> str:
    """A value as it is read from a file, without what makes it harmless to spreadsheets."""
    return plain(text_of(value)).lstrip("'")


@dataclass(kw_only=True)
class OwnRow(ParsedRow):
    """A line of a list, and the number of lines up to it that say the same."""

    texts: Texts
    before: int

    def facts(self) -> dict[str, Fact]:
        return {str(at): Fact(text, text) for at, text in enumerate(self.texts)}

    def likeness(self) -> tuple[Hashable, ...]:
        return ((self.texts, self.before),)


class OwnReader(Reader):
    """Reads the lines of a list's file; nothing is ever written."""

    def __init__(self, options: Options, *, layout: Layout) -> None:
        super().__init__(options)
        self.layout = layout
        self.listed = layout.own.records().model
        self.keys = layout.keys
        self.years: set[int] = set()
        self.seen: Counter[Texts] = Counter()
        self.missing: set[int] = set()  # columns that the file has not, by their place

    def known(self) -> list[tuple[Record, ParsedRow]]:
        records = list(self.layout.own.records().filter(fiscal_year__in=self.years))
        seen: Counter[Texts] = Counter()
        # Each line has a record of its own, as if it was a row of a table.
        return [
            (copy(record), _parsed_row(self._without_missing(texts), seen))
            for record, texts in self.layout.rows(records)
        ]

    def read(self, row: Row, position: int) -> ParsedRow:
        self.missing = {at for at, key in enumerate(self.keys) if key not in row.cells}
        cells = [row.cells.get(key, "") for key in self.keys]
        if self.layout.is_machine:
            seen = cells[VISIBILITY_COLUMN]
            cells[VISIBILITY_COLUMN] = FORMER_VISIBILITY.get(seen, seen)
        texts = tuple(map(as_read, cells))
        self.years.update(map(int, _YEAR.findall(texts[self.layout.year_column])[-1:]))
        return _parsed_row(texts, self.seen)

    def _without_missing(self, texts: Texts) -> Texts:
        """A line of the register as far as the file tells of it."""
        return tuple("" if at in self.missing else text for at, text in enumerate(texts))

    def check(self, parsed: ParsedRow, record: Record | None) -> None:
        raise RowError(Problem("", DIFFERS))

    def save(self, parsed: ParsedRow, record: Record | None) -> Record:
        raise NotImplementedError

    def held(self) -> QuerySet:
        return self.listed.objects.none()

    def state(self) -> Hashable:
        return versions(self.listed.objects.all())


def with_own(table: TableImport, own: OwnList) -> TableImport:
    """A table in whose place files of the register's own list may come."""

    @cache
    def forms() -> dict[str, TableImport]:
        return {
            layout.name: TableImport(layout.spec, table.model, partial(OwnReader, layout=layout))
            for layout in layouts(own)
        }

    return replace(table, own=forms)


def _parsed_row(texts: Texts, seen: Counter[Texts]) -> OwnRow:
    seen[texts] += 1
    return OwnRow(texts=texts, before=seen[texts])
