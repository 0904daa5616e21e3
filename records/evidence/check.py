"""Checks an evidence bundle: its files, its journal entries and their chain. Not its signature.

    python3 check.py BUNDLE.zip [ANCHORS]
    python3 check.py --json BUNDLE.zip      what was found, as data, for other programs

ANCHORS is a file of anchors that somebody else kept, one JSON object a line, or an older bundle.
The last line is the verdict. It ends with 0 where an anchor confirms the bundle, with 1 where
something is wrong, with 3 where nothing is wrong and nothing is confirmed either.

Needs Python 3.8 or later and nothing else. Every bundle carries it, but whoever mistrusts a bundle
takes it from elsewhere, or writes another: docs/evidence.md of the register says what has to be
checked. The messages are in Japanese, for those who inspect.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import IO, Any, Iterable, Iterator  # noqa: UP035 (Python 3.8)

KIND, FORMAT = "jlis-gov evidence", 2
FORMATS = (1, 2)  # 1 has no entries of format 4
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
ANCHOR, CHAIN, ENTRIES = "journal/anchor.json", "journal/chain.jsonl", "journal/entries.jsonl"
RECORDS, DOCUMENTS = "records/records.json", "documents/"
DUTIES = "duties.json"
GENESIS = "0" * 64
_SAID = (
    "request",
    "reason",
    "action",
    "record_type",
    "record_id",
    "record_uid",
    "schema",
    "digest",
)
SEALED = {
    3: ("at", "actor", *_SAID),
    4: ("at", "actor", "on_behalf_of", *_SAID, "retain_until"),
}
FACTS = {
    1: ("sequence", *(name for name in SEALED[3] if name not in ("request", "record_id"))),
    2: ("format", "sequence", *SEALED[3]),
}
MESSAGES = {
    "not_zip": "ZIPファイルとして読み取れません。",
    "unsafe": "認められない名前のファイルです。",
    "duplicate": "同じ名前のファイルが二つ以上あります。",
    "packed": "圧縮・暗号化されているか、通常のファイルではありません。",
    "damaged": "壊れています。",
    "container": "ファイルの内容以外の部分が書き換えられています。",
    "missing": "ありません。",
    "added": "目録にないファイルです。",
    "altered": "目録の記載と内容が違います。",
    "malformed": "書式が正しくありません。",
    "gap": "{sequence}番の変更記録がないか、順番が違います。",
    "chain": "{sequence}番の変更記録が前の記録につながりません。",
    "stray": "{sequence}番の変更記録が連鎖にないか、重複しています。",
    "alien": "{sequence}番の変更記録は対象外の記録のものです。",
    "digest": "{sequence}番の変更記録の内容が書き換えられています。",
    "version": "{sequence}番の前に、同じ記録の変更記録が欠けています。",
    "head": "連鎖の終わりが目録の記載と違います。",
    "empty": "変更記録が１件もありません。",
    "record": "記録{uid}が最後の変更記録と一致しません。",
    "document": "変更記録又は目録に記載のない添付文書です。",
    "unlisted": "記録にある添付文書{name}が記載されていないか、記載が違います。",
    "duty": "義務を履行した記録{uid}が、この資料にも対象外の一覧にもないか、両方にあります。",
    "untold": "義務{duty}の状況の記載がないか、重複しています。",
    "beyond": "{last}番で終わっていますが、控えは{sequence}番のものです。控えより古いか、その後の"
    "変更記録が切り取られています。",
    "anchor": "{sequence}番の変更記録が控えと違います。変更記録が書き換えられています。",
}
CONFIRMED, WRONG, UNCONFIRMED = 0, 1, 3
VERDICTS = {
    CONFIRMED: "✔ 変更記録{count}件のうち{held}件は、控えが作成された後に書き換えられていません。"
    " / Confirmed: {held} of {count} entries are as they were when the anchor was taken.",
    WRONG: "✘ この証拠資料は、書き換えられているか、壊れています。"
    " / Not confirmed: this bundle was altered or is damaged.",
    UNCONFIRMED: "✘ 確認できたものはありません。別の場所で保管された控えと照らし合わせてください。"
    " / Nothing is confirmed: compare it with an anchor that was kept elsewhere.",
}
_NAME = re.compile(r"[a-z0-9_-]+([./][a-z0-9_-]+)*")
_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024  # bytes
_DIRECTORY = 4 * 1024 * 1024  # bytes of the list of files in a ZIP; some 40,000 of them
_MOST, _LONGEST = 200, 300  # rows, and characters of a text, in a summary
_UNREADABLE = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
_MALFORMED = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
Anchors = Iterable[Any]  # pairs of a sequence and the hash of that entry


@dataclass
class Fault:
    """A fault of one file of a bundle; `file` is empty for the bundle as a whole."""

    file: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def words(self, messages: dict[str, str] = MESSAGES) -> str:
        """The fault in words."""
        values = {name: printable(str(value)) for name, value in self.values.items()}
        return messages[self.code].format(**values)

    def text(self, messages: dict[str, str] = MESSAGES) -> str:
        """The fault in words, with the file's name before it."""
        words = self.words(messages)
        return f"{printable(self.file)}: {words}" if self.file else words


