"""Documents made from a form, read back with python-docx."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from records.documents import Letter, fill
from tests.records.documents.forms import FORM, values

AT = datetime(2026, 4, 1)  # noqa: DTZ001  # naive, as Word keeps it


def made(filled):
    return Document(BytesIO(fill(FORM, filled, title="通知", made_at=AT)))


def lines(document):
    """Texts of its paragraphs that are not empty, with their alignment."""
    return [(each.text, each.alignment) for each in document.paragraphs if each.text.strip()]


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_letter_has_its_frame_in_the_order_of_official_letters():
    document = made(values())
    assert document.tables[0].cell(0, 0).text == "監第12号\n令和８年４月１日"
    assert lines(document) == [
        ("総務部長　殿", ALIGN.LEFT),
        ("情報処理部長　殿", ALIGN.LEFT),
        ("監査室長", ALIGN.RIGHT),
        ("監査　太郎", ALIGN.RIGHT),
        ("（公印省略）", ALIGN.RIGHT),
        ("監査の実施について（通知）", ALIGN.CENTER),
        ("記", ALIGN.CENTER),
        ("以上", ALIGN.RIGHT),
        ("【連絡先】", ALIGN.LEFT),
        ("監査室　電話 03-0000-0000", ALIGN.LEFT),
        ("【配布先】", ALIGN.LEFT),
        ("監事", ALIGN.LEFT),
    ]


def test_letter_without_particulars_says_nothing_of_them():
    document = made(values(Letter()))
    assert document.tables[0].cell(0, 0).text == ""
    assert [text for text, _align in lines(document)] == [
        *("監査の実施について（通知）", "記", "以上")
    ]


def test_draft_is_marked_in_its_title():
    assert "監査の実施について（通知）（案）" in dict(lines(made(values(Letter(is_draft=True)))))


def test_text_stands_as_it_was_typed():
    text = "規程 <第３条> & 「{{ 日付 }}」\n２行目"
    assert made(values(purpose=text)).tables[1].cell(0, 1).text == text


def test_list_has_a_row_each():
    table = made(values(Letter(), "", "９月１日", "９月２日")).tables[2]
    assert rows(table) == [["区分", "日程"], ["実地監査", "９月１日"], ["実地監査", "９月２日"]]


def test_empty_list_leaves_a_blank_row_three_lines_high():
    table = made(values(Letter(), "")).tables[2]
    assert rows(table) == [["区分", "日程"], ["", ""]]
    assert round(table.rows[1].height.mm) == 21


def test_page_is_a4_with_margins_and_a_page_number():
    document = made(values())
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert min(section.left_margin, section.top_margin) >= Mm(20)
    assert 'w:instr="PAGE"' in section.footer._element.xml


def test_document_says_what_it_is_and_nothing_of_the_program():
    properties = made(values()).core_properties
    assert (properties.title, properties.author, properties.comments) == ("通知", "", "")
    assert properties.created.replace(tzinfo=None) == AT
