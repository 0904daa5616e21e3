"""Forms in which offices keep plans, each made up after several: what is read, row by row."""

import pytest

from dates import read
from jlis_gov.composition import INTAKES
from records.imports import Choice, pasted_grids, read_any

MONTHS = ("4", "5", "6", "7", "8", "9", "10", "11", "12", "1", "2", "3")
NO = ("",) * 12


def read_table(kind, *rows):
    """The fields of each heading and the rows of a table."""
    text = "\n".join("\t".join(row) for row in rows)
    found = read_any(pasted_grids(text), INTAKES[kind].spec, Choice())
    return found, [row.cells for row in found.rows]


def told(rows, *keys):
    return [tuple(row.get(key, "") for key in keys) for row in rows]


def test_headings_of_three_levels_with_what_is_planned_and_what_was_done():
    found, rows = read_table(
        "audits",
        ("令和７年度内部監査計画表",),
        ("№", "監査", "", "", "実施", "", "", "備考"),
        ("", "種別", "対象", "", "予定", "", "実績", ""),
        ("", "", "部", "課", "月", "日", "月日", ""),
        ("1", "定期監査", "総務部", "人事課", "９", "８", "", ""),
        ("2", "", "", "財務課", "９", "10～11", "9/11", ""),
        ("3", "特別監査", "事業部", "全課", "11", "", "", ""),
    )
    assert found.unmapped == ["№", "実施／実績／月日", "備考"]
    assert told(rows, "type", "targets", "when") == [
        ("定期監査", "総務部人事課", "９月８日"),
        ("定期監査", "総務部財務課", "９月10～11日"),
        ("特別監査", "事業部", "11月"),
    ]


def test_year_month_day_weekday_and_hours_in_columns_of_their_own():
    _found, rows = read_table(
        "audits",
        ("監査の種類", "対象課", "年", "月", "日", "曜日", "時間"),
        ("定期監査", "総務課", "7", "4", "8", "火", "10:00-12:00"),
        ("随時監査", "用地課", "8", "2", "3", "火", "10：00"),
    )
    meant = [read(row["when"], fiscal_year=2025).schedule.segments[0] for row in rows]
    assert [one.start.isoformat() for one in meant] == ["2025-04-08", "2026-02-03"]


def test_hours_beside_which_other_words_stand_are_hours():
    _found, rows = read_table(
        "meetings",
        ("経営協議会開催状況",),
        ("回", "開催年月日", "開催時間", "場所", "主な審議事項"),
        ("１", "R7.4.24(木)", "10:00-11:30", "大会議室", "決算"),
        ("２", "R7.6.26(木)", "13:30～15:00", "Web会議", "計画"),
        ("臨時", "R7.7.10(木)", "書面", "", "規程"),
    )
    assert told(rows, "number", "when", "agenda") == [
        ("１", "R7.4.24(木) 10:00-11:30", "決算"),
        ("２", "R7.6.26(木) 13:30～15:00", "計画"),
        ("臨時", "R7.7.10(木)", "規程"),
    ]


def test_regime_in_a_column_with_sums_and_notes_below():
    found, rows = read_table(
        "audits",
        ("主体", "監査名", "被監査部署", "実施時期", "担当"),
        ("内部監査", "業務監査", "企画部", "７月上旬", ""),
        ("", "情報監査", "全部門", "10月～11月", ""),
        ("監事監査", "期中監査", "会計課", "12月", ""),
        ("小計　３件", "", "", "", ""),
        ("合計", "３件", "", "", ""),
        ("注１　時期は目安である。",),
    )
    assert told(rows, "regime", "type", "when") == [
        ("内部監査", "業務監査", "７月上旬"),
        ("内部監査", "情報監査", "10月～11月"),
        ("監事監査", "期中監査", "12月"),
    ]
    assert found.unmapped == ["担当"]


def test_rows_that_go_on_below_a_merged_cell():
    _found, rows = read_table(
        "audits",
        ("種別", "監査対象部局等", "実施日", "備考"),
        ("定期監査", "総務部", "10月7日(火)", ""),
        ("", "建設部", "10月8日(水)", ""),
        ("工事監査", "建設部", "11月13日(木)", "１件"),
        ("", "", "11月14日(金)", ""),
    )
    assert told(rows, "type", "targets", "when") == [
        ("定期監査", "総務部", "10月7日(火)"),
        ("定期監査", "建設部", "10月8日(水)"),
        ("工事監査", "建設部", "11月13日(木)"),
        ("工事監査", "建設部", "11月14日(金)"),
    ]


def test_months_headed_by_bare_numbers_below_their_year():
    _found, rows = read_table(
        "audits",
        ("区分", "対象", "R7", *NO[:8], "R8", "", ""),
        ("", "", *MONTHS),
        ("定期監査", "総務部", *NO[:5], "●", "●", *NO[:5]),
        ("特別監査", "会計課", *NO[:10], "上旬", ""),
        ("臨時監査", "事業部", *NO[:11], "○"),
    )
    assert told(rows, "type", "when") == [
        ("定期監査", "9月、10月"),
        ("特別監査", "2月上旬"),
        ("臨時監査", "3月"),
    ]