def printable(text: str) -> str:
    """What a bundle says, on one line of its own and with nothing that a terminal obeys."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


@dataclass
class Report:
    """The findings of a check.

    `names` are those of the files, once these could be read. `entries` are the sequences handed
    over, `disposed` of how many the content is no more; `opaque` are entries of others from before
    there were seals, whose link to the one before nobody can check here.
    """

    faults: list[Fault] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)
    disposed: int = 0
    opaque: list[int] = field(default_factory=list)
    hashes: dict[int, str] = field(default_factory=lambda: {0: GENESIS})

    def fault(self, file: str, code: str, **values: Any) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(file, code, values))

    def held(self, anchors: Anchors) -> list[int]:
        """The sequences handed over that one of `anchors` proves unaltered."""
        known = [last for last, hash_ in anchors if self.hashes.get(last) == hash_]
        first = {last: max((n for n in self.opaque if n <= last), default=0) for last in known}
        return [n for n in self.entries if any(first[last] < n <= last for last in known)]


def sha256(text: str) -> str:
    """SHA-256 of a text, in lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def array(values: list[Any]) -> str:
    """A JSON array as the chain hashes it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def seal_of(entry: dict[str, Any]) -> str:
    """The seal of an entry of format 3 or 4."""
    return sha256(array([entry[name] for name in SEALED[entry["format"]]]))


def link_hash(previous: str, form: int, sequence: int, seal: str) -> str:
    """The hash of an entry of format 3 or 4, from its seal."""
    return sha256(array([previous, form, sequence, seal]))


def in_order(names: Iterable[str]) -> list[str]:
    """The order in which a bundle's files stand in it."""
    return sorted(names, key=lambda name: (name == SIGNATURE, name == MANIFEST, name))


def member(name: str) -> zipfile.ZipInfo:
    """The entry of a file in the ZIP: not compressed, without a time of its own."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o600 << 16
    return info


def check(source: Any, anchors: Anchors = ()) -> Report:
    """Check the bundle at a path, or in a file that can be sought in: its faults, what it is."""
    report = Report()
    is_file = hasattr(source, "read")
    try:
        with nullcontext(source) if is_file else open(source, "rb") as file:
            if zipfile.is_zipfile(file) and _directory_size(file) > _DIRECTORY:
                report.fault("", "container")
                return report
            with zipfile.ZipFile(file) as bundle:
                _check_container(file, bundle, report)
                if not report.faults:
                    report.names = bundle.namelist()
                    _check_contents(bundle, report, anchors)
    except (*_UNREADABLE, *_MALFORMED):
        report.fault("", "not_zip")
    return report


def _directory_size(file: IO[bytes]) -> int:
    """The bytes of the ZIP's list of files, which is read whole; more than any file where unclear.

    A bundle ends with the record that tells it. Where the ZIP is large another one, of 64 bits,
    stands with its locator before it (APPNOTE.TXT 4.3.14 to 4.3.16), and counts.
    """
    file.seek(-min(98, file.seek(0, 2)), 2)
    end = file.read().rjust(98, b"\0")
    if end[76:80] != b"PK\5\6":
        return sys.maxsize
    if (end[:4], end[56:60]) == (b"PK\6\6", b"PK\6\7"):
        return int.from_bytes(end[40:48], "little")
    return int.from_bytes(end[88:92], "little")


def _check_container(file: IO[bytes], bundle: zipfile.ZipFile, report: Report) -> None:
    """A bundle's bytes follow from its files alone; whatever else stands in it was put there."""
    infos = bundle.infolist()
    for name, count in Counter(bundle.namelist()).items():
        if not _NAME.fullmatch(name):
            report.fault(ascii(name), "unsafe")
        elif count > 1:
            report.fault(name, "duplicate")
    for info in filter(_is_packed, infos):
        report.fault(ascii(info.filename), "packed")
    if report.faults or sum(info.file_size for info in infos) > file.seek(0, 2):
        report.fault("", "container")
        return
    for info in infos:
        try:
            with bundle.open(info) as source:
                for _chunk in _chunks(source):
                    pass
        except _UNREADABLE:
            report.fault(info.filename, "damaged")
    if not report.faults and not _is_canonical(file, bundle):
        report.fault("", "container")


