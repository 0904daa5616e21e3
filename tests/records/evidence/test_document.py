"""docs/evidence.md tells a stranger enough, and names all that is in a bundle."""

import hashlib
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from records.evidence import keys
from tests.records.evidence.bundles import OFFICE

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
SEALED = [
    *("at", "actor", "on_behalf_of", "request", "reason", "action"),
    *("record_type", "record_id", "record_uid", "schema", "digest", "retain_until"),
]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def array(values: list) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def strangers_check(path: Path, key: str, anchor: dict) -> int:
    """Written from docs/evidence.md and docs/journal.md: no function of the project is called."""
    with zipfile.ZipFile(path) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    manifest, signature = json.loads(files["manifest.json"]), json.loads(files["signature.json"])
    assert signature["public_key"] == key
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    public.verify(bytes.fromhex(signature["signature"]), files["manifest.json"])
    listed = {
        name: {"size": len(t), "sha256": hashlib.sha256(t).hexdigest()} for name, t in files.items()
    }
    assert manifest["files"] == {
        n: one for n, one in listed.items() if n not in ("manifest.json", "signature.json")
    }
    entries = [json.loads(line) for line in files["journal/entries.jsonl"].splitlines()]
    versions, seals, last = Counter(), {}, {}
    for entry in entries:
        uid, form = entry["record_uid"], json.loads(entry["payload"])
        versions[uid] += 1
        assert uid in manifest["records"]
        assert entry["digest"] == sha256(entry["salt"] + entry["payload"])
        assert form["version"] == versions[uid]
        seals[entry["sequence"]] = sha256(array([entry[name] for name in SEALED]))
        last[uid] = {"schema": entry["schema"], "form": form}
    hashes = ["0" * 64]
    for number, line in enumerate(files["journal/chain.jsonl"].splitlines(), start=1):
        link = json.loads(line)
        assert link["sequence"] == number
        assert link["seal"] == seals.get(number, link["seal"])
        assert link["hash"] == sha256(array([hashes[-1], 4, number, link["seal"]]))
        hashes.append(link["hash"])
    assert manifest["position"] == {"sequence": len(hashes) - 1, "hash": hashes[-1]}
    assert json.loads(files["records/records.json"]) == [last[uid] for uid in sorted(last)]
    assert hashes[anchor["sequence"]] == anchor["hash"]
    return len(entries)


def test_checker_written_from_the_document_agrees(bundle_file):
    with zipfile.ZipFile(bundle_file) as bundle:
        anchor = json.loads(bundle.read("journal/anchor.json"))
    assert strangers_check(bundle_file, keys.public_half(OFFICE), anchor) == 5


def test_document_names_every_file_and_every_key(bundle_file):
    rows = re.findall(r"^\| (`.+?) \|", DOCUMENT, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    with zipfile.ZipFile(bundle_file) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    told = {re.sub(r"^records/.*\.csv$", "records/*.csv", name) for name in files}
    assert told == named - {"documents/…", "duties.json"}  # a bundle of one year has the duties
    entry = json.loads(files["journal/entries.jsonl"].splitlines()[0])
    for key in (*entry, *json.loads(files["manifest.json"]), *json.loads(files["signature.json"])):
        assert f"`{key}`" in DOCUMENT, key
