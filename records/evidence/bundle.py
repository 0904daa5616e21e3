"""The evidence bundle: what an inspector takes away, and can check without the register."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from records import agency, journal
from records.base import Record
from records.evidence import check, keys
from records.evidence.container import Writer, json_text
from records.evidence.contents import (
    Contents,
    chain_lines,
    document_bytes,
    documents,
    entries_of,
    entry_lines,
)
from records.evidence.printed import tables
from records.history import DayWords, Form
from records.journal import Anchor, JournalEntry, chain, register_name
from records.lists import to_csv, to_xlsx
from records.storage import snapshot

Files = dict[str, Iterable[bytes]]


class EvidenceError(ValueError):
    """There is nothing to make a bundle of; the message says so in the active language."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order for a bundle.

    `keys` are those of the records, as far as `viewer` may see their past; `filters` and
    `conditions` say how they were chosen, in an address and in words; `at` is the moment up to
    which the journal is handed over, its last entry's by default; `day` words a day. `duties` is
    the certificate of duties of the year that was asked for, as plain values; `page` is the address
    at which anyone has the bundle checked.
    """

    model: type[Record]
    keys: list[int]
    viewer: Any
    filters: dict[str, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    at: datetime | None = None
    day: DayWords = date.isoformat
    duties: Mapping[str, Any] | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle made: its place in the journal, its number of records, and its SHA-256."""

    anchor: Anchor
    at: datetime
    records: int
    sha256: str


def make(out: IO[bytes], order: Order, key: Ed25519PrivateKey) -> Made:
    """Write a bundle to `out`, which can be sought in and read.

    The same journal up to the same moment, the same records and filters, rights, key and version
    of this program give the same bytes. Raises `EvidenceError`.
    """
    with snapshot(), translation.override("ja"):
        last = _last_entry(order.at)
        entries = entries_of(order.model, order.keys, last.sequence)
        contents = Contents(order.model, entries, last.sequence, order.viewer, order.day)
        if not contents.last:
            raise EvidenceError(_("There was no such record then."))
        at = order.at or last.at
        anchor = Anchor(register_name(), last.sequence, last.hash, chain.utc_text(last.at))
        manifest = _manifest(order, contents, anchor, at)
        files = _files(order, contents, anchor, at, manifest, keys.public_half(key))
        writer = Writer.to(out)
        for name in sorted(files):
            writer.add(name, files[name])
    text = json_text(manifest | {"files": writer.files})
    writer.close(text, keys.signed(key, text))
    out.seek(0)
    digest = hashlib.file_digest(cast(Any, out), "sha256")  # the stubs ask for more than IO has
    return Made(anchor, at, len(contents.last), digest.hexdigest())


def journalled(made: Made, order: Order, *, actor: str, request: str = "") -> None:
    """Say in the journal that the bundle was handed over; it is not in the bundle itself."""
    payload = {
        "what": check.KIND,
        "record_type": order.model._meta.label,
        "filters": order.filters,
        "at": chain.utc_text(made.at),
        "sequence": made.anchor.sequence,
        "records": made.records,
        "sha256": made.sha256,
    }
    journal.append_export(actor=actor, request=request, payload=payload)


def _last_entry(at: datetime | None) -> JournalEntry:
    if at is not None and at > timezone.now():
        raise EvidenceError(_("That moment has not come yet."))
    entries = JournalEntry.objects.order_by("sequence")
    last = (entries if at is None else entries.filter(at__lte=at)).last()
    if last is None:
        raise EvidenceError(_("The journal had no entry then."))
    return last


def _manifest(order: Order, contents: Contents, anchor: Anchor, at: datetime) -> dict[str, Any]:
    return {
        "kind": check.KIND,
        "format": check.FORMAT,
        "register": anchor.register,
        "record_type": order.model._meta.label,
        "records": list(contents.last),
        "filters": order.filters,
        "conditions": list(order.conditions),
        "at": chain.utc_text(at),
        "position": {"sequence": anchor.sequence, "hash": anchor.hash},
        "documents": documents(order.model, contents.forms),
    }


def _files(
    order: Order, contents: Contents, anchor: Anchor, at: datetime, manifest: Form, public_key: str
) -> Files:
    words = contents.words()
    printed = tables(contents.model, contents.forms, words)
    made_at = at.astimezone(UTC).replace(tzinfo=None)
    cover = {
        "manifest": manifest,
        "kind": order.model._meta.verbose_name,
        "concerned": contents.concerned(words),
        "page": order.page,
        "agency": agency.at_moment(at).name,
        "at": timezone.localtime(at),
        "day": order.day(timezone.localdate(at)),
        "entries": len(contents.entries),
        "lost": [one for one in manifest["documents"] if not one["file"]],
        "public_key": public_key,
        "is_demonstration": keys.is_demonstration(public_key),
        "duties": order.duties,
    }
    return {
        "check.py": [Path(check.__file__).read_bytes()],
        check.ANCHOR: [f"{anchor.line()}\n".encode()],
        check.CHAIN: chain_lines(anchor.sequence),
        check.ENTRIES: entry_lines(contents.entries),
        check.RECORDS: [json_text(contents.raw_forms())],
        **_duties_file(order, manifest),
        "cover.html": [render_to_string("records/evidence_cover.html", cover).encode()],
        "records/records.xlsx": [to_xlsx(printed.values(), made_at=made_at)],
        **{f"records/{name}.csv": [to_csv(table)] for name, table in printed.items()},
        **{one["file"]: document_bytes(one) for one in manifest["documents"] if one["file"]},
    }


def _duties_file(order: Order, manifest: Form) -> Files:
    """The certificate of duties, with the records that it names and that are not in the bundle."""
    if order.duties is None:
        return {}
    records = (
        record
        for duty in order.duties["duties"]
        for period in duty["periods"]
        for record in period["records"]
    )
    named = {(record["kind"], record["uid"]) for record in records}
    held = {(order.model._meta.label_lower, uid) for uid in manifest["records"]}
    outside = [{"kind": kind, "uid": uid} for kind, uid in sorted(named - held)]
    return {check.DUTIES: [json_text({**order.duties, "outside": outside})]}
