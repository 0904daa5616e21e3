"""What can be taken away from a list: the records that its page counts, in the page's order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, Protocol

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import journal
from records.base import Record
from records.columns import IDENTITY, Column
from records.export import Listing, Value, csv_pieces, write_xlsx
from records.middleware import request_id
from records.models import JournalHead
from records.snapshot import snapshot

FIRST, AT_ONCE = 100, 1_000  # records read at a time; the first ones soon
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKNOWN = {"invalid_choice": gettext_lazy("There is no “%(value)s” to choose here.")}


class Format(models.TextChoices):
    """What a list can be taken away as; the values stand in addresses."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


class Shape(models.TextChoices):
    """For whom a file is made."""

    SHOWN = "shown", gettext_lazy("as shown")
    MACHINE = "machine", gettext_lazy("for machines")


class Encoding(models.TextChoices):
    """How the letters of a CSV file are written."""

    UTF_8 = "utf-8", "UTF-8"
    CP932 = "cp932", "Shift_JIS"


class ExportForm(forms.Form):
    """What a list's address says of a file to take away."""

    _export = forms.ChoiceField(required=False, choices=Format, error_messages=UNKNOWN)
    _shape = forms.ChoiceField(required=False, choices=Shape, error_messages=UNKNOWN)
    _encoding = forms.ChoiceField(required=False, choices=Encoding, error_messages=UNKNOWN)
    _geta = forms.BooleanField(required=False)

    @property
    def wanted(self) -> str:
        """The format asked for; empty where the page is."""
        return self.cleaned_data["_export"]

    @property
    def shape(self) -> Shape:
        return Shape(self.cleaned_data["_shape"] or Shape.SHOWN)

    @property
    def encoding(self) -> Encoding:
        return Encoding(self.cleaned_data["_encoding"] or Encoding.UTF_8)


class Page(Protocol):
    """What a list's page tells of itself."""

    request: HttpRequest
    title: str | Promise

    def lines(self, records: Sequence[Record]) -> Iterable[tuple[Record, Any]]:
        """Each record with each of its lines."""


class Download:
    """A list to take away: its records in order, and how the page was asked for them."""

    def __init__(
        self, page: Page, records: QuerySet, columns: Sequence[Column], filters: str
    ) -> None:
        self.page, self.records, self.columns = page, records, columns
        self.request, self.model = page.request, records.model
        self.filters = filters
        self.at: datetime = timezone.localtime()
        self.count = records.count()

    def listing(self, shape: Shape) -> Listing:
        """The list in this shape, to be read once."""
        if shape == Shape.MACHINE:
            data = [*IDENTITY, *(one for column in self.columns for one in column.for_machines())]
            headings = tuple(str(datum.label) for datum in data)
            values = [datum.value for datum in data]
            rows = self._rows(lambda record, line: [value(record, line) for value in values])
        else:
            headings = tuple(str(column.label) for column in self.columns)
            rows = self._rows_shown()
        return Listing(str(self.page.title), headings, rows, self.facts(shape))

    def _rows_shown(self) -> Iterator[list[Value]]:
        for records in self.batches():
            for record in records:
                yield [column.told(record) for column in self.columns]

    def _rows(self, row: Callable[[Record, Any], list[Value]]) -> Iterator[list[Value]]:
        for records in self.batches():
            for record, line in self.page.lines(records):
                yield row(record, line)

    def batches(self) -> Iterator[list[Record]]:
        """The records in order, as many at a time as memory and the reader's patience bear."""
        with snapshot(), translation.override(translation.get_language()):
            records = self.records.iterator(chunk_size=AT_ONCE)
            size = FIRST
            while batch := list(islice(records, size)):
                yield batch
                size = AT_ONCE

    def facts(self, shape: Shape) -> tuple[tuple[str, str], ...]:
        """How the file came about, in words."""
        head = JournalHead.current()
        return (
            (_("Taken by"), who(self.request) or _("anyone (not signed in)")),
            (_("Taken at"), f"{self.at:%Y-%m-%d %H:%M:%S%z}"),
            (_("Filters"), self.filters or _("none")),
            (_("Number of records"), str(self.count)),
            (_("As it stood at"), f"{self.at:%Y-%m-%d %H:%M:%S%z}"),
            (_("Last journal entry"), f"{head.sequence}"),
            (_("Hash of the last journal entry"), head.hash),
            (_("Shape"), str(shape.label)),
        )

    def holds_internal(self) -> bool:
        """Whether there is any record in it that not everybody may see."""
        return self.records.exclude(self.model.open_to_anyone()).exists()

    def note(self, asked: ExportForm) -> None:
        """Say in the journal that internal records were handed over."""
        payload = {
            "kind": self.model._meta.label,
            "query": self.request.GET.urlencode(),
            "filters": self.filters,
            "format": asked.wanted,
            "shape": str(asked.shape),
            "count": self.count,
        }
        actor, request = who(self.request), request_id(self.request)
        journal.append_export(actor=actor, payload=payload, request=request)

    def file_name(self, extension: str, shape: Shape) -> str:
        """`audit-shown-20261124-1530.csv`."""
        return f"{self.model._meta.model_name}-{shape}-{self.at:%Y%m%d-%H%M}.{extension}"


def who(request: HttpRequest) -> str:
    """Who asks; empty for anyone."""
    return request.user.get_username() if request.user.is_authenticated else ""


def respond(download: Download, asked: ExportForm) -> HttpResponseBase:
    """The file; that it was taken is noted first. Raises `UnencodableError`."""
    response = WRITERS[asked.wanted](download, asked)
    if download.holds_internal():
        download.note(asked)
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(download: Download, asked: ExportForm) -> HttpResponseBase:
    listing, encoding = download.listing(asked.shape), asked.encoding
    kind = f"text/csv; charset={'Shift_JIS' if encoding == Encoding.CP932 else encoding}"
    name = download.file_name("csv", asked.shape)
    pieces = csv_pieces(listing, encoding=encoding, replacing=asked.cleaned_data["_geta"])
    if encoding == Encoding.UTF_8:
        response = StreamingHttpResponse(pieces, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    # Only at its end it is known whether every character has a place.
    return _file(lambda file: file.writelines(pieces), kind, name)


def _xlsx(download: Download, asked: ExportForm) -> HttpResponseBase:
    listing, made_at = download.listing(asked.shape), download.at.replace(tzinfo=None)
    name = download.file_name("xlsx", asked.shape)
    return _file(lambda file: write_xlsx(listing, file, made_at=made_at), EXCEL, name)


def _file(write: Callable[[IO[bytes]], None], content_type: str, name: str) -> FileResponse:
    """An answer of what `write` writes to a file, which is gone once it is sent."""
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        write(file)
        file.seek(0)
        stack.pop_all()
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


WRITERS: Mapping[str, Callable[[Download, ExportForm], HttpResponseBase]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
}
