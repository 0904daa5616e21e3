"""One's own work in the header of every page of the site and the admin: the count, and for whom."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from jlis_gov.accounts import deputy_choices
from jlis_gov.my_work import in_brief, number_waiting
from organization.contacts import name_of
from organization.deputies import represented
from organization.models import Deputy

register = template.Library()


@register.simple_tag(takes_context=True)
def work_number(context: dict[str, Any]) -> int:
    """The number of records that wait for the visitor; 0, unasked, for who is not signed in."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return 0
    return number_waiting(user, timezone.localdate())


@register.simple_tag(takes_context=True)
def work_in_brief(context: dict[str, Any]) -> list[Any]:
    """The sections of what waits for the visitor or is theirs to watch, each with its first."""
    return in_brief(context["user"], timezone.localdate())


@register.simple_tag(takes_context=True)
def acting_for(context: dict[str, Any]) -> str:
    """The name of the person for whom the visitor acts as a deputy; empty for anyone else."""
    person = represented(context.get("user"))
    return name_of(person) if person else ""


@register.simple_tag(takes_context=True)
def acting_choices(context: dict[str, Any]) -> QuerySet[Deputy]:
    """The rows that let the visitor act for somebody today."""
    return deputy_choices(context["user"])["open_today"]


@register.filter
def full_name(account: Any) -> str:
    """The name of an account's holder."""
    return name_of(account)
