"""A stranger's file is checked in a process of its own, which tells little and ends in time."""

import json
import struct
import zipfile
from io import BytesIO
from tempfile import TemporaryFile

import pytest

from records.evidence import check, isolated, keys
from tests.records.evidence.bundles import (
    KEY,
    OFFICE,
    hostile,
    packed,
    resigned,
    with_lines,
)
from tests.records.evidence.test_signed_lies import with_manifest


def examined(data: bytes) -> isolated.Examination:
    with TemporaryFile() as file:
        file.write(data)
        return isolated.examine(file)


def codes(data: bytes) -> set[str]:
    return {fault.code for fault in examined(data).faults}


def test_bundle_left_alone_is_told_as_by_the_verifier(files, bundle_file):
    found, report = examined(packed(files)), check.check(bundle_file)
    assert (found.faults, found.fault_count, found.signer) == ([], 0, KEY)
    assert found.names == list(files)
    assert (found.name_count, found.entries) == (len(files), len(report.entries))
    assert (found.last, found.hash) == max(report.hashes.items())
    assert (found.told["record_type"], found.told["records"]) == ("audits.Audit", 2)


def test_fault_and_signature_that_is_none_are_told(files):
    assert examined(packed(files | {"cover.html": b"x"})).faults == [
        check.Fault("cover.html", "altered")
    ]
    text = files[check.SIGNATURE].replace(KEY.encode(), b"0" * 64)
    found = examined(packed(files | {check.SIGNATURE: text}))
    assert (found.faults, found.signer) == ([check.Fault(check.SIGNATURE, "signature")], "")
    long = examined(packed(files | {check.SIGNATURE: b"[" * 2000}))
    assert [fault.code for fault in long.faults] == ["signature"]


def test_bundle_without_an_entry_confirms_nothing(files):
    empty = with_lines(files, check.ENTRIES, []) | {check.RECORDS: b"[]\n"}
    assert codes(resigned(empty, OFFICE, records=[], documents=[])) == {"empty"}


@pytest.mark.parametrize(
    "facts",
    [
        {"conditions": ["\ud800\u202e\x1b[31m" + "長" * 1000] * 500},
        {"register": ["x"] * 10_000, "at": {"x": "\udfff"}},
        {"record_type": 7, "records": 7},
    ],
)
def test_what_a_manifest_says_is_cut_short_and_harms_no_terminal(files, facts):
    found = examined(with_manifest(files, **facts))
    told = json.dumps([found.told, [vars(fault) for fault in found.faults]], ensure_ascii=False)
    assert len(told) < 100_000
    assert told.isprintable()
    told.encode()


def with_files(count: int) -> bytes:
    """A ZIP of so many files, that all stand at the same place."""
    name, crc = b"documents/a", zipfile.crc32(b"")
    local = b"PK\3\4" + struct.pack("<5H3L2H", 20, 0, 0, 0, 33, crc, 0, 0, len(name), 0) + name
    one = b"PK\1\2" + struct.pack(
        "<6H3L5H2L", 788, 20, 0, 0, 0, 33, crc, 0, 0, len(name), 0, 0, 0, 0, 0o600 << 16, 0
    )
    size = (len(one) + len(name)) * count
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, size, len(local), 0)
    return local + (one + name) * count + end


def test_more_files_than_a_bundle_has_are_not_even_listed():
    data = with_files(200_000)
    assert codes(data) == {"container"}
    assert codes(with_files(3)) == {"duplicate", "container"}
    size = struct.pack("<Q", 200_000 * 57)
    far = b"PK\6\6" + b"\0" * 36 + size + b"\0" * 8 + b"PK\6\7" + b"\0" * 16
    assert codes(data[:-22] + far + with_files(0)[-22:]) == {"container"}


def nested() -> bytes:
    """A ZIP in a ZIP, many times."""
    data = hostile("a", b"x" * 100)
    for _number in range(20):
        data = hostile("documents/a.zip", data)
    return data


def encrypted() -> bytes:
    data = bytearray(hostile("cover.html"))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_zip"),
        (b"no ZIP", "not_zip"),
        (hostile("../../etc/passwd"), "unsafe"),
        (hostile("link", b"/etc/passwd", external_attr=0o120777 << 16), "packed"),
        (hostile("bomb", b"0" * 10_000_000, compress_type=zipfile.ZIP_DEFLATED), "packed"),
        (encrypted(), "packed"),
        (nested(), "malformed"),
    ],
    ids=["empty", "none", "path", "link", "bomb", "encrypted", "nested"],
)
def test_hostile_file_is_told_and_nothing_of_it_is_unpacked(data, code):
    assert code in codes(data)


@pytest.mark.parametrize(
    "text", [b"{", b"[" * 200_000, b"\xff\xfe", "監査".encode("cp932"), b'{"files": 1e999}', b"7"]
)
def test_manifest_that_cannot_be_read_is_told(files, text):
    signed = {check.MANIFEST: text, check.SIGNATURE: keys.signed(OFFICE, text)}
    found = examined(packed(files | signed))
    assert check.Fault(check.MANIFEST, "malformed") in found.faults
    assert found.told == {}


@pytest.mark.parametrize(("limit", "value"), [("MEMORY", 100 * 1024 * 1024), ("SECONDS", 0.01)])
def test_check_that_takes_more_than_a_bundle_needs_is_stopped(files, monkeypatch, limit, value):
    monkeypatch.setattr(isolated, limit, value)
    text = b"[" + b"[]," * 3_000_000 + b"[]]"
    assert codes(packed(files | {check.MANIFEST: text})) == {"stopped"}


def test_zip_is_read_from_where_it_stands(files):
    with BytesIO(packed(files)) as file:
        assert check.check(file).faults == []
        assert not file.closed
