"""Files of records: their hashes, kinds and sizes."""

from records.papers.attachment import Attachment
from records.papers.checking import Named, faults, faults_of, named, unreachable
from records.papers.fields import PaperField
from records.papers.forms import KeptFileField, kept_name
from records.papers.kinds import kept_kinds
from records.papers.measuring import Facts, measured
from records.papers.paper import FACTS, Paper
from records.papers.sealing import seal_older
from records.papers.unused import Unused, remove, stored, unused
from records.papers.verification import verify
from records.papers.waiting import FOLDER as WAITING
from records.papers.waiting import keep, keep_chosen, reading

__all__ = [
    "FACTS",
    "WAITING",
    "Attachment",
    "Facts",
    "KeptFileField",
    "Named",
    "Paper",
    "PaperField",
    "Unused",
    "faults",
    "faults_of",
    "keep",
    "keep_chosen",
    "kept_kinds",
    "kept_name",
    "measured",
    "named",
    "reading",
    "remove",
    "seal_older",
    "stored",
    "unreachable",
    "unused",
    "verify",
]
