"""What names a department that ends: audits ahead, drills, open findings, certifications, plans."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from audits.models import (
    Audit,
    Auditor,
    AuditPlan,
    AuditTarget,
    Certification,
    DocumentRequest,
    Drill,
    DrillDepartment,
    Finding,
    InspectedDepartment,
    InspectionReceived,
)
from audits.request_states import RequestState
from calendars.scheduled import ScheduledRecord, Status, day_text
from organization.loose_ends import Ended, Find, LooseEnd, Naming, name_others
from organization.models import Department
from records.addresses import record_address
from records.base import Part, Record, may

LONGEST = 60  # characters of a finding
REWORDED = _("Its targets as printed are left out, because they change.")
FROZEN = _("It stays as it was approved. Please approve a revision afterwards.")


def planned(part: type[Part], ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Rows of audits, drills and inspections that take place on `day` or later.

    One that began before `day` is proposed to stay; where only its year is known it may move.
    """
    whole = part.part_of
    records: Any = part._meta.get_field(whole).related_model
    ahead = records.objects.visible_to(user).current().exclude(status=Status.CANCELLED)
    late = ahead.filter(fiscal_year__gte=day.year - 2)  # one may fall in the year after its own
    parts: Any = part._base_manager
    rows = parts.filter(department__in=ended, **{f"{whole}__in": late})
    found = records.objects.filter(pk__in=rows.values(whole)).with_parts().in_bulk()
    for row in rows.order_by(f"{whole}__starts_on", whole, "pk"):
        record = found[getattr(row, f"{whole}_id")]
        setattr(row, whole, record)
        if record.days()[1] >= day:
            yield _planned_row(row, record, day)


def _planned_row(row: Any, record: ScheduledRecord, day: date) -> LooseEnd:
    is_dated = bool(record.schedule.segments) or record.status == Status.HELD
    takes_all = not isinstance(row, Auditor)
    return LooseEnd(
        key=f"{row._meta.model_name}-{row.pk}",
        department=row.department_id,
        text=str(record) if takes_all else f"{row}（{record}）",
        detail=record.official_schedule,
        address=record_address(record),
        note=REWORDED if getattr(record, "targets_override", "") and takes_all else "",
        stays=is_dated and record.days()[0] < day,
        takes_all=takes_all,
        move=partial(_move_row, row) if takes_all else partial(_move_link, row),
    )


def _move_row(row: Any, departments: Sequence[Department]) -> None:
    name_others(row, departments)
    if isinstance(row, AuditTarget) and row.audit.targets_override:
        row.audit.targets_override = ""
        row.audit.save(update_fields=["targets_override"])


def _move_link(row: Any, departments: Sequence[Department]) -> None:
    [row.department] = departments
    row.full_clean()
    row.save()


def findings(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Findings that are not closed."""
    visible = Finding.objects.visible_to(user).current()
    rows = visible.filter(department__in=ended, closed_on=None).select_related("audit")
    parts = ("audit__classifications__type", "corrective_actions", "acceptances")
    named = rows.prefetch_related(*parts)
    for row in named.order_by("audit", "number"):
        yield LooseEnd(
            key=f"finding-{row.pk}",
            department=row.department_id or 0,
            text=f"{row}: {Truncator(row.summary).chars(LONGEST)}",
            detail=str(row.state(day).label),
            address=record_address(row),
            move=partial(_move_link, row),
        )


def requests(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Requests for documents that are not sent, or not accepted yet."""
    visible = DocumentRequest.objects.visible_to(user).current().filter(department__in=ended)
    rows = visible.with_state(day).exclude(state_at=RequestState.ACCEPTED).with_names()
    for row in rows.prefetch_related("steps").order_by("audit", "number"):
        yield LooseEnd(
            key=f"documentrequest-{row.pk}",
            department=row.department_id or 0,
            text=f"{row}: {Truncator(row.title).chars(LONGEST)}",
            detail=str(row.state(day).label),
            address=record_address(row),
            move=partial(_move_link, row),
        )


def certifications(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Certifications that hold on `day` or later."""
    visible = Certification.objects.visible_to(user).current().filter(department__in=ended)
    for row in visible.filter(Q(valid_until=None) | Q(valid_until__gte=day)):
        yield LooseEnd(
            key=f"certification-{row.pk}",
            department=row.department_id or 0,
            text=str(row),
            detail=f"～{day_text(row.valid_until)}" if row.valid_until else "",
            address=record_address(row),
            move=partial(_move_link, row),
        )


def plans(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """The last approved plan of each year whose audits ahead name one of the departments."""
    of_years = AuditPlan.objects.visible_to(user).filter(fiscal_year__gte=day.year - 1)
    last = {plan.fiscal_year: plan for plan in of_years.order_by("revision")}
    targets = AuditTarget.objects.filter(
        department__in=ended, audit__planned__plan__in=[plan.pk for plan in last.values()]
    )
    seen = targets.order_by("audit__planned__plan__fiscal_year").distinct()
    pairs = dict(seen.values_list("audit__planned__plan", "department"))
    for plan in last.values():
        if plan.pk in pairs:
            yield LooseEnd(
                key=f"plan-{plan.pk}",
                department=pairs[plan.pk],
                text=str(plan),
                address=record_address(plan),
                note=FROZEN,
            )


def _naming(link: str, title: str | Promise, find: Find, model: type[Record]) -> Naming:
    """The naming of departments by records of `model`, for those who change these."""
    return Naming(
        link=f"audits.{link}.department",
        title=title,
        find=find,
        may=lambda user: may(user, model, "view", "change"),
    )


NAMINGS = (
    _naming("AuditTarget", _("Audits from that day on"), partial(planned, AuditTarget), Audit),
    _naming("Auditor", _("Auditors of these audits"), partial(planned, Auditor), Audit),
    _naming("Finding", _("Findings that are open"), findings, Finding),
    _naming(
        "DocumentRequest", _("Documents requested and not accepted"), requests, DocumentRequest
    ),
    _naming(
        "DrillDepartment", _("Drills from that day on"), partial(planned, DrillDepartment), Drill
    ),
    _naming(
        "InspectedDepartment",
        _("Inspections received from that day on"),
        partial(planned, InspectedDepartment),
        InspectionReceived,
    ),
    _naming("Certification", _("Certifications that are kept"), certifications, Certification),
    Naming(
        link="",
        title=_("Approved annual audit plans"),
        find=plans,
        may=lambda user: may(user, AuditPlan, "view"),
    ),
)
