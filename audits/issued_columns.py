"""The columns of the list of issued documents, for its page and its files."""

from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_lines import datum
from audits.models import IssuedDocument
from calendars.scheduled import day_note, day_text
from records.lists import Column, Datum, by_fields


def kind(document: IssuedDocument) -> str:
    """What was issued."""
    return capfirst(document.get_document_type_display())


def about(document: IssuedDocument) -> str:
    """What it is about."""
    return str(document.concerned or "")


def about_uid(document: IssuedDocument) -> str:
    """The ID of what it is about; empty where it is about all findings."""
    return str(document.concerned.uid) if document.concerned else ""


def addressee(document: IssuedDocument) -> str:
    """To whom it went, with the honorific."""
    return " ".join(filter(None, (document.addressee, document.honorific)))


def sender(document: IssuedDocument) -> str:
    """Who sent it, and below it whether the seal was left out."""
    omitted = gettext("(seal omitted)") if document.seal_omitted else ""
    return "\n".join(filter(None, (document.sender, omitted)))


ISSUED = (
    Column(
        "dated",
        pgettext_lazy("of a document", "Dated"),
        lambda document: day_text(document.dated_on),
        note=lambda document: day_note(document.dated_on),
        order=by_fields("dated_on"),
        data=(
            Datum(_("Fiscal year"), lambda document, line: document.fiscal_year),
            datum("dated_on", IssuedDocument),
        ),
    ),
    Column(
        "document",
        _("Kind of document"),
        kind,
        order=by_fields("document_type", "dated_on"),
        names_record=True,
        data=(Datum(_("Kind of document"), lambda document, line: kind(document)),),
    ),
    Column(
        "number",
        _("Document number"),
        attrgetter("document_number"),
        order=by_fields("document_number"),
        is_quoted=True,
        data=(datum("document_number", IssuedDocument),),
    ),
    Column(
        "about",
        _("About"),
        about,
        is_quoted=True,
        data=(
            Datum(_("About"), lambda document, line: about(document)),
            Datum(_("ID of what it is about"), lambda document, line: about_uid(document)),
        ),
    ),
    Column(
        "addressee",
        _("Addressee"),
        addressee,
        is_quoted=True,
        data=tuple(datum(name, IssuedDocument) for name in ("addressee", "honorific")),
    ),
    Column(
        "sender",
        pgettext_lazy("of a document", "Sender"),
        sender,
        is_quoted=True,
        data=(
            *(datum(name, IssuedDocument) for name in ("sender", "contact")),
            Datum(_("Seal omitted"), lambda document, line: document.seal_omitted),
        ),
    ),
    Column(
        "distribution",
        _("Distribution"),
        attrgetter("distribution"),
        is_quoted=True,
        data=(datum("distribution", IssuedDocument),),
    ),
)
