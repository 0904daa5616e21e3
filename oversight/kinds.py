"""Kinds of record of oversight, in order of use."""

from operator import attrgetter
from typing import Any

from calendars.kinds import DueKind
from oversight.access import sees_submissions
from oversight.due_duties import duties_due, duties_waiting, duties_watched
from oversight.imports import ANY_SUBMISSIONS
from oversight.models import Acknowledgement, Duty, Submission, SubmissionQuerySet
from oversight.sources import DutySource
from oversight.submission_filters import SubmissionFilters
from oversight.submission_views import SubmissionListPage
from records.kinds import Fixture, Kind, Search


def found_submissions(user: Any) -> SubmissionQuerySet:
    """The submissions that `user` may see; none, unasked, for those who may see none."""
    if not sees_submissions(user):
        return Submission.objects.none()
    return Submission.objects.visible_to(user).order_by("-submitted_from", "-pk")


SUBMISSIONS = Kind(
    model=Submission,
    name="submissions",
    rank=40,
    page=SubmissionListPage,
    intakes={"submissions": ANY_SUBMISSIONS},
    search=Search(
        filters=SubmissionFilters, records=found_submissions, beside=attrgetter("addressee")
    ),
)
ACKNOWLEDGEMENTS = Kind(model=Acknowledgement, name="acknowledgements", rank=41)
DUTIES = DueKind(
    model=Duty,
    name="duties",
    rank=50,
    source=DutySource(),
    due=duties_due,
    waiting=duties_waiting,
    watched=duties_watched,
    fixture=Fixture(file="duties.toml", array="duty"),
)
KINDS = (SUBMISSIONS, ACKNOWLEDGEMENTS, DUTIES)
