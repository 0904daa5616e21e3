import json

import pytest

from records.export import Table, to_json, to_markdown

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
        "## 第8表　訓練\n\n| 部門 | 概要 |\n| --- | --- |\n| 管理部 | 一行目<br>二行目 |\n\n※ 注"
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
