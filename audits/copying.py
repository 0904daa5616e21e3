"""Audits, drills and inspections received of one fiscal year copied into another's plan.

A copy takes over what is audited and how: regime, types, theme, subject, scope and targets,
objective, criteria, methods and focus points, its place in the report, what it is conducted
together with, its work programme without the results, and what is requested for it. The period
audited, findings, auditors, what the audit came to and what the report printed differently belong
to the audit that was.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import (
    Audit,
    AuditClassification,
    AuditCriterion,
    AuditQuerySet,
    AuditTarget,
    ConductedTogether,
    DocumentRequest,
    Drill,
    InspectionReceived,
    Procedure,
)
from audits.programme import copy_programme
from audits.request_copying import copy_requests
from audits.scopes import word_targets
from calendars.scheduled import Copy, Copying, names_a_year, save_parts
from organization.models import Department
from organization.succession import Succession

ENDED = gettext_lazy("%(department)s is no more then, and no successor is recorded.")
REPLACED = gettext_lazy("%(department)s is replaced by %(names)s.")


class AuditCopying(Copying):
    model = Audit
    slug = "audits"
    title = gettext_lazy("Audits")
    shows = gettext_lazy("Target departments")
    carried: ClassVar[tuple[str, ...]] = (
        *("regime", "theme", "subject", "scope", "targets_override", "order"),
        *("objective", "scope_text", "by_documents", "on_site", "remotely", "focus_points"),
    )
    worded = ("objective", "scope_text", "focus_points")

    def sources(self, fiscal_year: int, user: Any) -> Sequence[Audit]:
        visible = Audit.objects.visible_to(user).current().in_fiscal_year(fiscal_year)
        planned = Procedure.objects.listed_for(user).order_by("number")
        programme = Prefetch("procedures", queryset=planned, to_attr="programme")
        asked = DocumentRequest.objects.listed_for(user).with_names().order_by("number")
        requested = Prefetch("document_requests", queryset=asked, to_attr="requested")
        found = visible.with_parts().prefetch_related("criteria", programme, requested)
        return list(found.in_plan_order())

    def with_names(self, records: AuditQuerySet) -> AuditQuerySet:
        return records.with_parts()

    def fit(self, rows: list[Copy], fiscal_year: int) -> None:
        succession = Succession()
        for row in rows:
            for classification in row.source.classifications.all():
                row.parts.append(
                    AuditClassification(type=classification.type, order=classification.order)
                )
            row.parts += [
                AuditCriterion(standard=each.standard, clause=each.clause, order=each.order)
                for each in row.source.criteria.all()
            ]
            targets = list(row.source.targets.all())
            row.parts += self._targets(row, targets, succession)
            if any(names_a_year(step.procedure) for step in row.source.programme):
                row.notes.append(_("Its procedures name a year; please check them in the copy."))
            if any(names_a_year(f"{one.title} {one.remarks}") for one in row.source.requested):
                row.notes.append(
                    _("What is requested for it names a year; please check it in the copy.")
                )
            row.kind = row.source.get_regime_display()
            row.shown = word_targets(row.source)

    def _targets(
        self, row: Copy, targets: list[Any], succession: Succession
    ) -> Iterable[AuditTarget]:
        mapped = departments_on(row, targets, succession)
        if row.source.targets_override and any(old.department != new for old, new in mapped):
            row.draft.targets_override = ""
            row.notes.append(_("The wording of its targets is left out, because they change."))
        for order, (old, department) in enumerate(mapped, start=1):
            yield AuditTarget(
                department=department,
                order=order,
                role=old.role,
                without_parent=old.without_parent,
            )
        if row.source.scope == Audit.Scope.LISTED and targets and not mapped:
            row.notes.append(_("No target department is left."))

    def link(self, copies: dict[int, Any], rows: list[Copy]) -> None:
        succession = Succession()
        for row in rows:
            copy_programme(row.source.programme, row.draft)
            copy_requests(row.source.requested, row.draft, succession)
            links = [
                ConductedTogether(partner=copies[link.partner_id])
                for link in row.source.conducted_with.all()
                if link.partner_id in copies
            ]
            save_parts(links, row.draft)
        self._link_from_earlier(copies, rows)

    def _link_from_earlier(self, copies: dict[int, Any], rows: list[Copy]) -> None:
        """Links that copies of an earlier day could not have, their partner being new."""
        new = {row.source.pk for row in rows}
        for row in rows:
            for link in row.source.conducted_for.all():
                if link.audit_id in copies and link.audit_id not in new:
                    save_parts([ConductedTogether(partner=row.draft)], copies[link.audit_id])


class DepartmentsCopying(Copying):
    """Copies records that name `departments`; `ordered` are the fields that a plan sorts by."""

    shows = gettext_lazy("Departments")
    ordered: ClassVar[tuple[str, ...]] = ("pk",)

    def sources(self, fiscal_year: int, user: Any) -> Sequence[Any]:
        visible = self.model.objects.visible_to(user).current().in_fiscal_year(fiscal_year)
        return list(self.with_names(visible).order_by(*self.ordered))

    def with_names(self, records: Any) -> Any:
        return records.with_parts()

    def fit(self, rows: list[Copy], fiscal_year: int) -> None:
        succession = Succession()
        part = cast(Any, self.model)._meta.get_field("departments").related_model
        for row in rows:
            mapped = departments_on(row, list(row.source.departments.all()), succession)
            row.parts += [
                part(department=department, order=order)
                for order, (_old, department) in enumerate(mapped, start=1)
            ]
            row.shown = row.source.departments_text


class DrillCopying(DepartmentsCopying):
    model = Drill
    slug = "drills"
    title = gettext_lazy("Drills")
    hint = gettext_lazy("The summaries tell of the drills that were; please reword the copies.")
    carried: ClassVar[tuple[str, ...]] = ("name", "scenario", "order")
    ordered = ("order", "pk")


class InspectionCopying(DepartmentsCopying):
    model = InspectionReceived
    slug = "inspections-received"
    title = gettext_lazy("Inspections received")
    hint = gettext_lazy(
        "What was asked and what came of it belong to the inspection that was; copies have neither."
    )
    carried: ClassVar[tuple[str, ...]] = ("authority", "name")


def departments_on(
    row: Copy, links: Iterable[Any], succession: Succession
) -> list[tuple[Any, Department]]:
    """Each link of the source with the department that stands there on the draft's days, once.

    What changes is noted in the row, and so is a department that nobody stands for.
    """
    found: dict[int, tuple[Any, Department]] = {}
    for link in links:
        standing = succession.on(link.department, *row.draft.days())
        if standing != [link.department]:
            change = {"department": link.department, "names": "、".join(map(str, standing))}
            row.notes.append((REPLACED if standing else ENDED) % change)
        for department in standing:
            found.setdefault(department.pk, (link, department))
    return list(found.values())
