"""Contacts: the departments that an account speaks for."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from organization.deputies import holders, represented

READ_AS_CONTACT = "organization.read_as_contact"


def with_parts(departments: Iterable[int]) -> frozenset[int]:
    """Primary keys of departments and of all that belongs to them, in one query."""
    children: dict[int | None, list[int]] = {}
    every = apps.get_model("organization", "Department").objects  # which itself asks this module
    for pk, parent in every.values_list("pk", "parent_department"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    waiting = list(departments)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, ())
    return frozenset(found)


def is_contact(user: Any) -> bool:
    """Return True if `user` may read and answer what concerns their departments, if any."""
    is_somebody = user is not None and user.is_active
    return is_somebody and user.has_perm(READ_AS_CONTACT)


def departments_of(user: Any) -> frozenset[int]:
    """Primary keys of the departments that `user` is the contact of, with all their parts.

    Those of the person for whom a deputy acts count, too. Asked once of each user object, as Django
    does with permissions: a page asks many times.
    """
    if not is_contact(user):
        return frozenset()
    if not hasattr(user, "_departments_of_contact"):
        contacts = apps.get_model("organization", "Contact").objects
        whose = holders(user, READ_AS_CONTACT)
        named = contacts.filter(user__in=whose).values_list("department", flat=True)
        user._departments_of_contact = with_parts(named) if named else frozenset()
    return user._departments_of_contact


def name_of(user: Any) -> str:
    """The name of `user`, the family name first; where it is not on record, the account's name."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


def signature_of(user: Any) -> str:
    """The name of `user` as it stands under what `user` wrote, a deputy's with whom it was for."""
    person = represented(user)
    return f"{name_of(user)}（{name_of(person)}の代理）" if person else name_of(user)
