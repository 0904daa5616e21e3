"""Files that are no workbook, or one that means harm. All are refused in words; none hangs."""

import io
import random
import struct
import zipfile

import pytest
from django.utils import translation

from records.imports import reading as tabular
from records.imports.reading import ColumnSpec, Spec, TabularError
from tests.records.imports.reading.workbooks import (
    HEAD,
    HEADINGS,
    LINE,
    NAMESPACE,
    SPEC,
    book,
    inline,
    package,
    read,
    worksheet,
)

pytestmark = pytest.mark.slow


def refusal(data, name="表.xlsx"):
    with translation.override("en"), pytest.raises(TabularError) as failure:
        read(data, name=name)
    with translation.override("en"):
        return str(failure.value)


def zipped(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def test_the_bare_workbook_these_tests_change_is_read():
    (row,) = read(package()).rows
    assert row.cells == {"type": "会計監査", "targets": "管理部"}


class Endless(io.BytesIO):
    """A file that says it is large and must not be read."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def seek(self, offset, whence=0):
        return self.size

    def read(self, *_size):
        raise AssertionError("read before its size was checked")


def test_50_mb_are_refused_by_size_alone():
    with translation.override("en"), pytest.raises(TabularError, match="10 MB"):
        tabular.read(Endless(50 * 1024 * 1024), "表.xlsx", SPEC)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "old Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "password",
        ),
        (b"%PDF-1.7 ...", "a.xlsx", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "picture"),
        (b"\xff\xd8\xff\xe0", "a.xlsx", "picture"),
        (b"{\\rtf1", "a.csv", "text document"),
        (b"<html><table></table></html>", "a.xls", "web page"),
        ("監査種別,対象部門\n".encode(), "a.xlsx", "although its name ends in .xlsx"),
        (b"PK\x03\x04 and nothing more", "a.xlsx", "damaged"),
        (zipped(**{"word/document.xml": "<w/>"}), "a.xlsx", "Word"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "a.ods",
            "not a workbook",
        ),
        (zipped(**{"content.xml": "<a/>"}), "a.ods", "not a workbook"),
        (zipped(**{"content.xml": "<a"}), "a.ods", "damaged"),
        (zipped(**{"content.xml": "<a/>", "encrypted-package": ""}), "a.ods", "password"),
        (zipped(**{"xl/workbook.bin": "", "xl/x": ""}), "a.xlsb", "damaged"),
        (zipped(**{"a.txt": "a"}), "a.zip", "not a workbook"),
        (package(parts={"xl/vbaProject.bin": "x"}), "a.xlsm", "macros"),
        (package()[:-200], "a.xlsx", "damaged"),
        (package("<worksheet><sheetData>"), "a.xlsx", "damaged"),
        (package(parts={"xl/workbook.xml": "<workbook/>"}), "a.xlsx", "damaged"),
        (package(parts={"xl/sharedStrings.xml": "\0"}), "a.xlsx", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(data, name, words):
    assert words in refusal(data, name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "unpacks" in refusal(package(parts={"xl/media/a": bytes(40 * 1024 * 1024)}))
    assert "unpacks" in refusal(package(parts={"xl/media/a": bytes(5 * 1024 * 1024)}))


def test_a_zip_of_very_many_files_is_refused():
    parts = {f"xl/{number}": "" for number in range(600)}
    assert "unpacks" in refusal(package(parts=parts))


def test_a_zip_that_lies_about_sizes_is_refused():
    data = bytearray(package(worksheet(after=" " * 3_000_000)))
    name = data.rindex(b"xl/worksheets/sheet1.xml")  # in the directory, after 46 bytes of facts
    struct.pack_into("<L", data, name - 46 + 24, 1000)
    assert "damaged" in refusal(bytes(data))


def test_a_zip_with_a_password_is_refused():
    data = bytearray(package())
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, place + 8, 1)
    assert "password" in refusal(bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "b">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd">',
    ],
)
def test_document_types_and_their_entities_are_refused(declared, encoding):
    before = f'<?xml version="1.0" encoding="{encoding}"?>{declared}'
    sheet = worksheet(HEAD + f'<row r="2">{inline("A2", "&b;")}</row>', before=before)
    assert "document type" in refusal(package(sheet.encode(encoding)))


def test_an_entity_nobody_declared_is_refused():
    sheet = worksheet(HEAD + f'<row r="2">{inline("A2", "&b;")}</row>')
    assert "damaged" in refusal(package(sheet))


def scattered(text, times):
    """The text so many times, with letters between that keep it from packing too well."""
    numbers = random.Random(7)
    return "".join(
        text + (numbers.randbytes(9).hex() if at % 20 == 0 else "") for at in range(times)
    )


@pytest.mark.parametrize("text", ["<a/>", "<row><c/></row>", "<row><c><is><t>a</t></is></c></row>"])
def test_more_elements_than_any_table_has_are_refused(text):
    assert "unpacks" in refusal(package(worksheet(scattered(text, 260_000))))


def test_elements_nested_however_deep_are_refused():
    sheet = worksheet(scattered("<a>", 260_000) + "</a>" * 260_000)
    assert "unpacks" in refusal(package(sheet))


def test_runs_without_end_are_refused():
    strings = f"<sst><si>{scattered('<r><t>a</t></r>', 105_000)}</si></sst>"
    assert "unpacks" in refusal(package(parts={"xl/sharedStrings.xml": strings}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("," * 10 * 1024 * 1024, "nothing in the table"),
        ("\n" * 10 * 1024 * 1024, "nothing in the table"),
        ((",,,\n" * 1_000_000), "nothing in the table"),
        ("監査種別,対象部門\n" + "\n" * 100_001 + "a,b", "more than 100,000 lines"),
        ("監査種別,対象部門\n" + "," * 700_000 + "a", "longer than"),
        ('監査種別,対象部門\n"' + "あ" * 700_000, "longer than"),
    ],
)
def test_text_that_is_no_table_is_refused_before_it_is_taken_apart(text, words):
    assert words in refusal(text.encode(), "a.csv")


def test_lines_of_delimiters_below_a_table_are_nothing():
    data = ("監査種別,対象部門\na,b\n" + ",\n" * 1_000_000).encode()
    assert len(read(data, name="a.csv").rows) == 1


def dates(count, length):
    spec = Spec("表", (ColumnSpec("when", "実施時期", is_time=True),))
    return read(("実施時期\n" + ("１" * length + "\n") * count).encode(), spec, "a.csv")


def test_dates_that_take_too_long_to_read_are_refused():
    assert len(dates(2000, 40).rows) == 2000
    assert len(dates(4, 1000).rows) == 4
    for count, length in ((2000, 200), (5, 1000), (2000, 50)):
        with translation.override("en"), pytest.raises(TabularError, match="too long to be read"):
            dates(count, length)


def test_a_merged_cell_over_the_whole_worksheet_costs_nothing():
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    sheet = worksheet(f'<row r="1048576">{inline("A1048576", "x")}</row>', after=merged)
    assert "headings" in refusal(package(sheet))


def test_ten_thousand_merged_cells_over_each_other_are_refused():
    merged = '<mergeCell ref="A1:BH9999"/>' * 10_000
    rows = HEAD + "".join(f'<row r="{n}">{inline(f"A{n}", "x")}</row>' for n in range(2, 2000))
    assert "damaged" in refusal(package(worksheet(rows, after=merged)))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"/></row>',
        '<row r="99999999"/>',
        '<row r="x"/>',
        '<row r="2"><c r="AAAA2"/></row>',
        '<row r="2"><c r="A3"/></row>',
        '<row r="2"><c r="B2"/><c r="A2"/></row>',
        '<row r="2"><c r="A2" t="s"><v>7</v></c></row>',
    ],
)
def test_cells_where_none_can_be_are_refused(row):
    assert "damaged" in refusal(package(worksheet(HEAD + row)))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('t="e"><v>#REF!</v>', "#REF!"),
        ('t="e"><v>{0} {x}</v>', "{0} {x}"),
        ("><f>A1</f>", "no computed value"),
        ("><f>A1</f><v/>", "no computed value"),
        ("><f>TODAY()</f><v>42529</v>", "another value each time"),
        ("><f>[1]表!A1</f><v>1</v>", "another file"),
        ("><v>x</v>", "not a number"),
        ("><v>1e999</v>", "not a number"),
    ],
)
def test_a_value_that_cannot_be_trusted_is_refused_with_its_address(cell, words):
    message = refusal(package(worksheet(f'{HEAD}<row r="2"><c r="B2" {cell}</c></row>')))
    assert message.startswith("Cell B2: ")
    assert words in message


@pytest.mark.parametrize("serial", ["-1", "60", "2958466"])
def test_a_date_outside_of_excels_calendar_is_refused(serial):
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    sheet = worksheet(f'{HEAD}<row r="2"><c r="B2" s="0"><v>{serial}</v></c></row>')
    assert "Cell B2" in refusal(package(sheet, parts={"xl/styles.xml": styles}))


def test_a_formulas_computed_value_is_read_and_said():
    cell = '<c r="B2" t="str"><f>A1</f><v>管理部</v></c>'
    sheet = read(package(worksheet(f'{HEAD}<row r="2">{inline("A2", "x")}{cell}</row>')))
    assert sheet.rows[0].cells == {"type": "x", "targets": "管理部"}
    assert "B2" in str(sheet.remarks[0])


def test_readings_above_japanese_words_are_not_part_of_them():
    strings = (
        f'<sst xmlns="{NAMESPACE}"><si><r><t>監</t></r><r><t>査</t></r>'
        '<rPh sb="0" eb="2"><t>カンサ</t></rPh></si></sst>'
    )
    sheet = worksheet(HEAD + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>')
    (row,) = read(package(sheet, parts={"xl/sharedStrings.xml": strings})).rows
    assert row.cells["type"] == "監査"


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("会計_x000D_監査", "会計\n監査"),
        ("会計_x000D_\n監査", "会計\n監査"),
        ("会計_x0009_監査", "会計 監査"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD867__xDE3D_", "\U00029e3d"),
        ("_x30a2_", "ア"),
    ],
)
def test_escaped_characters_are_read(escaped, text):
    sheet = worksheet(f'{HEAD}<row r="2">{inline("A2", "x")}{inline("B2", escaped)}</row>')
    assert read(package(sheet)).rows[0].cells["targets"] == text


@pytest.mark.parametrize("escaped", ["_x0000_", "_x0007_", "_xFFFE_", "_xD867_", "_xFFFF_"])
def test_escaped_characters_that_cannot_be_kept_are_refused(escaped):
    sheet = worksheet(f'{HEAD}<row r="2">{inline("A2", "x")}{inline("B2", escaped)}</row>')
    assert refusal(package(sheet)).startswith("Cell B2: ")


def test_prefixed_elements_are_the_same():
    sheet = worksheet().replace("xmlns=", "xmlns:x=")
    for tag in ("worksheet", "sheetData", "row", "c", "is", "t"):
        for mark in (" ", ">"):
            sheet = sheet.replace(f"<{tag}{mark}", f"<x:{tag}{mark}")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    assert len(read(package(sheet)).rows) == 1


def test_too_long_a_text_is_refused_with_its_address():
    row = f'<row r="2">{inline("B2", "あ" * 10_001)}</row>'
    assert refusal(package(worksheet(HEAD + row))).startswith("Cell B2: ")


def test_a_worksheet_that_is_not_wanted_may_hold_an_error():
    data = book(HEADINGS, ["a", "b", "c"], sheets=[("別", [["=1/0"]])])
    assert len(read(data).rows) == 1


def test_rows_without_numbers_are_counted():
    rows = (HEAD + LINE).replace(' r="1"', "").replace(' r="2"', "")
    assert [row.number for row in read(package(worksheet(rows))).rows] == [2]
