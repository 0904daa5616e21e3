"""Old workbooks are read as exactly as new ones. `data/plan.xls` was saved by LibreOffice."""

import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation

from records.imports.reading import TabularError, grids

DATA = Path(__file__).parent / "data"
PLAN = DATA / "plan.xls"


def test_cells_are_as_exact_as_they_show():
    with translation.override("en"), PLAN.open("rb") as file:
        (grid,) = grids(file, "plan.xls")
        remarks = list(map(str, grid.remarks))
    assert [row.cells for row in grid.rows] == [
        ("監査種別", "対象部門", "監査実施年月日"),
        ("内部監査", "情報処理部", "2016年11月"),
        ("内部監査", "研究開発部", "2016-11-08"),
        ("内部監査", "管理部", "2016-11-09 10:00"),
        ("内部監査", "監査室", "28.5"),
    ]
    assert [sorted(row.dates) for row in grid.rows] == [[], [2], [2], [2], []]
    assert grid.rows[-1].numbers == {2}
    assert remarks == [
        "The hidden worksheet “控え” was not read.",
        "Hidden rows (3) were read, too.",
        "Rows that are struck through (6) were left out.",
    ]


@pytest.mark.parametrize("end", [600, 3_000, 6_000])
def test_damaged_workbook_is_refused(end):
    data = PLAN.read_bytes()[:end]
    with translation.override("en"), pytest.raises(TabularError, match="old Excel file"):
        grids(BytesIO(data), "plan.xls")


def test_changed_bytes_never_raise_another_error():
    whole = PLAN.read_bytes()
    for at in range(512, len(whole), 97):
        data = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            grids(BytesIO(data), "plan.xls")
        except TabularError:
            continue


def test_cells_far_out_cost_nothing_and_too_many_rows_are_refused():
    """Two sheets with a cell in their last row and column, 6 KB: padded they took 400 MiB."""
    tracemalloc.start()
    try:
        with (
            translation.override("en"),
            pytest.raises(TabularError, match="more than 100,000 rows"),
        ):
            grids(BytesIO((DATA / "far.xls").read_bytes()), "far.xls")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100 * 1024 * 1024
