"""The logo, for anyone."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from records.agency.models import AgencySettings

TYPES = {"png": "image/png", "jpeg": "image/jpeg"}


class LogoView(View):
    """The logo that has the digest of the address; another logo has another address."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, digest: str) -> HttpResponseBase:
        found = AgencySettings.objects.filter(sha256=digest, kind__in=TYPES).exclude(file="")
        row = found.first()
        if row is None or not row.file.storage.exists(row.file.name):
            raise Http404
        answer = FileResponse(row.file.open(), content_type=TYPES[row.kind])
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
