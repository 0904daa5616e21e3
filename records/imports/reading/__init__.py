"""Tables as people hand them in: workbooks, CSV, and what they paste. Reading only, no database.

Say what you want in a `Spec`, then ask for a `Sheet`:

    SPEC = Spec(
        name="内部監査",
        columns=(
            ColumnSpec("type", "監査種別"),
            ColumnSpec("targets", "対象部門"),
            ColumnSpec("when", "監査実施年月日", aliases=("実施時期",)),
            ColumnSpec("remarks", "備考", required=False),
        ),
        untabbed=…,  # reads text copied from a PDF, which has no tabs; see audits/pasting.py
    )
    sheet = tabular.read(uploaded_file, uploaded_file.name, SPEC)  # XLSX, CSV, TSV
    sheet = tabular.read_pasted(text, SPEC)  # from Excel or Word (tabs), or from a PDF
    workbook = tabular.template([SPEC, …])  # bytes of an XLSX to fill in

    for row in sheet.rows:
        row.number  # as the user counts in the file: the worksheet's row, the CSV's row, the line
        row.cells["targets"]  # text; "" where blank; no key where the table has no such column
        row.dates  # the keys whose cell was a real date, now ISO text
    sheet.notes  # what stood under the table (※ …)
    sheet.ignored  # headings that the spec does not know
    sheet.remarks  # what to tell the user: hidden rows, formulas, what was decided without asking

Everything that cannot be read rightly raises `TabularError`, whose text is translated and begins
with the place (`.row`, `.cell`, `.line`, `.column`); nothing is read in part. The limits are in
`limits`.
"""

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark
from records.imports.reading.reading import grids, pasted_grids, read, read_pasted
from records.imports.reading.specs import ColumnSpec, Row, Sheet, Spec
from records.imports.reading.template import template

__all__ = [
    "ColumnSpec",
    "Grid",
    "GridRow",
    "Remark",
    "Row",
    "Sheet",
    "Spec",
    "TabularError",
    "grids",
    "pasted_grids",
    "read",
    "read_pasted",
    "template",
]
