"""Reminders of findings that are due, and mails that go out at most once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.addressees import Addressees
from audits.mails import reminder_mail, summary_mail
from audits.models import SOON, Finding, Reminder, ReminderOptOut
from audits.reminder_days import last_occasion, week_of
from audits.request_reminders import notices
from records import agency
from records import mail as outbox
from records.base import Life
from records.mail import Outcome

REMINDER, SUMMARY = "reminder", "summary"  # kinds of mail in the outbox
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Due:
    """A mail that is due; without a finding it is the week's summary."""

    user: Any
    occasion: date
    finding: Finding | None = None
    due_on: date | None = None

    def key(self) -> dict[str, Any]:
        """The fields in which no two mails are the same."""
        return {
            "user": self.user,
            "occasion": self.occasion,
            "finding": self.finding,
            "due_on": self.due_on,
        }

    @property
    def about(self) -> str:
        """The part of the outbox's key that mails on the same matter have in common."""
        if self.finding is None:
            return f"{SUMMARY}:{self.user.pk}:"
        return f"{REMINDER}:{self.user.pk}:{self.finding.uid}:"

    def is_claimed(self) -> bool:
        """Return True if this mail went out already, or may have."""
        return Reminder.objects.filter(**self.key()).exists()

    def may_be_read(self) -> bool:
        """Return True if its addressee may read now what it is about."""
        visible = Finding.objects.visible_to(self.user)
        return self.finding is None or visible.filter(pk=self.finding.pk).exists()

    def mail(self, on: date) -> EmailMessage:
        """The mail as it is worded on that day."""
        if self.finding is not None and self.due_on is not None:
            return reminder_mail(self.finding, self.user, self.due_on, on)
        seen = registered().visible_to(self.user).select_related("audit", "department")
        return summary_mail(seen.overdue(on), seen.due_within(SOON, on), self.user, on)

    def send(self, on: date, connection: Any) -> Outcome:
        """Send it; see `send_once`."""
        return send_once(self, on, connection)

    def __str__(self) -> str:
        about = self.finding.get_absolute_url() if self.finding else _("weekly summary")
        return f"{self.user.get_username()}: {about}"


class DueMail(Protocol):
    """A mail that is due to somebody."""

    @property
    def user(self) -> Any:
        """Its addressee."""

    def is_claimed(self) -> bool:
        """Return True if this mail went out already, or may have."""

    def may_be_read(self) -> bool:
        """Return True if its addressee may read now what it is about."""

    def send(self, on: date, connection: Any) -> Outcome:
        """Send it over an open connection unless any run ever tried to."""


@dataclass(slots=True)
class Plan:
    """The mails of a day, and what keeps others from being one, a line each."""

    due: list[DueMail] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, mail: DueMail) -> None:
        """Plan the mail, or say why it cannot be sent."""
        if not mail.user.email:
            self.problems.append(_("%(mail)s: no e-mail address") % {"mail": mail})
        elif not mail.may_be_read():
            self.problems.append(_("%(mail)s: may not read what it is about") % {"mail": mail})
        else:
            self.due.append(mail)


def registered() -> Any:
    """Findings that are no drafts and were not withdrawn."""
    return Finding.objects.filter(life=Life.REGISTERED)


def plan(on: date) -> Plan:
    """The mails to go out on this day that have not gone out yet."""
    found, opted_out = Plan(), set(ReminderOptOut.objects.values_list("user", flat=True))
    mails: list[DueMail] = [*_to_contacts(on, found.problems), *_to_office(on)]
    for mail in (*mails, *notices(on, found.problems)):
        if mail.user.pk not in opted_out and not mail.is_claimed():
            found.add(mail)
    return found


def _to_contacts(on: date, problems: list[str]) -> Iterator[Due]:
    waiting = registered().awaiting_action(on).with_due_date(on).exclude(due_at=None)
    department = "department__parent_department__parent_department__parent_department"
    waiting = waiting.select_related("audit", department).order_by("due_at", "pk")
    addressees, days = Addressees(), agency.current().reminder_days
    for finding in waiting.prefetch_related("audit__classifications__type"):
        occasion = last_occasion(finding.due_at, on, days)
        if occasion is None:
            continue
        users = addressees.of(finding.department)
        if not users:
            named = {"finding": finding.get_absolute_url()}
            problems.append(_("%(finding)s: its department has no contact") % named)
        yield from (Due(user, occasion, finding, finding.due_at) for user in users)


def _to_office(on: date) -> Iterator[Due]:
    """The week's summary for those who keep the findings, where there is anything to tell."""
    seen = registered()
    if seen.overdue(on).exists() or seen.due_within(SOON, on).exists():
        keepers = get_user_model().objects.with_perm(
            "audits.change_finding", is_active=True, include_superusers=False, backend=BACKEND
        )
        yield from (Due(user, week_of(on)) for user in keepers.order_by("username"))


def send_once(mail: Due, on: date, connection: Any) -> Outcome:
    """Send the mail over an open connection unless any run ever tried to.

    Call it outside a transaction: the claim must be on record before the mail leaves.
    """
    claim, is_new = Reminder.objects.get_or_create(**mail.key())
    if not is_new:
        return Outcome.ALREADY
    outcome = outbox.send_once(
        key=f"{mail.about}{mail.due_on or ''}:{mail.occasion}",
        about=mail.about,
        user=mail.user,
        compose=lambda: mail.mail(on),
        connection=connection,
    )
    if outcome is Outcome.REFUSED:
        claim.delete()
    elif outcome is not Outcome.UNKNOWN:
        claim.sent_at = timezone.now()
        claim.save(update_fields=["sent_at"])
    return outcome


def send_again(mail: outbox.Mail, on: date, connection: Any) -> Outcome | None:
    """Send what is due on the same matter as a mail that failed; None where nothing is any more."""
    kind, _user, *rest = mail.key.split(":")
    matter = {"finding__uid": rest[0]} if kind == REMINDER else {"finding": None}
    # Claimed by the mail, of which nobody knows whether it went out.
    Reminder.objects.filter(user=mail.user, sent_at=None, **matter).delete()
    mails = (one for one in plan(on).due if isinstance(one, Due))
    due = next((one for one in mails if mail.key.startswith(one.about)), None)
    return due.send(on, connection) if due else None
