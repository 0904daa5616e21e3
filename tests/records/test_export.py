import json
from csv import reader
from io import StringIO

import pytest

from records.export import Table, to_csv, to_json, to_markdown

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


def test_cell_that_repeats_the_one_above_is_merged_with_it():
    assert printed(("a", "1"), ("a", "2"), ("b", "2")) == [
        [("a", 2), ("1", 1)],
        [("2", 1)],
        [("b", 1), ("2", 1)],
    ]


def test_rows_that_say_the_same_are_merged_whole():
    assert printed(("a", "1"), ("a", "1")) == [[("a", 2), ("1", 2)], []]


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_cell_that_looks_like_a_formula_is_made_harmless(start):
    csv = to_csv(Table("表", ("甲",), ((f"{start}1+1",),))).decode("utf-8-sig")
    [[_head], [cell]] = list(reader(StringIO(csv, newline="")))
    assert cell == f"'{start}1+1"


def test_csv_is_read_back_as_it_was_written():
    rows = (("一行目\n二行目", 'その"他"'), ("a,b", ""))
    csv = to_csv(Table("表", ("甲", "乙"), rows)).decode("utf-8-sig")
    assert [tuple(row) for row in reader(StringIO(csv, newline=""))] == [("甲", "乙"), *rows]
    assert csv.count("\r\n") == 3
