"""What is answered where no view had a say: a calendar program is not given a page even then."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from calendars import answers

FEEDS = "/feeds/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, for example under a host name that is not ours."""
    if request.path_info.startswith(FEEDS):
        return answers.not_understood()
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, and 503 to a calendar program."""
    if request.path_info.startswith(FEEDS):
        return answers.unavailable()
    return defaults.server_error(request)
