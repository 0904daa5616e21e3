"""Lists of the admin and their pages of many records at once, used as a browser would."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from records.base import Life, Visibility
from tests.factories import UserFactory

DRAFT = (Life.DRAFT, Visibility.INTERNAL)
APPROVED = (Life.REGISTERED, Visibility.INTERNAL)
PUBLISHED = (Life.REGISTERED, Visibility.PUBLIC)


def somebody(client: Client, *rights: str) -> Client:
    """`client`, signed in as staff who may view everything and has these rights beside."""
    user = UserFactory(staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def bulk_address(name: str, *records: Any) -> str:
    """The page on which these records are changed, as the list leads to it."""
    keys = ",".join(str(one.pk) for one in records)
    return f"{list_of(type(records[0]))}bulk/{name}/?id__in={keys}"


def choose(
    client: Client, action: str, *records: Any, query: str = "", across: bool = False
) -> HttpResponse:
    """Choose records of a list and an action."""
    data = {
        "action": action,
        "index": "0",
        "select_across": "1" if across else "0",
        "_selected_action": [one.pk for one in records],
    }
    return client.post(list_of(type(records[0])) + query, data)


def look(client: Client, address: str, **typed: Any) -> HttpResponse:
    """The page; with `typed`, as it shows what that would change."""
    page = client.get(address)
    assert page.status_code == 200
    if not typed:
        return page
    return client.post(address, page.context["hidden"] | {"again": "1"} | typed)


def confirm(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Look at the page, and confirm what it shows."""
    page = look(client, address, **typed)
    return client.post(address, page.context["hidden"] | {"confirm": "1"} | typed)


def going(page: HttpResponse) -> list[int]:
    return [row.key for row in page.context["rows"]]


def problems(page: HttpResponse) -> dict[int, str]:
    return {row.key: row.problem for row in page.context["left_out"]}


def complaints(page: HttpResponse) -> str:
    """Everything that a refused form says."""
    assert page.status_code == 200, "it was accepted"
    return "\n".join(
        str(error) for found in page.context["form"].errors.values() for error in found
    )


def states(*records: Any) -> list[tuple[str, str]]:
    kept = type(records[0]).objects.in_bulk([one.pk for one in records])
    return [(kept[one.pk].life, kept[one.pk].visibility) for one in records]
