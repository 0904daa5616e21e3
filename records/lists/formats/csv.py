"""CSV, as shown or for machines, in UTF-8 or Shift_JIS."""

from django.http import HttpResponseBase

from records.lists.downloads import Download, Shape
from records.lists.formats.answers import streamed, written
from records.lists.formats.declaration import Asked, Encoding, Format, TablesFile
from records.lists.rendering import csv_pieces, to_csv


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """The list as CSV. Raises `UnencodableError` for characters that the encoding lacks."""
    listing, encoding = download.listing(asked.shape), asked.encoding
    kind = f"text/csv; charset={'Shift_JIS' if encoding == Encoding.CP932 else encoding}"
    name = download.file_name(asked.shape, "csv")
    pieces = csv_pieces(listing, encoding=encoding, replacing=asked.replaces)
    if encoding == Encoding.UTF_8:
        return streamed(pieces, kind, name)
    # Only at its end it is known whether every character has a place.
    return written(lambda file: file.writelines(pieces), kind, name)


CSV = Format(
    name="csv",
    label="CSV",
    write=write,
    shapes=(Shape.SHOWN, Shape.MACHINE),
    encodings=(Encoding.UTF_8, Encoding.CP932),
    tables=TablesFile(
        "text/csv; charset=utf-8", lambda title, tables, at: to_csv(tables[0]), holds_one=True
    ),
)
