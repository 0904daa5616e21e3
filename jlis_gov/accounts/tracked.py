"""The tables that are no records and yet stand in the journal (docs/journal.md, "Accounts").

Links are told by what does not change with them: roles and rights by name, departments by uid, an
account by its number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.models import InspectionScope
from calendars.feeds import Subscription
from jlis_gov.accounts import tracked_words as words
from jlis_gov.accounts.sign_in import unlock
from jlis_gov.models import DirectoryRole
from organization.models import Contact, Deputy
from records import change
from records.journal import Event, Form, TrackedTable

ACCOUNT, PERSON, PASSWORD = "auth.User", "auth.User:person", "auth.User:password"
ADDRESS, SECOND_FACTOR = "auth.User:address", "auth.User:second_factor"
DIRECTORY = "auth.User:directory"
GROUP, SUBSCRIPTION = "auth.Group", "calendars.Subscription"
DEPUTY = "organization.Deputy"
_FLAGS = ("is_active", "is_staff", "is_superuser")
_NAMES = ("username", "last_name", "first_name", "email")
User = get_user_model()
Keys = Collection[int] | None


def _rows(model: type[Model], keys: Keys, by: str = "pk") -> QuerySet:
    rows = model._base_manager.order_by("pk")
    return rows if keys is None else rows.filter(**{f"{by}__in": keys})


def _lists(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _rights(through: type[Model], keys: Keys, owner: str) -> dict[int, list[str]]:
    names = ("permission__content_type__app_label", "permission__codename")
    rows = _rows(through, keys, owner).values_list(owner, *names)
    return _lists((key, f"{app}.{codename}") for key, app, codename in rows)


def _scopes(keys: Keys) -> dict[int, list[Form]]:
    names = ("regime", "first_fiscal_year", "last_fiscal_year")
    rows = _rows(InspectionScope, keys, "user_id").values_list("user_id", "expires_on", *names)
    return _lists(
        (key, dict(zip(names, facts, strict=True)) | {"expires_on": until.isoformat()})
        for key, until, *facts in rows
    )


def _accounts(keys: Keys) -> dict[int, Form]:
    """The rights of accounts: flags, roles, single rights, departments, inspections."""
    roles = _rows(User.groups.through, keys, "user_id").values_list("user_id", "group__name")
    departments = _rows(Contact, keys, "user_id").values_list("user_id", "department__uid")
    parts = {
        "groups": _lists(roles),
        "rights": _rights(User.user_permissions.through, keys, "user_id"),
        "departments": _lists((key, str(uid)) for key, uid in departments),
    }
    scopes = _scopes(keys)
    return {
        row.pop("pk"): row
        | {name: sorted(of.get(key, ())) for name, of in parts.items()}
        | {"inspections": scopes.get(key, [])}
        for row in _rows(User, keys).values("pk", *_FLAGS)
        for key in [row["pk"]]
    }


def _persons(keys: Keys) -> dict[int, Form]:
    return {row.pop("pk"): row for row in _rows(User, keys).values("pk", *_NAMES)}


def _present() -> Collection[int]:
    return cast(Any, User._base_manager.filter(is_active=True).values_list("pk", flat=True))


def _groups(keys: Keys) -> dict[int, Form]:
    rights = _rights(Group.permissions.through, keys, "group_id")
    names = _rows(Group, keys).values_list("pk", "name")
    return {key: {"name": name, "rights": sorted(rights.get(key, ()))} for key, name in names}


def _second_factors(keys: Keys) -> dict[int, Form]:
    """Which second factors an account has; never their secrets."""
    rows = _rows(Authenticator, keys, "user_id").values_list("user_id", "type")
    return {key: {"types": sorted(types)} for key, types in _lists(rows).items()}


def _directory(keys: Keys) -> dict[int, Form]:
    """By which identity the directory signs somebody in, and which roles it gave them last.

    Of the identity there is a digest, which tells whether it is another one.
    """
    found = _rows(SocialAccount, keys, "user_id").values_list("user_id", "provider", "uid")
    identities = _lists(
        (key, sha256(f"{by}\n{uid}".encode()).hexdigest()) for key, by, uid in found
    )
    given = _rows(DirectoryRole, keys, "user_id").values_list("user_id", "group__name")
    roles = _lists(given)
    return {
        key: {"identities": sorted(identities.get(key, ())), "roles": sorted(roles.get(key, ()))}
        for key in sorted(identities.keys() | roles.keys())
    }


def _subscriptions(keys: Keys) -> dict[int, Form]:
    """Whose token is good until when, or revoked when; never the token, nor its hash."""
    rows = _rows(Subscription, keys).values_list("pk", "user_id", "expires_on", "revoked_at")
    return {
        key: {
            "account": account,
            "expires_on": until.isoformat(),
            "revoked_at": revoked and revoked.isoformat(),
        }
        for key, account, until, revoked in rows
    }


def _deputies(keys: Keys) -> dict[int, Form]:
    """Who may act for whom, from when to when, and why."""
    names = ("person_id", "deputy_id", "first_day", "last_day", "reason")
    return {
        key: {
            "person": person,
            "deputy": deputy,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "reason": reason,
        }
        for key, person, deputy, first, last, reason in _rows(Deputy, keys).values_list(
            "pk", *names
        )
    }


_VIEW = "auth.view_user"
TABLES = (
    TrackedTable(
        *(ACCOUNT, _("account: what it may do"), _accounts, _VIEW, words.account, words.holders)
    ),
    TrackedTable(
        *(PERSON, _("account: whose it is"), _persons, _VIEW, words.person, words.holders),
        retention_years=1,
        present=_present,
    ),
    TrackedTable(
        *(PASSWORD, _("account: password set"), None, _VIEW, words.password, words.holders)
    ),
    TrackedTable(
        *(DEPUTY, cast(Promise, Deputy._meta.verbose_name), _deputies, _VIEW),
        *(words.deputy, words.deputies),
    ),
    TrackedTable(
        *(ADDRESS, _("account: mail address set"), None, _VIEW, words.address, words.holders)
    ),
    TrackedTable(
        *(SECOND_FACTOR, _("account: second factor"), _second_factors, _VIEW),
        *(words.second_factor, words.holders),
    ),
    TrackedTable(
        *(DIRECTORY, _("account: in the directory"), _directory, _VIEW),
        *(words.directory, words.holders),
    ),
    TrackedTable(GROUP, _("group of accounts"), _groups, _VIEW, words.group, words.groups),
    TrackedTable(
        SUBSCRIPTION,
        cast(Promise, Subscription._meta.verbose_name),
        _subscriptions,
        "calendars.view_subscription",
        words.token,
        words.holders_of_tokens,
    ),
)


def mark_accounts(*keys: int) -> None:
    """Note that these accounts, or what stands on them, were written in the open change."""
    change.mark_row(ACCOUNT, *keys)
    change.mark_row(PERSON, *keys)
    mark_deputies(*Deputy.objects.filter(Q(person__in=keys) | Q(deputy__in=keys)))


def mark_deputies(*rows: Deputy) -> None:
    """Note that these were written, or are about to be deleted, in the open change."""
    change.mark_row(DEPUTY, *(row.pk for row in rows))


def mark_group(group: Group) -> None:
    """Note that a group was written, whose name stands on its members' accounts, too."""
    change.mark_row(GROUP, group.pk)
    change.mark_row(ACCOUNT, *group.user_set.values_list("pk", flat=True))


def mark_password(account: Any, by: Any = None) -> None:
    """Note that `by` set the password of `account`; None is a command."""
    payload = {"by": by and by.pk, "is_usable": account.has_usable_password()}
    change.mark_event(Event(PASSWORD, account.pk, payload))


def mark_address(account: Any, by: Any, *, is_confirmed: bool) -> None:
    """Note that `by` set the mail address of `account`, or confirmed it as its holder."""
    payload = {"by": by and by.pk, "is_confirmed": is_confirmed}
    change.mark_event(Event(ADDRESS, account.pk, payload))


def mark_second_factor(*keys: int) -> None:
    """Note that second factors of these accounts were set up or taken off in the open change."""
    change.mark_row(SECOND_FACTOR, *keys)


def mark_directory(*keys: int) -> None:
    """Note that identities or roles by the directory of these accounts changed."""
    change.mark_row(DIRECTORY, *keys)


@contextmanager
def watched_password(account: Any, by: Any) -> Iterator[None]:
    """Note it where the password of `account` is another one afterwards, and end its wait."""
    before = account.password
    yield
    account.refresh_from_db(fields=["password"])
    if account.password != before:
        mark_password(account, by)
        unlock(account.get_username())
