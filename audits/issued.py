"""Issued documents as the pages of records show them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from audits.models import IssuedDocument, IssuedPaper
from records.base import Life, Record


def issued_about(record: Record, user: Any) -> QuerySet:
    """The documents about `record` that were issued, with the files that `user` may read."""
    papers = IssuedPaper.objects.readable_by(user).current()
    found = IssuedDocument.objects.visible_to(user).filter(life=Life.REGISTERED).about(record)
    return found.prefetch_related(Prefetch("papers", queryset=papers, to_attr="readable"))
