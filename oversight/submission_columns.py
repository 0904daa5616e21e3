"""The columns of the list of submissions, for its page and its files."""

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.finding_lines import datum
from calendars.scheduled import fiscal_year_note, fiscal_year_text, schedule_note, schedule_text
from oversight.models import Submission
from records.lists import Column, Datum, RecordTable, by_fields


def kind(submission: Submission) -> str:
    """The way in which the law asks for it."""
    return capfirst(submission.get_kind_display())


def _first(name: str) -> Callable[[Any, Any], date | None]:
    return lambda submission, line: getattr(submission, name).starts_on


def _last(name: str) -> Callable[[Any, Any], date | None]:
    return lambda submission, line: getattr(submission, name).ends_on


def _field(name: str) -> Datum:
    return datum(name, Submission)


SUBMISSIONS = (
    Column(
        "submitted",
        _("Submitted on"),
        lambda submission: schedule_text(submission.submitted),
        note=lambda submission: schedule_note(submission.submitted),
        order=by_fields("submitted_from"),
        data=(
            Datum(_("First day of submission"), _first("submitted")),
            Datum(_("Last day of submission"), _last("submitted")),
            _field("submitted_text"),
        ),
    ),
    Column(
        "title",
        _("What is submitted"),
        attrgetter("title"),
        order=by_fields("title"),
        names_record=True,
        is_quoted=True,
        data=(_field("title"), _field("legal_basis")),
    ),
    Column(
        "kind",
        _("Kind of submission"),
        kind,
        order=by_fields("kind", "submitted_from"),
        data=(Datum(_("Kind of submission"), lambda submission, line: kind(submission)),),
    ),
    Column(
        "fiscal_year",
        _("Fiscal year concerned"),
        lambda submission: fiscal_year_text(submission.fiscal_year),
        note=lambda submission: fiscal_year_note(submission.fiscal_year),
        order=by_fields("fiscal_year", "submitted_from"),
        data=(_field("fiscal_year"),),
    ),
    Column(
        "addressee",
        _("Submitted to"),
        attrgetter("addressee"),
        order=by_fields("addressee"),
        is_quoted=True,
        data=(_field("addressee"),),
    ),
    Column(
        "number",
        _("Document number"),
        attrgetter("document_number"),
        is_quoted=True,
        data=(_field("document_number"),),
    ),
    Column(
        "reply",
        pgettext_lazy("to a submission", "Reply"),
        lambda submission: schedule_text(submission.replied),
        note=lambda submission: schedule_note(submission.replied),
        data=(
            Datum(_("First day of the reply"), _first("replied")),
            Datum(_("Last day of the reply"), _last("replied")),
            *(_field(name) for name in ("replied_text", "reply_number", "remarks")),
        ),
    ),
)


class SubmissionTable(RecordTable):
    shown = SUBMISSIONS
