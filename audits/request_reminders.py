"""Mails to contacts about documents that were requested: when they are asked, and as days go by.

A mail tells one contact of all that is missing for one audit. It goes out when something was sent
or returned, on the days before a due date that the settings name, the day after and every week from
then on; of what was missed only the latest is made up for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from audits.addressees import Addressees
from audits.mails import requests_mail
from audits.models import Audit, DocumentRequest, DocumentRequestQuerySet, ReminderOptOut
from audits.reminder_days import last_occasion
from audits.request_states import AWAITED, StepKind
from audits.requests import asked_of
from records import agency
from records import mail as outbox
from records.base import Life
from records.mail import Mail, Outcome

REQUESTS = "requests"  # the kind of mail in the outbox
ASKING = (StepKind.SENT, StepKind.RETURNED)


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail that is due to a contact about what an audit asked of their departments.

    `asked` is how often something was sent or returned so far: more of it is another mail.
    """

    user: Any
    audit: Audit
    requests: list[DocumentRequest]
    occasion: date
    asked: int

    @property
    def about(self) -> str:
        """The part of the outbox's key that mails on the same matter have in common."""
        return about(self.user, self.audit)

    @property
    def key(self) -> str:
        """The key of the outbox."""
        return f"{self.about}{self.occasion}:{self.asked}"

    def is_claimed(self) -> bool:
        """Return True if this mail went out already, or may have."""
        known = Mail.objects.filter(key=self.key)
        return known.exclude(state=Mail.State.REFUSED).exists()

    def may_be_read(self) -> bool:
        """Return True if its addressee may read now what it is about."""
        keys = {one.pk for one in self.requests}
        return asked_of(self.user).filter(pk__in=keys).count() == len(keys)

    def mail(self, on: date) -> EmailMessage:
        """The mail as it is worded on that day."""
        return requests_mail(self.audit, self.requests, self.user, on)

    def send(self, on: date, connection: Any) -> Outcome:
        """Send it over an open connection unless any run ever tried to."""
        return outbox.send_once(
            key=self.key,
            about=self.about,
            user=self.user,
            compose=lambda: self.mail(on),
            connection=connection,
        )

    def __str__(self) -> str:
        return f"{self.user.get_username()}: {self.audit.get_absolute_url()}requests/"


def about(user: Any, audit: Audit) -> str:
    """The part of the outbox's key that mails to `user` about an audit's requests share."""
    return f"{REQUESTS}:{user.pk}:{audit.uid}:"


def notices(on: date, problems: list[str], audit: Audit | None = None) -> Iterator[Notice]:
    """The mails about requests, of one audit or of all, that had an occasion by the end of `on`.

    `problems` takes a line for each request of a department that nobody speaks for.
    """
    addressees, days = Addressees(), agency.current().reminder_days
    found: dict[tuple[Any, Audit], list[DocumentRequest]] = defaultdict(list)
    for request in _of_open_audits(on, audit):
        users = addressees.of(request.department)
        if not users and request.state(on) in AWAITED:
            named = {"request": request.get_absolute_url()}
            problems.append(_("%(request)s: its department has no contact") % named)
        for user in users:
            found[user, request.audit].append(request)
    for (user, of), requests in found.items():
        if waiting := [one for one in requests if one.state(on) in AWAITED]:
            occasion = max(_occasion(one, on, days) for one in waiting)
            yield Notice(user, of, waiting, occasion, _times_asked(requests, on))


def _of_open_audits(on: date, audit: Audit | None) -> DocumentRequestQuerySet:
    """All requests of audits for which something is missing, those that are settled, too."""
    waiting = DocumentRequest.objects.awaiting_submission(on)
    audits = (waiting.filter(audit=audit) if audit else waiting).order_by().values("audit")
    sent = DocumentRequest.objects.filter(life=Life.REGISTERED, audit__in=audits)
    named = sent.with_names().shown_as_of(on)
    return named.order_by("due_at", "audit", "number")


def _occasion(request: DocumentRequest, on: date, days: Iterable[int]) -> date:
    """The last day on which its contact was to be told: when it was asked, or as it is due."""
    asked = max(step.taken_on for step in request.steps.all() if step.kind in ASKING)
    due = request.due(on)
    return max(filter(None, (asked, last_occasion(due, on, days) if due else None)))


def _times_asked(requests: Iterable[DocumentRequest], on: date) -> int:
    steps = (step for one in requests for step in one.steps.all() if step.taken_on <= on)
    return sum(step.kind in ASKING for step in steps)


def send_again(mail: Mail, on: date, connection: Any) -> Outcome | None:
    """Send what is due on the same matter as a mail that failed; None where nothing is any more."""
    same = (one for one in notices(on, []) if mail.key.startswith(one.about))
    due = next((one for one in same if one.user.pk == mail.user_id and one.may_be_read()), None)
    return due.send(on, connection) if due else None


def tell(audit: Audit, on: date) -> tuple[int, list[str]]:
    """Mail the contacts of an audit at once; how many mails went out, and what kept others.

    Call it outside a transaction. What fails is made up for by the daily run.
    """
    problems: list[str] = []
    opted_out = set(ReminderOptOut.objects.values_list("user", flat=True))
    found = [one for one in notices(on, problems, audit) if one.user.pk not in opted_out]
    due = [one for one in found if one.user.email and one.may_be_read() and not one.is_claimed()]
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return 0, [*problems, _("The mail server cannot be reached. The daily run tries again.")]
    with connection:
        outcomes = [one.send(on, connection) for one in due]
    failed = [str(one) for one, done in zip(due, outcomes, strict=True) if done != Outcome.SENT]
    problems += [_("%(mail)s: could not be sent") % {"mail": mail} for mail in failed]
    return outcomes.count(Outcome.SENT), problems
