"""A bundle's whole verification: what `check` does, and where it comes from."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records import journal
from records.evidence import check, keys
from records.journal import Anchor, AnchorError

ENGLISH = {
    "not_zip": "It cannot be read as a ZIP file.",
    "unsafe": "Its name is not allowed.",
    "duplicate": "It is there more than once.",
    "packed": "It is compressed, encrypted or no plain file.",
    "damaged": "It is damaged.",
    "container": "Bytes outside the files were changed.",
    "missing": "It is missing.",
    "added": "The manifest does not list it.",
    "altered": "It is not as the manifest says.",
    "malformed": "It is not written as it should be.",
    "gap": "Entry {sequence} is missing or out of turn.",
    "chain": "Entry {sequence} does not continue the chain.",
    "stray": "Entry {sequence} is not in the chain, or there twice.",
    "alien": "Entry {sequence} is about a record that is not meant.",
    "digest": "What entry {sequence} says was altered.",
    "version": "Before entry {sequence} an entry of the same record is missing.",
    "head": "The chain does not end where the manifest says.",
    "empty": "There is not one entry.",
    "record": "Record {uid} is not as its last entry says.",
    "document": "The journal or the manifest does not name this document.",
    "unlisted": "It does not list document {name} as a record has it.",
    "duty": "Record {uid}, named by a duty, must be either here or listed as outside.",
    "untold": "Nothing is told of duty {duty}, or twice.",
    "beyond": "It ends at entry {last}, the anchor is of entry {sequence}: it is older than the "
    "anchor, or entries were cut off.",
    "anchor": "Entry {sequence} is not the one that the anchor names: the journal was rewritten.",
    "signature": "It is not the signature of the manifest.",
    "key": "It was signed with another key: {key}",
    "journal": "Entry {sequence} of this register is another one now: its journal was rewritten or "
    "cut off since.",
    "stopped": "Checking it took more time or memory than a bundle needs, and was stopped.",
}
JAPANESE = check.MESSAGES | {
    "signature": "目録の署名ではありません。",
    "key": "別の鍵で署名されています：{key}",
    "journal": "現在の台帳の{sequence}番の変更記録が、この資料と違います。作成された後に、"
    "台帳の変更記録が書き換えられたか、失われています。",
    "stopped": "確認に通常の証拠資料より多くの時間又はメモリを要するため、中止しました。",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The report of `check`, the signer, and how many entries the anchors given hold."""

    report: check.Report
    signer: str = ""
    held: int = 0

    def faults(self, language: str) -> list[str]:
        """Faults in words, file by file."""
        return [fault.text(messages_in(language)) for fault in self.report.faults]


def messages_in(language: str) -> dict[str, str]:
    """The words of faults, by their codes."""
    return JAPANESE if language == "ja" else ENGLISH


def verify(path: Path, *, key: str = "", anchors: Iterable[Anchor] = ()) -> Verdict:
    """Hold a bundle against itself, and against a public key and anchors from elsewhere."""
    pairs = [(anchor.sequence, anchor.hash) for anchor in anchors]
    report = check.check(path, pairs)
    signer = ""
    if report.manifest:
        try:
            signer = signer_of(path)
        except ValueError:
            report.fault(check.SIGNATURE, "signature")
    if key and signer and signer != key:
        report.fault(check.SIGNATURE, "key", key=signer)
    return Verdict(report, signer, len(report.held(pairs)))


def signer_of(source: Any) -> str:
    """The public half of the key that signed a bundle, at a path or in a file.

    The ZIP must have been found to be one. Raises `ValueError` where no key did.
    """
    with zipfile.ZipFile(source) as bundle:
        try:
            return keys.signer(bundle.read(check.SIGNATURE), bundle.read(check.MANIFEST))
        except (KeyError, RecursionError, TypeError) as error:
            raise ValueError("no signature") from error


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors of a file of anchor_journal, or that of an older bundle. Raises `AnchorError`."""
    if not zipfile.is_zipfile(path):
        return journal.read_anchors(path)
    try:
        return [Anchor.from_line(check.anchor_text(path).decode())]
    except (TypeError, ValueError) as error:
        raise AnchorError(f"{path}: {error}") from error
