"""Bundles for tests, and what somebody who tampers with one can do."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth import get_user_model

from audits.models import Audit
from records.evidence import bundle, check, keys, verifier
from records.evidence.bundle import Made, Order
from records.evidence.container import Writer, json_text

OFFICE = Ed25519PrivateKey.from_private_bytes(b"office key for tests, 32 bytes!!")
KEY = keys.public_half(OFFICE)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"a key of nobody we know of, 32 B")


def order(*records: Audit, model: type = Audit, **wanted) -> Order:
    """A bundle of these records, taken by somebody who may see everything."""
    everything = get_user_model()(is_superuser=True)
    keys_ = [record.pk for record in records]
    return Order(model=model, keys=keys_, viewer=wanted.pop("viewer", everything), **wanted)


def made(wanted: Order, key: Ed25519PrivateKey = OFFICE) -> tuple[bytes, Made]:
    """A bundle's bytes, and what it is."""
    out = BytesIO()
    what = bundle.make(out, wanted, key)
    return out.getvalue(), what


def unpacked(data: bytes) -> dict[str, bytes]:
    """A bundle's files by name, in its order."""
    with zipfile.ZipFile(BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """Files put together just as a bundle is, whatever they say."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in check.in_order(files):
            target.writestr(check.member(name), files[name])
    return out.getvalue()


def resigned(files: dict[str, bytes], key: Ed25519PrivateKey, **facts) -> bytes:
    """As whoever has a key can: a new manifest that fits the files, and its signature."""
    out = BytesIO()
    writer = Writer.to(out)
    manifest = json.loads(files[check.MANIFEST]) | facts
    for name in sorted(files.keys() - {check.MANIFEST, check.SIGNATURE}):
        writer.add(name, [files[name]])
    text = json_text(manifest | {"files": writer.files})
    writer.close(text, keys.signed(key, text))
    return out.getvalue()


def lines(files: dict[str, bytes], name: str) -> list[dict]:
    """The lines of one of the journal's files."""
    return [json.loads(line) for line in files[name].splitlines()]


def with_lines(files: dict[str, bytes], name: str, data: list[dict]) -> dict[str, bytes]:
    """The files, one of them with other lines."""
    return files | {name: b"".join(f"{check.array(line)}\n".encode() for line in data)}


def rehashed(files: dict[str, bytes], alter: Callable[[dict], None]) -> dict[str, bytes]:
    """The files after an entry was altered and all hashes were made anew from there on."""
    entries, links = lines(files, check.ENTRIES), lines(files, check.CHAIN)
    alter(entries[0])
    by_number = {entry["sequence"]: entry for entry in entries}
    for entry in entries:
        entry["digest"] = check.sha256(entry["salt"] + entry["payload"])
    previous = check.GENESIS
    for link in links:
        if entry := by_number.get(link["sequence"]):
            link["seal"] = check.seal_of(entry)
        previous = link["hash"] = check.link_hash(
            previous, link["format"], link["sequence"], link["seal"]
        )
    anchor = json.loads(files[check.ANCHOR]) | {"hash": previous}
    last = {entry["record_uid"]: entry for entry in entries}
    told = [{"schema": e["schema"], "form": json.loads(e["payload"])} for e in last.values()]
    told.sort(key=lambda record: record["form"]["uid"])
    changed = with_lines(with_lines(files, check.ENTRIES, entries), check.CHAIN, links)
    return changed | {
        check.ANCHOR: f"{json.dumps(anchor)}\n".encode(),
        check.RECORDS: json_text(told),
    }


def hostile(name: str, text: bytes = b"x", **values) -> bytes:
    """A ZIP of one file that stands in it as `values` say."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        info = check.member(name)
        for key, value in values.items():
            setattr(info, key, value)
        target.writestr(info, text)
    return out.getvalue()


def faults(tmp_path, data: bytes, key: str = KEY, anchors=()) -> list[str]:
    """What the verifier says of these bytes, in English."""
    path = tmp_path / "tampered.zip"
    path.write_bytes(data)
    return verifier.verify(path, key=key, anchors=anchors).faults("en")
