"""The columns of lists of findings, for pages and exports."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_lines import LINE_DATA, datum
from audits.finding_states import State
from audits.models import ELEMENTS, Finding, FindingCategory
from calendars.scheduled import day_note, day_text
from records.base import Life
from records.lists import Column, Datum, by_fields

Role = FindingCategory.Role


def grade(finding: Finding) -> str:
    """The grade of a finding, in words."""
    return capfirst(finding.get_grade_display())


def as_of(finding: Finding) -> date:
    """The day as of which a list shows it: the list's own, else today."""
    return getattr(finding, "as_of", None) or timezone.localdate()


def is_late(finding: Finding) -> bool:
    """Return True if its action should have been completed before the day that a list shows."""
    return finding.is_overdue(as_of(finding))


def finding_state(finding: Finding) -> str:
    """The state that a finding has reached, in words; a draft is not given to anybody yet."""
    if finding.life == Life.DRAFT:
        return capfirst(finding.get_life_display())
    at = as_of(finding)
    name = capfirst(str(finding.state(at).label))
    return gettext("%(state)s (overdue)") % {"state": name} if is_late(finding) else name


def state_name(finding: Finding) -> str:
    """The name of what `finding_state` tells, for its chip."""
    at = as_of(finding)
    if finding.life == Life.DRAFT:
        return "draft"
    state = finding.state(at)
    # An accepted risk is not remedied: it looks like what is still under way.
    waits = State.ANSWERED if state == State.ACCEPTED else state
    return "late" if is_late(finding) else str(waits.value)


def finding_due(finding: Finding) -> str:
    """The day by which its action must be completed, as extended by then."""
    return day_text(finding.due(as_of(finding)))


def due_note(finding: Finding) -> str:
    """The same in the other calendar, and the day that was first set where it was extended."""
    due = finding.due(as_of(finding))
    first = {"day": day_text(finding.due_on)}
    extended = gettext("first set to %(day)s") % first if due != finding.due_on else ""
    return "\n".join(filter(None, (day_note(due), extended)))


def repeat_note(finding: Finding) -> str:
    """That it had been found before."""
    return gettext("repeat finding") if finding.is_repeat else ""


def categories(finding: Finding, role: str) -> str:
    """Its root causes or its themes, in the order of the office's list."""
    return "、".join(finding.categories(role))


def department_of(finding: Finding) -> str:
    """The department in charge; empty where none is named."""
    return str(finding.department or "")


def by_due_date(records: QuerySet, descending: bool) -> QuerySet:
    """Order findings by the due date as the list shows it; those without one last either way."""
    due = F("due_at").desc(nulls_last=True) if descending else F("due_at").asc(nulls_last=True)
    return records.order_by(due, "pk")


def earlier_finding(finding: Finding, line: Any) -> str:
    """The reference of the finding that it repeats, or its ID; empty where that is not told."""
    earlier = finding.repeats
    return (earlier.reference or str(earlier.uid)) if earlier else ""


FINDINGS = (
    Column(
        "reference",
        _("Reference"),
        attrgetter("reference"),
        is_minor=True,
        order=by_fields("reference"),
        data=(datum("reference"), datum("number")),
    ),
    Column(
        "finding",
        _("Finding"),
        lambda finding: finding.title or finding.summary,
        names_record=True,
        is_open=attrgetter("is_published"),
        is_quoted=True,
        data=(
            datum("summary"),
            *(datum(name) for name in ("title", *ELEMENTS, "found_on")),
        ),
    ),
    Column(
        "audit",
        _("Audit"),
        lambda finding: str(finding.audit),
        is_quoted=True,
        is_minor=True,
        data=(
            Datum(_("Audit"), lambda finding, line: str(finding.audit)),
            Datum(_("Audit's ID"), lambda finding, line: str(finding.audit.uid)),
        ),
    ),
    Column(
        "grade",
        _("Grade"),
        grade,
        note=repeat_note,
        order=by_fields("grade"),
        data=(datum("grade"), datum("is_repeat"), Datum(_("Earlier finding"), earlier_finding)),
    ),
    Column(
        "department",
        _("Department"),
        department_of,
        is_quoted=True,
        data=(
            Datum(_("Department"), lambda finding, line: department_of(finding)),
            Datum(
                _("Department code"),
                lambda finding, line: finding.department and finding.department.slug,
            ),
        ),
    ),
    Column(
        "categories",
        _("Root cause / theme"),
        lambda finding: "\n".join(map(str, finding.classifications.all())),
        is_quoted=True,
        is_minor=True,
        data=(
            Datum(_("Root cause"), lambda finding, line: categories(finding, Role.CAUSE)),
            Datum(
                pgettext_lazy("of a finding", "Theme"),
                lambda finding, line: categories(finding, Role.THEME),
            ),
        ),
    ),
    Column(
        "response",
        _("Response"),
        lambda finding: finding.get_response_display(),
        is_minor=True,
        order=by_fields("response"),
        data=tuple(map(datum, ("response", "answer", "answered_on", "answered_by"))),
    ),
    Column("state", _("State"), finding_state, state=state_name),
    Column(
        "due",
        _("Due on"),
        finding_due,
        note=due_note,
        order=by_due_date,
        data=(
            Datum(_("Due on"), lambda finding, line: finding.due(as_of(finding))),
            Datum(_("Due date as first set"), lambda finding, line: finding.due_on),
            *map(datum, ("closed_on", "closing_reason")),
            *LINE_DATA,
        ),
    ),
)
