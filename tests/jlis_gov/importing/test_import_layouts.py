"""Tables that other offices published come in with at most two corrections of the mapping.

Where each was found is in `data/layouts/README.md`.
"""

from datetime import date
from pathlib import Path

import pytest

from dates import NotationError, read
from jlis_gov.composition import INTAKES
from records.imports import Choice, grids, read_any

LAYOUTS = Path(__file__).parents[1] / "data" / "layouts"
YEARS = {
    "ashoro": 2019,
    "hamada": 2014,
    "hamada_2022": 2022,
    "hiraizumi": 2017,
    "tsubata": 2017,
    "days_in_months": 2015,
    "kunitachi": 2013,
    "nursery": 2015,
    "niigata": 2025,
    "fukagawa": 2023,
}
MONTHS = [f"{number}月" for number in (*range(4, 13), 1, 2, 3)]


def rows_of(name, kind, **choice):
    """The table as it was understood, and its rows by field."""
    with (LAYOUTS / f"{name}.tsv").open("rb") as file:
        found = read_any(grids(file, f"{name}.tsv"), INTAKES[kind].spec, Choice(**choice))
    return found, [row.cells for row in found.rows]


def is_date(text, fiscal_year):
    try:
        return bool(read(text, fiscal_year=fiscal_year).schedule.canonical())
    except NotationError:
        return False


def days(row, fiscal_year):
    """The first and the last day of each stretch that a row names."""
    schedule = read(row["when"], fiscal_year=fiscal_year).schedule
    return [tuple(map(date.isoformat, one.known_days())) for one in schedule.segments]


@pytest.mark.parametrize(
    ("name", "kind", "mapping", "unmapped", "corrections"),
    [
        (
            "ashoro",
            "audits",
            {"実施月": "schedule", "区　　分": "type", "予定期日": "schedule"},
            ["摘要"],
            {},
        ),
        (
            "hamada",
            "audits",
            {"区分": "type", "監査・審査対象等": "subject", "監査・審査等時期": "schedule"},
            ["根拠法令"],
            {"監査・審査対象等": "subject"},
        ),
        (
            "hamada_2022",
            "audits",
            {"区分": "type", "監査・審査対象等": "subject", "監査・審査等時期": "schedule"},
            [],
            {"監査・審査対象等": "subject"},
        ),
        (
            "hiraizumi",
            "audits",
            {"月別": "schedule", "区分": "type", "内訳": "theme"},
            ["備考"],
            {"内訳": "theme"},
        ),
        (
            "tsubata",
            "audits",
            {"監査区分": "type", "監査対象": "subject", "実施期間": "schedule"},
            [],
            {"監査対象": "subject"},
        ),
        (
            "days_in_months",
            "audits",
            {"区　　分": "type"} | dict.fromkeys(MONTHS, "schedule"),
            [],
            {},
        ),
        (
            "kunitachi",
            "drills",
            {"種　　　　類": "name", "実　　施　　日": "schedule", "対　　象　　者": "departments"},
            [],
            {},
        ),
        (
            "nursery",
            "drills",
            {"月": "schedule", "区分": "name", "想定": "scenario"},
            ["ねらい", "実施方法", "職員の留意事項"],
            {"区分": "name"},
        ),
        (
            "niigata",
            "meetings",
            {"会議名": "body", "日時": "schedule", "場所": "venue"},
            ["受付場所"],
            {},
        ),
        (
            "fukagawa",
            "meetings",
            {"月日": "schedule", "曜日": "schedule", "内容": "body", "時刻": "schedule"},
            [],
            {"内容": "body"},
        ),
    ],
)
def test_table_of_another_office_comes_in(name, kind, mapping, unmapped, corrections):
    found, rows = rows_of(name, kind, fields=corrections)
    assert len(corrections) <= 2
    assert (found.headings, found.unmapped) == (mapping, unmapped)
    undated = [row["when"] for row in rows if not is_date(row["when"], YEARS[name])]
    assert undated == (["11月（木曜日）10時"] if name == "niigata" else [])


