"""Calendar feeds: anonymous, conditional, never HTML.

Their events come from the ledger; a source is asked only for the name of a key.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from calendars.feeds import publishing
from calendars.feeds.config import Feeds, name_by
from calendars.feeds.responses import (
    CONTENT_TYPE,
    CalendarView,
    base_url,
    disposition,
    not_found,
    unavailable,
)
from calendars.feeds.selection import Selection, select
from calendars.ical import (
    CALENDAR_END,
    RENDERING,
    SITE,
    Header,
    Variant,
    calendar_start,
    frame_size,
    site_line,
)
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from records.storage import snapshot

HeaderBy = Callable[[str], Header]


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """The feed that a URL names."""

    key: str
    year: int | None
    long: Variant
    filename: str


class FeedView(CalendarView):
    """One feed. The URL gives `name`, or `group` and `slug`, and perhaps `year`."""

    def answer(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """The feed, 304 where the client has it already, 404 in plain text for an unknown one."""
        wanted = self.parse(long=request.GET.get("long") or Variant.SPAN, **parts)
        title = wanted and (self.feeds.known_title_of(wanted.key) or "")
        if not wanted or not title:
            return not_found()
        header = partial(header_of, request, title, wanted.year)
        found = _select(request, wanted, header)
        if not found.up_to_date:
            if not publishing.publish_if_stale(self.feeds, timezone.now()):
                return unavailable()
            found = _select(request, wanted, header)
        if not self.feeds.is_known(wanted.key):
            return not_found()
        response = respond(request, wanted, header, found)
        # nginx takes "no-cache" for "no-store"; born expired, it keeps the feed and asks each time.
        response["X-Accel-Expires"] = "@1"
        return response

    def parse(
        self,
        *,
        long: str,
        name: str = "",
        group: str = "",
        slug: str = "",
        year: int | None = None,
    ) -> FeedRequest | None:
        """The feed that the URL names; None where there cannot be one."""
        if long not in list(Variant) or group not in ("", *self.feeds.groups):
            return None
        if year is not None and not FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR:
            return None
        key = f"{group}:{slug}" if group else ("" if name == "all" else self.feeds.kinds.get(name))
        parts = (f"fy{year}" if year else "", group, slug, name)
        filename = "-".join(filter(None, parts))
        return None if key is None else FeedRequest(key, year, Variant(long), filename)


def header_of(request: HttpRequest, title: str, year: int | None, publisher: str) -> Header:
    """「内部監査 平成28年度（〇〇）」: what differs comes first, clients cut the end."""
    wareki = FiscalYear(year).wareki() if year else ""
    name = name_by(publisher, " ".join(filter(None, (title, wareki))))
    page = f"/calendar/fy{year}/" if year else "/"  # for people, with what the feed holds
    return Header(name, request.build_absolute_uri(page))


def count(
    request: HttpRequest, feeds: Feeds, key: str, long: Variant, year: int | None = None
) -> int:
    """The number of events in the feed with this key, of as many fiscal years as clients take."""
    publishing.publish_if_stale(feeds, timezone.now())
    header = partial(header_of, request, feeds.known_title_of(key) or "", year)
    return _select(request, FeedRequest(key, year, long, ""), header).events


def respond(
    request: HttpRequest, wanted: FeedRequest, header: HeaderBy, found: Selection
) -> HttpResponseBase:
    """The response with what was `found`, or 304 where the client has these bytes.

    `header` gives the calendar's for a publisher. Everything is read before the first byte goes
    out, so that no fault can cut a body short.
    """
    site = site_line(base_url(request))
    response: HttpResponseBase | None = get_conditional_response(
        request, _etag(found, header(found.publisher), site), found.changed
    )
    if response is None:
        with snapshot():  # totals and events of one moment
            found = _select(request, wanted, header)
            pieces = found.pieces() if request.method == "GET" else []
        body = _body(calendar_start(header(found.publisher)), pieces, site)
        response = StreamingHttpResponse(body, content_type=CONTENT_TYPE)
        response["Content-Length"] = str(
            frame_size(header(found.publisher)) + found.size_at(len(site))
        )
        response["Content-Disposition"] = disposition(wanted.filename, download=False)
    response["ETag"] = _etag(found, header(found.publisher), site)
    response["Cache-Control"] = "public, no-cache"  # what turns internal must vanish at once
    if found.changed:
        response["Last-Modified"] = http_date(found.changed)
    return response


def _select(request: HttpRequest, wanted: FeedRequest, header: HeaderBy) -> Selection:
    return select(
        wanted.key,
        wanted.year,
        wanted.long,
        around=lambda publisher: frame_size(header(publisher)),
        site=len(site_line(base_url(request))),
        today=timezone.localdate(),
    )


def _etag(found: Selection, header: Header, site: bytes) -> str:
    """Strong: it changes with every byte of the body."""
    facts = [str(RENDERING), header.name, header.url, site.decode(), found.digest]
    return f'"{hashlib.sha256(chr(0).join(facts).encode()).hexdigest()}"'


def _body(start: bytes, pieces: list[bytes], site: bytes) -> Iterator[bytes]:
    """The body piece by piece; each is let go of once it is sent."""
    yield start
    pieces.reverse()
    while pieces:
        yield pieces.pop().replace(SITE, site)
    yield CALENDAR_END
