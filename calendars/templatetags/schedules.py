"""Times in templates, in the language of the page; see `calendars.scheduled.display`."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from calendars.entries import Entry
from calendars.pages import Day
from calendars.scheduled import (
    ScheduledRecord,
    display,
    month_strips,
    months_left_out,
    status_text,
)
from dates import Schedule
from records.base import marked
from records.history import today

register = template.Library()
for show in (
    display.day_in_both,
    display.day_text,
    display.day_of_month,
    display.fiscal_year_name,
    display.schedule_note,
    display.short_days,
    display.weekdays,
    month_strips,
    months_left_out,
):
    register.filter(show.__name__, show)


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


@register.filter
def gregorian_note(schedule: Schedule) -> str:
    """A schedule of the official notation in Gregorian dates; on English pages it is already."""
    return display.schedule_note(schedule) if display.is_japanese() else ""


@register.simple_tag
def month_name(year: int, month: int) -> str:
    """平成28年11月（2016年11月）, or November 2016."""
    return display.month_name(year, month)


@register.simple_tag
def short_month(year: int, month: int) -> str:
    """11月, or November."""
    return display.short_month(year, month)


@register.simple_tag
def tiny_month(year: int, month: int) -> str:
    """11月, or Nov."""
    return display.tiny_month(year, month)


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
