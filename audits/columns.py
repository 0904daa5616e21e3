"""The columns of lists of audits, drills and inspections, for pages and exports."""

from dataclasses import replace
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.engagement_columns import ENGAGEMENT, INNER_ENGAGEMENT
from audits.models import Audit, Drill
from audits.scopes import targets_in_english, word_targets
from calendars.scheduled import (
    FISCAL_YEAR_COLUMN,
    SCHEDULE_COLUMN,
    STATUS_COLUMN,
)
from records.lists import Column, Datum, by_fields, one_line


def regime(audit: Audit) -> str:
    """The regime of an audit, in words."""
    return capfirst(audit.get_regime_display())


TARGETS = (
    Datum(_("Targets as printed"), lambda audit, line: one_line(word_targets(audit))),
    Datum(_("Department"), lambda audit, line: line.department and str(line.department)),
    Datum(_("Department code"), lambda audit, line: line.department and line.department.slug),
    Datum(_("Role in the scope"), lambda audit, line: line.role and str(line.role.label)),
)
DEPARTMENTS = (
    Datum(_("Department"), lambda record, department: department and str(department)),
    Datum(_("Department code"), lambda record, department: department and department.slug),
)
PRACTISED = (Datum(_("Drill"), lambda drill, department: drill.title), *DEPARTMENTS)
AUDIT = Column(
    "audit",
    _("Audit"),
    Audit.__str__,
    names_record=True,
    is_quoted=True,
    data=(
        Datum(_("Audit"), lambda audit, line: str(audit)),
        Datum(_("Audit in English"), lambda audit, line: audit.in_english, is_later=True),
        *ENGAGEMENT,
    ),
    english=attrgetter("in_english"),
)
AUDITS = (
    SCHEDULE_COLUMN,
    AUDIT,
    Column(
        "targets",
        _("Target departments"),
        word_targets,
        is_quoted=True,
        data=TARGETS,
        english=targets_in_english,
    ),
    Column(
        "regime",
        _("Regime"),
        regime,
        order=by_fields("regime", "order"),
        key=attrgetter("regime"),
        is_minor=True,
    ),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)
AUDITS_IN_FULL = tuple(
    replace(column, data=(*AUDIT.data, *INNER_ENGAGEMENT)) if column is AUDIT else column
    for column in AUDITS
)
DRILLS = (
    SCHEDULE_COLUMN,
    Column(
        "drill",
        _("Drill"),
        Drill.__str__,
        names_record=True,
        is_quoted=True,
        data=PRACTISED,
        english=attrgetter("in_english"),
    ),
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
        is_minor=True,
        data=(
            Datum(_("What was asked"), lambda inspection, line: one_line(inspection.asked)),
            Datum(_("Result"), lambda inspection, line: one_line(inspection.result)),
        ),
    ),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)
