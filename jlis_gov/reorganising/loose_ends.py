"""What people have that names a department that ends: contacts, and calendars of their own.

Both keep the old department, whose past stays theirs, and get the successors beside it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendars.feeds import Subscription
from jlis_gov.accounts import mark_accounts
from organization.contacts import name_of
from organization.loose_ends import Ended, LooseEnd, Naming
from organization.models import Contact, Department
from records import change
from records.addresses import record_address

ADMINISTRATORS = _("Your own account, and those of administrators, are an administrator's affair.")
PREFIX = "department:"


def contacts(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Contacts of the departments whose accounts are active."""
    rows = Contact.objects.filter(department__in=ended, user__is_active=True)
    for row in rows.select_related("user").order_by("department", "user__username"):
        is_open = user.is_superuser or not (row.user.is_superuser or row.user == user)
        yield LooseEnd(
            key=f"contact-{row.pk}",
            department=row.department_id,
            text=name_of(row.user),
            detail=row.user.get_username(),
            address=record_address(row.user),
            note="" if is_open else ADMINISTRATORS,
            takes_all=True,
            move=partial(_add_contacts, row) if is_open else None,
        )


def _add_contacts(row: Contact, departments: Sequence[Department]) -> None:
    for department in departments:
        Contact.objects.get_or_create(user=row.user, department=department)
    mark_accounts(row.user_id)


def calendars(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Personal calendars that hold one of the departments, unless revoked or over on `day`."""
    words = [Q(keys__contains=f"{PREFIX}{one.slug}") for one in ended.values()]
    given_out = Subscription.objects.given_out(day).filter(reduce(or_, words, Q(pk=None)))
    for row in given_out.select_related("user").order_by("user__username", "pk"):
        for pk, one in ended.items():
            if f"{PREFIX}{one.slug}" in row.keys.split():
                yield LooseEnd(
                    key=f"calendar-{row.pk}-{pk}",
                    department=pk,
                    text=str(row),
                    detail=name_of(row.user),
                    address=record_address(row),
                    takes_all=True,
                    move=partial(_add_keys, row.pk),
                )


def _add_keys(pk: int, departments: Sequence[Department]) -> None:
    row = Subscription.objects.select_for_update(of=("self",)).get(pk=pk)
    keys = [*row.keys.split(), *(f"{PREFIX}{one.slug}" for one in departments)]
    row.keys = " ".join(dict.fromkeys(keys))
    row.save(update_fields=["keys"])
    change.mark_row(Subscription._meta.label, row.pk)


NAMINGS = (
    Naming(
        link="organization.Contact.department",
        title=_("Contacts of the department"),
        find=contacts,
        may=lambda user: user.has_perms(["auth.change_user", "organization.add_contact"]),
        carries_on=True,
    ),
    Naming(
        link="",
        title=_("Personal calendars"),
        find=calendars,
        may=lambda user: user.has_perm("calendars.change_subscription"),
        carries_on=True,
    ),
)
