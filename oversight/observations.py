"""The observations of a fiscal year: what each rule that is on notices in the facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from dates import FiscalYear
from oversight.rules import RULES, Facts, Observation, Rule, Severity

WEIGHT = {severity: place for place, severity in enumerate(Severity)}


class Acknowledged(Protocol):
    """That somebody knows of an observation, why it is borne, and until which day."""

    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class Noticed:
    """An observation with the rule that made it and the fiscal year that was asked about.

    `acknowledgement` is the one in force, where that was asked for.
    """

    rule: Rule
    year: FiscalYear
    observation: Observation
    acknowledgement: Acknowledged | None = None

    @property
    def key(self) -> str:
        """A text that stays the same as long as the observation does, and tells it from others."""
        uids = [subject.uid for subject in self.observation.subjects]
        return key_of(self.rule.code, self.year, uids, self.observation.detail)

    def as_plain(self) -> dict[str, Any]:
        """Plain values of it, its words in the active language."""
        due = self.observation.due
        return {
            "rule": self.rule.code,
            "severity": str(self.rule.severity),
            "records": [subject.uid for subject in self.observation.subjects],
            "due": due.isoformat() if due else None,
            "message": str(self.observation),
            "source": str(self.rule.source),
            "acknowledged": self._plain_acknowledgement(),
        }

    def _plain_acknowledgement(self) -> dict[str, str] | None:
        known = self.acknowledgement
        return {"until": known.until.isoformat(), "reason": known.reason} if known else None


def key_of(rule: str, year: FiscalYear, uids: Iterable[str], detail: str) -> str:
    """A text that names an observation: its rule, its year, its records, its detail."""
    return f"{rule}:{year}:{','.join(uids)}:{detail}"


def notice(
    facts: Facts, years: Iterable[FiscalYear], at: date, rules: Iterable[Rule] = RULES
) -> Iterator[Noticed]:
    """What the rules notice in these fiscal years by the end of `at`, rule by rule."""
    chosen = [rule for rule in rules if rule.is_on]
    for year in years:
        for rule in chosen:
            for observation in rule.observations(facts, year, at):
                yield Noticed(rule, year, observation)


def by_weight(noticed: Iterable[Noticed]) -> list[Noticed]:
    """The heaviest first, then the earliest due, those without a day last."""
    return sorted(
        noticed,
        key=lambda one: (WEIGHT[one.rule.severity], one.observation.due or date.max),
    )
