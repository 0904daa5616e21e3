"""Columns of a table matched to the fields of a kind: by heading, by content, as the clerk says."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Chosen
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.imports.reading import ColumnSpec, Spec, TabularError
from records.imports.reading.headings import names_of, normal
from records.imports.reading.specs import BESIDE, WHOLE
from records.imports.tables.finding import Found
from records.imports.tables.heads import BETWEEN

_SEVERAL = _("Several headings are “{heading}”. Please give it in full. Found: {found}.")
_NOT_BESIDE = _(
    "“{heading}” cannot be read as {field} beside “{others}”. Please choose one of them, and leave "
    "the other out."
)
_NO_FIELD = _("“{field}” is no field here. There are: {fields}.")
_BRACKETS = re.compile(r"\([^()]*\)$")
# What speaks for a match, from its heading and its content.
_EXACT, _LOWER, _UPPER, _PART, _LIKELY = 100.0, 90.0, 75.0, 60.0, 50.0
_CONTENT, _FOREIGN, _ODD, _LEAST = 30.0, -50.0, -5.0, 30.0
_BARE = 40.0  # what a column of dates loses that is mostly blank, 実績 beside 予定
_MOST, _SOME, _FEW = 0.8, 0.5, 0.25  # shares of cells
_SAMPLE = 50  # cells
# Headings of what stands beside a record's own fields, whatever it looks like.
_BESIDE = re.compile(
    "場所|会場|備考|摘要|特記|^注|番号|^no[.]?$|担当|根拠|法令|結果|指摘|報告|公表|提出|作成|更新|監査(?:人|員|委員|者|班)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may be a part of a field, and what speaks for it."""

    score: float
    column: ColumnSpec
    at: int
    part: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column of a table is; `columns` gives, by key, the column of each part."""

    columns: dict[str, dict[str, int]] = field(default_factory=dict)

    def used(self) -> set[int]:
        """The columns that are read."""
        return {at for parts in self.columns.values() for at in parts.values()}

    def fields(self, spec: Spec, headings: Chosen[int, str]) -> dict[str, str]:
        """The field of each heading that is read."""
        names = {column.key: column.name for column in spec.columns}
        found = {at: names[key] for key, parts in self.columns.items() for at in parts.values()}
        return {headings[at]: found[at] for at in sorted(found)}

    def together(self) -> list[list[int]]:
        """The columns of each field, but of months of which any may be blank."""
        return [
            sorted(parts.values())
            for parts in self.columns.values()
            if not any(part[-1].isdigit() for part in parts)
        ]

    def repeating(self, spec: Spec) -> set[int]:
        """The columns in which a blank means what stands above."""
        keys = [one.key for one in spec.columns if one.repeats and one.key in self.columns]
        return {at for key in keys for at in self.columns[key].values()}

    def fits(self, spec: Spec) -> bool:
        """Return True if there is a column for all that a row needs."""
        return all(one.key in self.columns for one in spec.columns if one.required)

    def refusal(self, headings: Chosen[int, str], column: ColumnSpec, at: int) -> TabularError:
        """The refusal of a column that cannot stand beside those that the field is already."""
        beside = "、".join(headings[other] for other in self.columns[column.key].values())
        return TabularError(_NOT_BESIDE, heading=headings[at], field=column.heading, others=beside)

    def add(self, one: Candidate) -> None:
        """Take a column if it is free, and can stand beside the parts of its field."""
        parts = self.columns.get(one.column.key, {})
        if one.at in self.used() or one.part in parts or (parts and one.column.join is None):
            return
        mains = [part for part in (one.part, *parts) if not part.startswith(BESIDE)]
        if WHOLE not in mains or len(mains) == 1:
            self.columns.setdefault(one.column.key, {})[one.part] = one.at


def mapping_for(table: Found, spec: Spec, chosen: Chosen[str, str]) -> Mapping:
    """The likeliest mapping of a table's columns, `chosen` fields of its headings before all.

    An empty field leaves a column out. Raises `TabularError` for a field that there is not, and
    for columns that cannot be one field together.
    """
    settled: dict[int, ColumnSpec | None] = {}
    for heading, name in chosen.items():
        places = table.columns_of(heading)
        if len(places) > 1:
            headings = "、".join(table.headings.values())
            raise TabularError(_SEVERAL, heading=heading, found=headings)
        column = spec.column(name)
        if name and column is None:
            fields = ", ".join(one.name for one in spec.columns)
            raise TabularError(_NO_FIELD, field=name, fields=fields)
        settled |= dict.fromkeys(places, column)
    mapping = Mapping()
    for at, column in settled.items():
        if column:
            mapping.add(Candidate(_EXACT, column, at, _part(column, table, at) or WHOLE))
            if at not in mapping.used():
                raise mapping.refusal(table.headings, column, at)
    found = [one for one in _candidates(table, spec) if one.at not in settled]
    for one in sorted(found, key=lambda one: (-one.score, one.at)):
        mapping.add(one)
    return mapping


def _candidates(table: Found, spec: Spec) -> Iterator[Candidate]:
    """What each column may be."""
    for at, heading in table.headings.items():
        texts = table.texts(at)[:_SAMPLE]
        for column in spec.columns:
            score, part = by_heading(heading, column), _part(column, table, at)
            if part not in ("", WHOLE) and (score or column.part):
                score = max(score, _PART)
            elif column.reads and texts:
                share = sum(map(column.reads, texts)) / len(texts)
                is_full = 2 * len(texts) >= min(len(table.rows), _SAMPLE)
                is_telling = share >= _MOST and is_full and not _BESIDE.search(normal(heading))
                if is_telling or (score and share >= _SOME):
                    score += _CONTENT
                elif share < _FEW and score:
                    needs_reads = column.is_time or column.needs_reads
                    score += _FOREIGN if score <= _UPPER and needs_reads else _ODD
            is_bare = 2 * len(texts) < min(len(table.rows), _SAMPLE)
            if column.is_time and is_bare and part in ("", WHOLE):
                score -= _BARE
            if score >= _LEAST:
                yield Candidate(score, column, at, part or WHOLE)


def by_heading(heading: str, column: ColumnSpec) -> float:
    """How much a heading speaks for a column; 0 where it does not."""
    names = names_of(column)
    full, (*upper, lower) = normal(heading), map(normal, heading.split(BETWEEN))
    for text, most in ((full, _EXACT), (lower, _LOWER), *((one, _UPPER) for one in upper)):
        for less, form in enumerate((text, _BRACKETS.sub("", text))):
            if form in names:  # as it stands rather than without what its brackets say
                return most - less - names.index(form) / len(names)
    if column.words:
        pattern = re.compile(column.words)
        return _LIKELY if pattern.search(lower) else _LIKELY - 5 if pattern.search(full) else 0.0
    return 0.0


def _part(column: ColumnSpec, table: Found, at: int) -> str:
    """The part of a field that a column of the table is, empty if it is none of its parts."""
    if column.part is None:
        return ""
    return column.part(table.headings[at], table.texts(at)[:_SAMPLE])
