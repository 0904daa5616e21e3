"""The columns of lists of audits, drills, inspections and findings, for pages and exports."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.models import ELEMENTS, Audit, Drill, Finding
from audits.scopes import word_targets
from calendars.scheduled import (
    FISCAL_YEAR_COLUMN,
    SCHEDULE_COLUMN,
    STATUS_COLUMN,
    day_note,
    day_text,
)
from records.base import Life
from records.lists import Column, Datum, by_fields, one_line


def regime(audit: Audit) -> str:
    """The regime of an audit, in words."""
    return capfirst(audit.get_regime_display())


def grade(finding: Finding) -> str:
    """The grade of a finding, in words."""
    return capfirst(finding.get_grade_display())


def as_of(finding: Finding) -> date:
    """The day as of which a list shows it: the list's own, else today."""
    return getattr(finding, "as_of", None) or timezone.localdate()


def finding_state(finding: Finding) -> str:
    """The state that a finding has reached, in words; a draft is not given to anybody yet."""
    if finding.life == Life.DRAFT:
        return capfirst(finding.get_life_display())
    at = as_of(finding)
    name = capfirst(str(finding.state(at).label))
    return gettext("%(state)s (overdue)") % {"state": name} if finding.is_overdue(at) else name


def finding_due(finding: Finding) -> str:
    """The day by which its action must be completed, as extended by then."""
    return day_text(finding.due(as_of(finding)))


def finding_due_beside(finding: Finding) -> str:
    """The same in the other calendar."""
    return day_note(finding.due(as_of(finding)))


def department_of(finding: Finding) -> str:
    """The department in charge; empty where none is named."""
    return str(finding.department or "")


def by_due_date(records: QuerySet, descending: bool) -> QuerySet:
    """Order findings by the due date as the list shows it; those without one last either way."""
    due = F("due_at").desc(nulls_last=True) if descending else F("due_at").asc(nulls_last=True)
    return records.order_by(due, "pk")


TARGETS = (
    Datum(_("Targets as printed"), lambda audit, line: one_line(word_targets(audit))),
    Datum(_("Department"), lambda audit, line: str(line.department) if line else None),
    Datum(_("Department code"), lambda audit, line: line.department.slug if line else None),
    Datum(_("Role in the scope"), lambda audit, line: line and str(line.role.label)),
)
DEPARTMENTS = (
    Datum(_("Department"), lambda record, department: department and str(department)),
    Datum(_("Department code"), lambda record, department: department and department.slug),
)
PRACTISED = (Datum(_("Drill"), lambda drill, department: drill.title), *DEPARTMENTS)
AUDITS = (
    SCHEDULE_COLUMN,
    Column("audit", _("Audit"), Audit.__str__, names_record=True, is_quoted=True),
    Column("targets", _("Target departments"), word_targets, is_quoted=True, data=TARGETS),
    Column(
        "regime",
        _("Regime"),
        regime,
        order=by_fields("regime", "order"),
        key=attrgetter("regime"),
    ),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)
DRILLS = (
    SCHEDULE_COLUMN,
    Column("drill", _("Drill"), Drill.__str__, names_record=True, is_quoted=True, data=PRACTISED),
    Column("scenario", _("Scenario and summary"), lambda drill: drill.scenario, is_quoted=True),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)
INSPECTIONS = (
    SCHEDULE_COLUMN,
    Column(
        "inspection",
        _("Inspection"),
        attrgetter("name"),
        names_record=True,
        is_quoted=True,
        data=(
            Datum(_("Inspection"), lambda inspection, department: inspection.name),
            *DEPARTMENTS,
        ),
    ),
    Column(
        "authority",
        _("Authority"),
        lambda inspection: str(inspection.authority),
        order=by_fields("authority__order", "authority"),
        is_quoted=True,
        data=(
            Datum(_("Authority"), lambda inspection, line: str(inspection.authority)),
            Datum(_("In English"), lambda inspection, line: inspection.authority.english_name),
        ),
    ),
    Column("departments", _("Departments"), attrgetter("departments_text"), is_quoted=True),
    Column(
        "asked",
        _("What was asked"),
        attrgetter("asked"),
        is_quoted=True,
        data=(
            Datum(_("What was asked"), lambda inspection, line: one_line(inspection.asked)),
            Datum(_("Result"), lambda inspection, line: one_line(inspection.result)),
        ),
    ),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)


def datum(name: str) -> Datum:
    """A field of a finding, in words where it has choices, on one line."""
    column: Any = Finding._meta.get_field(name)
    shown = f"get_{name}_display" if column.choices else ""

    def value(finding: Finding, line: Any) -> str:
        return one_line(str(getattr(finding, shown)() if shown else getattr(finding, name)))

    return Datum(capfirst(column.verbose_name), value)


FINDINGS = (
    Column("reference", _("Reference"), attrgetter("reference"), order=by_fields("reference")),
    Column(
        "finding",
        _("Finding"),
        lambda finding: finding.title or finding.summary,
        names_record=True,
        is_quoted=True,
        data=(
            Datum(_("Finding"), lambda finding, line: one_line(finding.summary)),
            *(datum(name) for name in ("title", *ELEMENTS)),
        ),
    ),
    Column(
        "audit",
        _("Audit"),
        lambda finding: str(finding.audit),
        is_quoted=True,
        data=(
            Datum(_("Audit"), lambda finding, line: str(finding.audit)),
            Datum(_("Audit's ID"), lambda finding, line: str(finding.audit.uid)),
        ),
    ),
    Column("grade", _("Grade"), grade, order=by_fields("grade")),
    Column("department", _("Department"), department_of, is_quoted=True),
    Column(
        "response",
        _("Response"),
        lambda finding: finding.get_response_display(),
        order=by_fields("response"),
        data=(datum("response"), datum("answer")),
    ),
    Column("state", _("State"), finding_state),
    Column(
        "due",
        _("Due on"),
        finding_due,
        note=finding_due_beside,
        order=by_due_date,
        data=(Datum(_("Due on"), lambda finding, line: finding.due(as_of(finding))),),
    ),
)