@pytest.mark.parametrize(
    ("headings", "read"),
    [
        (
            ("第１四半期", "第２四半期", "第３四半期", "第４四半期"),
            ("第1四半期", "第3四半期、第4四半期"),
        ),
        (("1Q", "2Q", "3Q", "4Q"), ("第1四半期", "第3四半期、第4四半期")),
    ],
)
def test_marked_quarters_are_the_dates(headings, read):
    _found, rows = read_table(
        "audits",
        ("監査名", "対象部署", *headings),
        ("業務監査", "総務部", "○", "", "", ""),
        ("会計監査", "会計課", "", "", "○", "○"),
        ("情報監査", "情報部", "", "", "10/1～", ""),
    )
    assert [row["when"] for row in rows] == [*read, "10/1～"]


def test_marked_halves_are_the_dates():
    _found, rows = read_table(
        "audits",
        ("監査種別", "対象部署", "上期", "下期"),
        ("業務監査", "総務部", "○", "－"),
        ("会計監査", "会計課", "", "11月"),
    )
    assert [row["when"] for row in rows] == ["上半期", "11月"]


def test_beginning_and_end_are_the_only_dates():
    _found, rows = read_table(
        "audits",
        ("監査", "部署", "開始", "終了"),
        ("内部監査", "総務部", "2025/9/8", "2025/9/12"),
        ("内部監査", "企画部", "2026/1/13", "2026/1/13"),
    )
    assert [row["when"] for row in rows] == ["2025/9/8～2025/9/12", "2026/1/13"]


def test_drills_with_date_and_hours_below_one_heading():
    _found, rows = read_table(
        "drills",
        ("回", "訓練名称", "実施日時", "", "対象", "想定災害", "主管課"),
        ("", "", "月日", "時間", "", "", ""),
        ("1", "総合防災訓練", "９月１日（月）", "9:30～11:30", "全職員", "首都直下地震", "総務課"),
        ("2", "安否確認訓練", "毎月１日", "", "全職員", "", "リスク管理課"),
    )
    assert told(rows, "name", "when", "scenario", "departments") == [
        ("総合防災訓練", "９月１日（月） 9:30～11:30", "首都直下地震", "総務課"),
        ("安否確認訓練", "毎月１日", "", "リスク管理課"),
    ]


def test_notice_and_report_beside_the_day_of_the_audit_are_not_it():
    found, rows = read_table(
        "audits",
        ("監査区分", "対象部署", "事前通知", "実地監査", "講評", "報告書提出"),
        ("定期監査", "総務部", "4/1", "4/15～4/17", "4/17", "5/15"),
        ("定期監査", "企画部", "5/1", "5/13～5/15", "5/15", "6/13"),
    )
    assert [row["when"] for row in rows] == ["4/15～4/17", "5/13～5/15"]
    assert found.unmapped == ["事前通知", "講評", "報告書提出"]


def test_day_below_a_day_is_of_its_month_unless_it_stands_before_it():
    found, rows = read_table(
        "meetings",
        ("予定（令和７年５月１日現在）",),
        ("会議名", "月日", "場所"),
        ("総務委員会", "５月13日（火）", "室"),
        ("文教委員会", "19日（月）", "室"),
        ("厚生委員会", "19日（月）", "室"),
        ("議会運営委員会", "２日（月）", "室"),
    )
    assert [row["when"] for row in rows] == [
        *("５月13日（火）", "5月19日（月）", "5月19日（月）", "２日（月）"),
    ]
    assert any("4, 5" in str(one) for one in found.remarks)


def test_meetings_whose_numbers_head_the_columns_of_their_days():
    found, rows = read_table(
        "meetings",
        ("令和７年度　審議会等開催予定一覧（令和７年４月１日現在）",),
        ("所管部", "審議会名", "第１回", "第２回", "第３回", "公開"),
        ("総務部", "情報公開審査会", "６月", "10月", "２月", "公開"),
        ("企画部", "総合計画審議会", "５月20日", "８月", "", "公開"),
        ("", "事業評価委員会", "", "未定", "", "非公開"),
    )
    assert found.unmapped == ["所管部", "公開"]
    assert [row.number for row in found.rows] == [3, 3, 3, 4, 4, 5]
    assert told(rows, "body", "number", "when") == [
        ("情報公開審査会", "第１回", "６月"),
        ("情報公開審査会", "第２回", "10月"),
        ("情報公開審査会", "第３回", "２月"),
        ("総合計画審議会", "第１回", "５月20日"),
        ("総合計画審議会", "第２回", "８月"),
        ("事業評価委員会", "第２回", "未定"),
    ]


def test_numbers_in_cells_of_rows_head_no_columns():
    _found, rows = read_table(
        "meetings",
        ("会議名", "回数", "開催日", "議題"),
        ("契約監視委員会", "第１回", "６月10日", "議案第１号の審議"),
        ("契約監視委員会", "第２回", "未定", "議案第２号の審議"),
    )
    assert told(rows, "number", "when") == [("第１回", "６月10日"), ("第２回", "未定")]
