"""Tables of offices that were never asked, typed by hand from what they published.

They are audit plans of a city, two towns and two more cities, a city's plan of drills, and the
drills of a nursery and of a dormitory. They are shortened, and in four of them departments, ○ and
days were filled in where the text of what was published had lost its cells: they prove layouts, and
are no quotations. Names of persons stood in none of them.
"""

from datetime import date
from pathlib import Path

import pytest

from calendars.scheduled.composing import names_dates
from dates import official_number, read
from jlis_gov.composition import INTAKES
from records.imports import Choice, grids, read_any

LAYOUTS = Path(__file__).parent / "data" / "layouts"
YEAR_OF_MONTHS = dict.fromkeys((f"{n}月" for n in (*range(4, 13), 1, 2, 3)), "schedule")
WIDE = {official_number(int(month[:-1])) + "月": "schedule" for month in YEAR_OF_MONTHS}


def rows_of(name, kind, **choice):
    """The table as it was understood, and its rows by field."""
    with (LAYOUTS / f"{name}.tsv").open("rb") as file:
        found = read_any(grids(file, f"{name}.tsv"), INTAKES[kind].spec, Choice(**choice))
    return found, [row.cells for row in found.rows]


@pytest.mark.parametrize(
    ("name", "kind", "mapping", "unmapped", "corrections"),
    [
        (
            "hamada",
            "audits",
            {"区分": "type", "監査・審査対象等": "targets", "監査・審査等時期": "schedule"},
            ["根拠法令"],
            {},
        ),
        ("months", "audits", {"月": "subject", "区分": "type"} | WIDE, [], {"月": "subject"}),
        ("days_in_months", "audits", {"区　　分": "type"} | YEAR_OF_MONTHS, [], {}),
        (
            "ashoro",
            "audits",
            {"実施月": "schedule", "区　分": "type", "予定期日": "schedule", "摘要": "subject"},
            [],
            {"摘要": "subject"},
        ),
        (
            "hiraizumi",
            "audits",
            {"月別": "schedule", "区分": "type", "内訳": "theme"},
            ["備考"],
            {"内訳": "theme"},
        ),
        (
            "kunitachi",
            "drills",
            {"種　　　類": "name", "実　施　日": "schedule", "対　象　者": "departments"},
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
            "dormitory",
            "drills",
            {"月": "schedule", "訓練想定": "name", "訓練内容": "scenario"},
            ["訓練日時"],
            {"訓練想定": "name"},
        ),
    ],
)
def test_table_of_another_office_comes_in(name, kind, mapping, unmapped, corrections):
    found, rows = rows_of(name, kind, fields=corrections)
    assert len(corrections) <= 2
    assert (found.headings, found.unmapped) == (mapping, unmapped)
    assert all(names_dates(row["when"]) for row in rows)


def test_month_stands_once_for_the_days_of_several_rows():
    _found, rows = rows_of("ashoro", "audits")
    days = [read(row["when"], fiscal_year=2019).schedule.segments for row in rows]
    assert [one[0].start for one in days] == [
        date(2019, 4, 1),
        date(2019, 4, 8),
        date(2019, 5, 13),
        date(2019, 7, 8),
        date(2019, 7, 1),
        date(2019, 7, 30),
        date(2019, 10, 7),
    ]
    assert days[5][0].end == date(2019, 8, 8)
    assert [row["type"] for row in rows][3:5] == ["例月出納検査", "決算審査"]


def test_department_is_not_carried_on_into_a_row_of_another_drill():
    _found, rows = rows_of("kunitachi", "drills")
    assert [row["departments"] for row in rows][2] == ""


def test_days_in_the_columns_of_months_are_days_of_them():
    _found, rows = rows_of("days_in_months", "audits")
    meant = read(rows[0]["when"], fiscal_year=2015).schedule.segments
    assert (len(meant), meant[0].start, meant[-1].start) == (
        12,
        date(2015, 4, 27),
        date(2016, 3, 28),
    )
    assert rows[2]["when"] == "7月中旬、8月上旬"


def test_group_printed_once_above_its_rows_is_told_of_each():
    found, rows = rows_of("months", "audits", fields={"月": "subject"})
    assert [row["subject"] for row in rows][:2] == ["一般会計・特別会計", "公営企業会計"]
    assert [row["when"] for row in rows][2] == "9月、10月、1月"
    assert found.rows[-1].number == 6


def test_what_stands_above_is_meant_by_ditto_marks():
    _found, rows = rows_of("dormitory", "drills", fields={"訓練日時": "name", "月": "schedule"})
    assert [row["name"] for row in rows][:2] == ["第二回会議日16時～"] * 2
