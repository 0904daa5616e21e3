"""What a person is in charge of (担当), and handing it over: departments, inspections, the rest.

Departments and inspections stand on the account and can be another's; deputies and personal
calendars are the person's own and end with the account.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import Finding, InspectionScope
from calendars.feeds import Subscription
from jlis_gov.accounts.tracked import mark_accounts
from organization.contacts import with_parts
from organization.deputies import Deputy
from organization.models import Contact

User = get_user_model()
ANCESTORS = "parent_department__parent_department__parent_department"
READS_AS_CONTACT, READS_IN_SCOPE = "organization.read_as_contact", "audits.read_in_scope"


@dataclass(frozen=True, slots=True)
class Department:
    """A department of a contact: findings that are not closed, and who else speaks for it."""

    contact: Contact
    findings: list[Finding]
    others: list[Any]


@dataclass(frozen=True, slots=True)
class Duties:
    """All that an account is in charge of today."""

    departments: list[Department] = field(default_factory=list)
    scopes: list[InspectionScope] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    calendars: list[Subscription] = field(default_factory=list)

    def left_alone(self, handed_over: Collection[int] = ()) -> list[Department]:
        """The departments that nobody would speak for without the account."""
        kept = (one for one in self.departments if one.contact.pk not in handed_over)
        return [one for one in kept if not one.others]


def duties_of(account: Any, user: Any, at: date | None = None) -> Duties:
    """The duties of `account` on the day `at`, today by default; findings as `user` may see them.

    Asks as many questions for many departments as for one.
    """
    today = at or timezone.localdate()
    contacts = list(account.contacts.select_related(f"department__{ANCESTORS}"))
    keys = [one.department_id for one in contacts]
    others, findings = _others(account, keys), _findings(keys, user, today)
    return Duties(
        departments=[
            Department(one, findings.get(one.department_id, []), others.get(one.department_id, []))
            for one in contacts
        ],
        scopes=list(InspectionScope.objects.in_force(account, today)),
        deputies=[
            one
            for rows in (account.deputies, account.represented_people)
            for one in rows.not_over(today).select_related("person", "deputy")
        ],
        calendars=list(account.subscriptions.filter(revoked_at=None, expires_on__gte=today)),
    )


def _findings(departments: Iterable[int], user: Any, at: date) -> dict[int, list[Finding]]:
    """The findings of these departments and their parts that are not closed, by department."""
    waiting = Finding.objects.visible_to(user).current().not_completed_as_of(at)
    of_these = waiting.filter(department__in=with_parts(departments))
    found: dict[int, list[Finding]] = {}
    named = of_these.select_related("audit", f"department__{ANCESTORS}")
    for finding in named.prefetch_related("audit__classifications__type"):
        above = finding.department
        while above is not None:
            found.setdefault(above.pk, []).append(finding)
            above = above.parent_department
    return found


def _others(account: Any, departments: Iterable[int]) -> dict[int, list[Any]]:
    """Who else is a contact of these departments and may answer for them."""
    rows = Contact.objects.filter(department__in=list(departments), user__is_active=True)
    found: dict[int, list[Any]] = {}
    able = set(_able(READS_AS_CONTACT).values_list("pk", flat=True))
    for row in rows.exclude(user=account.pk).select_related("user"):
        if row.user_id in able:
            found.setdefault(row.department_id, []).append(row.user)
    return found


def _able(right: str) -> QuerySet:
    """The accounts in use that have this right."""
    return User._default_manager.with_perm(
        right, backend="django.contrib.auth.backends.ModelBackend"
    )


def hand_over(*, account: Any, to: Any, contacts: Collection[int], scopes: Collection[int]) -> None:
    """Make these departments and inspections of `account` those of `to`; in an open change.

    Raises `ValidationError` where one is not the account's any more, or `to` has not the role for
    it; then nothing is changed.
    """
    rows = list(Contact.objects.select_for_update().filter(user=account, pk__in=contacts))
    inspections = list(
        InspectionScope.objects.select_for_update().filter(user=account, pk__in=scopes)
    )
    if len(rows) != len(contacts) or len(inspections) != len(scopes):
        raise ValidationError(_("Somebody was faster: please look at the list again."))
    for chosen, right in ((rows, READS_AS_CONTACT), (inspections, READS_IN_SCOPE)):
        if chosen and not _able(right).filter(pk=to.pk).exists():
            message = _("%(name)s has not the role for it. Please give the role first.")
            raise ValidationError(message % {"name": to.get_username()})
    there = set(Contact.objects.filter(user=to).values_list("department", flat=True))
    for row in rows:
        if row.department_id in there:
            row.delete()
        else:
            row.user = to
            row.save()
    for scope in inspections:
        scope.user = to
        scope.save()
    mark_accounts(account.pk, to.pk)


def close(account: Any) -> None:
    """Close an account; in an open change."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    mark_accounts(account.pk)
