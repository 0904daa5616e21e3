"""Files of records: their hashes, kinds and sizes."""

from records.papers.attachment import STAYS_INTERNAL, Attachment, AttachmentQuerySet
from records.papers.checking import Named, faults, faults_of, named, unreachable
from records.papers.fields import PaperField, StoredPaper
from records.papers.file_types import allowed_types
from records.papers.forms import KeptFileField, PaperFormField, kept_name
from records.papers.measuring import Facts, measured
from records.papers.missing_hashes import journal_missing_hashes
from records.papers.paper import FACTS, Paper
from records.papers.pending import FOLDER as PENDING_FOLDER
from records.papers.pending import keep_pending, keep_uploads, opened
from records.papers.scanning import require_clean, scanner_place
from records.papers.unused import Unused, remove, stored, unused
from records.papers.verification import verify
from records.papers.versions import VersionedPaper, VersionedPaperQuerySet
from records.papers.views import PaperFile

__all__ = [
    "FACTS",
    "PENDING_FOLDER",
    "STAYS_INTERNAL",
    "Attachment",
    "AttachmentQuerySet",
    "Facts",
    "KeptFileField",
    "Named",
    "Paper",
    "PaperField",
    "PaperFile",
    "PaperFormField",
    "StoredPaper",
    "Unused",
    "VersionedPaper",
    "VersionedPaperQuerySet",
    "allowed_types",
    "faults",
    "faults_of",
    "journal_missing_hashes",
    "keep_pending",
    "keep_uploads",
    "kept_name",
    "measured",
    "named",
    "opened",
    "remove",
    "require_clean",
    "scanner_place",
    "stored",
    "unreachable",
    "unused",
    "verify",
]
