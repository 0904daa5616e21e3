"""The audits and drills that rules read, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from audits.models import Audit, AuditType, ConductedTogether, Scopes
from organization.models import Department
from oversight import rules
from oversight.reading_kept import KeptFacts, Read, states_of
from oversight.reading_subjects import event_of
from records.storage import RowLoader

ROWS = RowLoader({"classifications": ("type",), "targets": ("department",), "auditors": ()})
DRILLS = RowLoader({"departments": ("department",)})
AUDITS = KeptFacts[rules.Audit]()


def read_audits(audits: QuerySet) -> dict[int, rules.Audit]:
    """These audits by their keys, in order."""
    together = _together()

    def make(rows: QuerySet) -> Read[rules.Audit]:
        found: list[Any] = ROWS.read(rows)
        scopes = Scopes(found)
        for one in found:  # all other departments are told by the other audits of the year
            is_alone = one.scope != Audit.Scope.ALL_OTHERS
            yield one.pk, _audit(one, scopes, together[one.pk]), is_alone

    states = {pk: (*state, together[pk]) for pk, state in states_of(audits).items()}
    named = [states_of(model.objects.order_by("pk")) for model in (Department, AuditType)]
    return AUDITS.read(audits, states, make, tuple(tuple(each.items()) for each in named))


def read_drills(drills: QuerySet) -> Iterator[rules.Drill]:
    """These drills, in their order."""
    found: list[Any] = DRILLS.read(drills)
    for drill in found:
        yield rules.Drill(
            **event_of(drill, str(drill)),
            departments=tuple(one.department_id for one in drill.departments.all()),
        )


def _audit(audit: Any, scopes: Scopes, together: frozenset[str]) -> rules.Audit:
    return rules.Audit(
        **event_of(audit, audit.title),
        regime=audit.regime,
        types=tuple(one.type.slug for one in audit.classifications.all()),
        scope=audit.scope,
        covers=tuple(
            rules.Covered(one.department.pk, tuple(part.pk for part in one.except_for))
            for one in scopes.resolve(audit)
        ),
        people=tuple(rules.Person(one.name, one.department_id) for one in audit.auditors.all()),
        together=together,
        period=audit.period,
        reported_on=audit.reported_on,
        has_conclusion=audit.conclusion_id is not None,
    )


def _together() -> defaultdict[int, frozenset[str]]:
    """The uids of the audits conducted together with each, whichever of the two names the other."""
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    links = ConductedTogether.objects.values_list("audit", "audit__uid", "partner", "partner__uid")
    for audit, audit_uid, partner, partner_uid in links:
        found[audit] |= {str(partner_uid)}
        found[partner] |= {str(audit_uid)}
    return found
