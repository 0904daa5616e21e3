"""Tags and filters on a record: its address in the admin, and its texts by their language."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from records.base import Record, chip, is_japanese, local_name, marked, works_in_admin

register = template.Library()
register.filter("marked", marked)
register.filter("called", local_name)
register.filter("chip", chip)


@register.filter
def named(record: Any) -> SafeString:
    """What a record is called on this page, what is Japanese in it marked as such."""
    return marked(local_name(record))


@register.filter
def own_name(record: Any) -> str:
    """The record's own name, where the page calls it something else; else empty."""
    return "" if is_japanese() or local_name(record) == str(record) else str(record)


@register.simple_tag
def admin_address(record: Record, user: Any) -> str:
    """The admin's page of `record`, for staff who may change it; empty for others."""
    options = record._meta
    may_change = user.has_perm(f"{options.app_label}.change_{options.model_name}")
    if not (works_in_admin(user) and may_change):
        return ""
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
