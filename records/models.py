"""The tables of records itself, where Django looks for them."""

from records.agency.models import AgencySettings, RetentionPeriod
from records.corrections.models import Correction
from records.disposal.models import DisposalRegister, DisposedRecord
from records.jobs.models import JobRun
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.mail.models import Mail
from records.readings.models import Reading

__all__ = [
    "AgencySettings",
    "Correction",
    "DisposalRegister",
    "DisposedRecord",
    "JobRun",
    "JournalEntry",
    "JournalHead",
    "JournalPayload",
    "Mail",
    "Reading",
    "RetentionPeriod",
]
