"""Rules about who sits in the councils: groups, terms, the chair, posts that exclude each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from oversight.rules.facts import (
    MANAGEMENT_COUNCIL,
    REPRESENTATIVE_COUNCIL,
    Body,
    Facts,
    Member,
)
from oversight.rules.rule import Certainty, Observation, Rule, Severity
from oversight.rules.words import day_text, folded

SINCE, REFORM, DAY_BEFORE_REFORM = date(2014, 4, 1), date(2021, 9, 1), date(2021, 8, 31)
LEAST, MOST = 9, 12  # members since the reform
LONGEST_TERM = 3  # years
CHAIR = "議長"
TWO_GROUPS = _("Act No. 29 of 2013, article 8(2) before September 2021 (text not read)")
THREE_GROUPS = _("Act No. 29 of 2013, article 8(2) and (3)")
UNEQUAL = _("The groups of %(body)s are not of one size on %(day)s: %(groups)s.")
NUMBER = _("%(body)s has %(number)d members on %(day)s: the Act asks for 9 to 12.")
TOO_LONG = _("The term of %(name)s (%(body)s) is longer than three years: until %(day)s.")
NO_CHAIR = _("%(body)s has no chair on %(day)s.")
BOTH = _("%(name)s is a member of %(body)s and %(other)s on %(day)s.")
OFFICERS = _("the officers")


@dataclass(frozen=True, slots=True)
class Seats:
    """The members of a body in office on a day."""

    body: Body
    day: date
    members: tuple[Member, ...]

    @property
    def groups(self) -> Counter[str]:
        """The number of members of each group."""
        return Counter(member.category for member in self.members)

    def observed(self, message: str | Promise, detail: str = "", **params: object) -> Observation:
        """An observation about the body on that day."""
        return Observation(
            message=message,
            params={"body": self.body.name, "day": day_text(self.day), **params},
            subjects=(self.body.subject,),
            on=self.day,
            detail=detail,
        )


def seats(facts: Facts, slug: str, year: FiscalYear, at: date) -> Iterator[Seats]:
    """The body's members on the last day of `year`, or `at` before that.

    None where nobody is known to have been in office: terms are often not on record.
    """
    day, body = min(at, year.last_day), facts.body_by_slug.get(slug)
    members = tuple(one for one in body.members if one.sits(day)) if body else ()
    if body and members and day >= year.first_day:
        yield Seats(body, day, members)


def _unequal(facts: Facts, year: FiscalYear, at: date, number: int) -> Iterator[Observation]:
    for found in seats(facts, REPRESENTATIVE_COUNCIL, year, at):
        groups = found.groups
        if len(groups) != number or len(set(groups.values())) > 1:
            listed = "、".join(f"{name or '―'} {count}" for name, count in sorted(groups.items()))
            yield found.observed(UNEQUAL, groups=listed)


def two_groups(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Two groups of one size: heads of local government, and experts."""
    return _unequal(facts, year, at, 2)


def three_groups(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Three groups of one size: the ministers' side, heads of local government, and experts."""
    return _unequal(facts, year, at, 3)


def numbers(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Nine to twelve members."""
    for found in seats(facts, REPRESENTATIVE_COUNCIL, year, at):
        if not LEAST <= len(found.members) <= MOST:
            yield found.observed(NUMBER, number=len(found.members))


def terms(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Terms of the council's members and of officers that began in `year` and are too long."""
    body = facts.body_by_slug.get(REPRESENTATIVE_COUNCIL)
    tables = [(body.name, body.subject, body.members)] if body else []
    for name, subject, members in [*tables, *((OFFICERS, None, facts.officers),)]:
        for one in members:
            begins, ends = one.term_from, one.term_until
            if begins and ends and year.contains(begins) and ends > _years_after(begins):
                yield Observation(
                    message=TOO_LONG,
                    params={"name": one.name, "body": name, "day": day_text(ends)},
                    subjects=tuple(each for each in (subject, one.subject) if each),
                    due=_years_after(begins),
                    on=begins,
                    detail=one.name,
                )


def chair(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """A council that elects its chair and has none."""
    for found in seats(facts, REPRESENTATIVE_COUNCIL, year, at):
        if all(member.role != CHAIR for member in found.members):
            yield found.observed(NO_CHAIR)


def exclusive(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Members who hold a post that excludes their seat.

    An officer is no member of either council, a member of one council none of the other.
    """
    day = min(at, year.last_day)
    officers = (OFFICERS, _names(facts.officers, day))
    body = facts.body_by_slug.get(REPRESENTATIVE_COUNCIL)
    council = [(body.name, _names(body.members, day))] if body else []
    excluded: dict[str, list[tuple[str | Promise, set[str]]]] = {
        REPRESENTATIVE_COUNCIL: [officers],
        MANAGEMENT_COUNCIL: [officers, *council],
    }
    for slug, others in excluded.items():
        for found in seats(facts, slug, year, at):
            for member, (other, names) in product(found.members, others):
                if folded(member.name) in names:
                    yield found.observed(BOTH, member.name, name=member.name, other=other)


def _names(members: Iterable[Member], on: date) -> set[str]:
    return {folded(one.name) for one in members if one.sits(on)}


def _years_after(day: date) -> date:
    """The day three years later; of 29 February the last of that month."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + LONGEST_TERM, day=28 if is_leap_day else day.day)


RULES = (
    Rule(
        code="council-groups-unequal",
        title=_("groups of the Representative Council of unequal size"),
        source=TWO_GROUPS,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=two_groups,
        valid_from=SINCE,
        valid_until=DAY_BEFORE_REFORM,
    ),
    Rule(
        code="council-three-groups-unequal",
        title=_("groups of the Representative Council of unequal size"),
        source=THREE_GROUPS,
        severity=Severity.SEVERE,
        check=three_groups,
        valid_from=REFORM,
    ),
    Rule(
        code="council-number-of-members",
        title=_("number of members of the Representative Council"),
        source=THREE_GROUPS,
        severity=Severity.SEVERE,
        check=numbers,
        valid_from=REFORM,
    ),
    Rule(
        code="term-too-long",
        title=_("term of office longer than three years"),
        source=_("Act No. 29 of 2013, articles 8(4) and 14"),
        severity=Severity.SEVERE,
        check=terms,
        valid_from=SINCE,
    ),
    Rule(
        code="chair-missing",
        title=_("council without a chair"),
        source=_("Act No. 29 of 2013, article 10"),
        severity=Severity.WARNING,
        check=chair,
        valid_from=SINCE,
    ),
    Rule(
        code="posts-exclude-each-other",
        title=_("posts that exclude each other"),
        source=_("Act No. 29 of 2013, articles 15 and 24(4)"),
        severity=Severity.SEVERE,
        check=exclusive,
        valid_from=SINCE,
    ),
)
