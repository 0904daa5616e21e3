"""The official documents of audits: what each is made from, and in which order it says it."""

from audits.documents.issuing import issue
from audits.documents.kind import DocumentKind
from audits.documents.making import (
    DOCUMENT_KINDS,
    FORMS,
    UNFIT,
    kinds_about,
    make,
    propose,
    template_in_force,
)

__all__ = [
    "DOCUMENT_KINDS",
    "FORMS",
    "UNFIT",
    "DocumentKind",
    "issue",
    "kinds_about",
    "make",
    "propose",
    "template_in_force",
]