def _is_packed(info: zipfile.ZipInfo) -> bool:
    is_plain = info.external_attr == 0o600 << 16 and not info.flag_bits
    is_stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
    return not (is_plain and is_stored)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: source.read(_CHUNK), b"")


def _is_canonical(file: IO[bytes], bundle: zipfile.ZipFile) -> bool:
    names = bundle.namelist()
    with tempfile.TemporaryFile() as copy:
        with zipfile.ZipFile(copy, "w") as written:
            for name in in_order(names):
                with bundle.open(name) as source, written.open(member(name), "w") as target:
                    target.writelines(_chunks(source))
        file.seek(0)
        copy.seek(0)
        return all(chunk == file.read(_CHUNK) for chunk in _chunks(copy)) and not file.read(1)


def _check_contents(bundle: zipfile.ZipFile, report: Report, anchors: Anchors) -> None:
    name = MANIFEST
    try:
        report.manifest = json.loads(bundle.read(MANIFEST))
        _check_files(bundle, report)
        name = ENTRIES
        entries = _checked_entries(bundle, report)
        name = CHAIN
        _check_chain(bundle, report, entries)
        name = RECORDS
        _check_records(bundle, report, entries)
        if DUTIES in report.manifest["files"]:
            name = DUTIES
            _check_duties(json.loads(bundle.read(DUTIES)), report)
    except _MALFORMED:
        report.fault(name, "malformed")
    for number, hash_ in anchors:
        last = max(report.hashes)
        if number > last:
            report.fault("", "beyond", sequence=number, last=last)
        elif report.hashes.get(number) != hash_:
            report.fault("", "anchor", sequence=number)


def _check_files(bundle: zipfile.ZipFile, report: Report) -> None:
    names, listed = set(bundle.namelist()) - {MANIFEST}, report.manifest["files"]
    if report.manifest["kind"] != KIND or report.manifest["format"] not in FORMATS:
        raise ValueError(MANIFEST)
    for name in sorted({*names, *listed, SIGNATURE}):
        if name not in names:
            report.fault(name, "missing")
        elif name == SIGNATURE and name not in listed:
            continue  # it is over the manifest, which cannot name it
        elif name not in listed:
            report.fault(name, "added")
        else:
            digest, size = hashlib.sha256(), 0
            with bundle.open(name) as source:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    size += len(chunk)
            if listed[name] != {"size": size, "sha256": digest.hexdigest()}:
                report.fault(name, "altered")


