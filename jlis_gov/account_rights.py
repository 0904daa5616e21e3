"""Whose account somebody may use as its holder: whoever sets a password can sign in with it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from jlis_gov.tracked import PASSWORD
from records.journal import JournalEntry, row_form


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
    """Return True if who set the password of `account` last, by the journal, may do what it may.

    That is somebody who may act as it, a command, or nobody that the journal knows of. A change by
    the holder counts for nothing: whoever knew the password before could have made it.
    """
    entries = JournalEntry.objects.with_payloads().order_by("-sequence")
    forms = map(row_form, entries.filter(record_type=PASSWORD, record_id=account.pk))
    setters = (one["by"] for one in forms if one and one["by"] != account.pk)
    by = next(setters, None)
    if by is None or not account.has_usable_password():
        return True
    setter = get_user_model()._base_manager.filter(pk=by).first()
    return setter is not None and may_act_as(setter, account)
