"""Public pages travel compressed; what only some may read travels as it is.

The length of a compressed page tells whether a text that a stranger had put into its address also
stands elsewhere in it (BREACH, CVE-2013-3587). Every page repeats its address, and whoever is
signed in is shown what is internal; so only what anyone may have is compressed, and nothing in it
is worth guessing. Sheets, scripts and drawings are compressed when they are collected
(whitenoise); calendar feeds and files never are.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses the pages that `ConditionalPages` found to be public."""

    max_random_bytes = 0  # no secret to blur, and the same page is the same bytes

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_public = response.get("Cache-Control", "").startswith("public")
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not (is_public and is_page) or response.streaming:  # a file may be a page, too
            return response
        return super().process_response(request, response)
