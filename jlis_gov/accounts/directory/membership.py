"""Whose account an identity of the directory is, and which roles the directory gives it.

An identity is an issuer and a subject, which the directory never gives to somebody else; never a
mail address or a name. An account's groups are the roles that the office gave and those of the
directory together; `DirectoryRole` tells the latter.
"""

from collections.abc import Set
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jlis_gov.accounts.roles import roles
from jlis_gov.accounts.tracked import mark_accounts, mark_directory
from jlis_gov.models import DirectoryRole
from records import journal
from records.journal import request_id

METHOD = "directory"  # among allauth's records of how somebody has shown who they are
User = get_user_model()


def is_by_directory(request: HttpRequest, user: Any) -> bool:
    """Return True if `user` comes from the directory in this session."""
    return any(one["method"] == METHOD for one in get_authentication_records(request, user))


def is_known(user: Any) -> bool:
    """Return True if the directory of the settings knows `user`."""
    issuer = settings.DIRECTORY.get("issuer")
    return bool(issuer) and SocialAccount.objects.filter(user=user.pk, provider=issuer).exists()


def admitted(request: HttpRequest, claims: dict[str, Any]) -> Any:
    """The account of whom these claims are, with the roles that the directory gives now.

    The first time one is made. None where neither the directory nor the office gives a role.
    """
    wanted = roles_claimed(claims)
    identity = {"provider": settings.DIRECTORY["issuer"], "uid": claims["sub"]}
    known = SocialAccount.objects.filter(**identity).select_related("user").first()
    if known is None and not wanted:
        return None
    name = known.user.get_username() if known else _free_name(claims)
    held = _held(known.user) if known else set()
    with journal.change(actor=name, reason=_words(held, wanted), request=request_id(request)):
        account = known.user if known else _made(name, claims, identity)
        _give(account, wanted)
    return account if account.groups.exists() else None


def roles_claimed(claims: dict[str, Any]) -> set[str]:
    """The roles that the groups in these claims stand for."""
    found = claims.get(settings.DIRECTORY["group_claim"], [])
    groups = found if isinstance(found, list) else [found]
    mapping, known = settings.DIRECTORY["roles"], {role.name for role in roles()}
    return {mapping[one] for one in groups if isinstance(one, str) and one in mapping} & known


def _made(name: str, claims: dict[str, Any], identity: dict[str, str]) -> Any:
    """An account without a password, of whom the directory vouches for."""
    account = User(
        username=name,
        last_name=str(claims.get("family_name", ""))[:150],
        first_name=str(claims.get("given_name", ""))[:150],
        email=str(claims.get("email", ""))[:254],
    )
    account.set_unusable_password()
    account.save()
    SocialAccount.objects.create(user=account, **identity)
    mark_accounts(account.pk)
    mark_directory(account.pk)
    return account


def _free_name(claims: dict[str, Any]) -> str:
    """A user name after the directory's, which no account has: a name opens nothing."""
    wanted = str(claims.get("preferred_username") or claims["sub"])[:140]
    try:
        User.username_validator(wanted)
    except ValidationError:
        wanted = "user"
    like = set(
        User._base_manager.filter(username__istartswith=wanted).values_list("username", flat=True)
    )
    taken, number, name = {one.casefold() for one in like}, 2, wanted
    while name.casefold() in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _held(account: Any) -> set[str]:
    return {row.group.name for row in roles_of_directory(account)}


def _give(account: Any, wanted: Set[str]) -> None:
    """Have the directory's roles of `account` be these; in an open change."""
    rows = {row.group.name: row for row in roles_of_directory(account)}
    groups = {one.name: one for one in Group.objects.filter(name__in=wanted - rows.keys())}
    lost = rows.keys() - wanted
    if not groups and not lost:
        return
    held = set(account.groups.values_list("name", flat=True))
    for name, group in groups.items():
        DirectoryRole.objects.create(user=account, group=group, is_local_too=name in held)
        account.groups.add(group)
    for name in lost:
        if not rows[name].is_local_too:
            account.groups.remove(rows[name].group)
        rows[name].delete()
    _follow_the_office(account, groups.keys() | lost)
    mark_accounts(account.pk)
    mark_directory(account.pk)


def _follow_the_office(account: Any, changed: Set[str]) -> None:
    """Open the admin to who comes to an office, and close it to who leaves it."""
    office = {role.name for role in roles() if role.is_office}
    is_there = account.is_superuser or account.groups.filter(name__in=office).exists()
    if changed & office and account.is_staff != is_there:
        account.is_staff = is_there
        account.save(update_fields=["is_staff"])


def _words(held: Set[str], wanted: Set[str]) -> str:
    """The reason of a change of roles: which come, which go."""
    parts = []
    if gained := "、".join(sorted(wanted - held)):
        parts.append(_("Roles by the directory: %(names)s") % {"names": gained})
    if lost := "、".join(sorted(held - wanted)):
        parts.append(_("Not by the directory any more: %(names)s") % {"names": lost})
    return "\n".join(parts)


def roles_of_directory(account: Any) -> QuerySet[DirectoryRole]:
    """The roles that the directory gave at the last sign-in."""
    return DirectoryRole.objects.filter(user=account.pk).select_related("group").order_by("group")


def leave(request: HttpRequest, account: Any) -> None:
    """Take the directory's roles off who signs in without it: nobody was asked for them now."""
    if held := _held(account):
        facts = {"actor": account.get_username(), "request": request_id(request)}
        with journal.change(reason=_words(held, set()), **facts):
            _give(account, set())


def local_groups(account: Any) -> list[Group]:
    """The roles that the office gave."""
    rows = {row.group_id: row.is_local_too for row in roles_of_directory(account)}
    return [group for group in account.groups.all() if rows.get(group.pk, True)]


def keep_local_roles(account: Any) -> None:
    """Take the groups of `account` for those that the office gives, and add the directory's."""
    chosen = set(account.groups.values_list("pk", flat=True))
    for row in roles_of_directory(account):
        row.is_local_too = row.group_id in chosen
        row.save(update_fields=["is_local_too"])
        account.groups.add(row.group_id)
