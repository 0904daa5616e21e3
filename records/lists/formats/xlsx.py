"""Workbooks, as shown or for machines; a large one can be waited for."""

from collections.abc import Iterator
from typing import IO

from django.http import HttpResponseBase

from records.lists.downloads import Download, Shape
from records.lists.formats.answers import written
from records.lists.formats.declaration import Asked, Format, TablesFile
from records.lists.rendering import to_xlsx, write_xlsx, xlsx_steps
from records.lists.waiting import waiting

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """The list as a workbook, or the page that tells how far it is."""
    listing, made_at = download.listing(asked.shape), download.made_at
    name = download.file_name(asked.shape, "xlsx")
    if not asked.is_awaited:
        return written(lambda file: write_xlsx(listing, file, made_at=made_at), EXCEL, name)

    def steps(file: IO[bytes]) -> Iterator[int]:
        for _row in xlsx_steps(listing, file, made_at=made_at):
            yield download.done
        yield download.count

    return waiting(download.request, listing.title, download.count, steps, name)


XLSX = Format(
    name="xlsx",
    label="Excel",
    write=write,
    shapes=(Shape.SHOWN, Shape.MACHINE),
    awaited_as=EXCEL,
    tables=TablesFile(EXCEL, lambda title, tables, at: to_xlsx(tables, made_at=at)),
)
