"""Requests for documents through their life: sent together, submitted by contacts, checked."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import (
    Audit,
    DocumentRequest,
    DocumentRequestQuerySet,
    RequestPaper,
    RequestStep,
)
from audits.request_states import StepKind
from organization.contacts import departments_of, signature_of
from records import journal
from records.base import Life

RIGHT = "audits.submit_documentrequest"
LONGEST_TITLE = RequestPaper._meta.get_field("title").max_length
LONGEST_NAME = RequestStep._meta.get_field("taken_by").max_length
NOT_APPROVED = gettext_lazy("The audit is not approved: nothing can be requested for it yet.")


class StaleError(Exception):
    """The request was changed since the form was opened."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a contact hands in: words, files, and the version of the request as it was seen."""

    version: int
    words: str = ""
    files: list[Any] = field(default_factory=list)


def asked_of(user: Any) -> DocumentRequestQuerySet:
    """What was requested of the departments that `user` speaks for, withdrawn requests apart."""
    own = departments_of(user) if user.has_perm(RIGHT) else ()
    if not own:
        return DocumentRequest.objects.none()
    asked = DocumentRequest.objects.filter(life=Life.REGISTERED, department__in=own)
    return asked.filter(steps__kind=StepKind.SENT).exclude(audit__life=Life.DRAFT)


def send(*, audit: Audit, on: date, due_on: date | None, by: Any) -> list[DocumentRequest]:
    """Send every request of `audit` that was not sent yet; needs an open change.

    `due_on` is the due date of those that have none. Raises `ValidationError`, which names the
    lines, where one cannot be sent; then nothing may be kept of the change.
    """
    if audit.life != Life.REGISTERED:
        raise ValidationError(NOT_APPROVED)
    waiting = DocumentRequest.objects.select_for_update(of=("self",)).sendable()
    requests, problems = list(waiting.filter(audit=audit).order_by("number")), []
    if not requests:
        raise ValidationError(_("There is no request that was not sent yet."))
    for request in requests:
        request.due_on = request.due_on or due_on
        try:
            if request.due_on is None:
                raise ValidationError(_("It has no due date."))
            _send_one(request, on, by)
        except ValidationError as error:
            problems += [f"№{request.number}: {message}" for message in error.messages]
    if problems:
        raise ValidationError(problems)
    return requests


def _send_one(request: DocumentRequest, on: date, by: Any) -> None:
    request.life = Life.REGISTERED
    request.full_clean()
    request.save()
    take(request, StepKind.SENT, on=on, by=by)


def take(
    request: DocumentRequest,
    kind: StepKind,
    *,
    on: date,
    by: Any,
    words: str = "",
    due_on: date | None = None,
) -> RequestStep:
    """Take a step with a request, in an open change; raises `ValidationError`."""
    steps = list(request.steps.all())
    step = RequestStep(
        request=request,
        order=max((one.order for one in steps), default=0) + 1,
        kind=kind,
        taken_on=on,
        taken_by=signature_of(by)[:LONGEST_NAME],
        words=words,
        due_on=due_on,
    )
    request.check_steps([*steps, step])
    step.full_clean()
    step.save()
    return step


def submit(
    *, request: DocumentRequest, submission: Submission, by: Any, on: date, request_id: str = ""
) -> None:
    """Keep what the contact `by` hands in.

    Raises `StaleError` where the request was changed since it was seen and `ValidationError` where
    nothing is asked any more; then nothing is changed.
    """
    reason = _("Submission of requested documents")
    with journal.change(actor=by.get_username(), reason=reason, request=request_id):
        kept = locked(request, submission.version)
        take(kept, StepKind.SUBMITTED, on=on, by=by, words=submission.words)
        for file in submission.files:
            _keep_file(kept, file)


def _keep_file(request: DocumentRequest, file: Any) -> None:
    """Keep a file; it takes the place of one of the same name."""
    papers = list(request.papers.current())
    last = max((paper.order for paper in papers), default=0)
    new = RequestPaper(request=request, order=last + 1, title=file.name[:LONGEST_TITLE])
    paper = next((one for one in papers if one.original_name == file.name), new)
    paper.file = file
    paper.full_clean(exclude={"uid"})
    paper.save()


def locked(request: DocumentRequest, version: int) -> DocumentRequest:
    """The request as it is kept now, locked; raises `StaleError` where it is another version."""
    kept = DocumentRequest._base_manager.select_for_update().get(pk=request.pk)
    if kept.version != version:
        raise StaleError
    return kept
