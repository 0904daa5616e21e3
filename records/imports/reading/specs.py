"""The request to a reader of tables, and its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from records.imports.reading.grid import Grid, Remark

WHOLE = "whole"  # the part that leaves nothing to other columns
BESIDE = "+"  # begins the name of a part that may stand beside the whole, as a time beside a date


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column by its heading; blanks, line breaks, ※ and character width do not count.

    A heading with a part in brackets, 審査／監査種別（対象業務）, is known without it, too.
    Where it `repeats`, a blank means what stands above, as merged cells come out of CSV and of
    what is copied. Where it `is_time`, it holds dates or times, and a plain number is none.
    `help` and `example` are for the template.

    The rest is for tables of any form. `field` is the column's name in a mapping, its key unless
    given; `words` a pattern that likely headings contain; `reads` says whether a cell's text is
    such a thing, which a heading that is only likely `needs_reads` of a quarter of the cells for.
    Where several columns may make up the field, `part` names the part that one of
    them is by its heading and texts (`WHOLE`, empty for none), and `join` makes a text of the
    parts' texts. One that `is_for_all` can be told once for all rows in which it is blank. One that
    `gathers` may go on in rows below, in which nothing else is new. Where a text leaves out what
    stands above it, `complete` makes it whole from the row above (none for the first) or the title.
    Values of one that `heads_columns` may be headings of dates, which are then rows of their own.
    One that `has_halves` may stand in two columns below one heading, a whole and a part of it, and
    may name a part on each line beside a day.
    """

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    repeats: bool = False
    is_time: bool = False
    help: str | Promise = ""
    example: str = ""
    field: str = ""
    words: str = ""
    reads: Callable[[str], bool] | None = None
    needs_reads: bool = False
    is_for_all: bool = False
    gathers: bool = False
    heads_columns: bool = False
    has_halves: bool = False
    part: Callable[[str, Sequence[str]], str] | None = None
    join: Callable[[Mapping[str, str]], str] | None = None
    complete: Callable[[str, str, str], str] | None = None

    @property
    def name(self) -> str:
        """The field's name in a mapping."""
        return self.field or self.key

    def text_of(self, parts: Mapping[str, str]) -> str:
        """The field's text from the texts of the columns that are parts of it."""
        if self.join is None or list(parts) == [WHOLE]:
            return "\n".join(filter(None, parts.values()))
        return self.join(parts)

    def completed(self, text: str, above: str, title: str) -> str:
        """A text with what it leaves out."""
        return self.complete(text, above, title) if self.complete else text


@dataclass(frozen=True, slots=True)
class Spec:
    """A table that can be read. `name` is its worksheet's name in the template.

    `untabbed` turns text that was copied from a PDF into the table's grid, headings first.
    """

    name: str
    columns: tuple[ColumnSpec, ...]
    untabbed: Callable[[str], Grid] | None = None

    def column(self, name: str) -> ColumnSpec | None:
        """The column of a field, by its key, its name or a heading that it may have."""
        plain = name.strip().casefold()
        for one in self.columns:
            if plain in (one.key, one.name, *map(str.casefold, (one.heading, *one.aliases))):
                return one
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the keys of its columns; `number` as the user counts in the file.

    `struck` are the keys of cells of which something, struck through, was left out.
    """

    number: int
    cells: dict[str, str]
    dates: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read; `headings` are the columns' as they stand in the file, by key.

    `spec_name` is that of the spec that it was read by.
    """

    title: str
    headings: dict[str, str]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    spec_name: str = ""
    remarks: tuple[Remark, ...] = ()
