"""Rules about the numbers of sittings: 第14回 follows 第13回, and no two are one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, official_number
from oversight.rules.events import Sitting
from oversight.rules.facts import Body, Facts
from oversight.rules.rule import Observation, Rule, Severity

CONTINUOUS, UNNUMBERED = "continuous", "none"
SOURCE = _("numbering of the council or committee")
GAP = _("%(missing)s of %(body)s is missing between %(before)s and %(after)s.")
NO_FIRST = _("%(missing)s of %(body)s is missing before %(after)s.")
REPEATED = _("Two sittings of %(body)s are %(number)s.")
SAME_BODY = _("Two sessions of one sitting are of the same body: %(body)s.")


def missing(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Numbers left out before a sitting of `year`; what came before the first one is not known.

    Where numbers restart each year, the first of a year is 1.
    """
    for body in facts.bodies:
        numbered = _numbered(facts, body, year)
        start = () if body.numbering == CONTINUOUS else (0,)
        for before, number in pairwise((*start, *sorted(numbered))):
            last = numbered[number][-1]
            if number > before + 1 and last.fiscal_year == year.year:
                around = (*numbered.get(before, ())[-1:], last)
                yield _gap(body, before, number, around)


def repeated(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Numbers that two sittings of one series bear, the later one of `year`."""
    for body in facts.bodies:
        for number, sittings in sorted(_numbered(facts, body, year).items()):
            if len(sittings) > 1 and any(one.fiscal_year == year.year for one in sittings):
                yield Observation(
                    message=REPEATED,
                    params={"body": body.name, "number": ordinal(number)},
                    subjects=(body.subject, *(one.subject for one in sittings)),
                    detail=str(number),
                )


def same_body(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Sittings that seat a body twice: one held jointly is of different bodies."""
    for sitting in facts.sittings_by_year.get(year.year, ()):
        slugs = [session.body for session in sitting.sessions]
        twice = {slug for slug in slugs if slugs.count(slug) > 1}
        for slug in sorted(twice & facts.body_by_slug.keys()):
            yield Observation(
                message=SAME_BODY,
                params={"body": facts.body_by_slug[slug].name},
                subjects=(sitting.subject,),
                detail=slug,
            )


def ordinal(number: int) -> str:
    """「第12回」, one digit in full width."""
    return f"第{official_number(number)}回"


def _numbered(facts: Facts, body: Body, year: FiscalYear) -> dict[int, list[Sitting]]:
    """The sittings of the series that a sitting of `year` counts in, by their numbers."""
    if body.numbering == UNNUMBERED:
        return {}
    is_continuous = body.numbering == CONTINUOUS
    all_years = (*facts.other_years, *facts.sittings)
    sittings = all_years if is_continuous else facts.sittings_by_year.get(year.year, ())
    found: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        for session in sitting.sessions:
            if session.body == body.slug and session.number is not None:
                found[session.number].append(sitting)
    return found


def _gap(body: Body, before: int, number: int, around: tuple[Sitting, ...]) -> Observation:
    first, last = ordinal(before + 1), ordinal(number - 1)
    params = {
        "body": body.name,
        "missing": first if number == before + 2 else f"{first}～{last}",
        "before": ordinal(before),
        "after": ordinal(number),
    }
    return Observation(
        message=GAP if before else NO_FIRST,
        params=params,
        subjects=(body.subject, *(sitting.subject for sitting in around)),
        detail=str(number),
    )


RULES = (
    Rule(
        code="number-missing",
        title=_("number of a sitting left out"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=missing,
    ),
    Rule(
        code="number-repeated",
        title=_("number of a sitting given twice"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=repeated,
    ),
    Rule(
        code="joint-session-of-one-body",
        title=_("joint sitting of one body"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=same_body,
    ),
)
