"""The middleware that notes readings after the answer is made."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from records.readings.noting import note


class ReadingsMiddleware:
    """Notes what was opened with success; of a request that marked nothing it asks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 200:
            note(request)
        return response
