"""Records that can meet a duty: found by words, by their uid, or by the address of a page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters import FilterSet

from audits.filters import AuditFilters, DrillFilters, InspectionFilters
from audits.models import Certification
from calendars.scheduled import day_text, schedule_text
from meetings.filters import MeetingFilters
from oversight.models import Fulfilment, Submission
from oversight.submission_filters import SubmissionFilters
from records.base import Life, Record
from records.lists import WordsFilter

MOST = 10  # of each kind; more words find fewer
UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")
IN_ADMIN = re.compile(r"/admin/([a-z]+)/([a-z]+)/([0-9]{1,18})/")


class CertificationFilters(FilterSet):
    """By words."""

    q = WordsFilter(fields=("name", "standard"))

    class Meta:
        model = Certification
        fields: tuple[str, ...] = ()


FILTERS: Mapping[str, type[FilterSet]] = {
    Fulfilment.RecordType.MEETING: MeetingFilters,
    Fulfilment.RecordType.AUDIT: AuditFilters,
    Fulfilment.RecordType.DRILL: DrillFilters,
    Fulfilment.RecordType.INSPECTION: InspectionFilters,
    Fulfilment.RecordType.CERTIFICATION: CertificationFilters,
    Fulfilment.RecordType.SUBMISSION: SubmissionFilters,
}


def search(term: str, request: HttpRequest) -> list[Record]:
    """The registered records with these words that the visitor may see, a few of each kind.

    One alone where the words are its uid or the address of its page.
    """
    if named := meant(term, request.user):
        return [named]
    records: list[Record] = []
    for label, filters in FILTERS.items():
        registered = _visible(label, request.user).filter(life=Life.REGISTERED).order_by("-pk")
        asked = filters({"q": term}, queryset=registered, request=request)
        records += asked.qs[:MOST] if asked.is_valid() else ()
    return records


def meant(text: str, user: Any) -> Record | None:
    """The record that `user` may see whose uid, or whose page's address, is in a text."""
    if in_admin := IN_ADMIN.search(text):
        room, model, key = in_admin.groups()
        return _first([f"{room}.{model}"], user, pk=int(key))
    if uid := UID.search(text.lower()):
        return _first(FILTERS, user, uid=UUID(uid[0]))
    return None


def _first(labels: Iterable[str], user: Any, **lookup: Any) -> Record | None:
    kinds = (label for label in labels if label in FILTERS)
    rows = (_visible(label, user).filter(**lookup).first() for label in kinds)
    return next(filter(None, rows), None)


def _visible(label: str, user: Any) -> QuerySet:
    model: Any = apps.get_model(label)
    return model.objects.visible_to(user).with_names()


def worded(record: Any) -> str:
    """A record's kind, name and day, as far as they are known."""
    day = ""
    if isinstance(record, Submission):
        day = schedule_text(record.submitted)
    elif isinstance(record, Certification) and record.valid_until:
        day = _("until %(day)s") % {"day": day_text(record.valid_until)}
    kind = capfirst(record._meta.verbose_name)
    return f"{kind}　{record.full_name}" + (f"（{day}）" if day else "")


def sent_names(texts: Iterable[str], user: Any) -> dict[str, str]:
    """What the records are called that these texts name, by the texts."""
    found = {text: meant(text, user) for text in texts}
    return {text: worded(record) for text, record in found.items() if record}


def names(linked: Iterable[Fulfilment], user: Any) -> dict[str, str]:
    """What the records of these links are called, by uid, in one query a kind.

    Of one that `user` may not see, its kind alone.
    """
    uids: dict[str, set[UUID]] = defaultdict(set)
    told = {}
    for one in linked:
        uids[one.record_type].add(one.record_uid)
        hidden = {"kind": one.get_record_type_display()}
        told[str(one.record_uid)] = _("%(kind)s that you cannot open") % hidden
    for label, wanted in uids.items():
        rows = _visible(label, user).filter(uid__in=wanted)
        told |= {str(row.uid): worded(row) for row in rows}
    return told
