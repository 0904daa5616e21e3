"""What the account of follow-up rests on: the findings that somebody may see, as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from audits.account_filters import Condition
from audits.follow_up import (
    Count,
    Fact,
    Head,
    Line,
    average_days,
    by_age,
    by_grade,
    by_regime,
    by_year,
    count,
    lines,
    words,
)
from audits.models import Finding, FindingCategory, FindingClassification, FindingQuerySet
from organization.models import Department


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of follow-up as of the day `at`.

    `average` is the mean of the days that it took to close `averaged` findings.
    """

    at: date
    total: Line
    extended: Line
    repeats: Line
    accepted: Line
    years: list[Line]
    regimes: list[Line]
    departments: list[Line]
    grades: list[Line]
    causes: list[Line]
    ages: list[Line]
    average: Decimal | None
    averaged: int


def account(user: Any, at: date) -> Account:
    """The account of the findings that `user` may see, drafts and withdrawn ones excepted."""
    departments = Departments(user)
    facts = facts_of(seen_by(user), at, departments)
    average, averaged = average_days(facts)
    extended = count(fact for fact in facts if fact.is_extended)
    repeats = count(fact for fact in facts if fact.is_repeat)
    accepted = count(fact for fact in facts if fact.is_accepted)
    return Account(
        at=at,
        total=Line("", count(facts)),
        extended=_remarkable(Condition.EXTENDED, extended),
        repeats=_remarkable(Condition.REPEAT, repeats),
        accepted=_remarkable(Condition.ACCEPTED, accepted),
        years=by_year(facts),
        regimes=by_regime(facts),
        departments=departments.lines(facts),
        grades=by_grade(facts),
        causes=by_cause(facts, user),
        ages=by_age(facts, at),
        average=average,
        averaged=averaged,
    )


def seen_by(user: Any) -> FindingQuerySet:
    """The findings that the list shows to `user`."""
    return Finding.objects.visible_to(user).current()


def facts_of(findings: FindingQuerySet, at: date, departments: "Departments") -> list[Fact]:
    """The facts of those given by the end of `at`, in five questions whatever their number."""
    given = findings.given(at)
    overdue, extended = _keys(given.overdue(at)), _keys(given.extended(at))
    accepted, causes = _keys(given.with_accepted_risk(at)), _causes(given)
    fields = ("pk", "found_on", "closed_on", "audit__regime", "grade", "department", "is_repeat")
    return [
        Fact(
            made_on=made_on,
            closed_on=closed_on if closed_on and closed_on <= at else None,
            regime=regime,
            grade=grade,
            departments=departments.chain(department),
            is_overdue=pk in overdue,
            is_extended=pk in extended,
            is_repeat=is_repeat,
            is_accepted=pk in accepted,
            causes=tuple(causes[pk]),
        )
        for pk, made_on, closed_on, regime, grade, department, is_repeat in (
            given.order_by().values_list(*fields)
        )
    ]


def by_cause(facts: Iterable[Fact], user: Any) -> list[Line]:
    """By root cause, in the order of the office's list; a finding may have several."""
    causes = FindingCategory.objects.visible_to(user).filter(role=FindingCategory.Role.CAUSE)
    heads = [Head(each.slug, each.name, {"cause": each.slug}) for each in causes]
    none = Head(None, words(Condition.NO_CAUSE), {"condition": Condition.NO_CAUSE})
    return lines(facts, lambda fact: fact.causes or (None,), [*heads, none])


class Departments:
    """All departments as a tree, and those of them that the list can be narrowed down to."""

    def __init__(self, user: Any) -> None:
        every = Department.objects.with_ancestors().order_by("order", "pk")
        self.parents = {each.pk: each.parent_department_id for each in every}
        self.parts: dict[int | None, list[Department]] = defaultdict(list)
        for each in every:
            self.parts[each.parent_department_id].append(each)
        seen = Department.objects.visible_to(user).current()
        self.offered = frozenset(seen.values_list("pk", flat=True))

    def chain(self, key: int | None) -> tuple[int, ...]:
        """A department and those that it belongs to, from the key of the first."""
        found: list[int] = []
        while key is not None and key not in found:
            found.append(key)
            key = self.parents[key]
        return tuple(found)

    def lines(self, facts: Iterable[Fact]) -> list[Line]:
        """By department in charge, each with what belongs to it, which follows it."""
        query = {"condition": Condition.NO_DEPARTMENT}
        nobody = Head(None, words(Condition.NO_DEPARTMENT), query)
        heads = [*self._beneath(None, 0), nobody]
        return lines(facts, lambda fact: fact.departments or (None,), heads)

    def _beneath(self, key: int | None, level: int) -> Iterator[Head]:
        for part in self.parts[key]:
            yield self._head(part, level)
            yield from self._beneath(part.pk, level + 1)

    def _head(self, department: Department, level: int) -> Head:
        query = {"department": department.slug} if department.pk in self.offered else None
        label = department.printed_name if level else department.full_name
        return Head(department.pk, label, query, level)


def _causes(findings: FindingQuerySet) -> dict[int, list[str]]:
    """The codes of the root causes of each finding, by its key."""
    rows = FindingClassification.objects.filter(category__role=FindingCategory.Role.CAUSE)
    found: dict[int, list[str]] = defaultdict(list)
    of = rows.filter(finding__in=findings.order_by().values("pk"))
    for finding, slug in of.order_by().values_list("finding", "category__slug"):
        found[finding].append(slug)
    return found


def _keys(findings: FindingQuerySet) -> frozenset[int]:
    return frozenset(findings.order_by().values_list("pk", flat=True))


def _remarkable(condition: Condition, found: Count) -> Line:
    return Line(words(condition), found, {"condition": condition})
