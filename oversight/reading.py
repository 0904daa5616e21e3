"""The facts that rules read, taken from the register with a constant number of queries."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from audits.models import Audit, AuditClassification, AuditType, Certification, Drill, Regime
from dates import FiscalYear
from meetings.models import Body, Meeting, Quorum
from organization.models import Department, Officer, ReorganisationStep
from organization.names import with_parents
from oversight import rules
from oversight.models import Submission
from oversight.reading_audits import AUDITS, read_audits, read_drills
from oversight.reading_duties import read_duties
from oversight.reading_findings import FINDINGS, read_findings, read_planned, read_requests
from oversight.reading_meetings import SITTINGS, read_numbers, read_sittings
from oversight.reading_subjects import subject_of
from records.base import NOTHING, Life, Record

PREDECESSOR = ReorganisationStep.Role.PREDECESSOR


def read_facts(
    years: range | None = None, plan_of: int | None = None, followed: range | None = None
) -> rules.Facts:
    """The registered records, those that take place of these fiscal years; of all by default.

    With `plan_of`, the drafts of audits and drills of that year count as well: its plan in the
    making. Findings and requests for documents are those of the audits of these years, or of the
    years `followed`.

    Of other years there are the numbers of sittings that run on over the years, and the audits
    whose periods form a chain.
    Nothing is left out for a reader: who may see an observation is asked of what it is about.
    """
    bodies = _registered(Body).prefetch_related("memberships", "quorums")
    departments, before = with_parents(_registered(Department)), _predecessors()
    audits = read_audits(_of_years(Audit, years, plan_of, _chained()))
    wanted = followed or years
    given = {pk: one for pk, one in audits.items() if not wanted or one.fiscal_year in wanted}
    return rules.Facts(
        bodies=tuple(_body(body) for body in bodies),
        audit_types=tuple(_audit_type(one) for one in _registered(AuditType)),
        sittings=tuple(read_sittings(_of_years(Meeting, years))),
        audits=tuple(audits.values()),
        drills=tuple(read_drills(_of_years(Drill, years, plan_of))),
        departments=tuple(_department(one, before[one.pk]) for one in departments.values()),
        officers=tuple(
            _member(one, role=one.post, subject=subject_of(one)) for one in _registered(Officer)
        ),
        certifications=read_certifications(),
        findings=tuple(read_findings(given)),
        requests=tuple(read_requests(given)),
        planned=read_planned(),
        other_years=tuple(read_numbers(years)) if years else (),
        submissions=tuple(_submission(one) for one in _submissions(years)),
        duties=tuple(read_duties()),
    )


def read_facts_around(year: FiscalYear) -> rules.Facts:
    """What judging `year` takes: its facts, and those of the years beside it."""
    near, own = range(year.year - 1, year.year + 2), range(year.year, year.year + 1)
    return read_facts(near, followed=own)


def forget_facts() -> None:
    """Have the next ones read facts anew, as a process does that has just begun."""
    for kept in (AUDITS, FINDINGS, SITTINGS):
        kept.forget()


def read_certifications() -> tuple[rules.Certification, ...]:
    """The registered certifications, in order."""
    return tuple(_certification(one) for one in _registered(Certification))


def _registered(model: type[Record]) -> Any:
    return model.objects.filter(life=Life.REGISTERED)


def _of_years(
    model: Any, years: range | None, plan_of: int | None = None, beside: Q = NOTHING
) -> Any:
    """Those of these years, in order; `beside` them such as are read of all years."""
    drafts = Q(life=Life.DRAFT, fiscal_year=plan_of) if plan_of else NOTHING
    found = model.objects.filter(Q(life=Life.REGISTERED) | drafts).by_date()
    return found if years is None else found.filter(Q(fiscal_year__in=years) | beside)


def _chained() -> Q:
    """Audits whose periods form a chain, in which years may be missing."""
    found = AuditClassification.objects.filter(type__slug=rules.WEBTRUST)
    return Q(pk__in=found.order_by().values("audit"))


def _submissions(years: range | None) -> Any:
    found = _registered(Submission).order_by("fiscal_year", "submitted_from", "pk")
    return found if years is None else found.filter(fiscal_year__in=years)


def _body(body: Body) -> rules.Body:
    return rules.Body(
        subject=subject_of(body),
        slug=body.slug,
        name=body.name,
        numbering=body.numbering,
        members=tuple(
            _member(one, key=one.pk, role=one.role, category=one.category)
            for one in body.memberships.all()
        ),
        quorums=tuple(_quorum(one) for one in body.quorums.all()),
    )


def _quorum(one: Quorum) -> rules.Quorum:
    return rules.Quorum(
        share=one.share,
        number=one.number or 0,
        counts_proxies=one.counts_proxies,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
    )


def _member(one: Any, **values: Any) -> rules.Member:
    return rules.Member(
        name=one.name,
        term_from=one.term_from,
        term_until=one.term_until,
        attested_on=one.attested_on,
        **values,
    )


def _audit_type(one: AuditType) -> rules.AuditType:
    return rules.AuditType(
        subject=subject_of(one),
        slug=one.slug,
        name=str(one),
        regime=one.regime,
        regime_name=Regime(one.regime).label,
        cycle=one.cycle_months,
    )


def _certification(one: Certification) -> rules.Certification:
    return rules.Certification(
        subject=subject_of(one),
        name=one.name,
        department=one.department_id,
        cycle=one.cycle_months,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
    )


def _submission(one: Submission) -> rules.Submission:
    return rules.Submission(
        subject=subject_of(one),
        fiscal_year=one.fiscal_year,
        kind=one.kind,
        title=one.title,
        addressee=one.addressee,
        legal_basis=one.legal_basis,
        schedule=one.submitted,
        text=one.submitted_text,
        replied=one.replied,
    )


def _department(department: Department, predecessors: list[int]) -> rules.Department:
    return rules.Department(
        key=department.pk,
        subject=subject_of(department),
        slug=department.slug,
        name=department.full_name,
        kind=department.kind,
        parent=department.parent_department_id,
        valid_from=department.valid_from,
        valid_until=department.valid_until,
        predecessors=tuple(predecessors),
    )


def _predecessors() -> dict[int, list[int]]:
    """Of each department, those that ended in the reorganisation that it came out of."""
    found: dict[int, list[int]] = defaultdict(list)
    steps = ReorganisationStep.objects.filter(reorganisation__life=Life.REGISTERED)
    by_change: dict[int, list[ReorganisationStep]] = defaultdict(list)
    for step in steps.select_related("department", "reorganisation"):
        by_change[step.reorganisation_id].append(step)
    for change in by_change.values():
        on = change[0].reorganisation.takes_effect_on
        ended = [
            step.department_id
            for step in change
            if step.role == PREDECESSOR and (step.department.valid_until or date.max) < on
        ]
        for step in change:
            if step.role != PREDECESSOR:
                found[step.department_id] += ended
    return found
