"""Calendar feeds: anonymous, conditional, never HTML. `sources` come in as Django's sitemaps do.

What they hold comes from the ledger; a source is asked only for what a key is called.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from calendars.entries import Source
from calendars.feeds import publishing
from calendars.feeds.models import PublishedFeed
from calendars.feeds.responses import (
    CONTENT_TYPE,
    CalendarView,
    base_url,
    disposition,
    not_found,
    unavailable,
)
from calendars.feeds.selection import Selection, select
from calendars.ical import CALENDAR_END, RENDERING, SITE, Header, Long, calendar_start, site_line
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear
from records.storage import snapshot

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feeds:
    """What a site's feeds are made of.

    `kinds` maps a feed's name in the URL to a key (`{"meetings": "kind:meeting"}`); `groups` are
    key prefixes with one feed per key (`body` → `/feeds/body/<slug>.ics` → `body:<slug>`). `title`
    names the feed of everything, `publisher` ends every calendar's name.
    """

    sources: Sequence[Source]
    title: str
    publisher: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    groups: Sequence[str] = ()

    def title_of(self, key: str) -> str | None:
        """What a key is called, the feed's title for the empty one; None where nobody knows it."""
        if not key:
            return self.title
        titles = (source.title_of(key) for source in self.sources)
        return next((str(title) for title in titles if title), None)

    def path_of(self, key: str, year: int | None = None) -> str:
        """Where the feed with this key, the empty one for everything, stands; of one year alone."""
        named = {kind: name for name, kind in {"all": "", **self.kinds}.items()}
        group, _colon, slug = key.partition(":")
        of = {"year": year} if year else {}
        if key in named:
            return reverse("feeds:feed", kwargs=of | {"name": named[key]})
        return reverse("feeds:feed", kwargs=of | {"group": group, "slug": slug})

    def known_title_of(self, key: str) -> str | None:
        """What it is called; where the sources fail, what it was called when last published."""
        try:
            return self.title_of(key)
        except Exception:
            _log.exception("The sources cannot say what %s is called", key)
            told = PublishedFeed.objects.filter(key=key).exclude(title="")
            return told.order_by("-changed").values_list("title", flat=True).first()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the URL asks for."""

    key: str
    year: int | None
    long: Long
    filename: str


class FeedView(CalendarView):
    """One feed. The URL gives `name`, or `group` and `slug`, and perhaps `year`."""

    def answer(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """The feed, 304 where the client has it already, 404 in plain text for an unknown one."""
        wanted = self.wanted(long=request.GET.get("long") or Long.SPAN, **parts)
        title = wanted and (self.feeds.known_title_of(wanted.key) or "")
        if not wanted or not title:
            return not_found()
        header = header_of(request, self.feeds, title, wanted.year)
        found = _select(request, wanted, header)
        if not found.up_to_date:
            if not publishing.publish_if_stale(self.feeds, timezone.now()):
                return unavailable()
            found = _select(request, wanted, header)
        return respond(request, wanted, header, found)

    def wanted(
        self,
        *,
        long: str,
        name: str = "",
        group: str = "",
        slug: str = "",
        year: int | None = None,
    ) -> _Wanted | None:
        """What the URL asks for; None where there cannot be such a feed."""
        if long not in list(Long) or group not in ("", *self.feeds.groups):
            return None
        if year is not None and not FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR:
            return None
        key = f"{group}:{slug}" if group else ("" if name == "all" else self.feeds.kinds.get(name))
        parts = (f"fy{year}" if year else "", group, slug, name)
        filename = "-".join(filter(None, parts))
        return None if key is None else _Wanted(key, year, Long(long), filename)


def header_of(request: HttpRequest, feeds: Feeds, title: str, year: int | None = None) -> Header:
    """「内部監査 平成28年度（J-LIS）」: what differs comes first, clients cut the end."""
    wareki = FiscalYear(year).wareki() if year else ""
    name = f"{' '.join(filter(None, (title, wareki)))}（{feeds.publisher}）"
    return Header(name, request.build_absolute_uri(_page(year)))


def count(request: HttpRequest, feeds: Feeds, key: str, long: Long, year: int | None = None) -> int:
    """How many events the feed with this key holds, of as many fiscal years as clients take."""
    publishing.publish_if_stale(feeds, timezone.now())
    header = header_of(request, feeds, feeds.known_title_of(key) or "", year)
    return _select(request, _Wanted(key, year, long, ""), header).events


def respond(
    request: HttpRequest, wanted: _Wanted, header: Header, found: Selection
) -> HttpResponseBase:
    """What the ledger holds, as `found`, or 304 where the client has these bytes.

    Everything is read before the first byte goes out, so that no fault can cut a body short.
    """
    site = site_line(base_url(request))
    response: HttpResponseBase | None = get_conditional_response(
        request, _etag(found, header, site), found.changed
    )
    if response is None:
        with snapshot():  # sums and events of one moment
            found = _select(request, wanted, header)
            pieces = found.pieces() if request.method == "GET" else []
        body = _body(calendar_start(header), pieces, site)
        response = StreamingHttpResponse(body, content_type=CONTENT_TYPE)
        response["Content-Length"] = str(_around(header) + found.size_at(len(site)))
        response["Content-Disposition"] = disposition(wanted.filename, download=False)
    response["ETag"] = _etag(found, header, site)
    response["Cache-Control"] = "public, no-cache"  # what turns internal must vanish at once
    if found.changed:
        response["Last-Modified"] = http_date(found.changed)
    return response


def _select(request: HttpRequest, wanted: _Wanted, header: Header) -> Selection:
    sizes = {"around": _around(header), "site": len(site_line(base_url(request)))}
    today = timezone.localdate()
    return select(wanted.key, wanted.year, wanted.long, **sizes, today=today)


def _around(header: Header) -> int:
    return len(calendar_start(header)) + len(CALENDAR_END)


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


def _page(year: int | None) -> str:
    """The page for people that shows what the feed holds."""
    return f"/calendar/fy{year}/" if year else "/"
