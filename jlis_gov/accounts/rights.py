"""Whose account somebody may use as its holder: whoever sets a password can sign in with it."""

from collections.abc import Set
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jlis_gov.accounts.deputies import rights_of_roles
from jlis_gov.accounts.tracked import ADDRESS, PASSWORD
from organization.models import Deputy
from records.journal import Form, JournalEntry, row_form


def rights_of(account: Any) -> set[str]:
    """The rights that the roles of `account` and its single rights give, also while not active."""
    its = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    pairs = its.values_list("content_type__app_label", "codename").distinct()
    return {f"{app}.{codename}" for app, codename in pairs}


def rights_lent(account: Any) -> set[str]:
    """The rights of those for whom `account` may act as a deputy, today or later."""
    rows = Deputy.objects.not_over(timezone.localdate()).filter(deputy=account)
    people = (row.person for row in rows.select_related("person"))
    return {right for person in people for right in rights_of_roles(person)}


def may_act_as(user: Any, account: Any) -> bool:
    """Return True if `user` may do all that `account` may, so the password gives nothing more.

    What `account` may do as a deputy counts, too; one's own account is always one's own.
    """
    lent = rights_lent(account) if user.pk != account.pk else frozenset()
    return _covers(user, account, lent)


def _covers(user: Any, account: Any, more: Set[str]) -> bool:
    """True if `user` has all rights of `account`, and `more`."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    own = ModelBackend().get_all_permissions(user)  # without those of somebody represented
    return not account.is_superuser and rights_of(account) | more <= own


def password_is_safe(account: Any, more: Set[str] = frozenset()) -> bool:
    """Return True if who opened a way into `account` last, by the journal, may do what it may.

    Such a way is a password, or a confirmed address to which a link for a new one is mailed. Who
    gave it may act as the account, is a command, or nobody that the journal knows of. A change by
    the holder counts for nothing: whoever knew the password before could have made it. `more` are
    rights that the account is to have beside its own.
    """
    by, address = _last_of_others(account, PASSWORD), _last_of_others(account, ADDRESS)
    ways = [by] if by and account.has_usable_password() else []
    ways += [address] if address and address["is_confirmed"] else []
    keys = {way["by"] for way in ways} - {None}
    setters = get_user_model()._base_manager.filter(pk__in=keys)
    return len(setters) == len(keys) and all(_covers(setter, account, more) for setter in setters)


def refusal_to_lend(user: Any, person: Any, deputy: Any) -> str:
    """Why `user` does not make `deputy` one of `person`; empty where nothing is against it.

    Nobody gives rights that they have not to the own account, nor to one that they could open.
    """
    rights = rights_of_roles(person)
    if user.is_superuser or rights <= ModelBackend().get_all_permissions(user):
        return ""
    if deputy.pk == user.pk:
        return _("You would get rights that you do not have.")
    if not password_is_safe(deputy, rights):
        return _(
            "The password or the mail address of this deputy was set by somebody who may not do "
            "what the person represented may."
        )
    return ""


def _last_of_others(account: Any, kind: str) -> Form | None:
    """What the journal says last of such an event that was not the holder's own."""
    entries = JournalEntry.objects.with_payloads().order_by("-sequence")
    forms = map(row_form, entries.filter(record_type=kind, record_id=account.pk))
    return next((one for one in forms if one and one["by"] != account.pk), None)
