"""The site's addresses, and beside them what it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

import jlis_gov.urls
from bench import stock
from bench.peer import MeetingFeed


def ok(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("feeds/ok", ok),  # where no page is expected
    path("stock/audits/", stock.StockListPage.as_view()),
    path("admin/stock/", stock.site().urls),
    path("peer/<int:year>.ics", MeetingFeed()),
    *jlis_gov.urls.urlpatterns,
]
