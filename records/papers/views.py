"""The address of every file of a record."""

from collections.abc import Sequence
from typing import cast

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views import View

from records.base import Record
from records.papers.attachment import Attachment
from records.readings import mark_read


class PaperFile(View):
    """A record's file, to download: what was uploaded never runs as a page of this site.

    One that is not there and one that the visitor may not read answer alike. `kinds` are the
    documents that have an address.
    """

    http_method_names = ("get", "head")
    kinds: Sequence[type[Attachment]] = ()

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        found = (each.objects.readable_by(request.user).filter(file=name) for each in self.kinds)
        paper = next((rows[0] for rows in found if rows), None)
        if paper is None or not paper.file.storage.exists(name):
            raise Http404
        if not paper.is_public:
            for record in paper.roots():
                mark_read(request, cast(Record, record))
        etag = f'"{paper.sha256}"' if paper.sha256 else None
        answer = get_conditional_response(request, etag=etag) or FileResponse(
            paper.file.open(), as_attachment=True, filename=paper.download_name
        )
        if etag:
            answer.headers["ETag"] = etag
        return answer
