"""Records of audits built from the rows of a table, held against their rules, and written."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from audits.imports.cells import key_of
from audits.imports.line_rows import ParsedLine
from records.base import Life
from records.imports import Problem, Problems


class LineWriter:
    """Builds and writes the records of a table; `groups` are the rows of each, as read."""

    line: ClassVar[type[ParsedLine]]

    def __init__(self, groups: Mapping[Hashable, list[Any]]) -> None:
        self.groups = groups
        self.kept: dict[Hashable, Any] = {}
        self.last = Counter[int]()  # the highest number, by audit

    def load(self) -> list[Any]:
        """The kept records that the rows may mean, withdrawn ones last."""
        rows = [row for group in self.groups.values() for row in group]
        found = self.records().filter(self.named(rows)).order_by("pk")
        records = sorted(found, key=lambda one: one.life == Life.WITHDRAWN)
        for record in reversed(records):
            self.know(record, self.line.of(record, 0))
        for row in rows:
            self._count(row.audit.pk, row.values.get("number"))
        return records

    def records(self) -> QuerySet:
        """All kept records, with their parts."""
        records = self.line.model.objects.select_related("audit")
        return records.prefetch_related(*self.line.part_fields)

    def named(self, rows: Iterable[Any]) -> Q:
        """What rows name: all of their audits, and those of their IDs."""
        rows = list(rows)
        uids = {row.uid for row in rows if is_uid(row.uid)}
        return Q(audit__in={row.audit.pk for row in rows}) | Q(uid__in=uids)

    def record_of(self, row: ParsedLine) -> Any:
        """The record that a row means, kept or made from a row above; None for none."""
        return next((self.kept[key] for key in row.keys if key in self.kept), None)

    def know(self, record: Any, row: ParsedLine) -> None:
        """Find a record by what a row calls it from now on."""
        self.kept |= dict.fromkeys(row.keys, record)
        self._count(record.audit_id, record.number)

    def check(self, group: list[Any], problems: Problems) -> None:
        """Note what the whole of a record contradicts."""
        record = self.built(group[0])
        self._hold(record, "", problems)
        rows = {name: self._rows(record, name, group, problems) for name in self.line.part_fields}
        if problems.found:
            return  # rows that lack something cannot be held against each other
        with problems.of(""):
            self.check_parts(record, rows)

    def check_parts(self, record: Any, rows: Mapping[str, list[Any]]) -> None:
        """Raise `ValidationError` where these rows of its parts do not fit it."""

    def save(self, row: Any) -> Any:
        """Write a row: the record with its first, the parts of its own."""
        record = self.record_of(row)
        if record is None or row.place == 0:
            record = self.built(row)
            record.save()
            self.save_links(record, row)
            self.know(record, row)
        for name, (model, _fields) in self.line.part_fields.items():
            if values := row.parts.get(name):
                kept = self._kept_parts(record, name)
                part = self._part(kept, model, record, row.place)
                _set(part, values)
                part.save()
        return record

    def save_links(self, record: Any, row: Any) -> None:
        """Write the rows that link a record with what it names."""

    def built(self, row: Any) -> Any:
        """The record that a row makes, or the kept one as it changes it; not saved."""
        kept = self.record_of(row)
        record = copy(kept) if kept else self.line.model(audit=row.audit, number=0)
        _set(record, row.values)
        record.number = record.number or self.last[row.audit.pk] + 1
        return record

    def _rows(
        self, record: Any, name: str, group: Iterable[ParsedLine], problems: Problems
    ) -> list[Any]:
        """The rows of a part as they would be, each held against its own rules."""
        kept, model = self._kept_parts(record, name), self.line.part_fields[name][0]
        for row in group:
            if values := row.parts.get(name):
                part = copy(self._part(kept, model, record, row.place))
                _set(part, values)
                kept[row.place : row.place + 1] = [part]
                self._hold(part, name, problems)
        for part in kept:
            setattr(part, part.part_of, record)
        return kept

    def _part(self, kept: list[Any], model: type[Any], record: Any, place: int) -> Any:
        """The n-th row of a part, or a new one that comes after those that are kept."""
        if place < len(kept):
            return kept[place]
        part = model(**{model.part_of: record})
        if hasattr(part, "order"):
            last = kept[-1].order if kept else 0
            part.order = last + 1 + place - len(kept)
        return part

    def _kept_parts(self, record: Any, name: str) -> list[Any]:
        return list(getattr(record, name).all()) if record.pk else []

    def _count(self, audit: int, number: int | None) -> None:
        self.last[audit] = max(self.last[audit], number or 0)

    def _hold(self, row: Any, part: str, problems: Problems) -> None:
        """Hold a row against its own rules, and note each problem under its column."""
        new_links = {row.part_of} if part else set[str]()
        rules = (
            partial(row.clean_fields, exclude=new_links),
            partial(row.validate_constraints, exclude=new_links),
            row.clean,
        )
        for rule in rules:
            try:
                rule()
            except ValidationError as error:
                problems.found += self._by_column(error, part)

    def _by_column(self, error: ValidationError, part: str) -> Iterator[Problem]:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        names = self.line.part_fields[part][1] if part else self.line.fields
        for name, messages in told.items():
            has_column = name in names
            yield from (
                Problem(key_of(name, part) if has_column else "", text) for text in messages
            )


def is_uid(text: str) -> bool:
    """True where a text is an ID of a record."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
