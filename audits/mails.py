"""The wording of the mails about findings, always in Japanese."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from audits.models import Audit, DocumentRequest, Finding
from dates import official_number
from organization.contacts import name_of
from records import agency


def days_left(due_on: date, on: date) -> str:
    """The distance of the due date from a day: あと７日, 本日, ８日超過."""
    days = (due_on - on).days
    if days == 0:
        return "本日"
    return f"あと{official_number(days)}日" if days > 0 else f"{official_number(-days)}日超過"


def reminder_mail(finding: Finding, user: Any, due_on: date, on: date) -> EmailMessage:
    """The mail to the contact `user` on `on` about a finding that is due on `due_on`."""
    left, number = days_left(due_on, on), official_number(finding.number)
    with translation.override("ja"):
        subject = f"【是正期限：{left}】{finding.audit} 指摘事項第{number}号"
        context = {"finding": finding, "number": number, "due_on": due_on, "left": left}
        context["answer"] = reverse("audits:answer", args=[finding.uid])
        return _mail("audits/mail/reminder.txt", subject, user, context)


def summary_mail(
    overdue: Iterable[Finding], soon: Iterable[Finding], user: Any, on: date
) -> EmailMessage:
    """The weekly mail to the audit office; the findings come with their `due_at`."""
    context: dict[str, Any] = {"overdue": list(overdue), "soon": list(soon), "on": on}
    with translation.override("ja"):
        subject = f"【指摘事項】期限超過{official_number(len(context['overdue']))}件"
        return _mail("audits/mail/summary.txt", subject, user, context)


def requests_mail(
    audit: Audit, requests: Iterable[DocumentRequest], user: Any, on: date
) -> EmailMessage:
    """The mail to the contact `user` on `on` about documents that are missing for an audit."""
    dues = ((one, one.due(on)) for one in requests)
    lines = [(one, due, days_left(due, on) if due else "") for one, due in dues]
    with translation.override("ja"):
        late = sum(one.is_overdue(on) for one, _due, _left in lines)
        said = f"期限超過{official_number(late)}件" if late else f"{official_number(len(lines))}件"
        context = {"audit": audit, "lines": lines, "on": on, "asked": reverse("audits:asked")}
        subject = f"【資料依頼：{said}】{audit}"
        return _mail("audits/mail/requests.txt", subject, user, context)


def _mail(template: str, subject: str, user: Any, context: dict[str, Any]) -> EmailMessage:
    """The mail, its subject on one line whatever the texts of the record hold."""
    context |= {
        "name": name_of(user),
        "site": settings.SITE_URL,
        "settings": reverse("audits:reminders"),
    }
    text = render_to_string(template, context)
    return EmailMessage(" ".join(subject.split()), text, agency.sender(), [user.email])
