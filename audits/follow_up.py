"""The account of follow-up: what became of findings by a day (フォローアップ状況).

The Board of Audit asks for 措置が完了したもの and 措置が完了していないもの as of a day. Pure
figures over facts: no database and no clock. A finding counts from the day on which it was made;
where that is not on record it has neither a year nor an age.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.text import capfirst

from audits.account_filters import Age, Condition, Measures
from audits.models import Finding, Regime
from calendars.scheduled import fiscal_year_text
from dates import FiscalYear

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding as far as the account goes, as of its day: `closed_on` is None if later."""

    made_on: date | None
    closed_on: date | None
    regime: str = ""
    grade: str = ""
    departments: tuple[int, ...] = ()  # the one in charge, and those that it belongs to
    causes: tuple[str, ...] = ()  # codes
    is_overdue: bool = False
    is_extended: bool = False
    is_repeat: bool = False
    is_accepted: bool = False

    @property
    def year(self) -> int | None:
        """The fiscal year in which it was made; None where that is not on record."""
        return FiscalYear.of(self.made_on).year if self.made_on else None


@dataclass(frozen=True, slots=True)
class Count:
    """Findings, those of them whose measures are completed, and those that are overdue."""

    given: int = 0
    completed: int = 0
    overdue: int = 0

    @property
    def pending(self) -> int:
        """Those whose measures are not completed."""
        return self.given - self.completed

    @property
    def rate(self) -> str:
        """The completed in per cent, cut to the whole number below; 「－」 where there is none."""
        return f"{100 * self.completed // self.given}%" if self.given else "－"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: `query` narrows the list down to its findings; None where none can."""

    label: str
    count: Count
    query: Mapping[str, str] | None = field(default_factory=dict)
    level: int = 0

    def query_of(self, at: date, measures: Measures) -> dict[str, str] | None:
        """The filters under which the list shows its findings of this sort, and as many."""
        if self.query is None:
            return None
        return {"as_of": at.isoformat(), "measures": measures, **self.query}


@dataclass(frozen=True, slots=True)
class Head:
    """What a line is about: the key of its facts, its label, and the filters of its list."""

    key: Hashable
    label: str
    query: Mapping[str, str] | None
    level: int = 0


def count(facts: Iterable[Fact]) -> Count:
    """The figures of these findings."""
    facts = list(facts)
    closed = sum(fact.closed_on is not None for fact in facts)
    return Count(len(facts), closed, sum(fact.is_overdue for fact in facts))


def lines(
    facts: Iterable[Fact], keys: Callable[[Fact], Iterable[Hashable]], heads: Iterable[Head]
) -> list[Line]:
    """A line for each head that facts belong to; a fact may belong to several."""
    groups: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts:
        for key in keys(fact):
            groups[key].append(fact)
    return [
        Line(head.label, count(groups[head.key]), head.query, head.level)
        for head in heads
        if head.key in groups
    ]


def by_year(facts: Iterable[Fact]) -> list[Line]:
    """By the fiscal year in which they were made, the latest first, and by regime within it."""
    facts = list(facts)
    known = sorted({fact.year for fact in facts if fact.year is not None}, reverse=True)
    heads = []
    for year in known:
        made = {"made": str(year)}
        heads.append(Head(year, fiscal_year_text(year), made))
        heads += [Head((year, one), words(one), {**made, "regime": one}, 1) for one in Regime]
    heads.append(_undated())
    return lines(facts, lambda fact: (fact.year, (fact.year, fact.regime)), heads)


def by_regime(facts: Iterable[Fact]) -> list[Line]:
    """By the regime of their audit."""
    heads = [Head(one, words(one), {"regime": one}) for one in Regime]
    return lines(facts, lambda fact: (fact.regime,), heads)


def by_grade(facts: Iterable[Fact]) -> list[Line]:
    """By grade, the gravest first."""
    heads = [Head(one, words(one), {"grade": one}) for one in Finding.Grade]
    return lines(facts, lambda fact: (fact.grade,), heads)


def by_age(facts: Iterable[Fact], at: date) -> list[Line]:
    """Those not completed, by the days from when they were made to `at`."""
    pending = [fact for fact in facts if fact.closed_on is None]

    def keys(fact: Fact) -> tuple[Hashable, ...]:
        return (Age.of((at - fact.made_on).days) if fact.made_on else None,)

    heads = [Head(one, words(one), {"age": one}) for one in Age]
    return lines(pending, keys, [*heads, _undated()])


def average_days(facts: Iterable[Fact]) -> tuple[Decimal | None, int]:
    """The mean of the days from a finding to its closing, to one tenth, and of how many it is.

    Only of those whose two days are on record.
    """
    days = [
        (fact.closed_on - fact.made_on).days for fact in facts if fact.closed_on and fact.made_on
    ]
    if not days:
        return None, 0
    mean = Decimal(sum(days)) / len(days)
    return mean.quantize(TENTH, ROUND_HALF_UP), len(days)


def words(choice: models.TextChoices) -> str:
    """A choice in words, as a heading."""
    return capfirst(str(choice.label))


def _undated() -> Head:
    return Head(None, words(Condition.NO_DAY), {"condition": Condition.NO_DAY})
