"""OpenDocument workbooks are read as exactly as .xlsx ones. LibreOffice saved `data/plan.ods`."""

import io
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation

from records.imports.reading import TabularError, grids

PLAN = Path(__file__).parent / "data" / "plan.ods"
NAMES = ("office", "style", "text", "table", "number", "draw", "calcext")
SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in NAMES)
DAY = (
    '<number:date-style style:name="N1"><number:year number:style="long"/>'
    "<number:text>年</number:text><number:month/><number:text>月</number:text>{more}"
    "</number:date-style>"
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>'
)
VALUE = 'office:value-type="date" office:date-value="2025-09-08"'


def content(rows, styles="", before=""):
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{before}"
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def text(words, attributes=""):
    return f"<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def packed(part, **others):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"content.xml": part, **others}.items():
            archive.writestr(name, data)
    return BytesIO(output.getvalue())


def told(rows, styles="", before=""):
    """The rows of a worksheet and its remarks, or why it cannot be read."""
    with translation.override("en"):
        try:
            (grid,) = grids(packed(content(rows, styles, before)), "a.ods")
        except TabularError as error:
            return [], str(error)
        problems = [str(one) for line in grid.rows for one in line.problems.values()]
        cells = [(line.number, *line.cells) for line in grid.rows]
        return cells, "; ".join([*map(str, grid.remarks), *problems])


def test_cells_are_as_exact_as_they_show():
    with translation.override("en"), PLAN.open("rb") as file:
        (grid,) = grids(file, "plan.ods")
        remarks = list(map(str, grid.remarks))
        problems = [str(one) for line in grid.rows for one in line.problems.values()]
    assert [(line.number, *line.cells) for line in grid.rows] == [
        (1, *("令和７年度　監査計画",) * 4),
        (2, "番号", "監査種別", "対象部門", "実施日", "開始時刻", "備考"),
        (3, "1", "定期監査", "総務部", "2025-09-08", "10:00", "隠し"),
        (4, "2", "定期監査", "人事課\n財務課", "2025年11月", "13:30", "残る後"),
        (5, "3", "例月監査", "事業部", "2025-12-09 10:00", "", "3"),
        (6, "4.5", "臨時監査", "監査室", "2月8日", "", "#"),
        (8, "6", "頭空白  二つ", "監査室", "R8.3.1", "", "#"),
        (10, "※ 注"),
        (11, "7", "定期監査", "総務部", "2025-06-05"),
        (12, "8", "定期監査", "総務部", "#"),
        (13, "9", "1", "0.5", "#"),
        (14, "10", "定期監査", "総務部", "2025-06-05"),
    ]
    assert [sorted(line.dates) for line in grid.rows][2:6] == [[3, 4], [3, 4], [3], [3]]
    assert remarks == [
        "The hidden worksheet “控え” was not read.",
        "Hidden rows (6) were read, too.",
        "Hidden columns (F) were read, too.",
        "Rows that are struck through (7) were left out.",
        "Text that is struck through (F4) was left out.",
        "Dates shown without a year (D6) were read as shown; their year is found by the fiscal "
        "year.",
        "Formulas (F5, B13) were read by the values that were computed at the last saving.",
    ]
    assert problems == [
        "Cell F6: The formula here gives another value each time. Please paste its value instead.",
        "Cell F8: The formula here has an error (#DIV/0!).",
        "Cell D12: The cell shows a day without its month.",
        "Cell D13: The cell shows a duration, not a time of day.",
    ]


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ("", "2025年9月"),
        ("<number:day/><number:text>日</number:text>", "2025-09-08"),
        ("<number:week-of-year/>", "leaves open which date"),
        ('<number:day number:calendar="hijri"/>', "calendar other than"),
        ('<style:map style:condition="value()&gt;0"/>', "depends on its value"),
    ],
)
def test_date_is_as_exact_as_its_format(more, read):
    cells, said = told(row(text("x", f'table:style-name="day" {VALUE}')), DAY.format(more=more))
    assert read == cells[0][1] or read in said


@pytest.mark.parametrize("style", ["", 'table:style-name="gone"', 'table:style-name="plain"'])
def test_date_without_a_format_is_refused(style):
    plain = '<style:style style:name="plain" style:family="table-cell"/>'
    _cells, said = told(row(text("2025/9/8", f"{style} {VALUE}")), plain)
    assert said.startswith("Cell A1: The date here has no format by which it can be read.")
    assert "Excel Workbook (.xlsx)" in said


