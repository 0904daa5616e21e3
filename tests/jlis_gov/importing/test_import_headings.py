"""Headings under which other offices' lists have what a table needs."""

from io import BytesIO

import pytest
from django.utils import translation

from jlis_gov.composition import IMPORTS
from records.imports import reading as tabular

MEETINGS = {"number": "回数", "when": "開催年月日", "agenda": "議題"}
DRILLS = {"departments": "実施部門名", "when": "実施時期", "scenario": "訓練の概要"}
INTERNAL = {"type": "監査種別", "targets": "対象部門", "when": "監査実施年月日"}
EXTERNAL = {"targets": "部門名", "type": "審査／監査種別", "when": "審査／監査実施期間"}
ACCOUNTING = {"subject": "監査内容等", "when": "監査実施年月日"}


def read(table: int, headings: dict[str, str]) -> dict[str, str]:
    """The cells of a row whose every cell is the key of its column."""
    lines = [",".join(headings.values()), ",".join(headings)]
    file = BytesIO("\n".join(lines).encode())
    return tabular.read(file, "list.csv", *IMPORTS[table].specs).rows[0].cells


@pytest.mark.parametrize(
    ("table", "usual", "key", "heading"),
    [
        *((3, MEETINGS, "when", name) for name in ("開催日時", "日時", "日程", "開催日（曜日）")),
        *((13, MEETINGS, "number", name) for name in ("回", "回次", "開催回数")),
        *((6, MEETINGS, "agenda", name) for name in ("審議事項", "議事内容", "主な議題", "内容")),
        *((8, DRILLS, "when", name) for name in ("実施日", "実施年月日", "訓練日", "日程")),
        *((9, INTERNAL, "when", name) for name in ("実施日", "監査日", "監査期間", "実施日程")),
        *((9, INTERNAL, "targets", name) for name in ("被監査部門", "監査対象部門", "対象部署")),
        *((12, INTERNAL, "type", name) for name in ("監査の種類", "監査区分")),
        *((12, INTERNAL, "when", name) for name in ("監査実施日", "監査実施期間", "実施時期")),
        *((10, EXTERNAL, "when", name) for name in ("実施期間", "審査期間", "監査実施年月日")),
        *((11, ACCOUNTING, "when", name) for name in ("実施日", "監査実施期間", "日程")),
    ],
)
def test_column_is_known_by_the_headings_of_other_lists(table, usual, key, heading):
    found = read(table, usual | {key: heading})

    assert {name: found[name] for name in usual} == {name: name for name in usual}


@pytest.mark.parametrize(
    ("headings", "likeliest"),
    [
        ("回数,開催日時,開催年月日,議題", "開催年月日"),
        ("回数,日程,開催日,議題", "開催日"),
        ("回数,開催日,内容,議題", "議題"),
    ],
)
def test_of_several_headings_the_likeliest_is_the_columns_own(headings, likeliest):
    file = BytesIO(f"{headings}\nx,y,z,w".encode())
    sheet = tabular.read(file, "list.csv", *IMPORTS[3].specs)

    assert likeliest in sheet.headings.values()
    assert len(sheet.ignored) == 1


def remarks(*rows: str) -> list[str]:
    """What the reading of these rows beneath the headings has to tell, in English."""
    text = "\n".join(["回数,開催年月日,議題,状況,備考", *rows])
    sheet = tabular.read(BytesIO(text.encode()), "list.csv", IMPORTS[3].spec)
    with translation.override("en"):
        return [str(said) for said in sheet.remarks if "called off" in str(said)]


def test_what_an_unread_column_says_was_called_off_is_told():
    rows = ["１,４月１日,x,開催,", "２,５月１日,x,中止,", "３,６月１日,x,,台風により延\u3000期"]
    assert remarks(*rows) == [
        "A column that is not read says “中止, 台風により延 期” (rows 3, 4). Whether it was called "
        "off or put off is not taken from there."
    ]


def test_what_was_called_off_in_an_agenda_that_is_read_is_not():
    assert remarks("１,４月１日,事業の中止,開催,") == []
