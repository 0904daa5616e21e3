"""The results of a statutory auditors' audit, as its auditors record them on the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from audits.models import Audit, Auditor, AuditQuerySet, Finding, Regime
from records import journal
from records.base import Life

RIGHT = "audits.record_results"


class StaleError(Exception):
    """The audit, or a finding of it, was changed since the form was opened."""


def recordable(user: Any) -> AuditQuerySet:
    """The audits whose results `user` may record: approved ones of the statutory auditors."""
    audits = Audit.objects.visible_to(user).of_regime(Regime.AUDITOR)
    return audits.filter(life=Life.REGISTERED) if user.has_perm(RIGHT) else audits.none()


def drafted_findings(audit: Audit) -> Any:
    """The findings of `audit` that the audit office has not agreed to yet."""
    return Finding.objects.filter(audit=audit, life=Life.DRAFT).order_by("number")


@dataclass(frozen=True, slots=True)
class Results:
    """What came of an audit: changed fields, auditors and those who are none, findings as drafts.

    `version` is that of the audit that was seen; each finding comes with its own.
    """

    version: int
    values: Mapping[str, Any]
    auditors: Iterable[Auditor]
    gone: Iterable[Auditor]
    findings: Iterable[tuple[Finding, int]]


def save_results(
    *, audit: Audit, results: Results, today: date, by: Any, reason: str, request: str = ""
) -> Audit:
    """Keep what came of `audit`.

    Raises `StaleError` where somebody was faster and, where something contradicts the record,
    `ValidationError`; then nothing is changed.
    """
    with journal.change(actor=by.get_username(), reason=reason, request=request):
        kept = Audit.objects.select_for_update().get(pk=audit.pk)
        if kept.version != results.version:
            raise StaleError
        _save_audit(kept, results.values, today)
        for auditor in results.gone:
            auditor.delete()
        for auditor in results.auditors:
            auditor.audit = kept
            auditor.full_clean()
            auditor.save()
        for finding, seen in results.findings:
            _save_finding(kept, finding, seen)
    return kept


def _save_audit(audit: Audit, values: Mapping[str, Any], today: date) -> None:
    if not values:
        return
    for name, value in values.items():
        setattr(audit, name, value)
    if "schedule_text" in values:
        audit.warnings_settled = False
        audit.read_schedule()
    audit.full_clean()
    audit.check_held(today)
    audit.save()


def _save_finding(audit: Audit, finding: Finding, seen: int) -> None:
    """A new finding is a draft and gets the next number of the audit's."""
    finding.audit = audit
    others = Finding.objects.select_for_update().filter(audit=audit)
    if finding._state.adding:
        last = Finding._base_manager.filter(audit=audit).aggregate(last=Max("number"))["last"]
        finding.number = (last or 0) + 1
    elif not others.filter(pk=finding.pk, life=Life.DRAFT, version=seen).exists():
        raise StaleError
    finding.full_clean()
    finding.save()
