import pytest
from django.utils import translation

from meetings.pasting import members, sittings
from records.imports.reading import TabularError
from tests.printed_report import TABLES, TEXT, TEXT_WITHOUT_BLANKS, part, squeezed

PRINTED = {
    3: sittings("代表者会議"),
    4: members("経営審議委員会"),
    5: sittings("経営審議委員会"),
    6: sittings("内部統制委員会"),
    7: sittings("リスク管理委員会"),
    13: sittings("契約監視委員会"),
}
HEADINGS = "回数 開催年月日 議題\n"


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


def test_names_keep_the_blank_between_their_parts():
    assert PRINTED[4](TEXT).rows[1].cells[0] == "池内 比呂子"


def test_rows_are_numbered_by_the_lines_of_the_text():
    grid = PRINTED[3](TEXT)
    lines = TEXT.split("\n")
    assert [lines[row.number - 1][:6] for row in grid.rows[1:]] == [
        f"第 {number} 回" for number in range(12, 18)
    ]


def test_what_was_decided_for_the_clerk_is_said():
    said = remarks(PRINTED[3](TEXT))
    assert any("“3” was taken as the mark of a footnote" in line for line in said)
    assert any("２ 経営審議委員会" in line for line in said)
    assert any("第３回" in line for line in remarks(PRINTED[6](TEXT_WITHOUT_BLANKS)))


def test_one_table_alone_needs_no_name():
    grid = sittings()(part("第６表 平成", "２ リスク管理活動"))
    assert len(grid.rows) == 4


def test_numbered_items_are_not_taken_for_the_next_chapter():
    first = "第１回 令和６年５月１日 （１）予算\n（２）決算\n"
    second = "第２回 令和６年６月３日\n１ 役員\n２ 定款\n"
    grid = sittings()(HEADINGS + first + second + "９ 次の章\n")
    assert [row.number for row in grid.rows] == [1, 2, 4]
    assert [line[:6] for line in remarks(grid)[:3]] == ["Line 3", "Line 5", "Line 6"]
    assert any("From line 7" in line for line in remarks(grid))


def test_a_table_that_goes_on_over_pages_repeats_its_headings():
    text = (
        HEADINGS
        + "第１回 令和６年５月１日 予算\n- 7 -\n"
        + HEADINGS
        + "第２回 令和６年６月３日 決算\n"
    )
    assert rows(sittings()(text)) == [
        ["第１回", "令和６年５月１日", "予算"],
        ["第２回", "令和６年６月３日", "決算"],
    ]


@pytest.mark.parametrize(
    ("printed", "text", "line", "words"),
    [
        (sittings(), TEXT, None, "several such tables"),
        (
            sittings("契約監視委員会"),
            part("第６表 平成", "２ リスク管理活動"),
            None,
            "not “契約監視委員会”",
        ),
        (sittings(), "回数 開催年月日\n第１回 平成28年４月１日", None, "not found"),
        (sittings(), HEADINGS + "予算\n第１回 平成28年４月１日 予算", 2, "No row begins here"),
        (sittings(), HEADINGS + "第１回 春 予算", 2, "not followed by a date"),
        (sittings(), HEADINGS + "第１回", 2, "not followed by a date"),
        (
            sittings(),
            HEADINGS + "第１回 平成28年４月１日 予算\n２ 次\n第２回 平成28年５月１日 決算",
            4,
            "ended before, in line 3",
        ),
        (sittings(), HEADINGS + "第１回 平成28年４月１日 予\x07算", 2, "U+0007"),
        (members(), "氏名 役職 備考\n議長", 2, "No name begins"),
        (members(), "氏名 役職 備考\n池内 花子 知事\nジョン 同志社大学 教授です", 3, "is a name"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_line(printed, text, line, words):
    message = refusal(printed, text)
    assert words in message
    assert message.startswith(f"Line {line}: ") == (line is not None)
