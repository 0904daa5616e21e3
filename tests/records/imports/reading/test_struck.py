"""What is struck through in a workbook is left out, and said."""

import io

import openpyxl
import pytest
from django.utils import translation
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, NamedStyle

from records.imports.reading import ColumnSpec, Spec
from tests.records.imports.reading.workbooks import (
    HEAD,
    HEADINGS,
    book,
    inline,
    package,
    read,
    worksheet,
)

STRUCK = "<rPr><strike/></rPr>"


def remarks(sheet):
    with translation.override("en"):
        return [str(remark) for remark in sheet.remarks]


def cell_of(data):
    sheet = read(data)
    return sheet.rows[0].cells["targets"], remarks(sheet)


def with_strings(*items):
    rows = f'{HEAD}<row r="2">{inline("A2", "x")}<c r="B2" t="s"><v>0</v></c></row>'
    strings = f"<sst>{''.join(f'<si>{item}</si>' for item in items)}</sst>"
    return package(worksheet(rows), parts={"xl/sharedStrings.xml": strings})


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (f"<r>{STRUCK}<t>９月１日</t></r><r><t>９月５日</t></r>", "９月５日"),
        (f"<r><t>９月５日</t></r><r>{STRUCK}<t>、６日</t></r>", "９月５日"),
        (f"<r>{STRUCK}<t>９月１日</t></r>", ""),
        ('<r><rPr><strike val="true"/></rPr><t>１日</t></r><r><t>５日</t></r>', "５日"),
    ],
)
@pytest.mark.parametrize("is_inline", [True, False])
def test_struck_runs_are_left_out(runs, text, is_inline):
    cell = f'<c r="B2" t="inlineStr"><is>{runs}</is></c>'
    rows = f'{HEAD}<row r="2">{inline("A2", "x")}{cell}</row>'
    data = package(worksheet(rows)) if is_inline else with_strings(runs)
    assert cell_of(data) == (text, ["Text that is struck through (B2) was left out."])


@pytest.mark.parametrize("value", ["0", "false"])
def test_a_run_may_say_that_it_is_not_struck(value):
    runs = f'<r><rPr><strike val="{value}"/></rPr><t>１日</t></r><r><t>、５日</t></r>'
    assert cell_of(with_strings(runs)) == ("１日、５日", [])


def styled(styles, cell):
    rows = f'{HEAD}<row r="2">{inline("A2", "x")}{cell}</row>'
    sheet = f"<styleSheet>{styles}</styleSheet>"
    return package(worksheet(rows), parts={"xl/styles.xml": sheet})


FONTS = '<fonts><font/><font><b/><strike/></font><font><strike val="0"/></font></fonts>'
NAMED = '<cellStyleXfs><xf/><xf fontId="1"/></cellStyleXfs>'
TEXT = '<c r="B2" s="1" t="inlineStr"><is><t>９月１日</t></is></c>'


@pytest.mark.parametrize(
    ("styles", "text"),
    [
        (f'{FONTS}<cellXfs><xf/><xf fontId="1"/></cellXfs>', ""),
        (f'{FONTS}<cellXfs><xf/><xf fontId="2"/></cellXfs>', "９月１日"),
        (
            f'{FONTS}{NAMED}<cellXfs><xf/><xf xfId="1"/></cellXfs>',
            "",
        ),
        (
            f'{FONTS}{NAMED}<cellXfs><xf/><xf xfId="1" fontId="0"/></cellXfs>',
            "９月１日",
        ),
        (
            '<fonts><font/></fonts><cellXfs><xf/><xf fontId="0"/></cellXfs>'
            "<dxfs><dxf><font><strike/></font></dxf></dxfs>",
            "９月１日",
        ),
    ],
)
def test_a_cell_of_a_struck_font_is_empty(styles, text):
    said = [] if text else ["Text that is struck through (B2) was left out."]
    assert cell_of(styled(styles, TEXT)) == (text, said)


def test_a_struck_default_font_strikes_whatever_says_no_other():
    fonts = "<fonts><font><strike/></font></fonts>"
    runs = "<is><r><t>１日</t></r><r><rPr><b/></rPr><t>５日</t></r></is>"
    rows = '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c>'
    rows += f'<c r="B2" t="inlineStr">{runs}</c></row>'
    rich = "<r><rPr/><t>{}</t></r>"
    head = [
        f'<c r="{at}" t="inlineStr"><is>{rich.format(text)}</is></c>'
        for at, text in (("A1", "監査種別"), ("B1", "対象部門"))
    ]
    sheet = worksheet(f'<row r="1">{"".join(head)}</row>{rows}')
    found = read(package(sheet, parts={"xl/styles.xml": f"<styleSheet>{fonts}</styleSheet>"}))
    assert found.rows[0].cells == {"type": "", "targets": "５日"}
    assert remarks(found) == ["Text that is struck through (A2, B2) was left out."]


def test_struck_numbers_and_errors_are_left_out():
    styles = f'{FONTS}<cellXfs><xf/><xf fontId="1" numFmtId="14"/></cellXfs>'
    for cell in ('<c r="B2" s="1"><v>42675</v></c>', '<c r="B2" s="1" t="e"><v>#REF!</v></c>'):
        assert cell_of(styled(styles, cell))[0] == ""


def test_struck_rows_of_what_programs_write_are_no_rows():
    def change(workbook):
        sheet = workbook.active
        workbook.add_named_style(NamedStyle("廃止", font=Font(strike=True)))
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        for cell in sheet[4]:
            cell.style = "廃止"
        blocks = [TextBlock(InlineFont(strike=True), "９月１日"), "９月５日"]
        sheet["C5"] = CellRichText(blocks)

    rows = [["会計監査", "管理部", f"{n}月１日"] for n in range(4)]
    sheet = read(book(HEADINGS, *rows, change=change))
    assert [(row.number, row.cells["when"]) for row in sheet.rows] == [
        (2, "0月１日"),
        (5, "９月５日"),
    ]
    assert remarks(sheet) == [
        "Rows that are struck through (3, 4) were left out.",
        "Text that is struck through (C5) was left out.",
    ]


def test_a_struck_cell_is_not_filled_from_above():
    spec = Spec("表", (ColumnSpec("type", "種別", repeats=True), ColumnSpec("when", "日")))

    def change(workbook):
        workbook.active["A3"].font = Font(strike=True)

    rows = [["種別", "日"], ["会計監査", "１日"], ["例月監査", "２日"], [None, "３日"]]
    data = book(*rows, change=change)
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A3"].font.strike
    assert [row.cells["type"] for row in read(data, spec).rows] == ["会計監査", "", ""]
