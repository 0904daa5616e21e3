"""A document made from its record, after the template in force."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from audits.documents.kind import DocumentKind
from audits.documents.notice import NOTICE
from audits.documents.plan import PLAN
from audits.documents.reply import REPLY
from audits.documents.report import REPORT
from audits.documents.working_paper import WORKING_PAPER
from audits.follow_up_document import FORM as FOLLOW_UP
from audits.models import CONCERNS, DocumentTemplate, DocumentType
from records import agency
from records.base import Record
from records.documents import Letter, OfficialForm, fill

DOCUMENT_KINDS: dict[DocumentType, DocumentKind] = {
    DocumentType.PLAN: PLAN,
    DocumentType.NOTICE: NOTICE,
    DocumentType.WORKING_PAPER: WORKING_PAPER,
    DocumentType.REPORT: REPORT,
    DocumentType.REPLY: REPLY,
}

UNFIT = _(
    "The template that is used for this document can no longer be filled. Please replace or "
    "withdraw it."
)
# The forms that a template can replace: those of documents about a record, and of the account.
FORMS: dict[DocumentType, OfficialForm] = {
    **{kind: made.form for kind, made in DOCUMENT_KINDS.items()},
    DocumentType.FOLLOW_UP: FOLLOW_UP,
}


def template_in_force(kind: DocumentType, at: date) -> bytes | None:
    """The template that replaces the usual one of a kind on a day; None where none does."""
    replaced = DocumentTemplate.objects.in_force(kind, at).first()
    return replaced.file.read() if replaced else None


def kinds_about(record: Record) -> list[DocumentType]:
    """The kinds of document that are made from such a record."""
    name = record._meta.model_name
    links = {"auditplan": "plan"}
    link = links.get(str(name), name)
    return [kind for kind in DOCUMENT_KINDS if CONCERNS[kind] == link]


def propose(kind: DocumentType, record: Any) -> Letter:
    """The letter that is proposed for a document about `record`, with the office's contact."""
    with translation.override("ja"):
        letter = DOCUMENT_KINDS[kind].letter(record)
        is_received = kind == DocumentType.REPLY
        return letter if is_received else replace(letter, contact=agency.current().contact)


def make(kind: DocumentType, record: Any, letter: Letter, at: date) -> bytes:
    """The document about `record` as the register has it, after the template in force on `at`.

    Raises `jinja2.TemplateError` and `lxml.etree.LxmlError` where that template no longer fits.
    """
    form = DOCUMENT_KINDS[kind].form
    with translation.override("ja"):
        return fill(
            form,
            {**DOCUMENT_KINDS[kind].values(record, letter.is_draft), **letter.values()},
            title=str(kind.label),
            made_at=timezone.now().replace(tzinfo=None, microsecond=0),
            template=template_in_force(kind, at),
        )
