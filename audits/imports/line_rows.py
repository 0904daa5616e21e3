"""A record of an audit as a row of a table has it, or a kept one in the same terms.

A record has a row for each of its parts; the n-th row is held against its n-th part of each kind.
"""

from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from audits.imports.cells import key_of, shown
from audits.imports.parsed import bare
from audits.models import Audit
from records.imports import Fact, ParsedRow

PartFields = Mapping[str, tuple[type[Any], tuple[str, ...]]]  # the model and fields, by name
ANYWHERE = ("uid", "reference")  # name a record whatever its audit


@dataclass(kw_only=True)
class ParsedLine(ParsedRow):
    """A line of a record: the record, and its n-th row of each part, `place` being n from 0.

    `group` is that of all lines of the record, `uid` is the ID in the table, `links` are what the
    record names, by the key of the column. What a row does not say is not in `values`, `links` and
    `parts`.
    """

    model: ClassVar[type[Any]]
    fields: ClassVar[tuple[str, ...]]
    part_fields: ClassVar[PartFields] = {}
    link_keys: ClassVar[tuple[str, ...]] = ()
    called: ClassVar[tuple[str, ...]]  # the fields that name the record, the surest first

    audit: Audit
    group: Hashable = None
    place: int = 0
    uid: str = ""
    values: dict[str, Any]
    links: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Any, place: int) -> Self:
        """A line of a kept record."""
        rows = {
            name: list(getattr(record, name).all())[place : place + 1] for name in cls.part_fields
        }
        return cls(
            audit=record.audit,
            place=place,
            uid=str(record.uid),
            values=values_of(record, cls.fields),
            links={key: links for key, links in cls.links_of(record).items() if links},
            parts={
                name: values_of(one[0], cls.part_fields[name][1])
                for name, one in rows.items()
                if one
            },
        )

    @classmethod
    @abstractmethod
    def links_of(cls, record: Any) -> dict[str, tuple[Any, ...]]:
        """What a kept record names, by the key of the column."""

    @property
    def keys(self) -> list[tuple[Hashable, ...]]:
        """The record by what a table may call it, the surest first."""
        told = {"uid": self.uid} | {name: self.values.get(name) for name in self.called}
        return [
            (name, 0 if name in ANYWHERE else self.audit.pk, _comparable(value))
            for name, value in told.items()
            if value
        ]

    def likeness(self) -> tuple[Hashable, ...]:
        """The same ID; else the same of what it is called, the surest first; in one place."""
        found = {key[0]: (*key, self.place) for key in self.keys}
        return ((*self.keys, self.place), *map(found.get, ("uid", *self.called)))

    @property
    def has_more(self) -> bool:
        """True where it has something of a part."""
        return any(self.parts.values())

    def goes_on_with(self, first: Self) -> bool:
        """True where it says the same of the record as its first row, and has more parts."""
        same = (self.audit.pk, self.values, self.links)
        return same == (first.audit.pk, first.values, first.links) and self.has_more

    def adds_nothing_to(self, other: Self) -> bool:
        """True where what it says of a record is a part of what the other line says."""
        is_part = self.values.items() <= other.values.items()
        return is_part and self.links.items() <= other.links.items()

    def gone_on(self, line: Self) -> Self:
        """The same record with the parts of a line that stands below it."""
        return replace(self, parts=line.parts, notes=[])

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        self.values = kept.values | self.values
        self.links = kept.links | self.links
        self.parts = {
            name: kept.parts.get(name, {}) | self.parts.get(name, {}) for name in self.part_fields
        }

    def facts(self) -> dict[str, Fact]:
        return dict(self._facts())

    def _facts(self) -> Iterator[tuple[str, Fact]]:
        yield "audit", Fact(str(self.audit), self.audit.pk)
        yield from _facts_of(self.model(), self.fields, self.values)
        for key in self.link_keys:
            named = self.links.get(key, ())
            same = frozenset(getattr(each, "pk", each) for each in named)
            yield key, Fact("、".join(map(str, named)), same)
        for name, (model, fields) in self.part_fields.items():
            yield from _facts_of(model(), fields, self.parts.get(name, {}), name)


def values_of(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a kept row says of these fields."""
    told = ((name, getattr(row, name)) for name in names)
    return {name: value for name, value in told if value not in ("", None)}


def _comparable(value: Any) -> Hashable:
    return bare(value) if isinstance(value, str) else value


def _facts_of(
    row: Any, names: tuple[str, ...], values: dict[str, Any], part: str = ""
) -> Iterator[tuple[str, Fact]]:
    for name in names:
        value = values.get(name)
        if value is not None:
            setattr(row, name, value)
        text = shown(row, name) if value is not None else ""
        yield key_of(name, part), Fact(text, _comparable(value))
