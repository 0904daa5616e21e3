"""Addresses of the admin's pages of one kind of record."""

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.urls import reverse


def route_name(model: type[Model], action: str) -> str:
    """The name of the address, within the admin's: `audits_audit_change`."""
    return f"{model._meta.app_label}_{model._meta.model_name}_{action}"


def address_of(site: AdminSite, model: type[Model], action: str, *keys: Any) -> str:
    """The address at which `site` has that page."""
    return reverse(f"{site.name}:{route_name(model, action)}", args=keys)
