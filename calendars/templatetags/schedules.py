"""Times in templates, in the language of the page; see `calendars.scheduled.display`."""

from datetime import date
from typing import Protocol

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from calendars.entries import Entry, EntryStatus
from calendars.pages import Bar, Day, Timeline, Tip, Track, tip, track
from calendars.scheduled import (
    ScheduledRecord,
    display,
    month_strips,
    months_left_out,
    status_state,
    status_text,
)
from dates import Schedule, Segment
from records.base import marked
from records.history import today

register = template.Library()


class Span(Protocol):
    """A month or a fiscal year."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date: ...


for show in (
    display.day_in_both,
    display.day_text,
    display.day_of_month,
    display.fiscal_year_in_other_calendar,
    display.fiscal_year_name,
    display.fiscal_year_text,
    display.schedule_note,
    display.short_days,
    display.weekdays,
    month_strips,
    months_left_out,
):
    register.filter(show.__name__, show)
for name_of in (
    display.month_in_other_calendar,
    display.month_text,
    display.short_month,
    display.tiny_month,
):
    register.simple_tag(name_of, name=name_of.__name__)


@register.filter
def schedule_text(schedule: Schedule, override: str = "") -> str:
    """The schedule in the page's language; its words and labels stay in Japanese."""
    return marked(display.schedule_text(schedule, override))


@register.filter
def schedule_plain(schedule: Schedule) -> str:
    """The same where there can be no markup."""
    return display.schedule_text(schedule)


@register.filter
def status_words(record: ScheduledRecord) -> str:
    """The status of the event in words, today or at the moment that is shown."""
    return status_text(record, today())


@register.filter("status_state")
def state_of_status(record: ScheduledRecord) -> str:
    """The state of the event that its chip shows, today or at the moment that is shown."""
    return status_state(record, today())


@register.filter
def gregorian_note(schedule: Schedule) -> str:
    """A schedule of the official notation in Gregorian dates; on English pages it is already."""
    return display.schedule_note(schedule) if display.is_japanese() else ""


@register.simple_tag
def day_name(day: Day) -> str:
    """The accessible name of a day of a month page."""
    total = len(day.entries)
    return ngettext("%(day)s, %(total)d entry", "%(day)s, %(total)d entries", total) % {
        "day": display.day_text(day.date),
        "total": total,
    }


@register.filter
def page_path(path: str) -> str:
    """An entry's path in the language of the page: entries know the Japanese one."""
    language = translation.get_language()
    return path if language in (None, settings.LANGUAGE_CODE) else f"/{language}{path}"


@register.filter
def kind(entry: Entry) -> str:
    """The entry's kind as its keys name it; empty where they do not."""
    kinds = (key.removeprefix("kind:") for key in entry.keys if key.startswith("kind:"))
    return next(kinds, "")


@register.simple_tag
def tip_of(drawing: Timeline, bar: Bar) -> Tip:
    """All that the drawing cannot say beside a bar: when, what, for whom, and what became of it."""
    entry = bar.entry
    states = {
        EntryStatus.CANCELLED: gettext("cancelled"),
        EntryStatus.POSTPONED: gettext("postponed"),
    }
    pieces = (
        schedule_plain(bar.schedule),
        entry.title or entry.feed_title,
        entry.subtitle,
        states.get(entry.status, ""),
        "" if entry.is_public else gettext("unpublished"),
    )
    return tip(pieces, bar.left, bar.top, bar.below, drawing.width)


@register.filter
def track_in(segment: Segment, span: Span) -> Track:
    """Where the part lies in a month or a fiscal year."""
    return track(segment, span.first_day, span.last_day)
