"""The Management Council's opinion before the Representative Council resolves (Act 24(5), (6))."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from oversight.rules.events import Item, Sitting
from oversight.rules.facts import MANAGEMENT_COUNCIL, REPRESENTATIVE_COUNCIL, Facts
from oversight.rules.rule import Observation, Rule, Severity
from oversight.rules.words import folded

MATTERS = ("procedures", "budget", "settlement")
NO_RESOLUTION = ("rejected", "reported", "consented", "opinion")
SINCE = date(2014, 4, 1)
SOURCE = _("Act No. 29 of 2013, article 24(5) and (6)")
NONE = _(
    "The Representative Council resolved on “%(title)s” without the Management Council's opinion."
)
LATE = _(
    "The opinion on “%(title)s” was given after the Representative Council had resolved on it."
)
AHEAD = _("The Management Council's opinion on “%(title)s” is neither given nor planned.")

_DRAFT = re.compile(r"\(案\)|(?:案|等|について|に関する件|の件)$")
_YEAR = re.compile(r"(?P<year>(?:平成|令和)(?:元|\d+))(?:事業)?年度")
_AND = re.compile(r"及び|並びに|[・、,]")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A matter on the Representative Council's agenda, and the sittings that gave an opinion."""

    sitting: Sitting
    item: Item
    opinions: tuple[Sitting, ...]

    def is_past(self, at: date) -> bool:
        """True where it was resolved by the end of `at`, whichever its possible day was."""
        return self.sitting.last is not None and self.sitting.last <= at

    @property
    def in_time(self) -> list[Sitting]:
        """The opinions but those that were certainly given later; the same day is in time."""
        last = self.sitting.last
        return [one for one in self.opinions if not (last and one.first and one.first > last)]

    def observed(self, message: str | Promise) -> Observation:
        """An observation about it and its opinions."""
        sittings = (self.sitting, *self.opinions)
        return Observation(
            message=message,
            params={"title": self.item.title},
            subjects=tuple(one.subject for one in sittings),
            due=self.sitting.first,
            on=self.sitting.first,
            detail=self.item.uid,
        )


def without_opinion(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Matters resolved by the end of `at` on which no opinion is on record."""
    for one in resolutions(facts, year):
        if one.is_past(at) and not one.opinions:
            yield one.observed(NONE)


def after_resolution(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Matters on which every opinion came after the resolution."""
    for one in resolutions(facts, year):
        if one.is_past(at) and one.opinions and not one.in_time:
            yield one.observed(LATE)


def not_planned(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Matters to be resolved after `at` on which no opinion is given or planned in time."""
    for one in resolutions(facts, year):
        if not one.is_past(at) and not one.in_time:
            yield one.observed(AHEAD)


@lru_cache(maxsize=4096)
def topics(title: str) -> frozenset[str]:
    """What a title is about, so that titles of two councils can be compared.

    「平成29年度事業計画及び予算（案）について」 is about 平成29年度事業計画 and 平成29年度予算.
    """
    text = folded(title)
    while (shorter := _DRAFT.sub("", text)) != text:
        text = shorter
    year = _YEAR.search(text)
    prefix = f"{year['year']}年度" if year else ""
    parts = _AND.split(_YEAR.sub("", text))
    return frozenset(prefix + _DRAFT.sub("", part).removeprefix("の") for part in parts if part)


def resolutions(facts: Facts, year: FiscalYear) -> Iterator[Resolution]:
    """What the Representative Council resolves in `year` and the Act wants an opinion on."""
    heard = [
        (sitting, item)
        for near in (year.year - 1, year.year, year.year + 1)
        for sitting in facts.sittings_by_year.get(near, ())
        for item in sitting.items
        if item.body == MANAGEMENT_COUNCIL and not sitting.is_off
    ]
    for sitting in facts.sittings_by_year.get(year.year, ()):
        for item in sitting.items:
            if _needs_opinion(item) and not sitting.is_off:
                opinions = [where for where, one in heard if _is_opinion(one, item)]
                yield Resolution(sitting, item, tuple(opinions))


def _needs_opinion(item: Item) -> bool:
    is_resolved = item.kind != "report" and item.outcome not in NO_RESOLUTION
    return item.body == REPRESENTATIVE_COUNCIL and item.matter in MATTERS and is_resolved


def _is_opinion(heard: Item, item: Item) -> bool:
    """By the link, where there is one; else by the matter and what the titles are about."""
    if item.opinion:
        return heard.uid == item.opinion
    return heard.matter == item.matter and topics(item.title) <= topics(heard.title)


RULES = (
    Rule(
        code="opinion-missing",
        title=_("opinion of the Management Council not heard"),
        source=SOURCE,
        severity=Severity.SEVERE,
        check=without_opinion,
        valid_from=SINCE,
    ),
    Rule(
        code="opinion-late",
        title=_("opinion of the Management Council heard too late"),
        source=SOURCE,
        severity=Severity.SEVERE,
        check=after_resolution,
        valid_from=SINCE,
    ),
    Rule(
        code="opinion-not-planned",
        title=_("opinion of the Management Council not planned"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=not_planned,
        valid_from=SINCE,
    ),
)
