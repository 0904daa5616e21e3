"""A document in official style."""

from django.http import HttpResponseBase

from records.lists.downloads import Download, Shape
from records.lists.formats.answers import written
from records.lists.formats.declaration import Asked, Format, TablesFile
from records.lists.formats.paper import MOST, on_paper
from records.lists.rendering import to_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """The list as a document on A4 across."""
    table = on_paper(download)
    body = to_docx(table.title, [table], made_at=download.made_at, across=True)
    name = download.file_name(Shape.SHOWN, "docx")
    return written(lambda file: file.write(body), WORD, name)


DOCX = Format(
    name="docx",
    label="Word",
    write=write,
    shapes=(Shape.SHOWN,),
    most=MOST,
    tables=TablesFile(WORD, lambda title, tables, at: to_docx(title, tables, made_at=at)),
)
