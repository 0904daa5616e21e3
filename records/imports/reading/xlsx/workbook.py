"""XLSX: the worksheet whose headings are the wanted ones, as a grid.

Read by a reader of our own, because the libraries lose what matters here: openpyxl's read-only
mode knows neither merged cells nor hidden rows and its full mode makes a cell of each in a merged
A1:XFD1048576; calamine does not tell a formula from a value.
"""

import posixpath
from dataclasses import dataclass, field, replace
from typing import Self

from django.utils.translation import gettext_lazy as _

from records.imports.reading.cells import Contents
from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, Remark, remark
from records.imports.reading.headings import has_headings, likely_headings, normal
from records.imports.reading.specs import Spec
from records.imports.reading.strings import read_strings
from records.imports.reading.styles import read_styles
from records.imports.reading.xlsx.package import DAMAGED, START, Package
from records.imports.reading.xlsx.worksheet import Worksheet, read_worksheet

_NO_SHEET = _(
    "No worksheet has the headings of this table ({expected}). The worksheets are: {names}. "
    "Found: {found}."
)
_SEVERAL = _(
    "Several worksheets have the headings of this table ({names}). "
    "Please leave one of them in the file, or name it “{wanted}”."
)
HIDDEN = _("The hidden worksheet “{name}” was not read.")
_ROOT = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(slots=True)
class _Contained:
    """The worksheets that are to be seen, as (name, part), the hidden ones, and the other parts."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    from_1904: bool = False

    @classmethod
    def of(cls, parts: Package) -> Self:
        """What the parts of a workbook are. Raises `TabularError`."""
        paths, worksheets = related(parts, _RELATIONS)
        book = cls(strings=paths.get("sharedStrings", ""), styles=paths.get("styles", ""))
        for kind, tag, found in parts.events(_ROOT):
            if kind == START and tag == "workbookPr":
                book.from_1904 = found.get("date1904") in ("1", "true")
            elif kind == START and tag == "sheet":
                name, target = found.get("name", ""), worksheets.get(found.get("id", ""))
                if found.get("state", "visible") != "visible":
                    book.hidden.append(name)
                elif target:
                    book.sheets.append((name, target))
        return book


def related(parts: Package, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The workbook's parts by their kind, and its worksheets by their keys."""
    paths: dict[str, str] = {}
    worksheets: dict[str, str] = {}
    for kind, tag, found in parts.events(name):
        is_part = kind == START and tag == "Relationship"
        if is_part and found.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/xl", found.get("Target", "")))
            part_kind = found.get("Type", "").rpartition("/")[2]
            paths[part_kind] = path.lstrip("/")
            if part_kind == "worksheet":
                worksheets[found.get("Id", "")] = path.lstrip("/")
    return paths, worksheets


@dataclass(frozen=True, slots=True)
class Book:
    """The worksheets of a workbook that are to be seen, and what is said of the others."""

    worksheets: list[Worksheet]
    remarks: tuple[Remark, ...]

    def is_for(self, spec: Spec) -> bool:
        """Return True if a worksheet has the headings of `spec`."""
        return any(has_headings(sheet.head(), spec) for sheet in self.worksheets)

    def grids(self) -> list[Grid]:
        """The rows of all worksheets; one that cannot be read says why in its remarks."""
        found = []
        for sheet in self.worksheets:
            if sheet.problem:
                problem = Remark(f"{sheet.name}: {sheet.problem}")
                found.append(Grid(sheet.name, remarks=(*self.remarks, problem)))
            else:
                grid = sheet.grid()
                found.append(replace(grid, remarks=(*self.remarks, *grid.remarks)))
        return found

    def grid(self, spec: Spec) -> Grid:
        """The rows of the worksheet that has the headings of `spec`. Raises `TabularError`."""
        sheets = self.worksheets
        if len(sheets) > 1:
            sheets = [sheet for sheet in sheets if has_headings(sheet.head(), spec)]
            named = [sheet for sheet in sheets if normal(sheet.name) == normal(spec.name)]
            sheets = named if len(named) == 1 else sheets
        if not sheets:
            heads = [likely_headings(sheet.head()) for sheet in self.worksheets]
            raise TabularError(
                _NO_SHEET,
                expected="、".join(column.heading for column in spec.columns if column.required),
                names="、".join(sheet.name for sheet in self.worksheets),
                found="；".join(filter(None, heads)),
            )
        if len(sheets) > 1:
            names = "、".join(sheet.name for sheet in sheets)
            raise TabularError(_SEVERAL, names=names, wanted=spec.name)
        found = sheets[0].grid()
        return replace(found, remarks=(*self.remarks, *found.remarks))


def read_book(parts: Package) -> Book:
    """The workbook in a package. Raises `TabularError` for whatever is not one."""
    contained = _Contained.of(parts)
    if not contained.sheets:
        raise TabularError(DAMAGED)
    strings = list(read_strings(parts, contained.strings)) if contained.strings else []
    styles = read_styles(parts, contained.styles, from_1904=contained.from_1904)
    contents = Contents(strings, styles)
    worksheets = [read_worksheet(parts, *sheet, contents) for sheet in contained.sheets]
    return Book(worksheets, tuple(remark(HIDDEN, name=name) for name in contained.hidden))
