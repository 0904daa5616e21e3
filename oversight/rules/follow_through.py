"""Rules about what follows an audit: measures, their checks, conclusions, what was planned.

The states of findings and requests on a day are those that the register shows everywhere.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits import finding_states, request_states
from audits.finding_states import State
from dates import FiscalYear
from oversight.rules.events import CANCELLED, HELD, Audit, Drill
from oversight.rules.facts import DRILLS, Facts
from oversight.rules.findings import Finding
from oversight.rules.rule import Certainty, Observation, Rule, Severity
from oversight.rules.words import day_text, year_text

MAJOR = "major"
AGREED = _("the due date on record")
CHECKED = _("ISO/IEC 27001 10.2 and ISO 9001 10.2: the effectiveness of an action is reviewed")
CONCLUDED = _("IIA Global Internal Audit Standards 14.5 and 15.1: an audit comes to a conclusion")
REVIEWED = _("the end of the acceptance on record")
APPROVED = _("the annual audit plan as approved")
OVERDUE = _(
    "Finding %(reference)s of “%(audit)s”: its action was due on %(day)s and is not completed."
)
UNCHECKED = _(
    "Finding %(reference)s of “%(audit)s”: its action was completed on %(day)s, and no check that "
    "it works is on record."
)
ACCEPTED = _(
    "Finding %(reference)s of “%(audit)s”: its risk was accepted until %(day)s, and no review is "
    "on record."
)
UNANSWERED = _(
    "What “%(audit)s” asked for under №%(number)d (%(title)s) was due on %(day)s and is not "
    "submitted."
)
NO_CONCLUSION = _("“%(audit)s” was held, and no conclusion is on record.")
NOT_HELD = _(
    "“%(title)s” is in the approved plan of %(year)s; its days are over (%(schedule)s), and it is "
    "not on record as held."
)


def major_overdue(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Major nonconformities whose action should have been completed before `at`."""
    found = facts.findings_by_year.get(year.year, ())
    return _overdue((one for one in found if one.grade == MAJOR), at)


def overdue(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Other findings whose action should have been completed before `at`."""
    found = facts.findings_by_year.get(year.year, ())
    return _overdue((one for one in found if one.grade != MAJOR), at)


def unchecked(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Findings whose actions are all completed, and not all of them checked."""
    for one in facts.findings_by_year.get(year.year, ()):
        if _state(one, at) == State.COMPLETED:
            days = (action.completed_on for action in one.actions)
            last = max(day for day in days if day and day <= at)
            yield _about(one, UNCHECKED, last)


def acceptance_ended(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Findings, not closed, whose risk was accepted until a day before `at` and not reviewed."""
    for one in facts.findings_by_year.get(year.year, ()):
        ended = [each for each in one.acceptances if finding_states.awaits_review([each], at)]
        if ended and _state(one, at) != State.CLOSED:
            until = min(each.until for each in ended)
            yield _about(one, ACCEPTED, until, due=until)


def unanswered(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Requests for documents that should have been answered before `at`."""
    for one in facts.requests_by_year.get(year.year, ()):
        due = request_states.due_at(one.due_on, one.steps, at)
        state = request_states.state_at(one.steps, at)
        if due and request_states.is_overdue(state, due, at):
            yield Observation(
                message=UNANSWERED,
                params={
                    "audit": one.audit_title,
                    "number": one.number,
                    "title": one.title,
                    "day": day_text(due),
                },
                subjects=(one.subject, one.audit),
                due=due,
                on=due,
            )


def no_conclusion(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Audits held by `at` without a conclusion.

    Only where one is expected: the audit has findings, or another of its regime that year has come
    to a conclusion. Where none was kept, nothing says that there was none.
    """
    audits = facts.audits_by_year.get(year.year, ())
    regimes = {one.regime for one in audits if one.has_conclusion}
    with_findings = {one.audit for one in facts.findings_by_year.get(year.year, ())}
    for audit in audits:
        is_expected = audit.regime in regimes or audit.subject in with_findings
        if is_expected and audit.was_held(at) and not audit.has_conclusion:
            yield Observation(
                message=NO_CONCLUSION,
                params={"audit": audit.title},
                subjects=(audit.subject,),
                on=audit.last,
                whole=audit.regime,
            )


def not_held(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Audits and drills of the approved plan whose days are over, neither held nor cancelled.

    Where no day is known, the year must be over.
    """
    events: list[Audit | Drill] = [
        *facts.audits_by_year.get(year.year, ()),
        *facts.drills_by_year.get(year.year, ()),
    ]
    planned = facts.planned.get(year.year, frozenset())
    for event in events:
        last = event.last or year.last_day
        is_open = event.status not in (HELD, CANCELLED)
        if event.subject.uid in planned and is_open and last < at:
            yield Observation(
                message=NOT_HELD,
                params={
                    "title": event.title,
                    "year": year_text(year),
                    "schedule": event.text,
                },
                subjects=(event.subject,),
                due=last,
                on=last,
                whole=event.regime if isinstance(event, Audit) else DRILLS,
            )


def _overdue(findings: Iterable[Finding], at: date) -> Iterator[Observation]:
    for one in findings:
        due = finding_states.due_at(one.due_on, one.extensions, at)
        if due and finding_states.is_overdue(_state(one, at), due, at):
            yield _about(one, OVERDUE, due, due=due)


def _state(one: Finding, at: date) -> State:
    return finding_states.state_at(
        at,
        closed_on=one.closed_on,
        answered_on=one.answered_on,
        actions=one.actions,
        acceptances=one.acceptances,
    )


def _about(one: Finding, message: str | Promise, on: date, due: date | None = None) -> Observation:
    return Observation(
        message=message,
        params={"reference": one.reference, "audit": one.audit_title, "day": day_text(on)},
        subjects=(one.subject, one.audit),
        due=due,
        on=on,
    )


RULES = (
    Rule(
        code="major-finding-overdue",
        title=_("major nonconformity beyond its due date"),
        source=AGREED,
        severity=Severity.SEVERE,
        check=major_overdue,
    ),
    Rule(
        code="finding-overdue",
        title=_("finding beyond its due date"),
        source=AGREED,
        severity=Severity.WARNING,
        check=overdue,
    ),
    Rule(
        code="action-not-checked",
        title=_("action done but not checked"),
        source=CHECKED,
        severity=Severity.NOTE,
        certainty=Certainty.SECONDARY,
        check=unchecked,
    ),
    Rule(
        code="risk-accepted-beyond-its-end",
        title=_("risk accepted beyond its end"),
        source=REVIEWED,
        severity=Severity.WARNING,
        check=acceptance_ended,
    ),
    Rule(
        code="request-unanswered",
        title=_("request for documents not answered"),
        source=AGREED,
        severity=Severity.WARNING,
        check=unanswered,
    ),
    Rule(
        code="audit-without-conclusion",
        title=_("audit held without a conclusion"),
        source=CONCLUDED,
        severity=Severity.NOTE,
        certainty=Certainty.SECONDARY,
        check=no_conclusion,
    ),
    Rule(
        code="plan-not-carried-out",
        title=_("planned and not carried out"),
        source=APPROVED,
        severity=Severity.WARNING,
        check=not_held,
    ),
)
