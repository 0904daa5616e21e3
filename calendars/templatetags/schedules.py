"""Times in templates, in the language of the page; see `calendars.display`."""

from django import template

from calendars import display

register = template.Library()
for show in (
    display.day_note,
    display.day_text,
    display.fiscal_year_name,
    display.schedule_note,
    display.schedule_text,
):
    register.filter(show.__name__, show)


@register.simple_tag
def month_name(year: int, month: int) -> str:
    """平成28年11月（2016年11月）, or November 2016."""
    return display.month_name(year, month)
