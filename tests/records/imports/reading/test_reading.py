import io

import openpyxl
import pytest
from django.utils import translation

from records.imports import reading as tabular
from records.imports.reading import ColumnSpec, Grid, GridRow, Spec, TabularError
from records.imports.reading.limits import MAX_PASTED
from tests.records.imports.reading.workbooks import SPEC, read

EXTERNAL = Spec(
    name="外部監査",
    columns=(
        ColumnSpec("department", "部門名", repeats=True),
        ColumnSpec("what", "審査／監査種別（対象業務）", help="種別と対象業務", example="ISMS審査"),
        ColumnSpec("when", "審査／監査実施期間", aliases=("実施時期",), required=False),
    ),
)


def refusal(text, spec=SPEC):
    with translation.override("en"), pytest.raises(TabularError) as failure:
        tabular.read_pasted(text, spec)
    with translation.override("en"):
        return str(failure.value)


@pytest.mark.parametrize(
    "headings",
    [
        "部門名\t審査／監査種別（対象業務）\t審査／監査実施期間",
        "部 門 名\t審査/監査種別(対象業務)\t審査/監査実施期間",
        "部門名※\t審査／監査種別\t実施時期",
        '部門名\t"審査／監査\n種別（対象業務）"\t実施時期',
        "部門名※１\t審査／監査種別（範囲）\t実施時期　",
    ],
)
def test_headings_are_known_however_they_are_typed(headings):
    (row,) = tabular.read_pasted(f"{headings}\n管理部\tISMS審査\t平成29年３月\n", EXTERNAL).rows
    assert row.cells == {"department": "管理部", "what": "ISMS審査", "when": "平成29年３月"}


def test_columns_may_stand_in_any_order_among_others():
    sheet = tabular.read_pasted("備考\t対象部門\t監査種別\nx\t管理部\t会計監査\n", SPEC)
    assert sheet.rows[0].cells == {"type": "会計監査", "targets": "管理部"}
    assert sheet.ignored == ("備考",)


def test_of_two_columns_that_may_be_the_same_the_likelier_is_read_and_the_other_named():
    spec = Spec("会議", (ColumnSpec("agenda", "議題", ("議事", "概要")), ColumnSpec("when", "日")))
    for headings in ("概要\t日\t議題", "議題\t日\t概要"):
        sheet = tabular.read_pasted(f"{headings}\nx\tx\tx\n", spec)
        assert (sheet.headings["agenda"], sheet.ignored) == ("議題", ("概要",))
    sheet = tabular.read_pasted("概要\t日\t議事\nx\tx\tx\n", spec)
    assert (sheet.headings["agenda"], sheet.ignored) == ("議事", ("概要",))


def test_a_column_that_an_earlier_one_has_taken_is_not_taken_again():
    spec = Spec(
        "会議", (ColumnSpec("a", "議題", ("概要",)), ColumnSpec("b", "概要", required=False))
    )
    assert tabular.read_pasted("概要\n1\n", spec).rows[0].cells == {"a": "1"}
    assert tabular.read_pasted("概要\t議題\n1\t2\n", spec).rows[0].cells == {"a": "2", "b": "1"}


def test_titles_above_and_notes_below_are_no_rows():
    text = "第９表　内部監査\n\n監査種別\t対象部門\n会計監査※\t管理部\n※監事監査と同時に実施\n"
    sheet = tabular.read_pasted(text, SPEC)
    assert (sheet.title, sheet.notes) == ("第９表　内部監査", ("※監事監査と同時に実施",))
    assert [row.number for row in sheet.rows] == [4]


