"""Rules about who audits: nobody their own department, least of all the audit office itself.

IIA Global Internal Audit Standards, 7.1 (organizational independence); ISO 19011, 4 e).
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from oversight.rules.covering import Trees
from oversight.rules.events import Audit
from oversight.rules.facts import AUDIT_OFFICE, INTERNAL, Facts
from oversight.rules.rule import Certainty, Observation, Rule, Severity
from oversight.rules.words import folded

SOURCE = _("IIA Global Internal Audit Standards 7.1; ISO 19011, principle of independence")
OWN_OFFICE = _("%(office)s audits itself: it is among the departments of “%(audit)s”.")
CHECKED = _("ISO 19011, principle of independence: whoever checks an action did not do it")
OWN_ACTION = _(
    "An action on finding %(reference)s of “%(audit)s” was checked by who did it, or by the "
    "department that it is about."
)
OWN_DEPARTMENT = _("%(person)s audits their own department in “%(audit)s”: %(department)s.")


def own_office(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Internal audits, which the audit office makes, that cover the audit office."""
    offices = [one for one in facts.departments if one.slug == AUDIT_OFFICE]
    for audit, covered in _with_covered(facts, year):
        for office in offices:
            if audit.regime == INTERNAL and office.key in covered:
                yield Observation(
                    message=OWN_OFFICE,
                    params={"office": office.name, "audit": audit.title},
                    subjects=(audit.subject, office.subject),
                    on=audit.first,
                )


def own_department(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Audits of which a department is covered that somebody who audits belongs to."""
    for audit, covered in _with_covered(facts, year):
        for person in audit.people:
            department = facts.department_by_key.get(person.department or 0)
            if department and department.key in covered:
                yield Observation(
                    message=OWN_DEPARTMENT,
                    params={
                        "person": person.name,
                        "audit": audit.title,
                        "department": department.name,
                    },
                    subjects=(audit.subject, department.subject),
                    on=audit.first,
                    detail=person.name,
                )


def checker(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Checks, made by `at`, of an action by who did it, or by the department that it is about."""
    for finding in facts.findings_by_year.get(year.year, ()):
        for n, action in enumerate(finding.actions, 1):
            day, doer = action.effectiveness_checked_on, folded(action.responsible)
            is_doer = bool(doer) and folded(action.checked_by) == doer
            is_own = finding.department in facts.above(action.checker_department)
            if day and day <= at and (is_doer or is_own):
                yield Observation(
                    message=OWN_ACTION,
                    params={"reference": finding.reference, "audit": finding.audit_title},
                    subjects=(finding.subject, finding.audit),
                    on=day,
                    detail=str(n),
                )


def _with_covered(facts: Facts, year: FiscalYear) -> Iterator[tuple[Audit, set[int]]]:
    """The audits of `year` that are not off, and the departments of which each means something."""
    trees = Trees(facts.departments)
    for audit in facts.audits_by_year.get(year.year, ()):
        if not audit.is_off:
            day = audit.first or year.last_day
            yield audit, trees.during(day, day).touched([audit])


RULES = (
    Rule(
        code="audit-office-audits-itself",
        title=_("audit office audited by itself"),
        source=SOURCE,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=own_office,
    ),
    Rule(
        code="auditor-of-own-department",
        title=_("auditor of the own department"),
        source=SOURCE,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=own_department,
    ),
    Rule(
        code="action-checked-by-its-doer",
        title=_("action checked by its doer"),
        source=CHECKED,
        severity=Severity.NOTE,
        certainty=Certainty.SECONDARY,
        check=checker,
    ),
)
