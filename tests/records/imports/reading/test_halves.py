"""A centre beside its departments, and a day beside each department, as reports print them."""

import pytest

from records.imports.reading import ColumnSpec, Grid, GridRow, Row, Spec
from records.imports.reading.halves import without_halves
from records.imports.reading.pairs import unpaired

SPEC = Spec(
    "監査",
    (
        ColumnSpec("targets", "部門名", has_halves=True),
        ColumnSpec("when", "時期", is_time=True),
    ),
)


def read(*rows):
    """The cells of the rows below the headings."""
    grid = Grid("", tuple(GridRow(number, cells) for number, cells in enumerate(rows, 1)))
    return [row.cells for row in without_halves(grid, SPEC).rows[1:]]


def test_centre_stands_before_each_of_its_departments_blank_or_repeated_below():
    for blank in ("", "番号センター"):
        assert read(
            ("部門名", "部門名", "時期"),
            ("全国センター", "全国センター", "４月"),
            ("番号センター", "認証部", "５月"),
            ("", "", "６月"),
            (blank, "カード部", "７月"),
            ("情報処理部", "", "８月"),
            ("", "", "９月"),
        ) == [
            ("全国センター", "", "４月"),
            ("番号センター認証部", "", "５月"),
            ("", "", "６月"),
            ("番号センターカード部", "", "７月"),
            ("情報処理部", "", "８月"),
            ("", "", "９月"),
        ]


def test_rows_that_word_copied_have_a_cell_more_where_there_are_halves():
    assert read(
        ("部門名", "時期"),
        ("全国センター", "４月"),
        ("番号センター", "認証部", "５月"),
        ("", "カード部", "６月"),
        ("", "７月"),
        ("情報処理部", "８月"),
    ) == [
        ("全国センター", "４月"),
        ("番号センター認証部", "５月"),
        ("番号センターカード部", "６月"),
        ("", "７月"),
        ("情報処理部", "８月"),
    ]


def test_two_columns_of_other_headings_stay_as_they_are():
    assert read(("部門名", "課", "時期"), ("管理部", "会計課", "４月")) == [
        ("管理部", "会計課", "４月")
    ]


@pytest.mark.parametrize(
    ("targets", "when", "pairs"),
    [
        ("（課題）\n管理部\n研修部", "\n平成29年２月20日\n平成29年２月21日", 2),
        ("管理部\n研修部", "平成29年２月20日\n平成29年２月21日", 1),  # no theme
        ("（課題）\n管理部\n研修部", "平成29年２月20日", 1),
        ("（課題）\n番号センター\n認証部", "平成29年１月13日～\n平成29年２月15日", 1),  # a range
        ("（課題）\n管理部、\n研修部", "平成29年２月20日\n平成29年２月21日", 1),  # one long line
        ("（課題）\n管理部\n研修部", "平成29年２月20日、\n21日", 1),
        ("", "", 1),
    ],
)
def test_only_whole_lines_of_a_theme_are_pairs(targets, when, pairs):
    rows, remarks = unpaired([Row(2, {"targets": targets, "when": when})], SPEC)
    assert (len(rows), len(remarks)) == (pairs, int(pairs > 1))
    if pairs > 1:
        assert [tuple(row.cells.values()) for row in rows] == [
            ("（課題）\n管理部", "平成29年２月20日"),
            ("（課題）\n研修部", "平成29年２月21日"),
        ]
