import datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from records.imports.reading import ColumnSpec, Spec, TabularError
from records.imports.reading.xlsx.values import number_text
from tests.records.imports.reading.workbooks import HEADINGS, book, read

ROW = ["会計監査", "管理部", "平成29年３月"]


def refusal(data, **options):
    with pytest.raises(TabularError) as failure:
        read(data, **options)
    return failure.value


def cells(data):
    return [list(row.cells.values()) for row in read(data).rows]


def test_rows_are_numbered_as_in_the_worksheet():
    sheet = read(book(["第９表　内部監査"], [], HEADINGS, ROW, [], ROW))
    assert [row.number for row in sheet.rows] == [4, 6]
    assert sheet.title == "第９表　内部監査"
    assert sheet.headings == {"type": "監査種別", "targets": "対象部門", "when": "監査実施年月日"}


def test_text_is_read_as_it_was_typed():
    texts = ["①㈱～", "稲垣\uf9dc一", "１２　３"]
    assert cells(book(HEADINGS, texts)) == [texts]


def test_blanks_around_text_and_after_the_table_are_dropped():
    data = book(HEADINGS, [" 会計監査　", "管理部\n ", None, "  "], ["", " ", "　"])
    assert cells(data) == [["会計監査", "管理部", ""]]


def test_numbers_are_read_as_entered():
    assert cells(book(HEADINGS, [28, 28.0, 1.5], [0, 1e20, -5])) == [
        ["28", "28", "1.5"],
        ["0", "100000000000000000000", "-5"],
    ]


def test_a_number_is_not_shown_with_the_digits_that_only_excel_keeps():
    assert number_text("1.1000000000000001") == "1.1"
    assert number_text("1E-3") == "0.001"


def test_real_dates_become_iso_text_and_are_marked():
    moment = datetime.datetime(2016, 6, 8, 13, 30)  # noqa: DTZ001 - as a worksheet has them
    (day, clock, plain) = read(
        book(
            HEADINGS,
            ["a", "b", datetime.date(2016, 6, 8)],
            ["a", moment, datetime.time(10, 0)],
            ["a", "b", 42529],
        )
    ).rows
    assert (day.cells["when"], day.dates) == ("2016-06-08", {"when"})
    assert (clock.cells["targets"], clock.cells["when"]) == ("2016-06-08 13:30", "10:00")
    assert (plain.cells["when"], plain.dates) == ("42529", frozenset())


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('[$-411]ggge"年"m"月"d"日"', "2016-06-08"),
        ('yyyy"年"m"月"', "2016年6月"),
        ("mmm-yy", "2016年6月"),
        ("0.00E+00", "42529"),
        ("[Magenta]#,##0", "42529"),
        ('#,##0"days"', "42529"),
        ("General", "42529"),
    ],
)
def test_a_cells_format_decides_whether_it_is_a_date(code, text):
    def change(workbook):
        workbook.active["C2"].number_format = code

    assert cells(book(HEADINGS, ["a", "b", 42529], change=change)) == [["a", "b", text]]


def test_a_cell_that_cannot_be_read_matters_only_in_a_column_that_is_read():
    def change(workbook):
        workbook.active["D2"].number_format = "aaa"
        workbook.active["B3"].number_format = "aaa"

    headings, row = [*HEADINGS, "曜日"], ["a", "b", "平成28年６月８日", 42529]
    sheet = read(book(headings, row, change=change))
    assert (sheet.rows[0].cells["when"], sheet.ignored) == ("平成28年６月８日", ("曜日",))
    assert refusal(book(headings, row, ["a", 42529], change=change)).cell == "B3"


@pytest.mark.parametrize("number", [42529, 2016, 9.1])
def test_a_plain_number_is_no_date(number):
    spec = Spec("表", (ColumnSpec("number", "回数"), ColumnSpec("when", "日", is_time=True)))
    error = refusal(book(["回数", "日"], [1, "６月８日"], [2, number]), spec=spec)
    assert error.cell == "B3"
    assert f"「{number}」" in str(error)


def test_dates_of_the_calendar_of_1904_are_read():
    def change(workbook):
        workbook.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001 - openpyxl's own constant

    data = book(HEADINGS, ["a", "b", datetime.date(2016, 6, 8)], change=change)
    assert cells(data) == [["a", "b", "2016-06-08"]]


def test_merged_cells_repeat_their_value_on_each_row_and_column():
    def change(workbook):
        workbook.active.merge_cells("A2:A4")
        workbook.active.merge_cells("B3:C3")

    data = book(HEADINGS, ["会計監査", "x", "y"], [None, "z"], [None, "u", "v"], change=change)
    assert cells(data) == [["会計監査", "x", "y"], ["会計監査", "z", "z"], ["会計監査", "u", "v"]]


def test_a_formula_without_a_value_is_refused_with_its_address():
    error = refusal(book(HEADINGS, ["a", "=CONCATENATE(A1, B1)"]))
    assert error.cell == "B2"


def test_hidden_rows_and_columns_are_read_and_said():
    def change(workbook):
        workbook.active.row_dimensions[3].hidden = True
        workbook.active.column_dimensions["C"].hidden = True

    sheet = read(book(HEADINGS, ROW, ROW, change=change))
    assert len(sheet.rows) == 2
    rows, columns = map(str, sheet.remarks)
    assert "3" in rows
    assert "C" in columns


def test_the_worksheet_with_the_headings_is_chosen():
    data = book(
        ["これは表紙です"], sheets=[("監査", [HEADINGS, ROW]), ("会議", [["回数"], ["１"]])]
    )
    assert cells(data) == [ROW]


def test_without_any_such_worksheet_the_refusal_names_them():
    error = refusal(book(["表紙"], sheets=[("会議", [["回数"]])]))
    assert "表、会議" in str(error)
    assert "監査種別" in str(error)
    assert "表紙；回数" in str(error)


def test_of_several_such_worksheets_the_one_named_so_is_chosen():
    data = book(HEADINGS, ["a", "b", "c"], sheets=[("内部監査", [HEADINGS, ROW])])
    assert cells(data) == [ROW]
    error = refusal(book(HEADINGS, ROW, sheets=[("別", [HEADINGS, ROW])]))
    assert "表、別" in str(error)


def test_a_hidden_worksheet_is_not_read_and_said():
    def change(workbook):
        workbook["別"].sheet_state = "veryHidden"

    sheet = read(book(HEADINGS, ROW, sheets=[("別", [HEADINGS, ROW])], change=change))
    assert "別" in str(sheet.remarks[0])


def test_what_a_workbook_has_beside_cells_does_not_matter():
    def change(workbook):
        workbook.active["A2"].comment = Comment("注", "監査室")
        workbook.active.add_table(Table(displayName="表1", ref="A1:C2"))
        workbook.active.auto_filter.ref = "A1:C2"

    assert cells(book(HEADINGS, ROW, change=change)) == [ROW]


def test_control_characters_are_refused_with_their_address():
    error = refusal(book(HEADINGS, ["a", "x_x0001_y"]))
    assert (error.cell, "U+0001" in str(error)) == ("B2", True)


def test_more_columns_than_sixty_are_refused():
    assert refusal(book([*HEADINGS, *(f"列{n}" for n in range(58))], ROW)).cell == "BI1"


def test_more_than_two_thousand_rows_are_refused_and_as_many_are_read():
    assert len(read(book(HEADINGS, *[ROW] * 2000)).rows) == 2000
    assert refusal(book(HEADINGS, *[ROW] * 2001)).row == 2002
    assert refusal(book(HEADINGS, *[ROW] * 5000)).row == 2011
