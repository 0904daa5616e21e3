"""Rules about what comes again: each month, and each department each year.

What was not kept at all for a year is not judged: nothing on record says that it did not happen.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, month_end
from oversight.rules.covering import Trees
from oversight.rules.events import Audit
from oversight.rules.facts import DRILLS, INTERNAL, AuditType, Facts
from oversight.rules.rule import Certainty, Observation, Rule, Severity
from oversight.rules.words import month_text, year_text

MONTHLY, YEARLY = 1, 12
PRACTICE = _("practice on record; the regulation was not found")
YEARLY_SOURCE = _("JIS Q 15001 and the audit regulation: each department once a year")
NO_MONTH = _("No %(regime)s (%(type)s) is on record for %(month)s.")
NO_DRILL = _("No drill held by %(department)s is on record for %(year)s.")
NO_DEPARTMENT = _("No %(regime)s (%(type)s) of %(department)s is on record for %(year)s.")


def months(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Months of `year` that were over by `at`, without an audit that comes every month."""
    for one, audits in _of_cycle(facts, year, MONTHLY):
        for calendar_year, month in year.months():
            first, last = date(calendar_year, month, 1), month_end(calendar_year, month)
            is_held = any(audit.schedule.overlaps(first, last) for audit in audits)
            if last <= at and not is_held:
                yield Observation(
                    message=NO_MONTH,
                    params=_named(one) | {"month": month_text(calendar_year, month)},
                    subjects=(one.subject,),
                    due=last,
                    on=last,
                    detail=f"{calendar_year}-{month:02}",
                )


def departments(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Departments that `year` ended without an internal audit due each year.

    Departments of the highest level, as the organisation stood at the end of the year. One that is
    covered by an audit on record, held or planned, is not missed, nor one that came in the place of
    such a department.
    """
    last = year.last_day
    if at < last:
        return
    trees = Trees(facts.departments)
    for one, audits in _of_cycle(facts, year, YEARLY):
        if one.regime != INTERNAL:
            continue
        covered = trees.covered(audits, year)
        for department in trees.during(last, last).highest():
            if covered.isdisjoint(facts.lineage(department.key)):
                yield Observation(
                    message=NO_DEPARTMENT,
                    params=_named(one) | {"department": department.name, "year": year_text(year)},
                    subjects=(department.subject, one.subject),
                    due=last,
                    on=last,
                )


def drills(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Departments of the highest level that `year` ended without a drill of theirs, or of a part.

    A drill that is on record, held or planned, is not missed; that of a predecessor counts.
    """
    last = year.last_day
    held = [one for one in facts.drills_by_year.get(year.year, ()) if not one.is_off]
    if at < last or not held:
        return
    trees = Trees(facts.departments)
    touched = set[int]().union(*map(trees.touched, held))
    tree = trees.during(last, last)
    for department in tree.highest():
        parts = (facts.lineage(key) for key in tree.below(department.key))
        if touched.isdisjoint(chain.from_iterable(parts)):
            yield Observation(
                message=NO_DRILL,
                params={"department": department.name, "year": year_text(year)},
                subjects=(department.subject,),
                due=last,
                on=last,
                whole=DRILLS,
            )


def _named(one: AuditType) -> dict[str, Any]:
    return {"type": one.name, "regime": one.regime_name}


def _of_cycle(
    facts: Facts, year: FiscalYear, cycle: int
) -> Iterator[tuple[AuditType, list[Audit]]]:
    """The audit types of this cycle with their audits of `year`, where there are any."""
    audits: dict[str, list[Audit]] = defaultdict(list)
    for audit in facts.audits_by_year.get(year.year, ()):
        for slug in () if audit.is_off else audit.types:
            audits[slug].append(audit)
    for one in facts.audit_types:
        if one.cycle == cycle and audits[one.slug]:
            yield one, audits[one.slug]


RULES = (
    Rule(
        code="month-without-audit",
        title=_("month without an audit that comes every month"),
        source=PRACTICE,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=months,
    ),
    Rule(
        code="department-not-audited",
        title=_("department without an audit due each year"),
        source=YEARLY_SOURCE,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=departments,
    ),
    Rule(
        code="department-without-drill",
        title=_("department without a drill of its own"),
        source=PRACTICE,
        severity=Severity.NOTE,
        certainty=Certainty.SECONDARY,
        check=drills,
    ),
)
