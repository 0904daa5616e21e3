"""The request to a reader of tables, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from records.imports.reading.grid import Grid, Remark


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column by its heading; blanks, line breaks, ※ and character width do not count.

    A heading with a part in brackets, 審査／監査種別（対象業務）, is known without it, too.
    Where it `repeats`, a blank means what stands above, as merged cells come out of CSV and of
    what is copied. Where it `is_time`, it holds dates or times, and a plain number is none.
    `help` and `example` are for the template.
    """

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = True
    repeats: bool = False
    is_time: bool = False
    help: str | Promise = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """A table that can be read. `name` is its worksheet's name in the template.

    `untabbed` turns text that was copied from a PDF into the table's grid, headings first.
    """

    name: str
    columns: tuple[ColumnSpec, ...]
    untabbed: Callable[[str], Grid] | None = None


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
