"""Workbooks to fill in: headings, an example, and cells that Excel leaves as they are typed."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from records.imports.reading.specs import Spec

_WIDTH = 28  # characters
_NO_GUESSING = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def template(specs: Iterable[Spec]) -> bytes:
    """An XLSX with a worksheet for each table and one that explains their columns.

    Examples stand there and not in the tables, so that nobody hands them in by mistake.
    """
    specs = list(specs)
    explained = [
        (_("Table"), _("Column"), _("Needed"), _("How to fill it in"), _("Example")),
    ]
    for spec in specs:
        for column in spec.columns:
            needed = _("yes") if column.required else _("may be left blank")
            example = str(column.help), column.example
            explained.append((spec.name, column.heading, needed, *example))
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, _NO_GUESSING) as workbook:
        for spec in specs:
            _add_sheet(workbook, spec.name, [[column.heading for column in spec.columns]])
        _add_sheet(workbook, "記入のしかた", explained)
    return output.getvalue()


def _add_sheet(workbook: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    """A worksheet of texts, its headings first."""
    sheet = workbook.add_worksheet(name)
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"num_format": "@", "bold": True, "bottom": 1, "text_wrap": True})
    sheet.set_column(0, len(rows[0]) - 1, _WIDTH, text)
    sheet.freeze_panes(1, 0)
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, cell, text if number else bold)
