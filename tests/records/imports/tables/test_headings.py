"""Where tables begin, and what their columns are, for headings of many kinds."""

import pytest

from jlis_gov.composition import INTAKES
from records.imports import Choice, pasted_grids, read_any


def read(kind, *rows, **choice):
    return read_any(pasted_grids("\n".join(rows)), INTAKES[kind].spec, Choice(**choice))


@pytest.mark.parametrize(
    ("kind", "rows", "mapping"),
    [
        (
            "audits",
            (
                "No.\t被監査部署\t監査区分\t監査の観点\t予備調査\t本監査\t講評",
                "1\t学生支援課\t業務監査\t個人情報\t６月上旬\t６月20日\t７月４日",
            ),
            {
                "被監査部署": "targets",
                "監査区分": "type",
                "監査の観点": "theme",
                "本監査": "schedule",
            },
        ),
        (
            "audits",
            (
                "年度\t区分\t所属\t実施日\t\t監査員",
                "\t\t\t開始\t終了\t",
                "令和７年度\t実地監査\t総務課\t4/14\t4/15\t甲",
            ),
            {
                "年度": "schedule",
                "区分": "type",
                "所属": "targets",
                "実施日／開始": "schedule",
                "実施日／終了": "schedule",
            },
        ),
        (
            "audits",
            (
                "部局名\t課・室名\t監査実施予定年月日\t曜日\t時間\t監査場所",
                "総務局\t人事課\t令和７年10月７日\t火\t９:30～12:00\t会議室",
            ),
            {
                "部局名": "targets",
                "課・室名": "targets",
                "監査実施予定年月日": "schedule",
                "曜日": "schedule",
                "時間": "schedule",
            },
        ),
        (
            "drills",
            (
                "時期\t訓練の名称\t参加者\t想定災害\t場所",
                "９月１日\t総合防災訓練\t本部要員\t大規模地震\t本館",
            ),
            {
                "時期": "schedule",
                "訓練の名称": "name",
                "参加者": "departments",
                "想定災害": "scenario",
            },
        ),
        (
            "meetings",
            (
                "委員会等の名称\t開催日・時間\t会　場\t審議事項等\t問合せ先",
                "環境審議会\t７月３日（木）午後２時～\t市役所３階\t計画\t環境課",
                "都市計画審議会\t８月（日程調整中）\t未定\t用途地域\t都市計画課",
            ),
            {
                "委員会等の名称": "body",
                "開催日・時間": "schedule",
                "会　場": "venue",
                "審議事項等": "agenda",
            },
        ),
    ],
)
def test_columns_are_known_by_headings_and_contents(kind, rows, mapping):
    assert read(kind, *rows).headings == mapping


def test_headings_again_on_the_next_page_are_no_row_and_no_table():
    head = "監査種別\t対象部門\t実施日"
    found = read("audits", head, "定期監査\t総務部\t４月８日", head, "定期監査\t事業部\t５月８日")
    assert [row.number for row in found.rows] == [2, 4]


def test_group_above_rows_is_their_type_where_no_column_says_it():
    found = read(
        "audits",
        "対象部門\t実施日",
        "【定期監査】\t",
        "総務部\t４月８日",
        "【工事監査】\t",
        "事業部\t５月８日",
    )
    assert [row.cells["type"] for row in found.rows] == ["定期監査", "工事監査"]


def test_tables_that_do_not_fit_are_named():
    found = read(
        "audits",
        "対象部門\t実施日",
        "総務部\t４月８日",
        "別表\t",
        "監査区分\t監査項目",
        "定期監査\t契約",
    )
    assert [row.number for row in found.rows] == [2]
    assert "監査区分、監査項目" in str(found.remarks[-1])
