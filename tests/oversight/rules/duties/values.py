"""Duties for tests: small values with what a case is about, the rest as it comes."""

from datetime import date
from typing import Any

from dates import FiscalYear, Schedule, read
from oversight.rules import Facts
from oversight.rules.duties import Instance, duties_of
from oversight.rules.duty import Deadline, DeadlineRule, Duty, Match, MetBy, Validity
from oversight.rules.subjects import Subject
from tests.oversight.rules.values import AFTER

YEAR_END = Deadline(rule=DeadlineRule.PERIOD_END)
STATEMENTS = Deadline(rule=DeadlineRule.AFTER_YEAR_END, months=3, is_moved=True)


def duty(
    code: str, met_by: Match | None = None, *, since: str = "", until: str = "", **values: Any
):
    return Duty(
        subject=Subject("oversight.duty", code),
        code=code,
        title=values.pop("title", code),
        source="機構法",
        met_by=met_by or Match(),
        validity=Validity(_read(since), _read(until)),
        **values,
    )


def _read(text: str) -> Schedule:
    return read(text).schedule if text else Schedule()


def audits(*types: str) -> Match:
    return Match(kind=MetBy.AUDIT, codes=types)


def items(
    body: str, *matters: str, words: tuple[str, ...] = (), but: tuple[str, ...] = ()
) -> Match:
    return Match(kind=MetBy.ITEM, codes=(body,), matters=matters, words=words, but=but)


def sittings(body: str) -> Match:
    return Match(kind=MetBy.SITTING, codes=(body,))


def instances(
    duties: tuple[Duty, ...], facts: Facts | None = None, *, year: int = 2016, at: date = AFTER
) -> list[Instance]:
    return list(duties_of(facts or Facts(), duties, FiscalYear(year), at))


def states(*args: Any, **values: Any) -> list[tuple[str, str, date | None]]:
    return [(one.key, str(one.state), one.due) for one in instances(*args, **values)]
