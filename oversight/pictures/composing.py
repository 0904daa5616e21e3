"""Which pictures of a fiscal year somebody sees, drawn of the records that they may see."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from audits.access import sees_findings
from dates import FiscalYear
from oversight import visible
from oversight.access import open_regimes, readable_rows
from oversight.coverage import coverage
from oversight.pictures.certificates import certificates
from oversight.pictures.findings import by_age, by_month
from oversight.pictures.heat_map import heat_map
from oversight.pictures.picture import Picture
from oversight.pictures.slips import slips
from oversight.pictures.workload import workload
from oversight.rules import Facts


def pictures_of(facts: Facts, user: Any, year: FiscalYear, today: date) -> Iterator[Picture]:
    """The pictures of `year` as of its end, or of today where that is earlier.

    `facts` are those of `year` and of the year before.
    """
    at = min(today, year.last_day)
    regimes = open_regimes(user, year)
    if regimes != frozenset():
        yield heat_map(readable_rows(coverage(facts, year, today, regimes), user))
    if sees_findings(user):
        findings = visible.followed(user, min(year.first_day, at), at)
        yield by_month(findings, year, at)
        yield by_age(findings, at)
    if plan := visible.approved_plan(user, year):
        yield slips(visible.planned(plan, user), year)
    yield workload(visible.events(facts, user, (year.year - 1, year.year)), year)
    if found := visible.certificates(user):
        yield certificates(found, year, at)
