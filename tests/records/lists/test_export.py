import json
from csv import reader
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from docx import Document
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from records.lists.rendering import (
    Footnote,
    Layout,
    Listing,
    Table,
    to_csv,
    to_docx,
    to_json,
    to_markdown,
    to_xlsx,
    write_xlsx,
)
from records.lists.rendering.workbook import literal
from tests.printed_layout import laid_out

TABLE = Table(
    title="訓練",
    columns=("部門", "概要"),
    rows=(("管理部", "一行目\n二行目"),),
    number=8,
    notes=("※ 注",),
)


def test_a_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="2 columns, but 1 cells"):
        Table(title="訓練", columns=("部門", "概要"), rows=(("管理部",),))


def test_json_keeps_order_and_readable_japanese():
    text = to_json([TABLE])
    assert "訓練" in text
    assert list(json.loads(text)[0].items()) == [
        ("number", 8),
        ("title", "訓練"),
        ("columns", ["部門", "概要"]),
        ("rows", [["管理部", "一行目\n二行目"]]),
        ("notes", ["※ 注"]),
    ]


def test_markdown_holds_heading_lines_and_notes():
    assert to_markdown(TABLE) == (
        "## 第８表　訓練\n\n| 部門 | 概要 |\n| --- | --- |\n| 管理部 | 一行目<br>二行目 |\n\n※ 注"
    )


def test_markdown_escapes_what_would_break_the_table():
    table = Table(title="a|b", columns=("<b>",), rows=(("*x* | [y]",),))
    assert to_markdown(table).splitlines() == [
        "## a\\|b",
        "",
        "| \\<b\\> |",
        "| --- |",
        "| \\*x\\* \\| \\[y\\] |",
    ]


def printed(*rows: tuple[str, ...]) -> list[list[tuple[str, int]]]:
    table = Table("表", ("甲", "乙"), rows)
    return [[(cell.text, cell.height) for cell in cells] for cells in table.cells()]


def test_first_cell_that_repeats_the_one_above_is_merged_with_it_others_never():
    assert printed(("a", "1"), ("a", "1"), ("b", "1")) == [
        [("a", 2), ("1", 1)],
        [("1", 1)],
        [("b", 1), ("1", 1)],
    ]


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_cell_that_looks_like_a_formula_is_made_harmless(start):
    csv = to_csv(Table("表", ("甲",), ((f"{start}1+1",),))).decode("utf-8-sig")
    [[_head], [cell]] = list(reader(StringIO(csv, newline="")))
    assert cell == f"'{start}1+1"


@pytest.mark.parametrize("text", ["=1", "'=1", "''＝1", "'", "'業務", "業務'=", ""])
def test_apostrophe_taken_off_gives_every_text_back(text):
    csv = to_csv(Table("表", ("甲", "乙"), ((text, "乙"),))).decode("utf-8-sig")
    [_head, [cell, _other]] = list(reader(StringIO(csv, newline="")))
    is_marked = cell.startswith("'") and cell.lstrip("'")[:1] in set("=+-@\t\r＝＋－＠")
    assert (cell[1:] if is_marked else cell) == text


def test_csv_is_read_back_as_it_was_written():
    rows = (("一行目\n二行目", 'その"他"'), ("a,b", ""))
    csv = to_csv(Table("表", ("甲", "乙"), rows)).decode("utf-8-sig")
    assert [tuple(row) for row in reader(StringIO(csv, newline=""))] == [("甲", "乙"), *rows]
    assert csv.count("\r\n") == 3


MADE_AT = datetime.fromisoformat("2026-11-08")
LONG = "連携・体制構築、技術対応の確認を行うとともに課題を整理し、対応した。" * 3


def test_columns_of_a_document_are_as_wide_as_their_texts_ask_in_every_program():
    table = Table("訓練", ("部門", "概要"), (("管理部", LONG),))
    [grid] = Document(BytesIO(to_docx("訓練", [table], made_at=MADE_AT))).tables
    narrow, wide = (column.width for column in grid.columns)
    assert wide > 4 * narrow
    assert [cell.width for cell in grid.rows[1].cells] == [narrow, wide]
    assert not grid.autofit


