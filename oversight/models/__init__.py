"""The records of oversight: submissions, acknowledgements of observations, duties."""

from oversight.models.acknowledgement import (
    ENDS_TOO_EARLY,
    AcknowledgedRecord,
    Acknowledgement,
    AcknowledgementQuerySet,
    acknowledge,
)
from oversight.models.days import read_day
from oversight.models.duty import Duty, DutyQuerySet
from oversight.models.duty_choices import Certainty, Cycle, DeadlineRule, MetBy, ShownBy
from oversight.models.duty_parts import Fulfilment, Waiver
from oversight.models.submission import (
    Submission,
    SubmissionKind,
    SubmissionPaper,
    SubmissionQuerySet,
)

__all__ = [
    "ENDS_TOO_EARLY",
    "AcknowledgedRecord",
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "Certainty",
    "Cycle",
    "DeadlineRule",
    "Duty",
    "DutyQuerySet",
    "Fulfilment",
    "MetBy",
    "ShownBy",
    "Submission",
    "SubmissionKind",
    "SubmissionPaper",
    "SubmissionQuerySet",
    "Waiver",
    "acknowledge",
    "read_day",
]
