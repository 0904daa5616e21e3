"""Binary workbooks (.xlsb) for tests, record by record: no program at hand writes them.

LibreOffice and calamine read what is written here as these tests do.
"""

import io
import struct
import zipfile

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PART = "application/vnd.ms-excel."
TYPES = {
    "/xl/workbook.bin": "sheet.binary.macroEnabled.main",
    "/xl/worksheets/sheet1.bin": "worksheet",
    "/xl/worksheets/sheet2.bin": "worksheet",
    "/xl/styles.bin": "styles",
    "/xl/sharedStrings.bin": "sharedStrings",
}
NOTHING = 0xFFFFFFFF


def record(kind, data=b""):
    """A record with its kind and size in seven bits a byte."""
    return _variable(kind) + _variable(len(data)) + data


def _variable(value):
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def wide(text):
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def row(number, *, hidden=False):
    """The head of a row, counted from 1."""
    return record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 * hidden, 0, 0))


def cell(kind, column, value=b"", style=0):
    return record(kind, struct.pack("<II", column, style) + value)


def shared(column, number, style=0):
    return cell(7, column, struct.pack("<I", number), style)


def real(column, value, style=0):
    return cell(5, column, struct.pack("<d", value), style)


def packed(column, value, style=0, *, hundredths=False):
    return cell(2, column, struct.pack("<I", (value << 2 & 0xFFFFFFFF) | 2 | hundredths), style)


def formula(column, value, tokens=b"\x1e\x01\x00", style=0):
    """A formula with a number; its tokens are a 1 unless they are given."""
    tail = struct.pack("<HI", 0, len(tokens)) + tokens + struct.pack("<I", 0)
    return cell(9, column, struct.pack("<d", value) + tail, style)


def merged(top, bottom, left, right):
    return struct.pack("<IIII", top - 1, bottom - 1, left, right)


def sheet(*rows, merges=(), columns=b""):
    """A worksheet's part."""
    areas = b"".join(record(176, area) for area in merges)
    if merges:
        areas = record(177, struct.pack("<I", len(merges))) + areas + record(178)
    return (
        record(129)
        + record(148, struct.pack("<IIII", 0, 1000, 0, 50))
        + (record(390) + columns + record(391) if columns else b"")
        + record(145)
        + b"".join(rows)
        + record(146)
        + areas
        + record(130)
    )


def hidden_column(number):
    return record(60, struct.pack("<IIIIH", number, number, 2560, 0, 1))


def styles(formats, *, struck=()):
    """Styles of these formats, each in a font that is struck through or not."""
    fonts = b"".join(
        record(
            43,
            struct.pack("<HHHHBBBB", 220, 8 * is_struck, 400, 0, 0, 2, 128, 0)
            + b"\x01\xff\x01\x00\x00\x00\x00\xff\x00"
            + wide("MS Gothic"),
        )
        for is_struck in (False, True)
    )
    codes = {200 + at: code for at, code in enumerate(formats) if isinstance(code, str)}
    written = b"".join(record(44, struct.pack("<H", at) + wide(code)) for at, code in codes.items())
    kinds = [code if isinstance(code, int) else 200 + at for at, code in enumerate(formats)]
    made = b"".join(
        record(47, struct.pack("<HHHHHBBHBB", 0, kind, at in struck, 0, 0, 0, 0, 0, 0, 0))
        for at, kind in enumerate(kinds)
    )
    named = record(47, struct.pack("<HHHHHBBHBB", 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    fill = record(45, struct.pack("<I", 0) + bytes(64))
    line = record(46, bytes(51))
    return (
        record(278)
        + record(615, struct.pack("<I", len(codes)))
        + written
        + record(616)
        + record(611, struct.pack("<I", 2))
        + fonts
        + record(612)
        + record(603, struct.pack("<I", 1))
        + fill
        + record(604)
        + record(613, struct.pack("<I", 1))
        + line
        + record(614)
        + record(626, struct.pack("<I", 1))
        + named
        + record(627)
        + record(617, struct.pack("<I", len(kinds)))
        + made
        + record(618)
        + record(279)
    )


def strings(*texts):
    """A table of texts; one is rich where it is a pair of the text and its (start, font)."""
    found = b""
    for text in texts:
        plain, runs = (text, ()) if isinstance(text, str) else text
        tail = struct.pack("<I", len(runs)) if runs else b""
        tail += b"".join(struct.pack("<HH", *run) for run in runs)
        found += record(19, bytes([bool(runs)]) + wide(plain) + tail)
    return record(159, struct.pack("<II", len(texts), len(texts))) + found + record(160)


def book(*sheets, styles_part, strings_part, names=("計画", "控え"), from_1904=False):
    """A workbook of these worksheets, the second of which is hidden."""
    bundle = b"".join(
        record(156, struct.pack("<II", bool(at), at + 1) + wide(f"rId{at + 1}") + wide(names[at]))
        for at in range(len(sheets))
    )
    root = (
        record(131)
        + record(153, struct.pack("<III", from_1904, 0, 0))
        + record(143)
        + bundle
        + record(144)
        + record(132)
    )
    parts = {"styles": "styles.bin", "sharedStrings": "sharedStrings.bin"}
    links = {
        f"rId{at + 1}": ("worksheet", f"worksheets/sheet{at + 1}.bin") for at in range(len(sheets))
    }
    links |= {kind: (kind, target) for kind, target in parts.items()}
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="{name}" ContentType="{PART}{kind}"/>'
            for name, kind in TYPES.items()
        )
        + "</Types>",
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/_rels/workbook.bin.rels": _relations(links),
        "xl/workbook.bin": root,
        "xl/styles.bin": styles_part,
        "xl/sharedStrings.bin": strings_part,
    } | {f"xl/worksheets/sheet{at + 1}.bin": part for at, part in enumerate(sheets)}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return output.getvalue()


def _relations(links):
    found = "".join(
        f'<Relationship Id="{key}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'
