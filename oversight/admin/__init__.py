"""The records of oversight in the admin."""

from oversight.admin.acknowledgements import AcknowledgementAdmin
from oversight.admin.duties import DutyAdmin
from oversight.admin.submissions import SubmissionAdmin

__all__ = ["AcknowledgementAdmin", "DutyAdmin", "SubmissionAdmin"]
