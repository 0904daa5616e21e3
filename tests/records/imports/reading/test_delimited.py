import codecs
import csv
import io
from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.base.validators import control_characters
from records.imports import reading as tabular
from records.imports.reading import TabularError, delimited
from tests.records.imports.reading.workbooks import SPEC

HEAD = "監査種別,対象部門\r\n"
TEXT = HEAD + "会計監査①㈱～,稲垣\uf9dc一\r\n"
# What a cell may hold: no control character, no blanks at its edges.
CELLS = st.text(max_size=20).filter(
    lambda text: (
        not control_characters(text, multiline=False)
        and "\ufeff" not in text
        and text == text.strip()
    )
)


def read(data, name="a.csv"):
    return tabular.read(io.BytesIO(data), name, SPEC)


def refusal(data):
    with pytest.raises(TabularError) as failure:
        read(data)
    return failure.value


def words(error):
    with translation.override("en"):
        return str(error)


def cells(data):
    return [tuple(row.cells.values()) for row in read(data).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_text_is_read_in_each_encoding_that_offices_use(encoding):
    (row,) = read(TEXT.encode(encoding)).rows
    assert row.cells == {"type": "会計監査①㈱～", "targets": "稲垣\uf9dc一"}
    assert row.number == 2


def test_utf_16_of_either_order_is_read():
    assert cells(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == [
        ("会計監査①㈱～", "稲垣\uf9dc一")
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ((HEAD + "会計").encode() + b"\xe7\x9b\r\n", 2),
        (codecs.BOM_UTF8 + HEAD.encode() + b"\xff,", 2),
        (HEAD.encode("cp932") + b"a,b\r\n\x81", 3),
        (codecs.BOM_UTF16_LE + HEAD.encode("utf-16-le") + b"\x00", 2),
    ],
)
def test_what_decodes_wrongly_is_refused_with_its_line(data, line):
    assert refusal(data).line == line


def test_other_encodings_are_refused_and_not_read_as_half_width_letters():
    assert "CSV UTF-8" in words(refusal(TEXT.replace("①㈱～", "").encode("euc_jis_2004")))
    assert "CSV UTF-8" in words(refusal(HEAD.encode("utf-16-le")))
    assert "U+001B" in words(refusal(HEAD.encode("iso2022_jp")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter):
    text = f"監査種別{delimiter}対象部門\n「A、B」{delimiter}管理部\n"
    assert cells(text.encode()) == [("「A、B」", "管理部")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_delimiters_within_cells_do_not_matter(delimiter):
    text = f"監査種別{delimiter}対象部門\n"
    for other in (",", ";", "\t"):
        if other != delimiter:
            text += f"a{other * 9}b{delimiter}c{other}\n"
    rows = cells(("表９\t,;\n" * 3 + text).encode())
    assert [row[0][0] + row[0][-1] + row[1][0] for row in rows] == ["abc", "abc"]


def test_a_tab_within_a_cell_is_a_blank():
    assert cells((HEAD + "会計\t監査,\t管理部\t\n").encode()) == [("会計 監査", "管理部")]
    (row,) = tabular.read_pasted('監査種別,対象部門\n会計\t監査,"管理部\t"\n', SPEC).rows
    assert tuple(row.cells.values()) == ("会計 監査", "管理部")


def test_line_breaks_as_careless_programs_write_them_are_line_breaks():
    rows = '会計_x000D_監査,"管理_x000D_\n部"\n'
    assert cells((HEAD + rows).encode()) == [("会計\n監査", "管理\n部")]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_end_ends_a_row(end):
    assert cells(f"監査種別,対象部門{end}a,b{end}c,d".encode()) == [("a", "b"), ("c", "d")]


def test_lines_in_quotation_marks_are_lines_of_a_cell():
    sheet = read((HEAD + '"会計\r\n監査","管理""部"""\r\n\r\n,\r\nc,d\r\n').encode())
    assert [tuple(row.cells.values()) for row in sheet.rows] == [
        ("会計\n監査", '管理"部"'),
        ("c", "d"),
    ]
    assert [row.number for row in sheet.rows] == [2, 5]


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ('a,b\r\n"c,d\r\ne,f\r\n', 3, "never closed"),
        ('a,b\r\n"c"d,e\r\n', 3, "after a closing"),
        (f'a,b\r\n"{"c" * 140_000}",e\r\n', 3, "longer than"),
    ],
)
def test_quotation_marks_out_of_place_are_refused_with_their_line(rows, line, reason):
    error = refusal((HEAD + rows).encode())
    assert (error.line, reason in words(error)) == (line, True)


@pytest.mark.parametrize("bad", ["\0", "\ufeff", "\x0b", "\u202e", "\u2028"])
def test_control_characters_are_refused_with_their_address(bad):
    error = refusal((HEAD + f"a,b\r\nc,d{bad}e\r\n").encode())
    assert error.cell == "B3"


def test_full_width_digits_are_kept_and_blanks_around_text_are_not():
    assert cells((HEAD + " 平成２８年　,　第１回 \r\n").encode()) == [("平成２８年", "第１回")]


def test_limits_of_rows_and_columns_are_told_with_the_row():
    assert len(read((HEAD + "a,b\r\n" * 2000).encode()).rows) == 2000
    assert refusal((HEAD + "a,b\r\n" * 2001).encode()).row == 2002
    assert refusal((HEAD + "a,b" + ",c" * 60).encode()).row == 2
    assert refusal((HEAD + "a," + "b" * 10_001).encode()).cell == "B2"


@given(st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_again(rows):
    output = io.StringIO()
    csv.writer(output, quoting=csv.QUOTE_ALL).writerows([("h", "i"), *rows])
    grid = delimited.grid(output.getvalue())
    assert [(row.text(0), row.text(1)) for row in grid.rows[1:]] == rows


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    with suppress(TabularError):
        read(HEAD.encode() + data)
