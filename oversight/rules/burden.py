"""Rules about the burden on departments: audits that meet there, or fall into the settlement."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, is_exact
from oversight.rules.covering import Tree
from oversight.rules.events import Audit
from oversight.rules.facts import LISTED, Facts
from oversight.rules.rule import Observation, Rule, Severity
from oversight.rules.words import day_text

LONGEST = 31  # days; a longer range is the period of many departments, not a visit of one
SETTLEMENT_MONTHS = (4, 5)
ACCOUNTS = ("会計", "決算", "例月")
SOURCE = _("care for the departments audited")
OVERLAP = _("%(department)s is audited twice at one time, from %(day)s: “%(one)s” and “%(other)s”.")
SETTLEMENT = _("“%(audit)s” falls on %(department)s while it closes the year: %(day)s.")


@dataclass(frozen=True, slots=True)
class Visit:
    """A stretch of exact days on which an audit is at a department; days are included."""

    first: date
    last: date
    audit: Audit


def overlaps(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Departments that two audits are at on the same day, one of which names them.

    Audits that are conducted together are one visit.
    """
    tree = Tree(facts.departments, year.last_day)
    for key, visits in sorted(_visits_by_department(facts, year, tree).items()):
        seen: set[frozenset[frozenset[str]]] = set()
        for one, other in _meeting(visits):
            pair = frozenset((_group(one.audit), _group(other.audit)))
            is_named = _names(one.audit, key) or _names(other.audit, key)
            if pair not in seen and is_named:
                seen.add(pair)
                yield _overlap(facts, key, one, other)


def settlement(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Audits of something else that visit those who keep the accounts in April or May."""
    for audit in facts.audits_by_year.get(year.year, ()):
        if audit.is_off or audit.scope != LISTED or any(word in audit.title for word in ACCOUNTS):
            continue
        days = [one.first for one in _visits(audit) if one.first.month in SETTLEMENT_MONTHS]
        for covered in audit.covers if days else ():
            department = facts.department_by_key.get(covered.department)
            if department and ACCOUNTS[0] in department.name:
                yield Observation(
                    message=SETTLEMENT,
                    params={
                        "audit": audit.title,
                        "department": department.name,
                        "day": day_text(min(days)),
                    },
                    subjects=(audit.subject, department.subject),
                    on=min(days),
                )


def _visits(audit: Audit) -> Iterator[Visit]:
    for one in audit.schedule.segments:
        if one.start and one.end and is_exact(one) and (one.end - one.start).days < LONGEST:
            yield Visit(one.start, one.end, audit)


def _visits_by_department(facts: Facts, year: FiscalYear, tree: Tree) -> dict[int, list[Visit]]:
    """The visits to each department, those to what it belongs to among them, in order."""
    found: dict[int, list[Visit]] = defaultdict(list)
    for audit in facts.audits_by_year.get(year.year, ()):
        if audit.scope == LISTED and not audit.is_off:
            visits = list(_visits(audit))
            for key in tree.touched([audit]) & facts.department_by_key.keys():
                found[key] += visits
    for visits in found.values():
        visits.sort(key=lambda visit: (visit.first, visit.last))
    return found


def _meeting(visits: list[Visit]) -> Iterator[tuple[Visit, Visit]]:
    """Each two visits that have a day in common, by audits that are not conducted together.

    `visits` are in order of their first days.
    """
    present: list[Visit] = []
    for visit in visits:
        present = [one for one in present if one.last >= visit.first]
        yield from ((one, visit) for one in present if not _are_together(one.audit, visit.audit))
        present.append(visit)


def _group(audit: Audit) -> frozenset[str]:
    return audit.together | {audit.subject.uid}


def _are_together(one: Audit, other: Audit) -> bool:
    return other.subject.uid in _group(one) or one.subject.uid in _group(other)


def _names(audit: Audit, key: int) -> bool:
    return any(one.department == key for one in audit.covers)


def _overlap(facts: Facts, key: int, one: Visit, other: Visit) -> Observation:
    department, day = facts.department_by_key[key], other.first
    return Observation(
        message=OVERLAP,
        params={
            "department": department.name,
            "day": day_text(day),
            "one": one.audit.title,
            "other": other.audit.title,
        },
        subjects=(department.subject, one.audit.subject, other.audit.subject),
        on=day,
    )


RULES = (
    Rule(
        code="audits-overlap",
        title=_("two audits of one department at one time"),
        source=SOURCE,
        severity=Severity.NOTE,
        check=overlaps,
    ),
    Rule(
        code="audit-in-settlement-weeks",
        title=_("audit while the accounts are closed"),
        source=SOURCE,
        severity=Severity.NOTE,
        check=settlement,
    ),
)
