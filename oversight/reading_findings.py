"""What followed audits, as rules read it: findings, requests for documents, what was planned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from audits.models import AuditPlan, DocumentRequest, Finding, PlannedAudit, PlannedDrill
from oversight import rules
from oversight.reading_kept import KeptFacts, Read, states_of
from oversight.reading_subjects import subject_of
from records.base import Life
from records.storage import RowLoader

ROWS = RowLoader({"corrective_actions": (), "extensions": (), "acceptances": ()})
REQUESTS = RowLoader({"steps": ()})
FINDINGS = KeptFacts[rules.Finding]()


def read_findings(audits: Mapping[int, rules.Audit]) -> Iterator[rules.Finding]:
    """The registered findings of these audits, given by their keys, in order."""

    def make(rows: QuerySet) -> Read[rules.Finding]:
        found: list[Any] = ROWS.read(rows)
        for one in found:
            yield one.pk, _finding(one, audits[one.audit_id]), True

    findings = _of_audits(Finding, audits)
    states = {
        pk: (*state, audits[audit].title, audits[audit].fiscal_year)
        for pk, (*state, audit) in states_of(findings, "audit_id").items()
    }
    yield from FINDINGS.read(findings, states, make).values()


def read_requests(audits: Mapping[int, rules.Audit]) -> Iterator[rules.Request]:
    """What was requested for these audits and not withdrawn, in order."""
    found: list[Any] = REQUESTS.read(_of_audits(DocumentRequest, audits))
    for one in found:
        yield rules.Request(
            **_of_audit(one, audits[one.audit_id]),
            number=one.number,
            title=one.title,
            due_on=one.due_on,
            steps=tuple(
                rules.Step(each.kind, each.taken_on, each.due_on) for each in one.steps.all()
            ),
        )


def read_planned() -> dict[int, frozenset[str]]:
    """The uids of what the last approved version of each year's audit plan lists."""
    plans = AuditPlan.objects.order_by("revision").values_list("fiscal_year", "pk")
    years = {plan: year for year, plan in dict(plans).items()}
    found: dict[int, set[str]] = defaultdict(set)
    for rows in (PlannedAudit, PlannedDrill):
        listed = rows.objects.filter(plan__in=years).values_list("plan", f"{rows.of}__uid")
        for plan, uid in listed.order_by():
            found[years[plan]].add(str(uid))
    return {year: frozenset(uids) for year, uids in found.items()}


def _of_audits(model: Any, audits: Mapping[int, rules.Audit]) -> Any:
    """Those of the audits at hand, found by their years: the keys of many audits are many."""
    years = {audit.fiscal_year for audit in audits.values()}
    given = model.objects.filter(life=Life.REGISTERED, audit__life=Life.REGISTERED)
    return given.filter(audit__fiscal_year__in=years).order_by("audit", "number")


def _of_audit(one: Any, audit: rules.Audit) -> dict[str, Any]:
    return {
        "subject": subject_of(one),
        "audit": audit.subject,
        "audit_title": audit.title,
        "fiscal_year": audit.fiscal_year,
    }


def _finding(one: Any, audit: rules.Audit) -> rules.Finding:
    return rules.Finding(
        **_of_audit(one, audit),
        reference=one.reference,
        grade=one.grade,
        department=one.department_id,
        due_on=one.due_on,
        answered_on=one.answered_on,
        closed_on=one.closed_on,
        actions=tuple(_action(each) for each in one.corrective_actions.all()),
        extensions=tuple(
            rules.Extension(each.due_on, each.granted_on) for each in one.extensions.all()
        ),
        acceptances=tuple(
            rules.Acceptance(each.approved_on, each.until, each.reviewed_on)
            for each in one.acceptances.all()
        ),
    )


def _action(action: Any) -> rules.Action:
    return rules.Action(
        completed_on=action.completed_on,
        effectiveness_checked_on=action.effectiveness_checked_on,
        was_effective=action.was_effective,
        responsible=action.responsible,
        checked_by=action.checked_by,
        checker_department=action.checker_department_id,
    )
