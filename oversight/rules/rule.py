"""A rule: what it asks, on which ground, and what it notices in the facts of a fiscal year."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from dates import FiscalYear
from oversight.rules.certainty import Certainty
from oversight.rules.duty import MetBy
from oversight.rules.facts import Facts, Subject


class Severity(StrEnum):
    """How much an observation weighs, the heaviest first."""

    SEVERE = "severe"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What a rule noticed: in one sentence, about which records, by when it should have been.

    `message` is translated when it is shown, with `params` in it; a param may be lazy, too. `on` is
    the day that is judged, which must lie within the rule's validity; None is judged in any case.
    `detail` tells apart what one rule notices of the same records in one year (a month, a number).
    `whole` is a regime, or `DRILLS`, and `kinds` are kinds of record, where it says what is not on
    record: whoever may not read all of that is not told.
    """

    message: str | Promise
    params: Mapping[str, Any] = field(default_factory=dict)
    subjects: tuple[Subject, ...] = ()
    due: date | None = None
    on: date | None = None
    detail: str = ""
    whole: str = ""
    kinds: frozenset[MetBy] = frozenset()

    def __str__(self) -> str:
        return str(self.message) % self.params


Check = Callable[[Facts, FiscalYear, date], Iterable[Observation]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One question to the facts of a fiscal year, as they stood by the end of a day.

    `check` is pure: it asks neither a database nor a clock. `source` names the article, regulation
    or standard; `valid_from` and `valid_until` are the days, included, between which it holds, None
    without end. Raises `ValueError` where something severe rests on what nobody has read.
    """

    code: str
    title: str | Promise
    source: str | Promise
    severity: Severity
    check: Check
    certainty: Certainty = Certainty.READ
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.severity == Severity.SEVERE and self.certainty != Certainty.READ:
            raise ValueError(f"{self.code}: only what was read may be severe")

    @property
    def is_on(self) -> bool:
        """False where nothing confirms its ground: then it is shipped switched off."""
        return self.certainty != Certainty.UNVERIFIED

    def holds(self, on: date | None) -> bool:
        """True where it is valid on `on`; an observation of no day is judged in any case."""
        begun = on is None or self.valid_from is None or self.valid_from <= on
        return begun and (on is None or self.valid_until is None or on <= self.valid_until)

    def observations(self, facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
        """What it notices in `year` by the end of `at`, where it was valid."""
        return (seen for seen in self.check(facts, year, at) if self.holds(seen.on))
