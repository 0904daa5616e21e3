"""Addresses of the admin's pages of one kind of record, and of one record for a user."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from records.base import may, works_in_admin


def route_name(model: type[Model], action: str) -> str:
    """The name of the address, within the admin's: `audits_audit_change`."""
    return f"{model._meta.app_label}_{model._meta.model_name}_{action}"


def address_of(site: AdminSite, model: type[Model], action: str, *keys: Any) -> str:
    """The address at which `site` has that page."""
    return reverse(f"{site.name}:{route_name(model, action)}", args=keys)


def list_address(model: type[Model], **query: Any) -> str:
    """The address of the admin's list of `model`, filtered."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return f"{reverse(name)}?{urlencode(query)}"


def bulk_address(model: type[Model], step: str, **query: Any) -> str:
    """The address of the admin's page on which all records of a filtered list take a step.

    Empty without a step, and for a kind whose records take none in the admin.
    """
    address = _step_address(model, "bulk", step)
    return address and f"{address}?{urlencode(query)}"


def first_address(model: type[Model], step: str) -> str:
    """The address that leads to the first record of the admin's list that waits for a step.

    Empty as `bulk_address` is.
    """
    return _step_address(model, "first", step)


def _step_address(model: type[Model], page: str, step: str) -> str:
    try:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        return reverse(name, args=[step])
    except NoReverseMatch:
        return ""


def record_address(record: Model) -> str:
    """The address of the admin's page of `record`."""
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])


def page_for(user: Any, record: Any) -> str:
    """The address at which `user` deals with `record`: in the admin for those who work there.

    Empty where there is no such page.
    """
    if works_in_admin(user) and may(user, type(record), "view"):
        return record_address(record)
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
