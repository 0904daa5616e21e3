"""What of requests for documents waits for somebody, and the desk's figures of what is due."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import DocumentRequest, DocumentRequestQuerySet
from audits.requests import asked_of
from calendars.scheduled import day_text
from records.addresses import list_address, record_address
from records.base import may
from records.kinds import Figure, Task, Waiting, due_figure

SOON = 7  # days before the due date from which a request is due soon


def requests_waiting(user: Any, today: date) -> Iterator[Waiting]:
    """What waits for those who keep the requests, and what for those who answer them."""
    if may(user, DocumentRequest, "view", "change"):
        yield from _to_check(user, today)
    asked = asked_of(user)
    if not asked.query.is_empty():
        yield Waiting(
            heading=gettext_lazy("Documents to submit"),
            rows=_named(asked.awaiting_submission(today)),
            task=partial(_task, today, lambda one: reverse("audits:submit", args=[one.uid])),
            address=partial(reverse, "audits:asked"),
        )


def _to_check(user: Any, today: date) -> Iterator[Waiting]:
    visible = DocumentRequest.objects.visible_to(user)
    yield Waiting(
        heading=gettext_lazy("Documents submitted, to be checked"),
        rows=_named(visible.awaiting_check(today)),
        task=partial(
            _task, today, lambda one: reverse("admin:audits_documentrequest_check", args=[one.pk])
        ),
        address=partial(list_address, DocumentRequest, state="submitted"),
    )
    yield Waiting(
        heading=gettext_lazy("Documents overdue"),
        rows=visible.overdue(today).with_names(),
        task=partial(_task, today, record_address),
        address=partial(list_address, DocumentRequest, due="overdue"),
    )


def _named(requests: DocumentRequestQuerySet) -> DocumentRequestQuerySet:
    return requests.with_names().order_by("due_at", "pk")


def _task(today: date, address: Any, request: Any) -> Task:
    due = request.due_at
    return Task(
        text=request.title,
        address=address(request),
        note=_("due on %(day)s") % {"day": day_text(due)} if due else "",
        beside=f"{request.department or ''} {request.audit} №{request.number}",
        is_late=request.is_overdue(today),
    )


def requests_due(user: Any, today: date) -> Iterator[Figure]:
    """Requests that are overdue, and those due soon."""
    visible = DocumentRequest.objects.visible_to(user)
    late, soon = visible.overdue(today), visible.due_within(SOON, today)
    label = gettext_lazy("Documents overdue")
    yield due_figure(label, late, "due_at", "title", {"due": "overdue"}, is_alarm=True)
    label = gettext_lazy("Documents due within 7 days")
    yield due_figure(label, soon, "due_at", "title", {"due": "soon"})
