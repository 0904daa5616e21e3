"""The audits of the other regime that an audit marked ※ went together with.

The mark alone does not say which. Two audits went together where their dates and themes are the
same, or where they are of types of one name and the one lies within the days of the other: the
accounting audit of a year goes with its settlement and monthly audits.
"""

from datetime import date

from audits.models import Audit, AuditType, Regime
from calendars.scheduled import Status
from dates import Schedule

OTHER: dict[str, str] = {Regime.INTERNAL: Regime.AUDITOR, Regime.AUDITOR: Regime.INTERNAL}


class Partners:
    """The year's audits of the other regime; asks the database once, when it is made."""

    def __init__(self, regime: str, fiscal_year: int) -> None:
        other = OTHER.get(regime, "")
        audits = Audit.objects.current().of_regime(other).in_fiscal_year(fiscal_year)
        happening = audits.exclude(status=Status.CANCELLED).order_by("order", "starts_on", "pk")
        self.audits = {audit.pk: audit for audit in happening.with_parts()} if other else {}

    def of(
        self,
        types: tuple[AuditType, ...],
        theme: str,
        schedule: Schedule,
        days: tuple[date, date],
    ) -> frozenset[int]:
        """The keys of those that an audit with this mark went together with."""
        names = {each.name for each in types}
        is_dated = not schedule.is_undated and bool(schedule.segments)
        return frozenset(
            audit.pk
            for audit in self.audits.values()
            if (is_dated and audit.schedule == schedule and "".join(audit.theme.split()) == theme)
            or (names & {each.name for each in audit.types} and _is_within(days, audit.days()))
        )

    def words(self, keys: frozenset[int]) -> str:
        """Their types and schedules, in the order of the report."""
        chosen = [audit for key, audit in self.audits.items() if key in keys]
        return "、".join(f"{audit.type_text} {audit.official_schedule}" for audit in chosen)


def _is_within(one: tuple[date, date], other: tuple[date, date]) -> bool:
    (first, last), (start, end) = sorted((one, other), key=lambda days: days[1] - days[0])
    return start <= first and last <= end
