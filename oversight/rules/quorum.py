"""The rule of the quorum (定足数): judged where a body's own rule and the attendance are kept.

The Act sets none; article 5(1)(v) of Act No. 29 of 2013 leaves it to the articles of association.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, is_exact
from oversight.rules.events import ABSENT, PROXY, Sitting
from oversight.rules.facts import Body, Facts, Member, Quorum
from oversight.rules.rule import Observation, Rule, Severity

SOURCE = _("the body's rule on its quorum, as kept with it")
NOT_REACHED = _(
    "%(body)s had no quorum in “%(title)s”: at most %(present)d of %(members)d members were "
    "present, and %(needed)d are needed."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Roll:
    """A body at a sitting: the keys of its members, and of those certainly not present."""

    sitting: Sitting
    day: date
    body: Body
    quorum: Quorum
    members: frozenset[int]
    away: frozenset[int]

    @property
    def present(self) -> int:
        """How many may have been present: who is not listed is not known to have been absent."""
        return len(self.members - self.away)

    @property
    def needed(self) -> int:
        """How many must be present."""
        return self.quorum.needed(len(self.members))


def not_reached(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Bodies that certainly had no quorum at a sitting of `year` held by the end of `at`."""
    for one in _rolls(facts, year, at):
        if one.present < one.needed:
            yield Observation(
                message=NOT_REACHED,
                params={
                    "body": one.body.name,
                    "title": one.sitting.title,
                    "present": one.present,
                    "members": len(one.members),
                    "needed": one.needed,
                },
                subjects=(one.sitting.subject, one.body.subject),
                on=one.day,
                detail=one.body.slug,
            )


def _rolls(facts: Facts, year: FiscalYear, at: date) -> Iterator[Roll]:
    """The bodies that sat on exact days, with a quorum then and attendance on record."""
    for sitting in facts.sittings_by_year.get(year.year, ()):
        segments = sitting.schedule.segments
        is_judged = sitting.attendances and sitting.was_held(at) and all(map(is_exact, segments))
        for session in sitting.sessions if is_judged else ():
            body, day = facts.body_by_slug.get(session.body), sitting.first
            quorum = body.quorum_on(day) if body and day else None
            if body and day and quorum:
                yield from _roll(sitting, day, body, quorum)


def _roll(sitting: Sitting, day: date, body: Body, quorum: Quorum) -> Iterator[Roll]:
    own = {one.key for one in body.members}
    listed = {one.member: one.presence for one in sitting.attendances if one.member in own}
    missing = (ABSENT,) if quorum.counts_proxies else (ABSENT, PROXY)
    if listed:
        yield Roll(
            sitting=sitting,
            day=day,
            body=body,
            quorum=quorum,
            members=frozenset(listed) | {one.key for one in body.members if _may_sit(one, day)},
            away=frozenset(key for key, presence in listed.items() if presence in missing),
        )


def _may_sit(member: Member, on: date) -> bool:
    """True in office on `on`; where the term is unknown, if attested in its fiscal year."""
    if member.term_from is None and member.term_until is None:
        known = member.attested_on
        return known is not None and FiscalYear.of(on).contains(known)
    return member.sits(on)


RULES = (
    Rule(
        code="quorum-not-reached",
        title=_("sitting without a quorum"),
        source=SOURCE,
        severity=Severity.WARNING,
        check=not_reached,
    ),
)
