"""Tags and filters on a record: its address in the admin, and its texts by their language."""

from typing import Any

from django import template
from django.urls import reverse

from records.base import Record, marked, works_in_admin

register = template.Library()
register.filter("marked", marked)


@register.simple_tag
def admin_address(record: Record, user: Any) -> str:
    """The admin's page of `record`, for staff who may change it; empty for others."""
    options = record._meta
    may_change = user.has_perm(f"{options.app_label}.change_{options.model_name}")
    if not (works_in_admin(user) and may_change):
        return ""
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
