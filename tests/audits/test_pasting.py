import time

import pytest
from django.utils import translation

from audits.pasting import (
    ACCOUNTING_AUDITS,
    AUDITOR_AUDITS,
    DRILLS,
    EXTERNAL_AUDITS,
    INTERNAL_AUDITS,
    is_audit,
    is_departments,
)
from records.imports.reading import TabularError
from tests.printed_report import TABLES, TEXT, TEXT_WITHOUT_BLANKS, part, squeezed

PRINTED = {
    8: DRILLS,
    9: INTERNAL_AUDITS,
    10: EXTERNAL_AUDITS,
    11: ACCOUNTING_AUDITS,
    12: AUDITOR_AUDITS,
}


def rows(grid):
    return [squeezed(row.cells) for row in grid.rows[1:]]


def remarks(grid):
    with translation.override("en"):
        return [str(remark) for remark in grid.remarks]


def refusal(printed, text):
    with pytest.raises(TabularError) as failure:
        printed(text)
    with translation.override("en"):
        return str(failure.value)


@pytest.mark.parametrize("number", PRINTED)
@pytest.mark.parametrize("text", [TEXT, TEXT_WITHOUT_BLANKS], ids=["as copied", "without blanks"])
def test_the_tables_of_2016_are_read_cell_by_cell(number, text):
    table, grid = TABLES[number], PRINTED[number](text)
    assert "".join(grid.title.split()) == table["title"]
    assert list(grid.rows[0].cells) == table["columns"]
    assert rows(grid) == [squeezed(row) for row in table["rows"]]
    assert squeezed(grid.notes) == table["notes"]


def test_what_was_decided_for_the_clerk_is_said():
    assert [line for line in remarks(INTERNAL_AUDITS(TEXT)) if "what follows" not in line] == [
        "Lines 459 to 465: as many lines as dates were taken as rows of their own."
    ]
    parts = "公的個人認証部、個人番号カード部、中間サーバー部"
    assert any(parts in line for line in remarks(DRILLS(TEXT)))
    said = remarks(EXTERNAL_AUDITS(TEXT))
    assert any(parts in line for line in said)
    assert sum("mark of a footnote" in line for line in said) == 4


def test_a_digit_that_may_be_a_footnotes_mark_stays_and_is_said():
    grid = EXTERNAL_AUDITS(part("第 10 表", "５ 会計監査"))
    assert rows(grid)[1][1] == "保証型情報セキュリティ監査6（全国サーバ運用管理業務）"
    assert sum("may be the mark" in line for line in remarks(grid)) == 4


def test_next_years_table_of_the_same_form_is_read():
    text = (
        "第９表 令和６年度の内部監査の実施状況\n監査種別 対象部門 監査実施年月日\n"
        "情報セキュリ\nティ内部監査\n総務部、企画部\n令和６年５月\n11 日～12 日\n"
        "監査室を除く部門 令和６年６月３日\nテーマ監査※ （ＡＩの利用）\n企画部\n未定\n"
    )
    assert rows(INTERNAL_AUDITS(text)) == [
        ["情報セキュリティ内部監査", "総務部、企画部", "令和６年５月11日～12日"],
        ["情報セキュリティ内部監査", "監査室を除く部門", "令和６年６月３日"],
        ["テーマ監査※", "（ＡＩの利用）\n企画部", "未定"],
    ]


def test_a_theme_that_may_belong_to_the_kind_is_said():
    text = "監査種別 対象部門 監査実施年月日\n特別監査 （ＡＩの利用）\n企画部 令和６年６月３日\n"
    assert any("others are possible" in line for line in remarks(INTERNAL_AUDITS(text)))


@pytest.mark.parametrize(
    ("printed", "text", "line", "words"),
    [
        (INTERNAL_AUDITS, "何か", None, "not found"),
        (INTERNAL_AUDITS, part("第12表", "７ 適正"), None, "not “内部監査”"),
        (AUDITOR_AUDITS, "監査種別 対象部門 監査実施年月日\n", 1, "No date"),
        (
            AUDITOR_AUDITS,
            "監査種別 対象部門 監査実施年月日\n例月監査 会計課\n",
            2,
            "No date follows",
        ),
        (
            AUDITOR_AUDITS,
            "監査種別 対象部門 監査実施年月日\n会計課 平成28年４月１日\n",
            2,
            "no text before",
        ),
        (
            AUDITOR_AUDITS,
            "監査種別 対象部門 監査実施年月日\n例月監査 誰か 平成28年４月１日\n",
            2,
            "which words belong",
        ),
        (
            AUDITOR_AUDITS,
            "監査種別 対象部門 監査実施年月日\n例月監査 会計課 平成28年４月１日\n"
            "２ 次の章\n会計課 平成28年５月１日\n",
            4,
            "ended before, in line 3",
        ),
        (DRILLS, "実施部門名 実施時期 訓練の概要\n訓練をした\n", 1, "No date"),
        (
            DRILLS,
            "実施部門名 実施時期 訓練の概要\n管理部 平成28年４月 訓練を行った\n"
            "よう\n平成28年５月 訓練\n",
            3,
            "where the name",
        ),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_line(printed, text, line, words):
    message = refusal(printed, text)
    assert words in message
    assert message.startswith(f"Line {line}: ") == (line is not None)


@pytest.mark.parametrize(
    "text",
    [
        "会計課",
        "その他全部門",
        "監査室を除く部門",
        "監査室",
        "情報処理部（管理部、情報化支援戦略部含む）",
    ],
)
def test_names_of_departments_have_their_shape(text):
    assert is_departments(text)
    assert not is_audit(text)


@pytest.mark.parametrize(
    "text", ["例月監査※", "会計監査（決算監査及び例月監査）※", "WebTrust for CA検証及び準拠性監査"]
)
def test_kinds_of_audits_have_theirs(text):
    assert is_audit(text)
    assert not is_departments(text)


@pytest.mark.parametrize("text", ["ー部、管理部", "管理部（総務課", "情報セキュリティ", "監査）※"])
def test_a_broken_cell_has_neither(text):
    assert not is_departments(text)
    assert not is_audit(text)


@pytest.mark.parametrize(
    "lines",
    [
        "平成28年４月１日\n" * 30_000,
        "部\n" * 100_000,
        "監査" * 900 + "\n",
        "（" * 900 + "\n",
        "あ5い 6 うえ\n" * 20_000 + "5 注\n" * 20_000,
        "平成 28 年 " * 200 + "\n",
        "あ" * 3_000,
    ],
)
def test_a_text_that_means_harm_is_refused_soon(lines):
    begun = time.monotonic()
    refusal(INTERNAL_AUDITS, f"監査種別 対象部門 監査実施年月日\n{lines}平成28年４月１日\n")
    assert time.monotonic() - begun < 30  # seconds; unbounded, they took minutes
