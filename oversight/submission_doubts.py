"""What makes it likely that a submission is on record already."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from calendars.scheduled import schedule_text
from oversight.models import Submission


def doubts(submission: Submission) -> list[str]:
    """A sentence for each other submission that went to the same addressee under the same number
    on the same day. One letter may carry several documents, so this is no error.
    """
    alike = Submission.objects.current().exclude(pk=submission.pk)
    return doubts_among(submission, alike.filter(document_number=submission.document_number))


def doubts_among(submission: Submission, others: Iterable[Submission]) -> list[str]:
    """The same among these others."""
    if not (submission.document_number and submission.submitted.segments):
        return []
    return [_told(other) for other in others if _letter(other) == _letter(submission)]


def _letter(submission: Submission) -> tuple[str, ...]:
    day = submission.submitted.canonical()
    return submission.addressee, submission.document_number, day


def _told(other: Submission) -> str:
    return _(
        "“%(title)s” was submitted to the same addressee under the same number on the same day "
        "(%(day)s). Please check that it is not the same submission."
    ) % {"title": other.title, "day": schedule_text(other.submitted)}
