"""Tables of PDFs. LibreOffice made `data/plan.pdf` of a table typed by hand, and `locked.pdf`."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import translation

from records.imports.reading import ColumnSpec, Spec, TabularError, grids, read
from records.imports.reading.pdf import pages
from records.imports.reading.pdf.texts import line_of
from tests.records.imports.reading.papers import cells, lines, pdf, words

DATA = Path(__file__).parent / "data"
SPEC = Spec("計画", (ColumnSpec("type", "type"), ColumnSpec("when", "when", is_time=True)))
TABLE = cells(("type", "when"), ("a", "2025-09-08"))


def told(data):
    """The tables with their rows, and what is said of them."""
    with translation.override("en"):
        found = grids(BytesIO(data), "a.pdf")
        said = list(dict.fromkeys(str(one) for grid in found for one in grid.remarks))
    return {grid.title: [(row.number, *row.cells) for row in grid.rows] for grid in found}, said


def refusal(data):
    with translation.override("en"), pytest.raises(TabularError) as failure:
        grids(BytesIO(data), "a.pdf")
    with translation.override("en"):
        return str(failure.value)


def test_table_over_four_pages_is_one_and_its_broken_cells_are_whole():
    tables, said = told((DATA / "plan.pdf").read_bytes())
    first, second = tables.values()
    assert list(tables) == [
        "表１　令和７年度　内部監査計画（1ページ）",
        "表２　令和７年度　監事監査計画（4ページ）",
    ]
    assert first[:2] == [
        (1, "番号", "監査種別", "監査対象", "監査実施時期", "監査実施時期", "備考"),
        (2, "番号", "監査種別", "監査対象", "月", "日", "備考"),
    ]
    long = (
        "前年度の指摘事項の措置の状況を確かめるとともに、委託先の管理、文書の保存及び個人情報の取扱いが"
        "規程のとおりであるかを調べる。"
    )
    two = "個人番号センター公的個人認証部、研究開発部"
    assert [row[1:] for row in first[2:]] == [
        (
            str(number),
            "定期監査",
            "総務部" if number % 2 else two,
            "９月" if number < 16 else "10月",
            f"{(number - 1) % 28 + 1}日",
            "書面" if number % 3 else long,
        )
        for number in range(1, 31)
    ]
    assert [row[1:] for row in second] == [
        ("監査種別", "対象部門", "実施予定日", "開始時刻"),
        ("例月監査", "総務部", "R7.6.25", "10:00"),
        ("決算監査", "総務部\n事業部", "令和７年５月26日～28日"),
    ]
    assert said == [
        f"Row {row}, the first on page {page}, was taken as going on with the row above."
        for row, page in ((14, 2), (26, 3), (37, 4))
    ]


def test_note_below_a_table_goes_on_to_its_end():
    with (DATA / "plan.pdf").open("rb") as file:
        first, second = grids(file, "plan.pdf")
    assert first.notes == (
        "※　日程は、対象部門の都合により変更することがある。変更したときは、監査室が対象部門及び"
        "関係する部門に速やかに通知する。",
    )
    assert second.notes == ()


def test_table_of_the_wanted_headings_is_read():
    other = cells(("name", "post"), ("x", "y"), top=500)
    sheet = read(BytesIO(pdf(f"{other}\n{TABLE}")), "a.pdf", SPEC)
    assert [row.cells for row in sheet.rows] == [{"type": "a", "when": "2025-09-08"}]
    with translation.override("en"), pytest.raises(TabularError, match="No table of the PDF"):
        read(BytesIO(pdf(other)), "a.pdf", SPEC)
    with translation.override("en"), pytest.raises(TabularError, match="Several tables"):
        read(
            BytesIO(pdf(TABLE + "\n" + cells(("type", "when"), ("b", "c"), top=500))), "a.pdf", SPEC
        )


def test_table_with_other_columns_on_the_next_page_is_another():
    other = cells(("name", "post", "x"), ("a", "b", "c"), width=80)
    tables, _said = told(pdf(TABLE, other))
    assert list(tables) == ["表1（1ページ）", "表2（2ページ）"]


def test_headers_and_page_numbers_do_not_part_a_table():
    def page(number, *rows):
        return "\n".join(
            [words("Audit office", 50, 820), words(f"- {number} -", 290, 20), cells(*rows)]
        )

    data = pdf(page(1, ("type", "when"), ("a", "b")), page(2, ("c", "d")))
    assert told(data)[0] == {
        "Audit office（1ページ）": [(1, "type", "when"), (2, "a", "b"), (3, "c", "d")]
    }


def test_pages_without_text_are_named():
    _tables, said = told(pdf(TABLE, ""))
    assert said == ["Pages without text (2) were not read."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(""), "no text, only pictures"),
        (pdf(words("no table", 50, 700)), "no table whose cells are drawn"),
        (pdf(lines(1, 1) + words("a frame", 60, 790)), "no table whose cells are drawn"),
        (pdf("", pages=101), "more than 100 pages"),
        (pdf(TABLE)[:-80], "damaged"),
        (pdf(TABLE)[:100], "damaged"),
        (b"%PDF-1.7 and nothing more", "damaged"),
    ],
)
def test_what_has_no_table_is_refused_in_words(data, words):
    assert words in refusal(data)


def test_pdf_with_a_password_is_refused():
    assert "password" in refusal((DATA / "locked.pdf").read_bytes())


@pytest.mark.slow
def test_pdf_that_unpacks_to_more_than_the_memory_allowed_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PDF_MEMORY", 300 * 1024 * 1024)
    packed = zlib.compress(zlib.compress(bytes(250 * 1024 * 1024), 1))
    assert "PDF" in refusal(pdf(packed, filters="/FlateDecode /FlateDecode"))


@pytest.mark.slow
def test_pdf_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PDF_SECONDS", 1)
    drawn = "\n".join(
        f"{at % 500} {at % 797} m {at % 491 + 90} {at % 787} l S" for at in range(60_000)
    )
    assert "takes too long" in refusal(pdf(drawn + words("x", 60, 790)))


def test_pdf_with_more_letters_than_a_paper_has_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PASTED", 20)
    assert "takes too long" in refusal(pdf(TABLE + words("x" * 30, 50, 100)))


def test_whoever_cannot_wait_for_their_turn_is_told(monkeypatch):
    monkeypatch.setattr(pages, "_PATIENCE", 0)
    with pages._turn:
        assert "Other PDFs are being read" in refusal(pdf(TABLE))
    assert told(pdf(TABLE))[0]


def test_radicals_in_place_of_letters_are_letters():
    assert line_of((0, 1, 0, 10, "令和７年４⽉８⽇　総務部⻑")).text == "令和７年４月８日　総務部長"
