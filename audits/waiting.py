"""What of audits waits for somebody: answers, findings and actions, reviews, certificates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.access import sees_findings
from audits.answers import assigned
from audits.finding_states import State
from audits.models import (
    SOON,
    Certification,
    CorrectiveAction,
    Finding,
    FindingQuerySet,
    Procedure,
    Stage,
)
from calendars.scheduled import day_text
from dates import official_number
from records.addresses import list_address, page_for
from records.base import may
from records.kinds import Task, Waiting

LONGEST_TEXT = 80  # characters


def findings_waiting(user: Any, today: date) -> Iterator[Waiting]:
    """What waits for those who keep the findings, and what for those who answer them."""
    if may(user, Finding, "view", "change"):
        yield from _to_decide(user, today)
    own = assigned(user)
    if not own.query.is_empty():
        yield from _to_answer(own, today)


def findings_watched(user: Any, today: date) -> Iterator[Waiting]:
    """What is overdue and what is soon due, for those who may see findings and deal with none."""
    deals_with_some = may(user, Finding, "view", "change") or not assigned(user).query.is_empty()
    if deals_with_some or not sees_findings(user, today):
        return
    seen = Finding.objects.visible_to(user, today).current()

    def task(finding: Finding) -> Task:
        return _task(finding, page_for(user, finding), today)

    yield Waiting(
        heading=gettext_lazy("Overdue findings"),
        rows=_named(seen.overdue(today)),
        task=task,
        address=partial(_list, measures="overdue"),
    )
    yield Waiting(
        heading=gettext_lazy("Findings due within 30 days"),
        rows=_named(seen.due_within(SOON, today)),
        task=task,
        address=partial(_list, measures="pending"),
    )


def _list(**query: str) -> str:
    """The address of the list of findings, narrowed down."""
    return f"{reverse('audits:findings')}?{urlencode(query)}"


def _to_decide(user: Any, today: date) -> Iterator[Waiting]:
    def task(finding: Finding) -> Task:
        return _task(finding, page_for(user, finding), today)

    given = Finding.objects.visible_to(user).current()
    answered = given.awaiting_decision(today)
    late = given.awaiting_department(today).past_due(today)
    yield Waiting(
        heading=gettext_lazy("Answered findings to decide on"),
        rows=_named(answered.with_due_date(today).order_by("answered_on", "pk")),
        task=task,
        address=partial(list_address, Finding, decision=1),
    )
    yield Waiting(
        heading=gettext_lazy("Overdue findings that wait for the department"),
        rows=_named(late),
        task=task,
        address=partial(list_address, Finding, due="overdue"),
    )
    yield _to_review(user, today)


def _to_review(user: Any, today: date) -> Waiting:
    def task(finding: Any) -> Task:
        until = finding.accepted_until
        note = _("accepted until %(day)s") % {"day": day_text(until)}
        return replace(
            _task(finding, page_for(user, finding), today), note=note, is_late=until < today
        )

    given = Finding.objects.visible_to(user).current()
    return Waiting(
        heading=gettext_lazy("Acceptances of risks to review"),
        rows=_named(given.awaiting_review(today, SOON).with_due_date(today)),
        task=task,
        address=partial(list_address, Finding, acceptance="soon"),
    )


def _to_answer(own: FindingQuerySet, today: date) -> Iterator[Waiting]:
    def task(finding: Finding) -> Task:
        return _task(finding, reverse("audits:answer", args=[finding.uid]), today)

    unanswered = own.awaiting_answer(today).with_due_date(today)
    yield Waiting(
        heading=gettext_lazy("Findings to answer"),
        rows=_named(unanswered.order_by("due_at", "pk")),
        task=task,
        address=partial(reverse, "audits:assigned"),
    )
    yield Waiting(
        heading=gettext_lazy("Corrective actions due"),
        rows=_named(_with_actions_due(own, today).order_by("due_at", "pk")),
        task=task,
        address=partial(reverse, "audits:assigned"),
    )


def _with_actions_due(own: FindingQuerySet, today: date) -> FindingQuerySet:
    """Answered findings of which the due date, or an action's planned day, is near or past."""
    last = today + timedelta(days=SOON)
    planned = CorrectiveAction.objects.filter(finding=OuterRef("pk"), planned_for__lte=last)
    planned = planned.exclude(completed_on__lte=today)
    answered = own.awaiting_action(today).filter(state_at=State.ANSWERED).with_due_date(today)
    return answered.filter(Q(due_at__lte=last) | Exists(planned))


def _named(findings: FindingQuerySet) -> FindingQuerySet:
    above = "department__parent_department__parent_department__parent_department"
    return findings.with_names().select_related(above)


def _task(finding: Any, address: str, today: date) -> Task:
    due, number = finding.due_at, f"第{official_number(finding.number)}号"
    return Task(
        text=finding.heading,
        address=address,
        note=_("due on %(day)s") % {"day": day_text(due)} if due else "",
        beside=f"{finding.department or ''} {finding.audit} {finding.reference or number}",
        is_late=due is not None and due < today,
    )


def procedures_waiting(user: Any, today: date) -> Iterator[Waiting]:
    """Procedures to review, for those who keep them; the one done first comes first."""

    def task(one: Procedure) -> Task:
        return Task(
            text=Truncator(one.procedure).chars(LONGEST_TEXT),
            address=page_for(user, one),
            note=_("done on %(day)s") % {"day": day_text(one.done_on)},
            beside=f"{one.audit} 第{official_number(one.number)}号 {one.done_by}",
        )

    if may(user, Procedure, "view", "change"):
        done = Procedure.objects.visible_to(user).current().in_stage(Stage.DONE)
        yield Waiting(
            heading=gettext_lazy("Audit procedures to review"),
            rows=done.with_names().order_by("done_on", "pk"),
            task=task,
            address=partial(list_address, Procedure, stage=Stage.DONE),
        )


def certifications_waiting(user: Any, today: date) -> Iterator[Waiting]:
    """Certifications to renew, for those who keep them."""

    def task(one: Certification) -> Task:
        until = one.valid_until
        return Task(
            text=one.name,
            address=page_for(user, one),
            note=_("valid until %(day)s") % {"day": day_text(until)},
            is_late=until is not None and until < today,
        )

    if may(user, Certification, "view", "change"):
        yield Waiting(
            heading=gettext_lazy("Certifications to renew"),
            rows=Certification.objects.visible_to(user).current().expiring(today),
            task=task,
            address=partial(list_address, Certification, expiring=1),
        )
