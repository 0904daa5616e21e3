"""Whose account somebody may use as its holder: whoever sets a password can sign in with it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from jlis_gov.tracked import ADDRESS, PASSWORD
from records.journal import Form, JournalEntry, row_form


def rights_of(account: Any) -> set[str]:
    """The rights that the roles of `account` and its single rights give, also while not active."""
    its = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    pairs = its.values_list("content_type__app_label", "codename").distinct()
    return {f"{app}.{codename}" for app, codename in pairs}


def may_act_as(user: Any, account: Any) -> bool:
    """Return True if `user` may do all that `account` may, so the password gives nothing more."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    own = ModelBackend().get_all_permissions(user)  # without those of somebody represented
    return not account.is_superuser and rights_of(account) <= own


def password_is_safe(account: Any) -> bool:
    """Return True if who opened a way into `account` last, by the journal, may do what it may.

    Such a way is a password, or a confirmed address to which a link for a new one is mailed. Who
    gave it may act as the account, is a command, or nobody that the journal knows of. A change by
    the holder counts for nothing: whoever knew the password before could have made it.
    """
    by, address = _last_of_others(account, PASSWORD), _last_of_others(account, ADDRESS)
    ways = [by] if by and account.has_usable_password() else []
    ways += [address] if address and address["is_confirmed"] else []
    keys = {way["by"] for way in ways} - {None}
    setters = get_user_model()._base_manager.filter(pk__in=keys)
    return len(setters) == len(keys) and all(may_act_as(setter, account) for setter in setters)


def _last_of_others(account: Any, kind: str) -> Form | None:
    """What the journal says last of such an event that was not the holder's own."""
    entries = JournalEntry.objects.with_payloads().order_by("-sequence")
    forms = map(row_form, entries.filter(record_type=kind, record_id=account.pk))
    return next((one for one in forms if one and one["by"] != account.pk), None)
