"""A calendar of one's own, as far as its owner's rights reach when it is asked for."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from calendars.feeds import publishing
from calendars.feeds.config import Feeds, name_by
from calendars.feeds.models import PublishedEvent, PublishedKey
from calendars.feeds.responses import (
    CONTENT_TYPE,
    CalendarView,
    base_url,
    disposition,
    not_found,
    revoked,
    unavailable,
)
from calendars.feeds.selection import YearTotals, newest_years, publisher
from calendars.feeds.subscriptions import Subscription
from calendars.ical import (
    RENDERING,
    SITE,
    Header,
    Variant,
    calendar,
    frame_size,
    site_line,
)
from records.storage import snapshot


class EventRow(NamedTuple):
    """An event that a calendar holds, without its bytes."""

    pk: int
    uid: str
    digest: str
    sequence: int
    last_modified: datetime
    size: int
    record: str
    is_public: bool
    year: int


class PersonalFeedView(CalendarView):
    """The feed that a token opens: to whoever has it, as it is its owner's."""

    def dispatch(self, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **parts)
        response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def answer(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """The feed; 410 once it is revoked or over or its owner gone, 404 if there never was one.

        A program that is told 410 keeps what it has and asks no more.
        """
        now, found = timezone.now(), Subscription.objects.known(parts["token"])
        if found is None:
            return not_found()
        if not found.is_given_out(timezone.localdate(now)):
            return revoked()
        if not publishing.publish_if_stale(self.feeds, now):
            return unavailable()
        return respond(request, found, self.feeds, now)


def header_of(request: HttpRequest, subscription: Subscription) -> Header:
    """The calendar's header, by the name that its owner gave it."""
    name = name_by(publisher(), subscription.name)
    return Header(name, request.build_absolute_uri("/"))


def count(request: HttpRequest, feeds: Feeds, subscription: Subscription) -> int:
    """The number of its events, of as many fiscal years as clients take."""
    publishing.publish_if_stale(feeds, timezone.now())
    header, site = header_of(request, subscription), site_line(base_url(request))
    return len(fitting(events_of(subscription, feeds), header, site))


def respond(
    request: HttpRequest, subscription: Subscription, feeds: Feeds, now: datetime
) -> HttpResponseBase:
    """The response with the subscription's events, or 304 where the client has these bytes."""
    header, site = header_of(request, subscription), site_line(base_url(request))
    with snapshot():  # what it holds and its bytes, of one moment
        events = fitting(events_of(subscription, feeds), header, site)
        told = _digest(RENDERING, *(event[1:5] for event in events))
        etag = f'"{_digest(told, header.name, header.url, site.decode())}"'
        is_known = get_conditional_response(request, etag) is not None
        blocks = [] if is_known else blocks_of(events)
    subscription.note(told, request.headers.get("User-Agent", ""), now)
    changed = None
    if subscription.told_at and subscription.told_digest == told:  # else no time is true
        changed = int(subscription.told_at.timestamp())
    response = get_conditional_response(request, etag, changed)
    if response is None:
        response = HttpResponse(calendar(header, blocks).replace(SITE, site), CONTENT_TYPE)
        response["Content-Disposition"] = disposition("personal", download=False)
    response["ETag"] = etag
    if changed:
        response["Last-Modified"] = http_date(changed)
    return response


def events_of(subscription: Subscription, feeds: Feeds) -> list[EventRow]:
    """The events that its owner chose and may see now, in order."""
    events = PublishedEvent.objects.live().shown_under(Variant(subscription.long))
    keys, user = subscription.keys.split(), subscription.user
    not_chosen = {name for key, name in feeds.by_choice.items() if key not in keys}
    events = events.exclude(entry__source__in=not_chosen)
    if keys:
        placed = PublishedKey.objects.filter(key__in=keys)
        events = events.filter(entry__in=placed.values("entry"))
    visible: set[str] = set()
    if subscription.is_public_only:
        events = events.filter(entry__is_public=True)
    else:
        sources = (source for source in feeds.sources if source.name not in not_chosen)
        visible = {str(uid) for source in sources for uid in source.visible_uids(user)}
    names = ("pk", "uid", "digest", "sequence", "last_modified", Length("block"), "entry__uid")
    rows = events.values_list(*names, "entry__is_public", "entry__fiscal_year")
    found = (EventRow(*row) for row in rows)
    return [event for event in found if event.is_public or event.record in visible]


def fitting(events: Sequence[EventRow], header: Header, site: bytes) -> list[EventRow]:
    """The events of as many whole fiscal years, newest first, as clients take."""
    years: dict[int, list[EventRow]] = defaultdict(list)
    for event in events:
        years[event.year].append(event)
    totals = [
        YearTotals(year, len(of), sum(event.size for event in of), "", 0)
        for year, of in sorted(years.items(), reverse=True)
    ]
    kept = newest_years(totals, around=frame_size(header), site=len(site))
    years_kept = {one.year for one in kept}
    return [event for event in events if event.year in years_kept]


def blocks_of(events: Sequence[EventRow]) -> list[bytes]:
    """The bytes of these events, in their order."""
    found = PublishedEvent.objects.blocks(event.pk for event in events)
    return [found[event.pk] for event in events]


def _digest(*facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()
