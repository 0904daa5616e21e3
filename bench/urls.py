"""The site's addresses, and beside them what it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

import jlis_gov.urls
from bench.peer import MeetingFeed


def ok(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("ok", ok),
    path("peer/<int:year>.ics", MeetingFeed()),
    *jlis_gov.urls.urlpatterns,
]
