"""Disposal of records when their retention (保存期間) has ended: what is due, the act, the rest."""

from records.disposal.act import Choice, DisposalError, dispose_records
from records.disposal.due import DueRecord, due_records
from records.disposal.models import DisposalRegister, DisposedRecord
from records.disposal.remains import disposed_uids, tombstone_of

__all__ = [
    "Choice",
    "DisposalError",
    "DisposalRegister",
    "DisposedRecord",
    "DueRecord",
    "dispose_records",
    "disposed_uids",
    "due_records",
    "tombstone_of",
]
