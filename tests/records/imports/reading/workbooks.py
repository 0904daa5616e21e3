"""Workbooks for tests: ordinary ones written by openpyxl, hostile ones written by hand."""

import io
import zipfile

import openpyxl

from records.imports import reading as tabular
from records.imports.reading import ColumnSpec, Spec

SPEC = Spec(
    name="内部監査",
    columns=(
        ColumnSpec("type", "監査種別"),
        ColumnSpec("targets", "対象部門"),
        ColumnSpec("when", "監査実施年月日", required=False),
    ),
)
HEADINGS = ["監査種別", "対象部門", "監査実施年月日"]

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATION}">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    "{others}"
    "</Relationships>"
)


def inline(address, text):
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{inline("A1", "監査種別")}{inline("B1", "対象部門")}</row>'
LINE = f'<row r="2">{inline("A2", "会計監査")}{inline("B2", "管理部")}</row>'


def worksheet(rows=HEAD + LINE, before="", after=""):
    return (
        f'{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def package(sheet=None, parts=None):
    """A workbook's file of the bare parts, and others by their names."""
    contents = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": WORKBOOK,
        "xl/worksheets/sheet1.xml": worksheet() if sheet is None else sheet,
    } | (parts or {})
    known = {"xl/sharedStrings.xml": "sharedStrings", "xl/styles.xml": "styles"}
    others = [
        f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="/{name}"/>'
        for name, kind in known.items()
        if name in contents
    ]
    contents["xl/_rels/workbook.xml.rels"] = RELATIONS.replace("{others}", "".join(others))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return output.getvalue()


def book(*rows, change=None, sheets=()):
    """A workbook whose first sheet has these rows; `change` does more to it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "表"
    for row in rows:
        sheet.append(row)
    for name, content in sheets:
        other = workbook.create_sheet(name)
        for row in content:
            other.append(row)
    if change:
        change(workbook)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def read(data, spec=SPEC, name="表.xlsx"):
    return tabular.read(io.BytesIO(data), name, spec)