def test_short_text_of_a_document_stands_on_one_line_beside_a_long_one():
    table = Table("会議", ("回数", "開催年月日", "概要"), (("第12回", "平成28年12月12日", LONG),))
    [grid] = Document(BytesIO(to_docx("会議", [table], made_at=MADE_AT))).tables
    letter, padding = Pt(10.5), 2 * Mm(1.9)  # as Word has it
    number, day, agenda = (column.width for column in grid.columns)
    assert number >= 4 * letter + padding
    assert day >= 8 * letter + padding
    assert number + day + agenda == pytest.approx(Mm(160), abs=Pt(1))


def test_columns_of_short_texts_share_the_whole_line():
    table = Table("役員", ("役職", "氏名"), (("理事長", "西尾勝"),))
    [grid] = Document(BytesIO(to_docx("役員", [table], made_at=MADE_AT))).tables
    assert sum(column.width for column in grid.columns) == pytest.approx(Mm(160), abs=Pt(1))


def test_title_is_not_said_again_over_the_only_table():
    table = Table("監査", ("甲",), (("a",),))
    document = Document(BytesIO(to_docx("監査", [table], made_at=MADE_AT)))
    assert [paragraph.text for paragraph in document.paragraphs] == ["監査"]


def lines_shown(sheet, row):
    """How many lines of 11 points a row has room for, with the 1.45 of a line that Noto takes."""
    return int(sheet.row_dimensions[row].height / (11 * 1.45))


