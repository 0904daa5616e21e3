"""Tables to bring in, without a file."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from jlis_gov.composition import IMPORTS
from records import journal
from records.imports import Mode, Options, Plan, carry_out, plan
from records.imports.reading import Row


def rows_of(table: int, cells: Iterable[Sequence[str]]) -> list[Row]:
    """Rows of a table that has its first columns, numbered as below a row of headings."""
    keys = [column.key for column in IMPORTS[table].spec.columns]
    return [
        Row(number, dict(zip(keys, row, strict=False))) for number, row in enumerate(cells, start=2)
    ]


def planned(table: int, cells: Iterable[Sequence[str]], **options: object) -> Plan:
    """The verdicts on a table of fiscal 2016 of what was held."""
    given = {"fiscal_year": 2016, "status": "held"} | options
    return plan(IMPORTS[table], rows_of(table, cells), Options(**given))


def imported(table: int, cells: Iterable[Sequence[str]], mode: str = "stop", **options: object):
    """Bring a table in; gives the verdicts it was brought in by."""
    found = planned(table, cells, **options)
    with journal.change(actor="clerk", reason="取込み"):
        carry_out(found, Mode(mode))
    return found


def verdicts(found: Plan) -> list[str]:
    return [item.verdict.value for item in found.items]


def plan_book() -> Workbook:
    """A plan with a title, headings of two levels, eras, notes, a blank row and two tables."""
    book = Workbook()
    sheet = book.active
    sheet.title = "年間計画"
    for cells in (
        ["令和７年度　内部監査計画", None, None, None, None, None, None],
        [],
        ["番号", "監査種別", "監査対象", None, "監査実施時期", None, "備考"],
        [None, None, "部", "課", "月", "日", None],
        [1, "定期監査", "総務部", "人事課", "９月", "８日", "書面"],
        [2, None, None, "財務課", None, "10日、11日", None],
        [],
        [3, "定期監査", "事業部", None, "令和８年２月", "上旬", None],
        ["※ 日程は変更することがある。"],
        ["令和７年度　監事監査計画"],
        ["監査種別", "対象部門", "実施予定日", "開始時刻"],
        ["例月監査", "総務部", "R7.6.25", "10:00"],
    ):
        sheet.append(cells)
    for area in ("A1:G1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "B5:B6", "C5:C6", "E5:E6"):
        sheet.merge_cells(area)
    return book
