"""Events after the government's event model, as JSON."""

from django.http import HttpResponseBase

from records.lists.downloads import Download
from records.lists.formats.answers import streamed
from records.lists.formats.declaration import Asked, Format
from records.lists.rendering import json_pieces


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """Each record as an event."""
    page = download.page
    events = (page.event(record) for records in download.batches() for record in records)
    pieces = json_pieces(download.provenance(), "events", events)
    return streamed(pieces, "application/json", download.file_name("events", "json"))


EVENTS = Format(name="events", label="events.json", write=write, needs_events=True)
