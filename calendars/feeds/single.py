"""One record's calendar as a file."""

import logging
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from calendars.entries import Entry
from calendars.feeds import publishing
from calendars.feeds.models import PublishedEvent
from calendars.feeds.responses import (
    CONTENT_TYPE,
    CalendarView,
    base_url,
    disposition,
    not_found,
    unavailable,
)
from calendars.ical import SITE, Header, Variant, calendar, check, events_at_site, site_line

_log = logging.getLogger(__name__)


class EntryView(CalendarView):
    """A record's events, to download once: a copy that does not keep itself up to date.

    Whoever may read the record's page may have it, so here, other than in a feed, a session counts.
    """

    def answer(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        publishing.publish_if_stale(self.feeds, timezone.now())
        entry = self.entry(parts["uid"])
        return one_entry(request, entry) if entry else not_found()

    def entry(self, uid: UUID) -> Entry | None:
        """The record, where the visitor may know it."""
        for source in self.feeds.sources:
            for entry in source.published_entries([uid]):
                if entry.is_public or uid in set(source.visible_uids(self.request.user)):
                    return entry
        return None


def one_entry(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The calendar of one record, as feeds tell it; who may have it was asked before."""
    site, side = site_line(base_url(request)), entry.is_public
    told = PublishedEvent.objects.live().filter(entry__uid=entry.uid, entry__is_public=side)
    blocks = [
        bytes(block) for block in told.shown_under(Variant.SPAN).values_list("block", flat=True)
    ]
    if not blocks:  # it could not be published, or what was called off is told no more
        blocks = [block.data for block in events_at_site(entry, base_url=base_url(request))]
    header = Header(entry.title, request.build_absolute_uri(entry.path))
    body = calendar(header, blocks).replace(SITE, site)
    if faults := check(body):
        _log.error("%s failed the check: %s", entry.uid, "; ".join(map(str, faults[:5])))
        return unavailable()
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = disposition(entry.uid, download=True)
    response["Cache-Control"] = f"{'public' if side else 'private'}, no-cache"
    return response