def _lines(bundle: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with bundle.open(name) as source:
        for line in source:
            yield json.loads(line)


def _checked_entries(bundle: zipfile.ZipFile, report: Report) -> dict[int, dict[str, Any]]:
    """The entries handed over, by sequence, each checked by itself and after its record's last."""
    entries: dict[int, dict[str, Any]] = {}
    versions: Counter[str] = Counter()
    kind, uids = report.manifest["record_type"], set(report.manifest["records"])
    for entry in _lines(bundle, ENTRIES):
        number, uid = entry["sequence"], entry["record_uid"]
        if number in entries:
            report.fault(ENTRIES, "stray", sequence=number)
        if entry["record_type"] != kind or uid not in uids:
            report.fault(ENTRIES, "alien", sequence=number)
        versions[uid] += 1
        if entry["payload"] is None and entry["salt"] is None:
            report.disposed += 1
        elif sha256(entry["salt"] + entry["payload"]) != entry["digest"]:
            report.fault(ENTRIES, "digest", sequence=number)
        elif (json.loads(entry["payload"]) or {}).get("version") != versions[uid]:
            report.fault(ENTRIES, "version", sequence=number)
        entries[number] = entry
    report.entries = sorted(entries)
    if not entries:
        report.fault(ENTRIES, "empty")
    return entries


def _check_chain(
    bundle: zipfile.ZipFile, report: Report, entries: dict[int, dict[str, Any]]
) -> None:
    previous, number, is_sealed = GENESIS, 0, False
    for number, link in enumerate(_lines(bundle, CHAIN), start=1):
        if link["sequence"] != number or not _HASH.fullmatch(link["hash"]):
            report.fault(CHAIN, "gap", sequence=number)
            return
        entry, was_sealed, is_sealed = entries.get(number), is_sealed, "seal" in link
        is_linked = link["hash"] == _expected_hash(previous, link, entry, report)
        if not is_linked or (was_sealed and not is_sealed) or not _has_its_seal(link, entry):
            report.fault(CHAIN, "chain", sequence=number)
        previous = report.hashes[number] = link["hash"]
    for stray in entries.keys() - set(range(1, number + 1)):
        report.fault(ENTRIES, "stray", sequence=stray)
    head, anchor = {"sequence": number, "hash": previous}, json.loads(bundle.read(ANCHOR))
    if report.manifest["position"] != head or {**anchor, **head} != anchor:
        report.fault(ANCHOR, "head")


def _has_its_seal(link: dict[str, Any], entry: dict[str, Any] | None) -> bool:
    """Entries are sealed since format 3; what is shown as a link alone is not known better."""
    if "seal" in link and _format_of(link) not in SEALED:
        return False
    if entry is None:
        return True
    if "seal" not in link:
        return entry["format"] in FACTS
    return link["seal"] == seal_of(entry) and _format_of(link) == entry["format"]


def _format_of(link: dict[str, Any]) -> Any:
    """The format of a link with a seal, which only those of format 4 name."""
    return link.get("format", 3)


def _expected_hash(
    previous: str, link: dict[str, Any], entry: dict[str, Any] | None, report: Report
) -> str:
    """The hash that a link must have; of an entry handed over, from all that it says."""
    if entry is not None and entry["format"] in FACTS:
        return sha256(array([previous, *(entry[name] for name in FACTS[entry["format"]])]))
    if entry is not None:
        return link_hash(previous, entry["format"], entry["sequence"], seal_of(entry))
    if "seal" in link:
        return link_hash(previous, _format_of(link), link["sequence"], link["seal"])
    report.opaque.append(link["sequence"])
    return link["hash"]


def _check_records(
    bundle: zipfile.ZipFile, report: Report, entries: dict[int, dict[str, Any]]
) -> None:
    last = {entry["record_uid"]: entry for _number, entry in sorted(entries.items())}
    records = {record["form"]["uid"]: record for record in json.loads(bundle.read(RECORDS))}
    for uid in sorted({*last, *records, *report.manifest["records"]}):
        entry = last.get(uid)
        kept = entry and {"schema": entry["schema"], "form": json.loads(entry["payload"] or "null")}
        if kept is None or _text(records.get(uid)) != _text(kept if kept["form"] else None):
            report.fault(RECORDS, "record", uid=uid)
    _check_documents(report, records)


def _text(data: Any) -> str:
    """Plain data written out: 0 and false are one to Python, but not here."""
    return json.dumps(data, sort_keys=True)


def _check_documents(report: Report, records: dict[str, dict[str, Any]]) -> None:
    """Documents are those that the records' forms name: none more, none less."""
    rows = [
        (uid, row)
        for uid in records
        for part in records[uid]["form"].values()
        if isinstance(part, list)
        for row in part
    ]
    named = {(uid, row["uid"], row["file"], row["title"]) for uid, row in rows if row.get("file")}
    listed: dict[tuple[str, ...], Any] = {
        (one["record"], one["part"], one["named"], one["title"]): one["file"]
        for one in report.manifest["documents"]
    }
    held = {name for name in report.manifest["files"] if name.startswith(DOCUMENTS)}
    for name in sorted(held.symmetric_difference(filter(None, listed.values()))):
        report.fault(name, "document")
    for fact, file in sorted(listed.items()):
        if fact not in named or (file and file.partition(".")[0] != f"{DOCUMENTS}{fact[1]}"):
            report.fault(file or MANIFEST, "document")
    _check_hashes(report, listed, rows)
    for fact in sorted(named - listed.keys()):
        report.fault(MANIFEST, "unlisted", name=fact[2])


def _check_duties(told: dict[str, Any], report: Report) -> None:
    """Each duty is told of once; a record that met one is handed over, or listed as outside."""
    codes = Counter(duty["code"] for duty in told["duties"])
    for duty in told["duties"]:
        if codes[duty["code"]] != 1 or not duty["periods"]:
            report.fault(DUTIES, "untold", duty=duty["code"])
    named = {
        (record["kind"], record["uid"])
        for duty in told["duties"]
        for period in duty["periods"]
        for record in period["records"]
    }
    kind = report.manifest["record_type"].lower()
    held = {(kind, uid) for uid in report.manifest["records"]}
    outside = {(record["kind"], record["uid"]) for record in told["outside"]}
    for _kind, uid in sorted((named - held) ^ outside):
        report.fault(DUTIES, "duty", uid=uid)


def _check_hashes(
    report: Report, listed: dict[tuple[str, ...], Any], rows: list[tuple[str, Any]]
) -> None:
    """A document has the bytes whose SHA-256 its row tells, where that tells one."""
    for uid, row in rows:
        fact = (uid, row.get("uid"), row.get("file"), row.get("title"))
        held = report.manifest["files"].get(listed.get(fact))
        if held and row.get("sha256") and held["sha256"] != row["sha256"]:
            report.fault(listed[fact], "document")


def read_anchors(path: str) -> list[tuple[int, str]]:
    """The anchors of a file, or that of an older bundle. Raises `OSError` and `ValueError`."""
    if zipfile.is_zipfile(path):
        lines = [anchor_text(path)]
    else:
        with open(path, "rb") as file:
            lines = [line for line in file if line.strip()]
    if not lines:
        raise ValueError(path)
    anchors = [json.loads(line.decode("utf-8")) for line in lines]
    if any(type(one["sequence"]) is not int or one["sequence"] < 0 for one in anchors):
        raise ValueError(path)
    return [(anchor["sequence"], str(anchor["hash"])) for anchor in anchors]


def anchor_text(path: Any) -> bytes:
    """The anchor that an older bundle holds. Raises `ValueError` where there is none to read."""
    try:
        with zipfile.ZipFile(path) as bundle:
            info = bundle.getinfo(ANCHOR)
            if _is_packed(info):
                raise ValueError(path)
            return bundle.read(info)
    except (*_UNREADABLE, KeyError) as error:
        raise ValueError(path) from error


def summary(report: Report) -> dict[str, Any]:
    """The report as plain data of bounded size, whatever the bundle says."""
    try:
        told = _told(report.manifest)
    except _MALFORMED:
        told = {}
    faults = [
        {
            "file": _short(fault.file),
            "code": fault.code,
            "values": {name: _short(value) for name, value in fault.values.items()},
        }
        for fault in report.faults[:_MOST]
    ]
    last = max(report.hashes)
    return {
        "faults": faults,
        "fault_count": len(report.faults),
        "names": [_short(name) for name in in_order(report.names)[-_MOST:]],
        "name_count": len(report.names),
        "entries": len(report.entries),
        "disposed": report.disposed,
        "opaque": max(report.opaque, default=0),
        "last": last,
        "hash": report.hashes[last],
        "told": told,
    }


def _told(manifest: dict[str, Any]) -> dict[str, Any]:
    """What a manifest says of its bundle, cut short."""
    documents = manifest["documents"][:_MOST]
    return {
        **{name: _short(manifest[name]) for name in ("register", "record_type", "at")},
        "records": len(manifest["records"]),
        "conditions": [_short(text) for text in manifest["conditions"][:_MOST]],
        "titles": {_short(one["file"]): _short(one["title"]) for one in documents},
    }


def _short(text: Any) -> str:
    return printable(str(text)[:_LONGEST])


def verdict(report: Report, held: int) -> int:
    """Whether the bundle is confirmed, where `held` of its entries are so by an anchor."""
    if report.faults:
        return WRONG
    return CONFIRMED if held else UNCONFIRMED


def main(arguments: list[str]) -> int:
    """Check one bundle; 0 where an anchor confirms it."""
    if len(arguments) == 2 and arguments[0] == "--json":
        report = check(sys.stdin.buffer if arguments[1] == "-" else arguments[1])
        sys.stdout.write(json.dumps(summary(report)) + "\n")
        return WRONG if report.faults else UNCONFIRMED
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        anchors = [anchor for path in arguments[1:] for anchor in read_anchors(path)]
    except (OSError, *_MALFORMED):
        sys.stderr.write(f"{printable(arguments[1])}: 控えとして読み取れません。\n")
        return 2
    report = check(arguments[0], anchors)
    count, held = len(report.entries), len(report.held(anchors))
    for fault in report.faults:
        sys.stdout.write(f"{fault.text()}\n")
    if not report.faults:
        sys.stdout.write("ハッシュと連鎖に誤りはありません。署名は確認していません。\n")
    result = verdict(report, held)
    sys.stdout.write(VERDICTS[result].format(count=count, held=held) + "\n")
    return result


if __name__ == "__main__":
    stream: Any
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # not every terminal has our letters
    sys.exit(main(sys.argv[1:]))
