"""PDFs for tests, object by object: hostile ones, and those that no office program makes."""

import zlib


def pdf(*contents, filters="/FlateDecode", pages=None):
    """A PDF with a page for each of these contents, or this number of pages of the first."""
    pages = pages or len(contents)
    first = 4 + len(contents)
    kids = " ".join(f"{first + at} 0 R" for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for content in contents:
        data = content if isinstance(content, bytes) else zlib.compress(content.encode())
        head = f"<< /Length {len(data)} /Filter [{filters}] >>\nstream\n".encode()
        objects.append(head + data + b"\nendstream")
    for at in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{4 + min(at, len(contents) - 1)} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
    found, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(found))
        found += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(found)}\n%%EOF"
    return found + f"xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode()


def lines(columns, rows, *, left=50, top=800, width=100, height=20):
    """The lines of a table's cells."""
    right, bottom = left + columns * width, top - rows * height
    drawn = [
        f"{left} {top - at * height} m {right} {top - at * height} l S" for at in range(rows + 1)
    ]
    drawn += [
        f"{left + at * width} {top} m {left + at * width} {bottom} l S" for at in range(columns + 1)
    ]
    return "\n".join(drawn)


def words(text, x, y):
    """A text in Latin letters that begins at a place."""
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET"


def cells(*rows, left=50, top=800, width=100, height=20):
    """A table with these texts."""
    texts = [
        words(text, left + at * width + 3, top - number * height - 14)
        for number, row in enumerate(rows)
        for at, text in enumerate(row)
    ]
    drawn = lines(len(rows[0]), len(rows), left=left, top=top, width=width, height=height)
    return "\n".join([drawn, *texts])
