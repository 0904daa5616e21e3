"""Figures of audits on the office's desk: the year's plan, and what is due."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audits.models import Audit, Certification, Drill, Finding, Procedure, Regime, Stage
from audits.plan_progress import standing
from calendars.kinds import PlanLine
from dates import FiscalYear
from records.kinds import Figure, due_figure, plural

DUE_SOON = 30  # days


def audits_planned(user: Any, year: FiscalYear, today: date) -> Iterator[PlanLine]:
    """The year's audits, a line for each regime."""
    visible = Audit.objects.visible_to(user)
    for regime in Regime:
        found = standing(visible.of_regime(regime), year, today)
        stands, query = list(found.planned.values()), {"regime__exact": regime}
        yield PlanLine(regime.label, stands, query, is_approved=found.is_approved)


def drills_planned(user: Any, year: FiscalYear, today: date) -> Iterator[PlanLine]:
    """The year's drills."""
    found = standing(Drill.objects.visible_to(user), year, today)
    yield PlanLine(plural(Drill), list(found.planned.values()), is_approved=found.is_approved)


def findings_due(user: Any, today: date) -> Iterator[Figure]:
    """Findings whose action is overdue or due soon, and those whose acceptance has ended."""
    visible = Finding.objects.visible_to(user).current()
    late, soon = visible.overdue(today), visible.due_within(DUE_SOON, today)
    label = _("Overdue findings")
    yield due_figure(label, late, "due_at", "summary", {"due": "overdue"}, is_alarm=True)
    label = _("Findings due within 30 days")
    yield due_figure(label, soon, "due_at", "summary", {"due": "soon"})
    ended, query = visible.awaiting_review(today), {"acceptance": "review"}
    label = _("Acceptances of risks to review")
    yield due_figure(label, ended, "accepted_until", "summary", query, is_alarm=True)


def procedures_done(user: Any, today: date) -> Iterator[Figure]:
    """Procedures that are done and wait for their review."""
    done = Procedure.objects.visible_to(user).current().in_stage(Stage.DONE)
    label, query = _("Audit procedures to review"), {"stage": Stage.DONE}
    yield due_figure(label, done.order_by("done_on", "pk"), "done_on", "heading", query)


def certifications_ending(user: Any, today: date) -> Iterator[Figure]:
    """Certifications to renew."""
    ending = Certification.objects.visible_to(user).current().expiring(today)
    label = _("Certifications to renew")
    yield due_figure(label, ending, "valid_until", "name", {"expiring": 1})