def test_rows_of_a_printed_workbook_have_room_for_all_their_lines():
    table = Table("訓練", ("部門", "概要"), (("管理部", f"{LONG}\n二行目"),))
    sheet = load_workbook(BytesIO(to_xlsx([table], made_at=MADE_AT))).worksheets[0]
    width = sheet.column_dimensions["B"].width
    assert lines_shown(sheet, 3) >= -(-2 * len(LONG) // width) + 1


def test_sheets_of_a_workbook_are_of_one_orientation_and_one_scale_that_of_the_widest():
    wide = Table("訓練", ("部門", "時期", "概要"), (("管理部", LONG, LONG),), number=1)
    narrow = Table("役員", ("役職", "氏名"), (("理事長", "西尾勝"),), number=2)
    for tables, orientation in (([wide, narrow], "landscape"), ([narrow], "portrait")):
        sheets = load_workbook(BytesIO(to_xlsx(tables, made_at=MADE_AT))).worksheets
        assert {sheet.page_setup.orientation for sheet in sheets} == {orientation}
        assert len({sheet.page_setup.scale for sheet in sheets}) == 1


def test_digest_of_a_list_stands_below_it_in_small_type():
    table = Table("監査", ("甲",), (("a",),), notes=("変更記録の最終ハッシュ値: 46",))
    *_before, last = Document(BytesIO(to_docx("監査", [table], made_at=MADE_AT))).paragraphs
    assert [(run.text, run.font.size) for run in last.runs] == [(table.notes[0], Pt(9))]


def test_column_of_short_texts_breaks_no_fiscal_year():
    heads, row = ("監査", "年度", "実施状況"), (LONG, "平成28年度", "実施済み")
    document = Document(BytesIO(to_docx("監査", [Table("監査", heads, (row,))], made_at=MADE_AT)))
    year = document.tables[0].columns[1].width
    letters, digits, gaps = 4, 2, 2  # digits of up to 0.64, gaps of 0.25 of a letter
    assert year >= (letters + 0.64 * digits + 0.25 * gaps) * Pt(10.5) + 2 * Mm(1.9)


def test_lines_of_dates_end_within_no_date():
    dates = "平成28年９月１日、５日、６日、12日\n平成28年11月17日～平成29年２月９日"
    layout = Layout(widths=(40,))
    table = Table("監査", ("時期",), ((dates,),), layout=layout)
    [grid] = Document(BytesIO(to_docx("監査", [table], made_at=MADE_AT))).tables
    lines = grid.rows[1].cells[0].text.split("\n")
    assert lines == [
        *("平成28年９月１日、", "５日、６日、12日"),
        *("平成28年11月17日～", "平成29年２月９日"),
    ]


FOOTNOTES = (Footnote(8, "CA", "基準"), Footnote(9, "CA検証", "規定"), Footnote(4, "", "略"))


@pytest.mark.parametrize("marks", [(8, 9, 4), (8, 9, 7)])
def test_footnotes_keep_their_marks_whether_word_would_count_them_so_or_not(marks):
    notes = [replace(one, mark=mark) for one, mark in zip(FOOTNOTES, marks, strict=True)]
    table = Table("監査", ("種別",), (("CA検証",), ("CA",)), number=1, footnotes=tuple(notes))
    [laid] = laid_out(Document(BytesIO(to_docx("監査", [table], made_at=MADE_AT))))
    at_caption = marks[2]
    assert laid.caption == f"第１表監査[{at_caption}]"
    assert laid.rows[1:] == [[(1, 1, ("CA[8]検証[9]",))], [(1, 1, ("CA",))]]
    assert sorted(laid.notes) == sorted(["8基準", "9規定", f"{at_caption}略"])


def listed(listing):
    out = BytesIO()
    write_xlsx(listing, out, made_at=MADE_AT)
    return load_workbook(BytesIO(out.getvalue())).worksheets[1]


def test_rows_of_a_list_to_read_have_room_for_all_their_lines():
    rows = (("平成28年９月\n2016年9月", "管理部"), ("平成28年９月", LONG), ("12月", "管理部"))
    sheet = listed(Listing("監査", ("時期", "部門"), rows, wraps=True))
    needed = -(-2 * len(LONG) // sheet.column_dimensions["B"].width)
    assert lines_shown(sheet, 2) == 2
    assert lines_shown(sheet, 3) >= needed
    assert sheet.row_dimensions[4].height is None
    assert sheet["B3"].alignment.wrap_text


def test_rows_of_a_list_for_machines_are_of_one_line():
    sheet = listed(Listing("監査", ("部門",), ((LONG,),)))
    assert sheet.row_dimensions[2].height is None
    assert not sheet["A2"].alignment.wrap_text


def test_row_is_never_higher_than_a_spreadsheet_takes():
    sheet = listed(Listing("監査", ("部門",), (("一行\n" * 100,),), wraps=True))
    assert 400 < sheet.row_dimensions[2].height <= 409


@pytest.mark.parametrize(
    "text", ["<r>a & <b></r>", "<r><t>見せかけ</t></r>", "<r></r>", f"<r>{'&' * 40_000}</r>"]
)
def test_text_that_looks_like_a_workbooks_markup_stays_what_it_is(text):
    printed = to_xlsx([Table("表", ("甲",), ((text,),))], made_at=MADE_AT)
    sheet = load_workbook(BytesIO(printed)).worksheets[0]
    for cell in (sheet["A3"], listed(Listing("監査", ("甲",), ((text,),)))["A2"]):
        if len(text) < 100:
            assert cell.value == text
        else:
            assert cell.value == f"{text[: len(cell.value) - 1]}…"


def test_nothing_is_written_into_a_cell_of_a_list_for_machines_that_has_nothing_to_say():
    sheet = listed(Listing("監査", ("甲", "乙", "丙"), (("", None, "三"),)))
    assert [cell.value for cell in sheet[2]] == [None, None, "三"]
    assert not sheet["A2"].has_style
    assert sheet["A1"].border.top.style == "thin"


def test_letters_are_of_one_face_in_every_sheet():
    out = BytesIO()
    listing = Listing("監査", ("甲", "乙"), (("管理部", 3),), facts=(("件数", "1"),))
    write_xlsx(listing, out, made_at=MADE_AT)
    workbook = load_workbook(BytesIO(out.getvalue()))
    faces = {c.font.name for sheet in workbook for row in sheet.iter_rows() for c in row if c.value}
    assert faces == {"ＭＳ 明朝"}


@pytest.mark.parametrize(
    "text", ["𠮷" * 20_000, "あ𠮷" * 15_000, "あ" * 40_000], ids=["pairs", "mixed", "single"]
)
def test_text_too_long_for_a_cell_is_cut_with_an_ellipsis_whatever_its_letters_take(text):
    printed = to_xlsx([Table("表", ("甲",), ((text,),))], made_at=MADE_AT)
    cells = [
        listed(Listing("表", ("甲",), ((text,),)))["A2"].value,
        load_workbook(BytesIO(printed)).worksheets[0]["A3"].value,
    ]
    for cell in cells:
        assert cell.endswith("…")
        assert text.startswith(cell[:-1])
        assert 32_765 < len(cell.encode("utf-16-le")) // 2 <= 32_767


def test_text_that_just_fits_a_cell_is_whole():
    for text in ("あ" * 32_767, "𠮷" * 16_383 + "あ"):
        assert literal(text) == text
