"""Canonical forms as JSON, as far as the reader may know them."""

from django.http import HttpResponseBase

from records.lists.downloads import Download
from records.lists.formats.answers import streamed
from records.lists.formats.declaration import Asked, Format, TablesFile
from records.lists.redaction import forms, reads_whole
from records.lists.rendering import json_pieces, to_json


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """Each record's canonical form; `formats.schema` describes them."""
    model, fields, user = download.model, download.page.open_fields, download.request.user
    is_whole = reads_whole(user, model)
    items = (
        form
        for records in download.batches()
        for form in forms(records, fields, user, is_whole=is_whole)
    )
    head = {"kind": model._meta.label, "schema": model.schema} | download.provenance()
    pieces = json_pieces(head, "records", items)
    return streamed(pieces, "application/json", download.file_name("records", "json"))


JSON = Format(
    name="json",
    label="JSON",
    write=write,
    tells_more=True,
    tables=TablesFile("application/json", lambda title, tables, at: to_json(tables).encode()),
)
