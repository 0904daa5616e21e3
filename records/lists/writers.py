"""The files in which a list is taken away, each an answer to a request."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from records.lists.downloads import Download, Encoding, ExportForm, Format, Shape, who
from records.lists.formats import Table, csv_pieces, json_pieces, to_docx, write_xlsx, xlsx_steps
from records.lists.redaction import forms, reads_whole
from records.lists.schema import schema_of
from records.lists.turns import EXPORTS
from records.lists.waiting import fetched, waiting

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_ON_PAPER = 2_000  # records; a document is made as a whole, and read by people


def respond(download: Download, asked: ExportForm) -> HttpResponseBase:
    """The file; that it was taken is noted where it holds what not everybody may know.

    Raises `UnencodableError`, `ValidationError` where the list cannot be had in this format, and
    `BusyError`.
    """
    if token := asked.cleaned_data["_made"]:
        return fetched(download.request, token, EXCEL)
    write = partial(WRITERS[asked.wanted], download, asked)
    is_queued = not who(download.request) and download.count > settings.EXPORTS_QUEUED_FROM
    response = EXPORTS.make(write) if is_queued else write()
    if asked.wanted != Format.SCHEMA and download.holds_internal(asked.wanted):
        download.note(asked)
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(download: Download, asked: ExportForm) -> HttpResponseBase:
    listing, encoding = download.listing(asked.shape), asked.encoding
    kind = f"text/csv; charset={'Shift_JIS' if encoding == Encoding.CP932 else encoding}"
    name = download.file_name(asked.shape, "csv")
    pieces = csv_pieces(listing, encoding=encoding, replacing=asked.cleaned_data["_geta"])
    if encoding == Encoding.UTF_8:
        return _streamed(pieces, kind, name)
    # Only at its end it is known whether every character has a place.
    return _file(lambda file: file.writelines(pieces), kind, name)


def _xlsx(download: Download, asked: ExportForm) -> HttpResponseBase:
    listing, made_at = download.listing(asked.shape), download.made_at
    name = download.file_name(asked.shape, "xlsx")
    if not asked.is_awaited:
        return _file(lambda file: write_xlsx(listing, file, made_at=made_at), EXCEL, name)

    def steps(file: IO[bytes]) -> Iterator[int]:
        for _row in xlsx_steps(listing, file, made_at=made_at):
            yield download.done
        yield download.count

    return waiting(download.request, listing.title, download.count, steps, name)


def _file(write: Callable[[IO[bytes]], None], content_type: str, name: str) -> FileResponse:
    """An answer of what `write` writes to a file, which is gone once it is sent."""
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        write(file)
        file.seek(0)
        stack.pop_all()
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _docx(download: Download, asked: ExportForm) -> HttpResponseBase:
    table, made_at = _on_paper(download), download.made_at
    body = to_docx(table.title, [table], made_at=made_at, across=True)
    name = download.file_name(Shape.SHOWN, "docx")
    return _file(lambda file: file.write(body), WORD, name)


def _print(download: Download, asked: ExportForm) -> HttpResponseBase:
    return render(download.request, "records/print.html", {"table": _on_paper(download)})


def _on_paper(download: Download) -> Table:
    """The list as a table that is made as a whole. Raises `ValidationError` for a long one."""
    if download.count > MOST_ON_PAPER:
        raise ValidationError(
            _("This list is too long for paper: %(count)d records, at most %(most)d. Narrow it.")
            % {"count": download.count, "most": MOST_ON_PAPER}
        )
    listing = download.listing(Shape.SHOWN)
    rows = tuple(tuple(str(cell) for cell in row) for row in listing.rows)
    facts = tuple(f"{label}: {text}" for label, text in listing.facts)
    return Table(listing.title, listing.headings, rows, notes=facts, merges=False)


def _json(download: Download, asked: ExportForm) -> HttpResponseBase:
    model, fields, user = download.model, download.page.open_fields, download.request.user
    is_whole = reads_whole(user, model)
    items = (
        form
        for records in download.batches()
        for form in forms(records, fields, user, is_whole=is_whole)
    )
    head = {"kind": model._meta.label, "schema": model.schema} | download.provenance()
    pieces = json_pieces(head, "records", items)
    return _streamed(pieces, "application/json", download.file_name("records", "json"))


def _events(download: Download, asked: ExportForm) -> HttpResponseBase:
    page = download.page
    if not page.has_events:
        raise ValidationError(_("This list holds no events."))
    events = (page.event(record) for records in download.batches() for record in records)
    pieces = json_pieces(download.provenance(), "events", events)
    return _streamed(pieces, "application/json", download.file_name("events", "json"))


def _schema(download: Download, asked: ExportForm) -> HttpResponseBase:
    schema = schema_of(download.model, download.page.open_fields)
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/schema+json")


def _streamed(pieces: Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


WRITERS: Mapping[str, Callable[[Download, ExportForm], HttpResponseBase]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.DOCX: _docx,
    Format.PRINT: _print,
    Format.JSON: _json,
    Format.EVENTS: _events,
    Format.SCHEMA: _schema,
}
