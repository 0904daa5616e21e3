"""Observations as pages show them, and the links of pages of oversight."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from oversight.acknowledging import code_of
from oversight.observations import Noticed
from oversight.rules import Certainty, Severity, Subject
from records.addresses import page_for

SEVERITIES = {
    Severity.SEVERE: gettext_lazy("Severe"),
    Severity.WARNING: gettext_lazy("Warnings"),
    Severity.NOTE: gettext_lazy("Notes"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A record that an observation is about; `address` is empty where it has no page."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An observation with the records that it is about."""

    noticed: Noticed
    links: tuple[Link, ...]

    @property
    def is_secondary(self) -> bool:
        """True where nobody has read the text that the rule rests on."""
        return self.noticed.rule.certainty == Certainty.SECONDARY

    @property
    def code(self) -> str:
        """What addresses name the observation by."""
        return code_of(self.noticed)


@dataclass(frozen=True, slots=True)
class Group:
    """The observations of one severity: how many, and the lines of those that are shown."""

    severity: Severity
    label: str | Promise
    number: int
    lines: tuple[Line, ...]


def groups(
    noticed: Iterable[Noticed],
    user: Any,
    shown: Collection[Severity] = SEVERITIES,
    most: int | None = None,
) -> list[Group]:
    """The observations by severity, the heaviest first; each severity, though it has none.

    Of each that is `shown` the first `most` have lines, all by default.
    """
    found: dict[Severity, list[Noticed]] = defaultdict(list)
    for one in noticed:
        found[one.rule.severity].append(one)
    first = {one: found[one][:most] if one in shown else [] for one in SEVERITIES}
    told = chain.from_iterable(first.values())
    links = links_of((each for one in told for each in one.observation.subjects), user)
    return [
        Group(severity, label, len(found[severity]), _lines(first[severity], links))
        for severity, label in SEVERITIES.items()
    ]


def _lines(noticed: Iterable[Noticed], links: Mapping[str, Link]) -> tuple[Line, ...]:
    return tuple(
        Line(one, tuple(links[each.uid] for each in one.observation.subjects if each.uid in links))
        for one in noticed
    )


def links_of(subjects: Iterable[Subject], user: Any) -> dict[str, Link]:
    """The records that `user` may see, by uid, in one query a kind and what their names need."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        wanted[subject.label].add(subject.uid)
    found = {}
    for label, uids in wanted.items():
        model: Any = apps.get_model(label)
        for record in model.objects.visible_to(user).filter(uid__in=uids).with_names():
            found[str(record.uid)] = Link(record.full_name, page_for(user, record))
    return found
