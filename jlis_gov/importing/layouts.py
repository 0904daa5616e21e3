"""The annual report's tables as layouts of tables of any form, under names of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jlis_gov.composition import LAYOUTS
from records.imports import TableImport, fields_named, folded


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """A table of the annual report, as a layout of tables of one `kind`."""

    number: int
    kind: str
    table: TableImport

    @property
    def name(self) -> str:
        """The name by which it is chosen."""
        return f"報告書 表{self.number}"

    @property
    def label(self) -> str:
        """Its name, with that of what it lists."""
        return f"{self.name}（{self.table.spec.name}）"

    def fits(self, headings: Iterable[str]) -> bool:
        """Return True if a table with these headings has all that its rows need."""
        spec = self.table.spec
        found = frozenset[str]().union(*map(fields_named(spec), headings))
        return all(one.key in found for one in spec.columns if one.required)

    def is_meant(self, title: str) -> bool:
        """Return True if a worksheet or table of this title is the report's own."""
        plain = folded(title)
        number = re.search(rf"第{self.number}表|表{self.number}(?!\d)", plain)
        return bool(number) or folded(self.table.spec.name) in plain


BUILT_IN = tuple(ReportLayout(number, *LAYOUTS[number]) for number in sorted(LAYOUTS))


def built_in(kind: str) -> list[ReportLayout]:
    """The layouts that tables of a kind have from the report."""
    return [one for one in BUILT_IN if one.kind == kind]


def built_in_numbered(number: int) -> ReportLayout | None:
    """The one of a table of the report; None for no number."""
    return next((one for one in BUILT_IN if one.number == number), None)


def built_in_named(kind: str, name: str) -> ReportLayout | None:
    """The one of this name, whatever the width of its letters; None if there is none."""
    return next((one for one in built_in(kind) if folded(one.name) == folded(name)), None)
