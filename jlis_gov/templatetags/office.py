"""Words for the figures of the office's first page."""

from django import template

from records.admin import kind_name

register = template.Library()
register.filter("kind_name", kind_name)


@register.filter
def percent(rate: float | None) -> str:
    """A rate from 0 to 1 as a whole number of percent, rounded down so that 100 % means all."""
    return "–" if rate is None else f"{int(rate * 100)}%"
