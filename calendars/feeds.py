"""Calendar feeds: anonymous, conditional, never HTML. `sources` come in as Django's sitemaps do."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from calendars.entries import Entry, Source
from calendars.fiscal import FiscalYear
from calendars.ical import Fault, Header, calendar, check, events_of
from calendars.segments import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR

MOST_EVENTS = 1_000  # Google takes about 1,100 events or 1 MB and says nothing beyond
MOST_BYTES = 900_000

_LANGUAGE = "ja"  # a feed speaks the record's language, whoever asks
_FISCAL_YEAR_KEY = "fy:"
_log = logging.getLogger(__name__)
_blocks_of = lru_cache(maxsize=4096)(events_of)  # rendering is slow: once per change of an entry


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
        """What a key is called; None where no source knows it."""
        titles = (source.title_of(key) for source in self.sources)
        return next((str(title) for title in titles if title), None)

    def entries(self, keys: Iterable[str]) -> list[Entry]:
        """Public entries that carry all `keys`."""
        wanted = tuple(keys)
        return [
            entry
            for source in self.sources
            for entry in source.entries(viewer=None, keys=wanted)
            if entry.is_public and entry.has(*wanted)
        ]


class FeedView(View):
    """One feed. The URL gives `name`, or `group` and `slug`, and perhaps `year`."""

    feeds: Feeds | None = None
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, **wanted: Any) -> HttpResponse:
        with translation.override(_LANGUAGE):
            return self.answer(request, **wanted)

    def answer(
        self,
        request: HttpRequest,
        *,
        name: str = "",
        group: str = "",
        slug: str = "",
        year: int | None = None,
    ) -> HttpResponse:
        """The feed, 304 where the client has it already, 404 in plain text for an unknown one."""
        selection = self.selection(name, group, slug)
        if selection is None or not (year is None or FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR):
            return not_found()
        keys, title = selection
        header = Header(self.calendar_name(title, year), request.build_absolute_uri(_page(year)))
        if year is not None:
            keys = (*keys, f"{_FISCAL_YEAR_KEY}{year}")
        entries = self.feeds.entries(keys)
        if year is None:
            entries = newest_years(entries, base_url=_base_url(request), header=header)
        parts = (f"fy{year}" if year else "", group, slug, name)
        return respond(request, entries, header, filename="-".join(filter(None, parts)))

    def selection(self, name: str, group: str, slug: str) -> tuple[tuple[str, ...], str] | None:
        """The keys and the title of what the URL asks for; None where there is no such thing."""
        if name == "all":
            return (), self.feeds.title
        if group and group not in self.feeds.groups:
            return None
        key = f"{group}:{slug}" if group else self.feeds.kinds.get(name, "")
        title = self.feeds.title_of(key) if key else None
        return ((key,), title) if title else None

    def calendar_name(self, title: str, year: int | None) -> str:
        """「内部監査 平成28年度（J-LIS）」: what differs comes first, clients cut the end."""
        wareki = FiscalYear(year).wareki() if year else ""
        return f"{' '.join(filter(None, (title, wareki)))}（{self.feeds.publisher}）"

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().http_method_not_allowed(request, *args, **kwargs)
        response["Content-Type"] = "text/plain; charset=utf-8"
        return response


def feed_patterns(feeds: Feeds) -> list[URLPattern]:
    """URL patterns of all feeds, each named `feed`, to be included below `/feeds/`.

    Every other path below is 404 in plain text: a client that is given HTML empties its calendar.
    """
    # Exempt, or a program that tries PROPFIND is told 403 in HTML: nothing here can be changed.
    view = csrf_exempt(FeedView.as_view(feeds=feeds))
    shapes = ("<str:name>.ics", "<str:group>/<str:slug>.ics")
    return [
        *(path(f"fy<int:year>/{shape}", view, name="feed") for shape in shapes),
        *(path(shape, view, name="feed") for shape in shapes),
        re_path("", csrf_exempt(lambda request: not_found())),
    ]


def respond(
    request: HttpRequest,
    entries: Iterable[Entry],
    header: Header,
    *,
    filename: str,
    download: bool = False,
) -> HttpResponse:
    """`entries` as a calendar, or 304 where the client has these bytes.

    `filename` is without its ending; `download` offers a file to keep instead of a feed. Bytes
    that fail the strict check are not served: 503 in plain text, and clients keep what they have.
    """
    found = list(entries)
    body = render(found, header, base_url=_base_url(request))
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    changed = last_change(found)
    response = get_conditional_response(request, etag, changed and int(changed.timestamp()))
    if response is None:
        faults = check(body)
        if faults:
            return _refused(filename, faults)
        response = _calendar_response(body, filename, download)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # what turns internal must vanish at once
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


def one_entry(request: HttpRequest, entry: Entry | None) -> HttpResponse:
    """A single record's calendar, to download once; 404 in plain text if it is not public."""
    if entry is None or not entry.is_public:
        return not_found()
    header = Header(entry.title, request.build_absolute_uri(entry.path))
    return respond(request, [entry], header, filename=entry.uid, download=True)


def render(entries: Iterable[Entry], header: Header, *, base_url: str) -> bytes:
    """The calendar's bytes: events by day, time and UID, each UID once."""
    blocks = {
        block.uid: block for entry in entries for block in _blocks_of(entry, base_url=base_url)
    }
    return calendar(header, (block.data for block in sorted(blocks.values())))


def newest_years(entries: Iterable[Entry], *, base_url: str, header: Header) -> list[Entry]:
    """Entries of as many whole fiscal years, newest first, as clients take; at least of one."""
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        years.setdefault(fiscal_year_of(entry), []).append(entry)
    kept: list[Entry] = []
    events, size = 0, len(calendar(header, ()))
    for year in sorted(years, reverse=True):
        blocks = [b for entry in years[year] for b in _blocks_of(entry, base_url=base_url)]
        events += len(blocks)
        size += sum(len(block.data) for block in blocks)
        if kept and (events > MOST_EVENTS or size > MOST_BYTES):
            break
        kept += years[year] if blocks else []
    return kept


def fiscal_year_of(entry: Entry) -> int:
    """The fiscal year of the record, by its key; else the one its schedule starts in, or 0."""
    years = [key.removeprefix(_FISCAL_YEAR_KEY) for key in entry.keys if key.startswith("fy:")]
    if years:
        return max(int(year) for year in years)
    starts = [segment.known_days()[0] for segment in entry.schedule.segments]
    return int(FiscalYear.of(min(starts))) if starts else 0


def last_change(entries: Iterable[Entry]) -> datetime | None:
    """When what a subscriber sees changed last; None where there is nothing to see."""
    return max((entry.changed_at for entry in entries), default=None)


def not_found() -> HttpResponse:
    """404 in plain text."""
    with translation.override(_LANGUAGE):
        words = translation.gettext("There is no such calendar.")
    return _plain(words, 404)


def _calendar_response(body: bytes, filename: str, download: bool) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Length"] = str(len(body))
    response["Content-Disposition"] = content_disposition_header(download, f"{filename}.ics")
    return response


def _refused(filename: str, faults: Sequence[Fault]) -> HttpResponse:
    _log.error("Feed %s failed the check: %s", filename, "; ".join(map(str, faults[:5])))
    with translation.override(_LANGUAGE):
        words = translation.gettext("The calendar cannot be given at the moment.")
    response = _plain(words, 503)
    response["Retry-After"] = "600"
    return response


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").removesuffix("/")


def _page(year: int | None) -> str:
    """The page for people that shows what the feed holds."""
    return f"/calendar/fy{year}/" if year else "/"
