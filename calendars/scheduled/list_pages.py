"""The page that lists records that have a schedule."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import cached_property

from calendars.scheduled.forms import OfficialMomentField
from calendars.scheduled.gif import GifDetails, gif_event
from records.agency import current
from records.base import knows_of
from records.lists import ListPage


class ScheduledListPage(ListPage):
    """A list that can also be had as events after the government's event model.

    To a visitor who may not know of such records there is no such page.
    """

    has_events = True
    moment_field = OfficialMomentField

    def get(  # type: ignore[override]  # files are streamed
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not knows_of(request.user, self.records().model):
            raise Http404
        return super().get(request, *args, **kwargs)

    def feed_of(self, chosen: Mapping[str, Any]) -> str:
        """The calendar of the kind; none while nobody else may know of it, for it is public."""
        return self.feed if knows_of(None, self.records().model) else ""

    def details(self, record: Any) -> GifDetails:
        """The record's own part of its event."""
        raise NotImplementedError

    @cached_property
    def agency(self) -> str:
        """The name of the agency in Japanese, today or at the moment of the list."""
        with translation.override("ja"):
            return current().title

    def event(self, record: Any) -> dict[str, Any]:
        return gif_event(
            record, self.details(record), url=self.address_of(record), agency=self.agency
        )
