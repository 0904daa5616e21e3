"""Binary workbooks are read as exactly as .xlsx ones."""

import struct
from io import BytesIO

import pytest
from django.utils import translation

from records.imports.reading import TabularError, grids
from tests.records.imports.reading.binary import (
    book,
    cell,
    formula,
    hidden_column,
    merged,
    packed,
    real,
    record,
    row,
    shared,
    sheet,
    strings,
    styles,
    wide,
)

TEXTS = strings(
    *("監査種別", "対象部門", "実施日", "備考", "定期監査", "総務部", "監査室"),
    ("残る消える後", ((2, 1), (5, 0))),
)
MONTH = 'yyyy"年"m"月"'
STYLES = styles((0, 14, MONTH, 0, "h:mm"), struck=(3,))
HEAD = row(1) + shared(0, 0) + shared(1, 1) + shared(2, 2) + shared(3, 3)


def read(data):
    with translation.override("en"):
        (grid,) = grids(BytesIO(data), "plan.xlsb")
        return grid, list(map(str, grid.remarks))


def plan(*rows, **options):
    return book(sheet(HEAD, *rows, **options), styles_part=STYLES, strings_part=TEXTS)


def whole():
    first = sheet(
        HEAD,
        *(row(2), shared(0, 4), shared(1, 5), real(2, 45908, 1), packed(3, 28)),
        *(row(3, hidden=True), shared(1, 6), real(2, 45962, 2), packed(3, 285, hundredths=True)),
        *(row(4), shared(0, 4, 3), cell(6, 1, wide("監査室"), 3)),
        *(row(5), cell(6, 0, wide("例月監査")), formula(2, 46001.5), shared(3, 7)),
        *(row(6), cell(4, 0, b"\x01"), cell(3, 1, b"\x07"), formula(2, 1, b"\x19\x01\0\0")),
        merges=[merged(2, 3, 0, 0)],
        columns=hidden_column(3),
    )
    second = sheet(row(1), shared(0, 0))
    return book(first, second, styles_part=STYLES, strings_part=TEXTS)


def test_cells_are_as_exact_as_they_show():
    grid, remarks = read(whole())
    assert [row.cells for row in grid.rows] == [
        ("監査種別", "対象部門", "実施日", "備考"),
        ("定期監査", "総務部", "2025-09-08", "28"),
        ("定期監査", "監査室", "2025年11月", "2.85"),
        ("例月監査", "", "46001.5", "残る後"),
        ("TRUE", "#", "#"),
    ]
    assert [sorted(row.dates) for row in grid.rows] == [[], [2], [2], [], []]
    assert [sorted(row.numbers) for row in grid.rows] == [[], [3], [3], [2], []]
    assert remarks == [
        "The hidden worksheet “控え” was not read.",
        "Hidden rows (3) were read, too.",
        "Hidden columns (D) were read, too.",
        "Rows that are struck through (4) were left out.",
        "Text that is struck through (D5) was left out.",
        "Formulas (C5) were read by the values that were computed at the last saving.",
    ]
    with translation.override("en"):
        assert {at: str(problem) for at, problem in grid.rows[-1].problems.items()} == {
            1: "Cell B6: The formula here has an error (#DIV/0!).",
            2: "Cell C6: The formula here gives another value each time. "
            "Please paste its value instead.",
        }


def test_cells_without_a_column_of_their_own_follow_the_last_one():
    short = record(18, struct.pack("<II", 0, 4)) + record(13, struct.pack("<II", 0, 7 << 2 | 2))
    grid, _remarks = read(plan(row(2), shared(0, 4), short))
    assert grid.rows[1].cells == ("定期監査", "定期監査", "7")


def test_days_are_counted_from_1904_where_the_workbook_does():
    part = sheet(HEAD, row(2), real(2, 45908 - 1462, 1))
    data = book(part, styles_part=STYLES, strings_part=TEXTS, from_1904=True)
    assert read(data)[0].rows[1].cells == ("", "", "2025-09-08")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((row(2), shared(0, 999)), "A2: The workbook is damaged"),
        ((row(2), shared(1, 4), shared(0, 4)), "damaged"),
        ((shared(0, 4),), "damaged"),
        ((row(2), row(2)), "damaged"),
        ((row(2), record(7, b"\0")), "damaged"),
        ((row(2), record(5, bytes(10))), "damaged"),
        ((row(2), cell(6, 0, struct.pack("<I", 0xFFFFFFFF))), "damaged"),
        ((row(2_000_000),), "damaged"),
        ((row(2), shared(16_000, 4)), "more than 60 columns"),
        (tuple(row(at) + shared(0, 4) for at in range(2, 2_100)), "more than 2,000 rows"),
    ],
)
def test_records_that_no_workbook_has_are_refused(rows, words):
    with translation.override("en"):
        (grid,) = grids(BytesIO(plan(*rows)), "plan.xlsb")
        problems = [str(one) for line in grid.rows for one in line.problems.values()]
        assert any(words in text for text in [*map(str, grid.remarks), *problems])


def test_a_cell_merged_over_the_whole_worksheet_costs_nothing():
    grid, _remarks = read(plan(merges=[merged(1, 1_048_576, 0, 16_383)]))
    assert grid.rows[0].cells == ("監査種別",) * 60


def test_more_records_than_any_table_has_are_refused():
    with translation.override("en"), pytest.raises(TabularError, match="unpacks"):
        grids(BytesIO(book(sheet(), styles_part=STYLES, strings_part=record(1) * 600_000)), "a")


def test_changed_bytes_never_raise_another_error():
    sound = [sheet(HEAD, row(2), shared(0, 4), real(2, 45908, 1), formula(3, 1)), STYLES, TEXTS]
    for place, part in enumerate(sound):
        for at in range(len(part)):
            parts = [*sound]
            parts[place] = part[:at] + bytes([part[at] ^ 0xFF]) + part[at + 1 :]
            first, style, text = parts
            try:
                grids(BytesIO(book(first, styles_part=style, strings_part=text)), "plan.xlsb")
            except TabularError:
                continue
