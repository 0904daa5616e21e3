"""Noting what a request opened: marked by its view, written once the answer is made."""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone, translation

from records.base import Record
from records.readings.models import LONGEST_TITLE, Reading

_MARKED = "readings"  # in the request
_log = logging.getLogger(__name__)


def mark_read(request: HttpRequest, record: Record) -> None:
    """Mark that the sender of `request` is shown `record`; of what anyone may read nothing."""
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated and record.takes_steps and not record.is_public:
        vars(request).setdefault(_MARKED, []).append(record)


def note(request: HttpRequest) -> None:
    """Write what was marked. The answer stands whatever becomes of it; a fault is logged."""
    marked: list[Record] = vars(request).get(_MARKED, [])
    if not marked:
        return
    try:
        with transaction.atomic():
            for record in marked:
                _note(request.user, record)
    except DatabaseError:
        _log.exception("A reading could not be noted")


def _note(user: Any, record: Record) -> None:
    now = timezone.now()
    key = {
        "reader": user.get_username(),
        "record_type": record._meta.label,
        "record_uid": record.uid,
        "day": timezone.localdate(now),
    }
    if Reading.objects.filter(**key).exists():  # mostly: then nothing is written
        return
    with translation.override("ja"):
        title = str(record)[:LONGEST_TITLE]
    row = Reading(**key, user_id=user.pk, title=title, first_at=now)
    Reading.objects.bulk_create([row], ignore_conflicts=True)  # another request may be as fast
