"""The result of checking a bundle in words: one verdict, then each file, then what it tells of."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records.evidence import Examination, check, examine, keys, messages_in
from records.journal import JournalEntry

Words = str | Promise
_SHOWN = 20  # faults in words
# Names of files, and with what each was compared.
FILES: dict[str, tuple[Words, Words]] = {
    "cover.html": (gettext_lazy("Cover"), gettext_lazy("the list of files")),
    check.RECORDS: (
        gettext_lazy("Records"),
        gettext_lazy("the list of files; the last entry of each record"),
    ),
    check.ENTRIES: (
        gettext_lazy("History of the records"),
        gettext_lazy("the list of files; the hash of each entry; that none is missing in between"),
    ),
    check.CHAIN: (
        gettext_lazy("Chain of all entries"),
        gettext_lazy("the list of files; each entry's link to the one before"),
    ),
    check.ANCHOR: (gettext_lazy("Anchor"), gettext_lazy("the list of files; the end of the chain")),
    check.DUTIES: (
        gettext_lazy("Duties of the year"),
        gettext_lazy("the list of files; the records in the bundle"),
    ),
    "check.py": (gettext_lazy("Program that checks"), gettext_lazy("the list of files")),
    check.MANIFEST: (gettext_lazy("List of files"), gettext_lazy("the signature")),
    check.SIGNATURE: (gettext_lazy("Signature"), gettext_lazy("the list of files; the key")),
}
_TABLES = (gettext_lazy("Table for reading"), gettext_lazy("the list of files"))
_DOCUMENT = (
    gettext_lazy("Document of a record"),
    gettext_lazy("the list of files; the SHA-256 that its record tells"),
)
# What is read in turn; of what cannot be read the rest is not reached.
_TURNS = (check.MANIFEST, check.ENTRIES, check.CHAIN, check.RECORDS, check.DUTIES)


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of a bundle: its name in words, with what it was compared, and its faults.

    `is_sound` is None where the check did not come to it.
    """

    path: str
    name: Words
    title: str
    compared: Words
    is_sound: bool | None
    faults: tuple[str, ...]


class Result:
    """What is found of one bundle."""

    def __init__(self, examination: Examination, sha256: str) -> None:
        self.examination, self.sha256 = examination, sha256
        self.is_own = examination.signer in keys.known_keys()
        self.is_demonstration = keys.is_demonstration(examination.signer)
        if self.is_own and not examination.faults:
            self._compare_with_journal()

    @classmethod
    def of(cls, file: IO[bytes]) -> "Result":
        """The result for a file, which is read from its beginning."""
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]  # as in bundle.make
        return cls(examine(file), digest.hexdigest())

    def _compare_with_journal(self) -> None:
        """Find out whether the register's journal still has the entry that the bundle ends with.

        Of bundles that the office signed alone: from others, one could learn how long it is.
        """
        last = self.examination.last
        now = JournalEntry.objects.filter(sequence=last).values_list("hash", flat=True).first()
        if now != self.examination.hash:
            self.examination.fault("", "journal", sequence=last)

    @property
    def is_confirmed(self) -> bool:
        """True if the office signed it, and nothing is wrong."""
        return self.is_own and not self.examination.faults

    @property
    def verdict(self) -> str:
        """The verdict in one sentence."""
        codes = {fault.code for fault in self.examination.faults}
        if self.is_confirmed:
            return _("It is as it was when it was signed: nothing in it was altered.")
        if codes == {"journal"}:
            return _("It is as it was signed, but the register's journal of today is another one.")
        if codes == {"stopped"}:
            return _("Checking it was stopped.")
        if not self.examination.names:
            return _("It is no evidence of this kind of register, or it is damaged.")
        if codes:
            return _("It was altered, or it is damaged.")
        return _("Nothing in it contradicts itself, but it was not signed with the office's key.")

    @property
    def key_words(self) -> str:
        """Whose key signed it."""
        if not self.examination.signer:
            return _("No valid signature.")
        if self.is_demonstration:
            return _("The demonstration key of this register, which proves nothing of the office.")
        if self.is_own:
            return _("The office's key.")
        if not keys.known_keys():
            return _("This register has no key to compare it with.")
        return _("Not the office's key: anybody can make such a signature with a key of their own.")

    @property
    def sound_files(self) -> int:
        """The number of files with which nothing is wrong."""
        wrong = sum(file.is_sound is not True for file in self.files)
        return max(self.examination.name_count - wrong, 0)

    @cached_property
    def faults(self) -> list[str]:
        """The first faults in words, with the file's name."""
        messages = messages_in(get_language() or "")
        return [_told(fault, messages) for fault in self.examination.faults[:_SHOWN]]

    @property
    def more_faults(self) -> int:
        """The number of faults that are not told."""
        return self.examination.fault_count - len(self.faults)

    @property
    def more_files(self) -> int:
        """The number of files that are not listed."""
        return self.examination.name_count - len(self.examination.names)

    @cached_property
    def files(self) -> list[FileResult]:
        """File by file, in the order in which they matter; none where the ZIP is no bundle."""
        return sorted(self._files(), key=_rank)

    def _files(self) -> Iterator[FileResult]:
        messages = messages_in(get_language() or "")
        by_file: dict[str, list[str]] = {}
        for fault in self.examination.faults:
            by_file.setdefault(fault.file, []).append(fault.words(messages))
        titles = self.examination.told.get("titles", {})
        missing = [name for name in by_file if name and name not in self.examination.names]
        for path in [*self.examination.names, *(missing if self.examination.names else [])]:
            faults = tuple(by_file.get(path, ()))
            name, compared = _named(path)
            sound = False if faults else None if path in self._unreached else True
            yield FileResult(path, name, titles.get(path, ""), compared, sound, faults)

    @cached_property
    def _unreached(self) -> set[str]:
        broken = {one.file for one in self.examination.faults if one.code == "malformed"}
        first = min((_TURNS.index(name) for name in broken if name in _TURNS), default=None)
        if first is None:
            return set()
        return set(self.examination.names if first == 0 else _TURNS[first + 1 :])

    @property
    def kind(self) -> str:
        """The kind of the records."""
        label = self.examination.told.get("record_type", "")
        try:
            return capfirst(str(apps.get_model(label)._meta.verbose_name))
        except (LookupError, ValueError):
            return label

    @property
    def at(self) -> datetime | None:
        """The moment as of which the bundle tells."""
        try:
            return timezone.localtime(datetime.fromisoformat(self.examination.told["at"]))
        except (KeyError, OverflowError, ValueError):
            return None


def _named(path: str) -> tuple[Words, Words]:
    """The name of a file in words, and with what it is compared."""
    return FILES.get(path) or (_DOCUMENT if path.startswith(check.DOCUMENTS) else _TABLES)


def _told(fault: check.Fault, messages: dict[str, str]) -> str:
    """A fault with the name of its file, where that is a name of ours."""
    is_known = fault.file in FILES or fault.file.startswith(("records/", check.DOCUMENTS))
    name = _named(fault.file)[0] if is_known else ""
    return f"{name} {fault.text(messages)}".lstrip()


def _rank(file: FileResult) -> tuple[Any, ...]:
    order = list(FILES)
    is_known = file.path in FILES
    return (file.is_sound is not False, not is_known, order.index(file.path) if is_known else 0)
