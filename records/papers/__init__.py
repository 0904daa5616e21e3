"""Files of records: what may be attached, what each was when it came, and whether it still is."""

from records.papers.attachment import Attachment
from records.papers.checking import Named, faults, faults_of, named, unreachable
from records.papers.fields import PaperField
from records.papers.measuring import Facts, measured
from records.papers.paper import FACTS, Paper
from records.papers.unused import Unused, remove, stored, unused
from records.papers.verification import verify
from records.papers.waiting import FOLDER as WAITING
from records.papers.waiting import keep, keep_chosen

__all__ = [
    "FACTS",
    "WAITING",
    "Attachment",
    "Facts",
    "Named",
    "Paper",
    "PaperField",
    "Unused",
    "faults",
    "faults_of",
    "keep",
    "keep_chosen",
    "measured",
    "named",
    "remove",
    "stored",
    "unreachable",
    "unused",
    "verify",
]
