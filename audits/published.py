"""What anyone may read of a finding that is published, and the figures that are: nothing else."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from audits.account_filters import Measures
from audits.follow_up import Count, Fact, Line, by_year, count
from audits.models import Audit, Finding
from calendars.scheduled import fiscal_year_text
from dates import FiscalYear


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A published finding as anyone may read it; `text` was written for the public."""

    reference: str
    number: int
    audit: Audit
    made: str
    grade: str
    text: str
    measures: str


def published(finding: Finding, at: date) -> PublishedFinding:
    """A finding that is published, as it stood at the end of `at`."""
    return PublishedFinding(
        reference=finding.reference,
        number=finding.number,
        audit=finding.audit,
        made=year_made(finding),
        grade=capfirst(finding.get_grade_display()),
        text=finding.public_summary,
        measures=measures(finding, at),
    )


def year_made(finding: Finding) -> str:
    """The fiscal year in which it was made; empty where the day is not on record."""
    return fiscal_year_text(FiscalYear.of(finding.found_on).year) if finding.found_on else ""


def measures(finding: Finding, at: date) -> str:
    """Whether its measures were completed by the end of `at`, in words."""
    is_completed = finding.closed_on is not None and finding.closed_on <= at
    return capfirst(str((Measures.COMPLETED if is_completed else Measures.PENDING).label))


def public_figures(at: date) -> tuple[list[Line], Count]:
    """Findings of public audits by the year they were made, and all: counts that anyone may know.

    Published or not, without drafts and what is withdrawn.
    """
    found = Finding.objects.current().of_public_audits().given(at)
    days = found.order_by().values_list("found_on", "closed_on")
    facts = [Fact(made, closed if closed and closed <= at else None) for made, closed in days]
    return [line for line in by_year(facts) if not line.level], count(facts)
