"""An audit as a row of tables 9 to 12 has it, or a kept one in the same terms."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self

from audits.imports.names import ReadScope
from audits.models import AuditType, printed_types
from calendars.scheduled import ParsedScheduled
from records.imports import Fact

YEAR = 12  # months


@dataclass(kw_only=True)
class ParsedAudit(ParsedScheduled):
    """`about` is the theme or the subject, whichever the table prints."""

    types: tuple[AuditType, ...]
    about: str
    scope: ReadScope
    targets: str  # in the words of the report
    partners: frozenset[int] = frozenset()
    partners_text: str = ""
    position: int = 0

    def likeness(self) -> tuple[Hashable, ...]:
        """The same dates; else the same targets, in one month where it comes round more often
        than once a year; else the same dates and the same first target.
        """
        what, when = (self._kinds(), bare(self.about)), self.schedule.canonical()
        lead = self.scope.targets[0].department_id if self.scope.targets else None
        month = self._month()
        return (
            (what, self.scope, when),
            None if month is None else (what, self.scope, month),
            (what, self.scope.scope, lead, when),
        )

    def _kinds(self) -> frozenset[int]:
        return frozenset(each.pk for each in self.types)

    def _month(self) -> tuple[int, int] | None:
        """What tells it from others of its kind in one year; None where that is not known."""
        cycles = [each.cycle_months for each in self.types if each.cycle_months]
        if min(cycles, default=YEAR) >= YEAR:
            return (0, 0)
        first = self.schedule.starts_on
        return None if first is None else (first.year, first.month)


class ParsedTargetedAudit(ParsedAudit):
    """Tables 9 and 12: the theme stands with the targets, and ※ marks what went together."""

    def facts(self) -> dict[str, Fact]:
        targets = f"（{self.about}）{self.targets}" if self.about else self.targets
        return {
            "type": Fact(printed_types(list(self.types)), self._kinds()),
            "targets": Fact(targets, (bare(self.about), self.scope)),
            **super().facts(),
            "together": Fact(self.partners_text, self.partners),
        }

    def keep(self, kept: Self) -> None:
        """The mark says that there is a partner; where one is kept, it says no more."""
        super().keep(kept)
        if kept.partners or not self.partners:
            self.partners, self.partners_text = kept.partners, kept.partners_text


class ParsedExternalAudit(ParsedAudit):
    """Table 10: the subject stands in brackets after the type."""

    def facts(self) -> dict[str, Fact]:
        types = printed_types(list(self.types))
        title = f"{types}（{self.about}）" if self.about else types
        return {
            "targets": Fact(self.targets, self.scope),
            "type": Fact(title, (self._kinds(), bare(self.about))),
            **super().facts(),
        }


class ParsedAccountingAudit(ParsedAudit):
    """Table 11: it has no column for types or targets, so it says nothing of them."""

    def facts(self) -> dict[str, Fact]:
        return {"subject": Fact(self.about, bare(self.about)), **super().facts()}

    def likeness(self) -> tuple[Hashable, ...]:
        when, first = self.schedule.canonical(), self.schedule.starts_on
        about, month = bare(self.about), first and (first.year, first.month)
        return (about, when), None if month is None else (about, month), ("when", when)


def bare(text: str) -> str:
    """A copy to compare by: where a cell breaks its lines says nothing."""
    return "".join(text.split())