def test_format_of_a_column_or_a_style_above_is_that_of_its_cells():
    column = '<table:table-column table:default-cell-style-name="below"/>'
    style = '<style:style style:name="below" style:family="table-cell" {}/>'
    cells, _said = told(
        column + row(text("x", VALUE)),
        DAY.format(more="") + style.format('style:parent-style-name="day"'),
    )
    assert cells == [(1, "2025年9月")]


def test_styles_that_rest_on_each_other_end():
    style = '<style:style style:name="a" style:family="table-cell" style:parent-style-name="a"/>'
    assert "no format" in told(row(text("x", f'table:style-name="a" {VALUE}')), style)[1]


def test_what_stands_beside_the_text_of_a_cell_is_left_out():
    inner = (
        "<office:annotation><text:p>注釈</text:p></office:annotation>"
        "<draw:frame><text:p>図</text:p></draw:frame>"
        '<table:table table:name="中"><table:table-row><table:table-cell><text:p>中</text:p>'
        "</table:table-cell></table:table-row></table:table>"
        "<text:p>総務<text:ruby><text:ruby-base>部</text:ruby-base><text:ruby-text>ぶ"
        "</text:ruby-text></text:ruby></text:p>"
    )
    before = f"<table:tracked-changes>{row(text('昔'))}</table:tracked-changes>"
    cells, said = told(row(f"<table:table-cell>{inner}</table:table-cell>"), before=before)
    assert (cells, said) == ([(1, "総務部")], "")


def test_rows_and_cells_that_stand_for_many_are_each_read():
    twice = text("総務部", 'table:number-columns-repeated="2"')
    none = '<table:table-cell table:number-columns-repeated="3"/>'
    rows = row(text("a"), none, twice, attributes='table:number-rows-repeated="2"')
    cells, _said = told(row(none, attributes='table:number-rows-repeated="7"') + rows)
    assert cells == [(at, "a", "", "", "", "総務部", "総務部") for at in (8, 9)]


MANY = 'table:number-{}-repeated="{}"'


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (row(text("a"), attributes=MANY.format("rows", 1_048_576)), "more than 2,000 rows"),
        (row(text("a", MANY.format("columns", 16_384))), "more than 60 columns"),
        (row(text("a"), attributes=MANY.format("rows", 99_999_999)), "damaged"),
        (row(text("a"), attributes=MANY.format("rows", 10**30)), "damaged"),
        (row(text("a", MANY.format("columns", -1))), "damaged"),
        (row(text("a" * 10_001)), "longer than 10,000"),
        (row(text('<text:s text:c="99999999"/>a')), "longer than 10,000"),
        (row(text("1", 'office:value-type="float" office:value="1e999"')), "not a number"),
        (row(text("1", 'office:value-type="void"')), "damaged"),
        (row(text("1", 'office:value-type="time" office:time-value="x"')), "no format"),
        (row("<table:table-cell/>" * 600_000), "unpacks"),
        (row(text("a", "table:formula=\"of:='file:///b.ods'#$A.A1\"")), "another file"),
    ],
)
def test_more_than_a_table_has_is_refused(rows, words):
    assert words in told(rows)[1]


def test_document_types_are_refused():
    part = '<!DOCTYPE a [<!ENTITY b "b">]>' + content(row(text("&b;")))
    with translation.override("en"), pytest.raises(TabularError, match="document type"):
        grids(packed(part), "a.ods")


@pytest.mark.parametrize(
    "others",
    [
        {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"},
        {"encrypted-package": "x"},
    ],
)
def test_workbook_with_a_password_is_refused(others):
    with translation.override("en"), pytest.raises(TabularError, match="password"):
        grids(packed("x", **others), "a.ods")


def test_changed_texts_never_raise_another_error():
    part = content(
        row(text("a", f'table:style-name="day" {VALUE}'), text("b", MANY.format("columns", 2))),
        DAY.format(more=""),
    )
    for at in range(len(part)):
        try:
            grids(packed(part[:at] + "9" + part[at + 1 :]), "a.ods")
        except TabularError:
            continue
