"""The page that lists records that have a schedule."""

from typing import Any

from calendars.scheduled.forms import OfficialMomentField
from calendars.scheduled.gif import GifDetails, gif_event
from records.lists import ListPage


class ScheduledListPage(ListPage):
    """A list that can also be had as events after the government's event model."""

    has_events = True
    moment_field = OfficialMomentField

    def details(self, record: Any) -> GifDetails:
        """The record's own part of its event."""
        raise NotImplementedError

    def event(self, record: Any) -> dict[str, Any]:
        return gif_event(record, self.details(record), url=self.address_of(record))
