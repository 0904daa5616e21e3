"""What was requested for an earlier audit of the kind, copied for another as drafts.

A copy takes over what is asked, its form and the remarks, and of its department whoever stands for
it on the audit's days. It has no due date, no person in charge and no period that names a year:
these belong to the audit that was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from audits.models import Audit, DocumentRequest
from calendars.scheduled import names_a_year
from organization.succession import Succession

CARRIED = ("title", "medium", "remarks")


@dataclass(frozen=True, slots=True)
class Row:
    """A request and the draft that its copy would be, not saved yet; `notes` say what differs."""

    source: DocumentRequest
    draft: DocumentRequest
    notes: list[str]
    is_there: bool

    @property
    def key(self) -> str:
        """The row's value in a form."""
        return str(self.source.uid)


def sources(audit: Audit, user: Any) -> list[Audit]:
    """Other audits of one of the audit's types for which something was requested, newest first."""
    types = audit.classifications.values("type")
    asked = DocumentRequest.objects.visible_to(user).current()
    others = Audit.objects.visible_to(user).exclude(pk=audit.pk).filter(regime=audit.regime)
    alike = others.filter(
        Exists(audit.classifications.model.objects.filter(audit=OuterRef("pk"), type__in=types)),
        Exists(asked.filter(audit=OuterRef("pk"))),
    )
    return list(alike.with_names().by_date(newest_first=True))


def rows_to_copy(source: Audit, audit: Audit, user: Any) -> list[Row]:
    """A row for each request of `source`; those that `audit` has already are marked."""
    succession = Succession()
    kept = DocumentRequest.objects.filter(audit=audit).current()
    there = set(kept.values_list("title", "department"))
    asked = DocumentRequest.objects.visible_to(user).current().filter(audit=source)
    in_order = asked.with_names().order_by("number")
    drafts = [(one, *_draft(one, audit, succession)) for one in in_order]
    return [
        Row(one, draft, notes, is_there=(draft.title, draft.department_id) in there)
        for one, draft, notes in drafts
    ]


def _draft(
    source: DocumentRequest, audit: Audit, succession: Succession
) -> tuple[DocumentRequest, list[str]]:
    notes: list[str] = []
    draft = DocumentRequest(audit=audit, **{name: getattr(source, name) for name in CARRIED})
    if names_a_year(source.period):
        notes.append(_("The period names a year and is left out: %(period)s") % vars(source))
    else:
        draft.period = source.period
    if source.department:
        standing = succession.on(source.department, *audit.days())
        draft.department = standing[0] if len(standing) == 1 else None
        if draft.department is None:
            named = {"department": source.department}
            notes.append(_("No one department stands for %(department)s then.") % named)
        elif draft.department != source.department:
            named = {"department": source.department, "name": draft.department}
            notes.append(_("%(department)s is replaced by %(name)s.") % named)
    return draft, notes


def copy(rows: Iterable[Row], audit: Audit) -> list[DocumentRequest]:
    """Save the drafts of these rows after the audit's own lines; needs an open change."""
    return _save([row.draft for row in rows], audit)


def copy_requests(
    requests: Iterable[DocumentRequest], audit: Audit, succession: Succession
) -> list[DocumentRequest]:
    """Save drafts for `audit`, a copy itself, of what these ask; needs an open change."""
    return _save([_draft(one, audit, succession)[0] for one in requests], audit)


def _save(drafts: list[DocumentRequest], audit: Audit) -> list[DocumentRequest]:
    first = DocumentRequest.objects.next_number(audit)
    for number, draft in enumerate(drafts, first):
        draft.number = number
        draft.full_clean()
        draft.save()
    return drafts
