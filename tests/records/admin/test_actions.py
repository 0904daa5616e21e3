"""Actions in lists of the admin, sent keys that no row can have."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["__proto__", "1.5", "９", "9" * 40])
@pytest.mark.parametrize(
    ("path", "action"), [("auth/user", "unlock"), ("calendars/subscription", "revoke")]
)
def test_action_on_what_is_no_key_changes_nothing(admin_client, path, action, key):
    data = {"action": action, "index": "0", "select_across": "0", "_selected_action": key}
    assert admin_client.post(f"/admin/{path}/", data).status_code in (200, 302)
