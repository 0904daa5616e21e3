"""Actions in lists of the admin, sent keys that no row can have."""

import pytest
from django.contrib import admin
from django.urls import reverse

KEYS = ["__proto__", "1.5", "９", "9" * 40, "\x00"]


def lists_with_actions() -> list[tuple[str, str]]:
    """Every list of the admin with each action its class declares, and with Django's own."""
    return sorted(
        (f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", action)
        for model, model_admin in admin.site._registry.items()
        for action in {*(model_admin.actions or ()), "delete_selected"}
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "action"), lists_with_actions())
def test_action_on_what_is_no_key_changes_nothing(admin_client, route, action):
    data = {"action": action, "index": "0", "select_across": "0"}
    for key in KEYS:
        answer = admin_client.post(reverse(route), data | {"_selected_action": key})
        assert answer.status_code in (200, 302, 403), key
