"""Workbooks to fill in: headings, an example, and cells that Excel leaves as they are typed."""

import io
from collections.abc import Iterable

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
    """An XLSX with a worksheet for each table and one that explains their columns."""
    specs = list(specs)
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, _NO_GUESSING) as workbook:
        for spec in specs:
            _add_table(workbook, spec)
        _add_explanation(workbook, specs)
    return output.getvalue()


def _add_table(workbook: xlsxwriter.Workbook, spec: Spec) -> None:
    sheet = workbook.add_worksheet(spec.name)
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"num_format": "@", "bold": True, "bottom": 1, "text_wrap": True})
    sheet.set_column(0, len(spec.columns) - 1, _WIDTH, text)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(spec.columns):
        sheet.write_string(0, at, column.heading, bold)


def _add_explanation(workbook: xlsxwriter.Workbook, specs: list[Spec]) -> None:
    """The columns of each table: whether they must be filled, how, and an example.

    The example stands here and not in the table, so that nobody hands it in by mistake.
    """
    sheet = workbook.add_worksheet("記入のしかた")
    text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 4, _WIDTH, text)
    sheet.freeze_panes(1, 0)
    headings = (_("Table"), _("Column"), _("Needed"), _("How to fill it in"), _("Example"))
    rows = [headings]
    for spec in specs:
        for column in spec.columns:
            needed = _("yes") if column.required else _("may be left blank")
            rows.append((spec.name, column.heading, needed, str(column.help), column.example))
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, cell, bold if number == 0 else text)
