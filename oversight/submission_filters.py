"""Filters of the list of submissions."""

from django.utils.translation import gettext_lazy as _

from calendars.scheduled import FiscalYearFilters
from oversight.models import Submission, SubmissionKind
from records.lists import NamedChoiceFilter, WordsFilter


class SubmissionFilters(FiscalYearFilters):
    """By fiscal year concerned, words and kind."""

    q = WordsFilter(
        fields=(
            *("addressee", "legal_basis", "document_number", "reply_number"),
            *("submitted_text", "remarks"),
        ),
        names=("title",),
    )
    kind = NamedChoiceFilter(label=_("Kind of submission"), choices=SubmissionKind.choices)

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ()
