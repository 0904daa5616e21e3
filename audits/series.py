"""The same audit, and the same drill, of another year."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from audits.models import Audit, AuditClassification, AuditTarget, Drill
from calendars.scheduled import SeriesNeighbours, neighbours_of


def place_of_audit(audit: Audit, user: Any) -> SeriesNeighbours:
    """The visible audits before and after of the same types, targets and matter."""
    visible = Audit.objects.visible_to(user).current().exclude(pk=audit.pk)
    copies = visible.filter(Q(pk=audit.copied_from_id) | Q(copied_from=audit)).with_names()
    matter = ("regime", "scope", "theme", "subject")
    alike = visible.filter(**{name: getattr(audit, name) for name in matter})
    # One type and one target leave few enough to compare the rest of them here.
    for rows, name, first in (
        (AuditClassification, "type", audit.classifications.first()),
        (AuditTarget, "department", audit.targets.first()),
    ):
        if first is not None:
            wanted = {f"{name}_id": getattr(first, f"{name}_id")}
            alike = alike.filter(Exists(rows.objects.filter(audit=OuterRef("pk"), **wanted)))
    return neighbours_of(
        audit, [one for one in alike.with_parts() if _who(one) == _who(audit)], copies
    )


def _who(audit: Audit) -> tuple[set[int], set[tuple[int, str]]]:
    types = {row.type_id for row in audit.classifications.all()}
    return types, {(target.department_id, target.role) for target in audit.targets.all()}


def place_of_drill(drill: Drill, user: Any) -> SeriesNeighbours:
    """The visible drills before and after of the same name, or of the same departments."""
    visible = Drill.objects.visible_to(user).current().exclude(pk=drill.pk).with_parts()
    copies = visible.filter(Q(pk=drill.copied_from_id) | Q(copied_from=drill))
    alike = visible.filter(name=drill.name)
    if drill.name:
        return neighbours_of(drill, alike, copies)
    return neighbours_of(
        drill, [one for one in alike if _practised(one) == _practised(drill)], copies
    )


def _practised(drill: Drill) -> set[int]:
    return {row.department_id for row in drill.departments.all()}
