"""The answer of the department in charge, written by its contact in one change."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from audits.models import CorrectiveAction, Finding, FindingPaper, FindingQuerySet
from organization.contacts import departments_of, signature_of
from records import journal
from records.base import Life

LONGEST_NAME = Finding._meta.get_field("answered_by").max_length


class StaleError(Exception):
    """The finding was changed since the form was opened."""


class ClosedError(Exception):
    """The finding is closed; nothing about it is answered any more."""


def answerable(user: Any) -> FindingQuerySet:
    """The findings that `user` may answer as the contact of the department in charge."""
    own = departments_of(user) if user.has_perm("audits.answer_finding") else ()
    return Finding.objects.visible_to(user).current().filter(department__in=own)


def assigned(user: Any) -> FindingQuerySet:
    """The same without drafts, in a query that asks for no scope of an audit.

    A department may read each audit that left it a finding, once neither is a draft any more.
    """
    own = departments_of(user)
    if not (own and user.has_perm("audits.answer_finding")):
        return Finding.objects.none()
    given = Finding.objects.filter(life=Life.REGISTERED, department__in=own)
    return given.exclude(audit__life=Life.DRAFT)


def save_answer(
    *,
    finding: Finding,
    response: str,
    text: str,
    actions: Iterable[CorrectiveAction],
    papers: Iterable[FindingPaper] = (),
    version: int,
    by: Any,
    on: date,
    request: str = "",
) -> None:
    """Keep the answer of `by`, and the corrective actions and papers that they added or changed.

    `version` is that of the finding that they saw. Raises `StaleError`, `ClosedError` and, where an
    action or a paper contradicts the finding, `ValidationError`; then nothing is changed.
    """
    reason = _("Answer of the department in charge")
    with journal.change(actor=by.get_username(), reason=reason, request=request):
        kept = Finding.objects.select_for_update().get(pk=finding.pk)
        if kept.version != version:
            raise StaleError
        if kept.closed_on is not None:
            raise ClosedError
        if (kept.response, kept.answer) != (response, text):
            kept.response, kept.answer, kept.answered_on = response, text, on
            kept.answered_by = signature_of(by)[:LONGEST_NAME]
            kept.full_clean()
            kept.save(update_fields=["response", "answer", "answered_on", "answered_by"])
        _save_rows(kept, kept.corrective_actions.all(), actions)
        _save_rows(kept, kept.papers.all(), papers)


def _save_rows(
    finding: Finding,
    kept: Iterable[CorrectiveAction | FindingPaper],
    rows: Iterable[CorrectiveAction | FindingPaper],
) -> None:
    """Save rows of the finding; new ones follow those that are kept."""
    last = max((row.order for row in kept), default=0)
    for row in rows:
        row.finding = finding
        if row._state.adding:
            last += 1
            row.order = last
        row.full_clean()
        row.save()
