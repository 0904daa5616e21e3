"""Rules about the financial statements: after the settlement, within three months of the year."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, months_after, next_workday
from oversight.rules.events import Item, Sitting
from oversight.rules.facts import REPRESENTATIVE_COUNCIL, Facts
from oversight.rules.opinions import NO_RESOLUTION, SINCE, topics
from oversight.rules.rule import Observation, Rule, Severity
from oversight.rules.submission import Submission
from oversight.rules.words import day_text, folded, worded

STATEMENTS, SETTLEMENT, SUBMITTED = "財務諸表", "settlement", "submission"
MONTHS = 3  # after the fiscal year
TERM = _(
    "Act No. 29 of 2013, article 31(1) (30(1) before the amendment of 2017); Act No. 91 of 1988, "
    "article 2"
)
ORDER = _("Act No. 29 of 2013, articles 9(1)(iv) and 31(1)")
LATE = _("“%(title)s” was submitted on %(day)s; it was due on %(due)s.")
AHEAD = _(
    "“%(title)s” was submitted on %(day)s, before the Representative Council resolved on the "
    "settlement (%(resolved)s)."
)


def due_on(year: FiscalYear) -> date:
    """The last day on which the statements of `year` go to the minister.

    Three months after the year's end. It is a period set by law for an act toward a state
    authority: so it ends on the next day on which offices are open.
    """
    return next_workday(months_after(year.last_day, MONTHS))


def late(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """The statements of `year`, all of which were certainly submitted after the last day."""
    found, due = _statements(facts, year, at), due_on(year)
    firsts = [one.first for one in found if one.first]
    if found and len(firsts) == len(found) and min(firsts) > due:
        one = min(found, key=lambda each: each.first or date.max)
        days = {"day": worded(one.schedule), "due": day_text(due)}
        yield _about(one, LATE, due, **days)


def before_settlement(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Statements of `year` that were certainly submitted before each resolution on its settlement.

    Where no resolution is on record, nothing is said of the order.
    """
    resolved = [
        sitting
        for near in (year.year, year.year + 1)
        for sitting in facts.sittings_by_year.get(near, ())
        if not sitting.is_off and any(_settles(item, sitting, year) for item in sitting.items)
    ]
    firsts = [sitting.first for sitting in resolved if sitting.first]
    for one in _statements(facts, year, at) if firsts else ():
        if one.last and len(firsts) == len(resolved) and one.last < min(firsts):
            told = min(resolved, key=lambda each: each.first or date.max)
            days = {"day": worded(one.schedule), "resolved": worded(told.schedule)}
            yield _about(one, AHEAD, one.last, told, **days)


def _statements(facts: Facts, year: FiscalYear, at: date) -> list[Submission]:
    """What was submitted of the statements of `year` by the end of `at`, however exactly known."""
    return [
        one
        for one in facts.submissions
        if one.fiscal_year == year.year
        and one.kind == SUBMITTED
        and STATEMENTS in folded(one.title)
        and one.first is not None
        and one.first <= at
    ]


def _settles(item: Item, sitting: Sitting, year: FiscalYear) -> bool:
    """True where the Representative Council resolves on the settlement of `year` there.

    By the year that the title names; one that names none is of the year before the sitting's.
    """
    is_resolved = item.kind != "report" and item.outcome not in NO_RESOLUTION
    if item.body != REPRESENTATIVE_COUNCIL or item.matter != SETTLEMENT or not is_resolved:
        return False
    named = {topic.partition("年度")[0] for topic in topics(item.title) if "年度" in topic}
    own = folded(year.wareki()).removesuffix("年度")
    return own in named if named else sitting.fiscal_year == year.year + 1


def _about(
    one: Submission, message: str | Promise, on: date, *others: Sitting, **params: str
) -> Observation:
    return Observation(
        message=message,
        params={"title": one.title, **params},
        subjects=(one.subject, *(each.subject for each in others)),
        due=on,
        on=on,
    )


RULES = (
    Rule(
        code="statements-late",
        title=_("financial statements submitted too late"),
        source=TERM,
        severity=Severity.SEVERE,
        check=late,
        valid_from=SINCE,
    ),
    Rule(
        code="statements-before-settlement",
        title=_("financial statements submitted before the settlement was resolved"),
        source=ORDER,
        severity=Severity.SEVERE,
        check=before_settlement,
        valid_from=SINCE,
    ),
)
