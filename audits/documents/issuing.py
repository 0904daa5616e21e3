"""A document registered as it was sent."""

from typing import Any

from django.db import transaction
from django.utils import translation

from audits.models import IssuedDocument, IssuedPaper
from records.base import Life, Record, Visibility
from records.history import publication


@transaction.atomic
def issue(*, document: IssuedDocument, file: Any, decision_number: str) -> Record:
    """Keep a new document with the file as it was sent, registered by the decision of this number.

    Needs an open change; raises `ValidationError` where it lacks its date or cannot be kept.
    """
    document.life, document.visibility = Life.DRAFT, Visibility.INTERNAL
    document.full_clean()
    document.save()
    with translation.override("ja"):
        paper = IssuedPaper(document=document, title=str(document), file=file)
    paper.full_clean()
    paper.save()
    return publication.approve(record=document, decision_number=decision_number)