def test_headings_said_again_on_the_next_page_are_no_row():
    text = "監査種別\t対象部門\na\tb\n監査種別\t対象部門\nc\td\n"
    assert [row.number for row in tabular.read_pasted(text, SPEC).rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to read"),
        (" \n\t\n", "nothing to read"),
        ("回数\t開催年月日\n１\t２\n", "No headings were found"),
        ("表９\n回数\t開催年月日\n１\t２\n", "Found: 回数、開催年月日."),
        ("監査種別\t部署\na\tb\n", "The column “対象部門” is missing. Found: 監査種別、部署."),
        (
            "監査種別\t対象部門\t監査 種別\na\tb\tc\n",
            "“監査種別”. Found: 監査種別、対象部門、監査 種別.",
        ),
        ("監査種別\t対象部門\n", "headings but no rows"),
        ("監査種別\t対象部門\na\tb\tc\n", "without a heading: “c”"),
        ("監査種別\t\t対象部門\na\tb\tc\n", "without a heading: “b”"),
        ("あ\n" * 12 + "監査種別\t対象部門\na\tb\n", "first 10 rows"),
        ("あ" * (MAX_PASTED + 1), "longer than"),
    ],
)
def test_what_is_no_table_is_refused_in_words(text, words):
    assert words in refusal(text)


def test_blanks_of_a_repeating_column_mean_what_stands_above():
    text = "部門名\t審査／監査種別\n管理部\ta\n\tb\n研究開発部\tc\n"
    sheet = tabular.read_pasted(text, EXTERNAL)
    assert [row.cells["department"] for row in sheet.rows] == ["管理部", "管理部", "研究開発部"]
    with translation.override("en"):
        assert [str(remark) for remark in sheet.remarks] == [
            "“部門名” is blank in rows 3; what stands above was taken."
        ]


def test_blanks_of_other_columns_stay_blank():
    sheet = tabular.read_pasted("監査種別\t対象部門\na\tb\n\tc\n", SPEC)
    assert sheet.rows[1].cells["type"] == ""


def test_paragraphs_of_a_cell_copied_from_word_stay_together():
    text = "監査種別\t対象部門\n会計監査\t（課題）\n管理部\n例月監査\t会計課\n※ 注\n"
    sheet = tabular.read_pasted(text, SPEC)
    assert [row.cells["targets"] for row in sheet.rows] == ["（課題）\n管理部", "会計課"]
    assert sheet.notes == ("※ 注",)
    with translation.override("en"):
        assert str(sheet.remarks[0]).startswith("Lines 3 have no tabs")


def test_text_without_tabs_is_given_to_the_specs_own_reader():
    def untabbed(text):
        return Grid(rows=(GridRow(1, ("監査種別", "対象部門")), GridRow(2, (text, "x"))))

    spec = Spec("内部監査", SPEC.columns, untabbed)
    assert tabular.read_pasted("会計監査 管理部", spec).rows[0].cells["type"] == "会計監査 管理部"
    assert tabular.read_pasted("監査種別\t対象部門\na\tb", spec).rows[0].cells["type"] == "a"


def test_the_template_has_a_worksheet_of_text_cells_for_each_table():
    book = openpyxl.load_workbook(io.BytesIO(tabular.template([SPEC, EXTERNAL])))
    assert book.sheetnames == ["内部監査", "外部監査", "記入のしかた"]
    sheet = book["外部監査"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in EXTERNAL.columns]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].number_format == "@"
    explained = [[cell.value for cell in row] for row in book["記入のしかた"].rows]
    assert explained[5][:2] == ["外部監査", "審査／監査種別（対象業務）"]
    assert explained[5][3:] == ["種別と対象業務", "ISMS審査"]


def test_the_template_filled_in_is_read():
    book = openpyxl.load_workbook(io.BytesIO(tabular.template([EXTERNAL, SPEC])))
    book["内部監査"].append(["会計監査", "管理部", "H28.6.8"])
    output = io.BytesIO()
    book.save(output)
    (row,) = read(output.getvalue()).rows
    assert row.cells == {"type": "会計監査", "targets": "管理部", "when": "H28.6.8"}


def test_text_that_looks_like_a_formula_stays_text_in_the_template():
    spec = Spec("表", (ColumnSpec("a", "見出し", help="=1+1", example="http://example.jp"),))
    book = openpyxl.load_workbook(io.BytesIO(tabular.template([spec])))
    explained = book["記入のしかた"]
    assert (explained["D2"].value, explained["D2"].data_type) == ("=1+1", "s")
    assert explained["E2"].hyperlink is None
