"""The count of one's own work, in the header of every page of the site and of the admin."""

from typing import Any

from django import template
from django.utils import timezone

from jlis_gov.my_work import number_waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def work_number(context: dict[str, Any]) -> int:
    """The number of records that wait for the visitor; 0, unasked, for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return 0
    return number_waiting(user, timezone.localdate())