def test_month_stands_once_for_the_days_of_several_rows():
    _found, rows = rows_of("ashoro", "audits")
    told = [(row["type"], days(row, 2019)) for row in rows]
    day = "2019-{}".format
    assert [(what, when) for what, when in told if what != "例月出納検査"] == [
        ("平成30年度企業会計決算棚卸", [(day("04-01"), day("04-01"))]),
        ("決算審査（企業会計）", [(day("07-01"),) * 2, (day("07-08"),) * 2]),
        ("決算審査（一般・特別会計）", [(day("07-30"), day("08-08"))]),
        ("健全化判断比率等審査", [(day("08-08"), day("08-08"))]),
        ("定期監査", [(day("10-07"), day("10-16"))]),
    ]
    monthly = [when[0][0] for what, when in told if what == "例月出納検査"]
    assert monthly == [
        *("2019-04-08", "2019-05-13", "2019-06-07", "2019-07-08", "2019-08-07", "2019-09-09"),
        *("2019-10-07", "2019-11-11", "2019-12-09", "2020-01-14", "2020-02-07", "2020-03-09"),
    ]


def test_blank_below_a_type_goes_on_with_it():
    _found, rows = rows_of("hamada", "audits")
    assert [(row["type"], days(row, 2014)) for row in rows][4:6] == [
        ("決算審査及び基金の運用状況審査", [("2014-07-01", "2014-08-31")]),
        ("決算審査及び基金の運用状況審査", [("2014-06-01", "2014-08-31")]),
    ]
    assert rows[-1]["when"] == "毎月20日"
    _found, rows = rows_of("tsubata", "audits")
    assert [(row["type"], days(row, 2017)) for row in rows][1:] == [
        ("決算審査、基金運用状況審査", [("2017-07-11", "2017-08-31")]),
        ("決算審査、基金運用状況審査", [("2017-06-21", "2017-07-20")]),
        ("健全化判断比率・資金不足比率審査", [("2017-08-21", "2017-08-31")]),
    ]


def test_year_without_its_era_is_that_of_the_fiscal_year():
    _found, rows = rows_of("hiraizumi", "audits")
    assert [days(row, 2017) for row in rows] == [
        [("2017-04-01", "2018-03-31")],
        [("2017-06-01", "2017-06-30")],
        [("2017-06-01", "2017-06-30")],
        [("2017-07-01", "2017-07-31"), ("2017-11-01", "2017-11-30")],
    ]


def test_department_is_not_carried_on_into_a_row_of_another_drill():
    _found, rows = rows_of("kunitachi", "drills")
    assert [row["name"] for row in rows] == [
        *("本部設営訓練", "総合防災訓練", "非常参集訓練", "応急給水訓練"),
        *("通信訓練（固定系無線）", "参集報告訓練（メール送信）"),
    ]
    assert rows[0]["departments"] == "防災安全課"
    assert days(rows[1], 2013) == [("2013-08-25", "2013-08-25")]


def test_days_in_the_columns_of_months_are_days_of_them():
    _found, rows = rows_of("days_in_months", "audits")
    assert [first for first, _last in days(rows[0], 2015)] == [
        *("2015-04-27", "2015-05-26", "2015-06-26", "2015-07-27", "2015-08-26", "2015-09-28"),
        *("2015-10-26", "2015-11-26", "2015-12-28", "2016-01-26", "2016-02-26", "2016-03-28"),
    ]


def test_month_that_the_title_alone_names_is_that_of_its_days():
    _found, rows = rows_of("niigata", "meetings")
    told = []
    for row in rows:
        try:
            told.append((row["body"], [first for first, _last in days(row, 2025)]))
        except NotationError:
            told.append((row["body"], None))
    assert told[:5] == [
        ("県民所得アップ対策特別委員会", ["2025-09-08"]),
        ("防災・脱炭素社会づくり特別委員会", None),
        ("人口減少問題対策特別委員会", ["2025-09-12"]),
        ("本会議（開会）", ["2025-09-30"]),
        ("連合委員会（議案説明）", []),
    ]
    assert rows[4]["when"] == "9月30日（火曜日）\n本会議終了後"
    assert [when for _body, when in told[5:]] == [
        [f"2025-10-{day:02}"] for day in (2, 3, 6, 7, 8, 9, 15, 20)
    ]


def test_day_of_the_week_and_hour_stand_beside_the_day():
    _found, rows = rows_of("fukagawa", "meetings", fields={"内容": "body"})
    assert rows[0]["when"] == "4月20日（木） 午前10時00分"
    assert days(rows[0], 2023) == [("2023-04-20", "2023-04-20")]
