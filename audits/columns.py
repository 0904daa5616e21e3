"""What lists of audits, drills and findings say of each, for pages and exports alike."""

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.models import Audit, Drill, Finding
from audits.scopes import word_targets
from calendars.display import (
    day_text,
    fiscal_year_note,
    fiscal_year_text,
    schedule_note,
    schedule_text,
)
from calendars.segments import ScheduledRecord
from records.columns import Column, by_date, by_fields


def schedule(record: ScheduledRecord) -> str:
    """When it takes place, in the language of the page."""
    return schedule_text(record.schedule, record.schedule_override)


def schedule_beside(record: ScheduledRecord) -> str:
    """The same in the other calendar."""
    return schedule_note(record.schedule, record.schedule_override)


def fiscal_year(record: ScheduledRecord) -> str:
    """The fiscal year of the record."""
    return fiscal_year_text(record.fiscal_year)


def fiscal_year_beside(record: ScheduledRecord) -> str:
    """The same in the other calendar."""
    return fiscal_year_note(record.fiscal_year)


def status(record: ScheduledRecord) -> str:
    """Where the event stands."""
    return capfirst(record.get_status_display())


def regime(audit: Audit) -> str:
    """Who audits by what right."""
    return capfirst(audit.get_regime_display())


def grade(finding: Finding) -> str:
    """How grave it is."""
    return capfirst(finding.get_grade_display())


def finding_state(finding: Finding) -> str:
    """Closed with its day, or open with the day it is due."""
    if finding.closed_on:
        return gettext("closed on %(day)s") % {"day": day_text(finding.closed_on)}
    if finding.due_on:
        return gettext("open, due on %(day)s") % {"day": day_text(finding.due_on)}
    return gettext("open")


def department_of(finding: Finding) -> str:
    """The department in charge; empty where none is named."""
    return str(finding.department or "")


AUDITS = (
    Column("schedule", _("Date"), schedule, note=schedule_beside, order=by_date),
    Column("audit", _("Audit"), Audit.__str__, names_record=True, is_quoted=True),
    Column("targets", _("Target departments"), word_targets, is_quoted=True),
    Column("regime", _("Regime"), regime, order=by_fields("regime", "order")),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        fiscal_year,
        note=fiscal_year_beside,
        order=by_fields("fiscal_year"),
    ),
    Column("status", _("Status"), status, order=by_fields("status")),
)
DRILLS = (
    Column("schedule", _("Date"), schedule, note=schedule_beside, order=by_date),
    Column("drill", _("Drill"), Drill.__str__, names_record=True, is_quoted=True),
    Column("scenario", _("Scenario and summary"), lambda drill: drill.scenario, is_quoted=True),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        fiscal_year,
        note=fiscal_year_beside,
        order=by_fields("fiscal_year"),
    ),
    Column("status", _("Status"), status, order=by_fields("status")),
)
FINDINGS = (
    Column(
        "finding", _("Finding"), lambda finding: finding.summary, names_record=True, is_quoted=True
    ),
    Column("audit", _("Audit"), lambda finding: str(finding.audit), is_quoted=True),
    Column("grade", _("Grade"), grade, order=by_fields("grade")),
    Column("department", _("Department"), department_of, is_quoted=True),
    Column("state", _("State"), finding_state, order=by_fields("closed_on", "due_on")),
)
