"""The journal and the records in a bundle, as the journal had them at a position."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from records import journal
from records.base import Record
from records.evidence.check import DOCUMENTS
from records.evidence.container import json_line
from records.history import DayWords, Form, Link, Words, links_in, part_model, readable_form
from records.journal import JournalEntry, chain
from records.papers import Attachment, Facts, measured

_AT_ONCE = 2000  # entries fetched at a time
_CHUNK = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Contents:
    """The entries about some records of one kind, up to a position; `viewer` takes them away."""

    model: type[Record]
    entries: list[JournalEntry]
    position: int
    viewer: Any
    day: DayWords

    @cached_property
    def last(self) -> dict[str, JournalEntry]:
        """Each record's last entry, by its uid, in the order of the uids."""
        last = {str(entry.record_uid): entry for entry in self.entries}
        return dict(sorted(last.items()))

    @cached_property
    def forms(self) -> list[Form]:
        """The records as today's schema writes them; without those whose content is no more."""
        return [form for entry in self.last.values() if (form := readable_form(entry))]

    def raw_forms(self) -> list[dict[str, Any]]:
        """The records as their last entries have them."""
        return [
            {"schema": entry.schema, "form": json.loads(entry.payload)}
            for entry in self.last.values()
            if entry.payload
        ]

    def words(self) -> Words:
        """The wording of values, with the names that link targets had then."""
        wanted: dict[type[Any], set[str]] = defaultdict(set)
        for target, uid in links_in(self.model, self.forms):
            wanted[target].add(uid)
        names: dict[Link, str] = {}
        for target, uids in wanted.items():
            if issubclass(target, Record):
                names |= self._names(target, uids)
        return Words(self.day, names)

    def concerned(self, words: Words) -> dict[str, list[str]]:
        """The names of other records that these link to, by their kind: 部門, 会議体."""
        found: dict[str, set[str]] = defaultdict(set)
        for (model, _uid), name in words.names.items():
            if model is not self.model and name != _("(not shown)"):
                found[str(model._meta.verbose_name)].add(name)
        return {kind: sorted(names) for kind, names in sorted(found.items())}

    def _names(self, model: type[Record], uids: set[str]) -> dict[Link, str]:
        """Of what `viewer` may not see, only that it is not shown."""
        seen = model.objects.visible_to(self.viewer).filter(uid__in=uids)
        keys = list(seen.values_list("pk", flat=True))
        forms = (readable_form(entry) for entry in entries_of(model, keys, self.position))
        names: dict[Link, str] = {(model, uid): _("(not shown)") for uid in uids}
        return names | {(model, form["uid"]): Words().name(model, form) for form in forms if form}


def entries_of(model: type[Record], keys: list[int], position: int) -> list[JournalEntry]:
    """The entries about the records of these keys, up to a position, in order."""
    upto = JournalEntry.objects.with_payloads().filter(sequence__lte=position)
    found = [
        entry
        for some in journal.batched(keys)
        for entry in upto.filter(record_type=model._meta.label, record_id__in=some)
    ]
    return sorted(found, key=lambda entry: entry.sequence)


def entry_lines(entries: Iterable[JournalEntry]) -> Iterator[bytes]:
    """Entries with all that they say, one a line."""
    for entry in entries:
        yield json_line(entry.as_plain())


def chain_lines(position: int) -> Iterator[bytes]:
    """Every entry up to a position as a link: its hash, and format and seal where it has one."""
    entries = JournalEntry.objects.filter(sequence__lte=position).order_by("sequence")
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        link: dict[str, Any] = {"sequence": entry.sequence}
        if entry.format >= chain.DATED_SINCE:
            link["format"] = entry.format
        if entry.format >= chain.SEALED_SINCE:
            link["seal"] = entry.facts()[-1]
        yield json_line(link | {"hash": entry.hash})


def documents(model: type[Record], forms: Iterable[Form]) -> list[dict[str, Any]]:
    """The documents attached: whose they are, what the journal calls them, where they stand here.

    `file` is None for one that is no longer at hand as it was.
    """
    names = [name for name in model.parts if issubclass(part_model(model, name), Attachment)]
    found = []
    for form in forms:
        for row in (row for name in names for row in form[name] if row["file"]):
            suffix = PurePosixPath(row["file"]).suffix.lower()
            is_plain = suffix[1:].isascii() and suffix[1:].isalnum()
            file: str | None = f"{DOCUMENTS}{UUID(row['uid'])}{suffix if is_plain else ''}"
            try:
                facts = measured(default_storage, row["file"])
            except (OSError, ValueError):
                file = None
            else:
                if row["sha256"] and facts != Facts(row["size"], row["sha256"]):
                    file = None
            place = {"record": form["uid"], "part": row["uid"], "named": row["file"]}
            found.append(place | {"file": file, "title": row["title"]})
    return found


def document_bytes(document: dict[str, Any]) -> Iterator[bytes]:
    """A document's content."""
    with default_storage.open(document["named"]) as source:
        yield from source.chunks(_CHUNK)
