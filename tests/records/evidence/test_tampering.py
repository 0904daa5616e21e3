"""Whatever is done to a bundle is told, file by file; a bundle left alone always passes."""

import json
import random
import zipfile
from io import BytesIO

import pytest

from records import journal
from records.evidence import check, keys, verifier
from records.journal.anchors import Anchor
from tests.records.evidence.bundles import (
    KEY,
    OFFICE,
    STRANGER,
    faults,
    hostile,
    lines,
    made,
    order,
    packed,
    rehashed,
    resigned,
    unpacked,
    with_lines,
)

SEED, MUTATIONS = 20161108, 200


def anchor_of(files: dict[str, bytes]) -> Anchor:
    return Anchor.from_line(files[check.ANCHOR].decode())


def test_bundle_left_alone_passes(bundle_file, files):
    for key, anchors in (("", []), (KEY, []), (KEY, [anchor_of(files)])):
        verdict = verifier.verify(bundle_file, key=key, anchors=anchors)
        assert verdict.faults("en") == []
        assert verdict.signer == KEY
        assert verdict.held == (len(verdict.report.entries) if anchors else 0)
    assert packed(files) == bundle_file.read_bytes()
    assert resigned(files, OFFICE) == bundle_file.read_bytes()


@pytest.mark.parametrize("key", [KEY, ""])
def test_byte_flipped_in_any_file_is_told_by_its_name(files, tmp_path, key):
    for name, text in files.items():
        place = len(text) // 2
        altered = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        found = faults(tmp_path, packed(files | {name: altered}), key)
        told = (name, check.SIGNATURE) if name == check.MANIFEST else (name,)
        assert any(fault.startswith(told) for fault in found), (name, found)


def test_file_added_removed_or_renamed_is_told(files, tmp_path):
    added = files | {"records/more.csv": b"x"}
    assert faults(tmp_path, packed(added)) == ["records/more.csv: The manifest does not list it."]
    for name in files:
        removed = {other: text for other, text in files.items() if other != name}
        found = faults(tmp_path, packed(removed))
        told = check.MANIFEST if name == check.MANIFEST else name
        assert any(fault.startswith(f"{told}: ") for fault in found), (name, found)
    renamed = {("cover2.html" if name == "cover.html" else name): t for name, t in files.items()}
    assert faults(tmp_path, packed(renamed)) == [
        "cover.html: It is missing.",
        "cover2.html: The manifest does not list it.",
    ]


def test_manifest_rewritten_to_fit_is_betrayed_by_its_signature(files, tmp_path):
    forged = unpacked(resigned(files | {"cover.html": b"<p>x"}, STRANGER))
    mixed = packed(forged | {check.SIGNATURE: files[check.SIGNATURE]})
    expected = ["signature.json: It is not the signature of the manifest."]
    assert faults(tmp_path, mixed) == faults(tmp_path, mixed, key="") == expected


def test_signature_of_another_key_is_told_to_who_has_the_key(files, tmp_path):
    forged = resigned(files | {"cover.html": b"<p>x"}, STRANGER)
    stranger = keys.public_half(STRANGER)
    assert faults(tmp_path, forged) == [
        f"signature.json: It was signed with another key: {stranger}"
    ]
    assert faults(tmp_path, forged, key="") == []  # consistent, its origin unproven


def test_signature_file_written_in_another_way_is_none(files, tmp_path):
    said = json.loads(files[check.SIGNATURE])
    for other in (json.dumps(said), json.dumps(said | {"more": 1}, indent=2) + "\n", "{}", "[]"):
        changed = packed(files | {check.SIGNATURE: other.encode()})
        assert faults(tmp_path, changed) != [], other


def test_entry_altered_without_new_hashes_is_named_though_the_office_signed(files, tmp_path):
    entries = lines(files, check.ENTRIES)
    number = entries[1]["sequence"]
    for name, value in (
        ("actor", "佐藤"),
        ("reason", "x"),
        ("at", "2001-01-01T00:00:00.000000+00:00"),
    ):
        altered = [*entries[:1], entries[1] | {name: value}, *entries[2:]]
        data = resigned(with_lines(files, check.ENTRIES, altered), OFFICE)
        assert faults(tmp_path, data) == [
            f"journal/chain.jsonl: Entry {number} does not continue the chain."
        ]


def test_content_altered_is_named_though_the_office_signed(files, tmp_path):
    entries = lines(files, check.ENTRIES)
    payload = entries[0]["payload"].replace("internal", "external")
    altered = [entries[0] | {"payload": payload}, *entries[1:]]
    data = resigned(with_lines(files, check.ENTRIES, altered), OFFICE)
    number = entries[0]["sequence"]
    assert faults(tmp_path, data) == [
        f"journal/entries.jsonl: What entry {number} says was altered."
    ]


def test_register_rewritten_hashes_and_all_is_told_by_an_anchor_alone(files, tmp_path):
    def alter(entry: dict) -> None:
        entry["payload"] = entry["payload"].replace("internal", "external")

    data = resigned(
        rewritten := rehashed(files, alter),
        OFFICE,
        position={
            "sequence": anchor_of(files).sequence,
            "hash": json.loads(rewritten[check.ANCHOR])["hash"],
        },
    )
    assert faults(tmp_path, data) == []
    anchor = anchor_of(files)
    assert faults(tmp_path, data, anchors=[anchor]) == [
        f"Entry {anchor.sequence} is not the one that the anchor names: the journal was rewritten."
    ]


def test_entry_left_out_is_told_by_the_versions_though_the_office_signed(files, tmp_path):
    entries = lines(files, check.ENTRIES)
    uid = entries[0]["record_uid"]
    own = [one for one in entries if one["record_uid"] == uid]
    assert len(own) == 3
    left = [one for one in entries if one is not own[1]]
    data = resigned(with_lines(files, check.ENTRIES, left), OFFICE)
    assert faults(tmp_path, data) == [
        f"journal/entries.jsonl: Before entry {own[2]['sequence']} an entry of the same record is "
        "missing."
    ]


def test_older_bundle_passed_for_a_newer_one_is_told(files, audits, tmp_path):
    with journal.change(actor="test", reason="訂正"):
        audits[0].subject = "さらに訂正"
        audits[0].save()
    newer = unpacked(made(order(*audits))[0])
    anchor, last = anchor_of(newer), anchor_of(files).sequence
    assert faults(tmp_path, packed(files), anchors=[anchor]) == [
        f"It ends at entry {last}, the anchor is of entry {anchor.sequence}: it is older than the "
        "anchor, or entries were cut off."
    ]


def test_newer_bundle_continues_from_the_anchor_that_an_older_one_holds(files, audits, tmp_path):
    old = tmp_path / "old.zip"
    old.write_bytes(packed(files))
    with journal.change(actor="test", reason="訂正"):
        audits[0].subject = "さらに訂正"
        audits[0].save()
    new = tmp_path / "new.zip"
    new.write_bytes(made(order(*audits))[0])
    verdict = verifier.verify(new, key=KEY, anchors=verifier.read_anchors(old))
    assert verdict.faults("en") == []
    assert verdict.held == len(verdict.report.entries) - 1


@pytest.mark.parametrize("cut", [1, 3])
def test_end_cut_off_is_told_by_an_anchor(files, audits, tmp_path, cut):
    anchor = anchor_of(files)
    links = lines(files, check.CHAIN)[:-cut]
    head = {key: links[-1][key] for key in ("sequence", "hash")}
    entries = [one for one in lines(files, check.ENTRIES) if one["sequence"] <= head["sequence"]]
    last = {one["record_uid"]: one for one in entries}
    told = [{"schema": e["schema"], "form": json.loads(e["payload"])} for e in last.values()]
    changed = with_lines(with_lines(files, check.CHAIN, links), check.ENTRIES, entries) | {
        check.ANCHOR: json.dumps(json.loads(files[check.ANCHOR]) | head).encode(),
        check.RECORDS: json.dumps(told).encode(),
    }
    data = resigned(changed, OFFICE, position=head)
    assert faults(tmp_path, data) == []
    [fault] = faults(tmp_path, data, anchors=[anchor])
    assert fault.startswith(f"It ends at entry {head['sequence']}, ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (check.MANIFEST, b"[]"),
        (check.MANIFEST, b'{"kind": "jlis-gov evidence", "format": 2}'),
        (check.ENTRIES, b"[" * 100_000 + b"\n"),
        (check.ENTRIES, b'{"sequence": 1}\n'),
        (check.CHAIN, b"null\n"),
        (check.CHAIN, b'{"sequence": 1, "hash": 7}\n'),
        (check.CHAIN, b""),
        (check.RECORDS, b"7"),
        (check.RECORDS, b"[]"),
        (check.ANCHOR, b"7"),
    ],
)
def test_nonsense_in_a_file_is_a_fault_and_no_failure(files, tmp_path, name, text):
    plain = faults(tmp_path, packed(files | {name: text}))
    assert plain != []
    if name != check.MANIFEST:
        assert faults(tmp_path, resigned(files | {name: text}, OFFICE)) != []


@pytest.mark.parametrize(
    "data",
    [
        hostile("../outside"),
        hostile("/etc/passwd"),
        hostile("C:\\windows"),
        hostile("a/../b"),
        hostile("監査"),
        hostile("link", b"/etc/passwd", external_attr=0o120777 << 16),
        hostile("bomb", b"0" * 10_000_000, compress_type=zipfile.ZIP_DEFLATED),
        hostile("folder/"),
        b"PK\5\6" + b"\0" * 18,
        b"",
        b"no ZIP",
    ],
)
def test_hostile_zip_is_refused_before_anything_in_it_is_read(tmp_path, data):
    assert faults(tmp_path, data) != []


def test_name_that_is_there_twice_is_refused(files, tmp_path):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in files.items():
            target.writestr(check.member(name), text)
        with pytest.warns(UserWarning, match="Duplicate name"):
            target.writestr(check.member("cover.html"), b"<p>x")
    assert "cover.html: It is there more than once." in faults(tmp_path, out.getvalue())


@pytest.mark.parametrize("place", ["before", "after", "comment"])
def test_bytes_around_the_files_are_told(files, tmp_path, place):
    data = packed(files)
    if place == "comment":
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a") as target:
            target.comment = b"x"
        data = out.getvalue()
    else:
        data = b"MZ" + data if place == "before" else data + b"x"
    assert faults(tmp_path, data) == ["Bytes outside the files were changed."]


def mutated(dice: random.Random, data: bytes, files: dict[str, bytes]) -> bytes:
    """One change, of the bundle's bytes or of one of its files, put together anew."""
    how, place = dice.randrange(6), dice.randrange(len(data))
    if how == 0:
        return data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :]
    if how == 1:
        return data[:place] + data[place + dice.randrange(1, 100) :]
    if how == 2:
        return data[:place] + dice.randbytes(dice.randrange(1, 100)) + data[place:]
    name = dice.choice(sorted(files))
    text, spot = files[name], dice.randrange(len(files[name]))
    if how == 3:
        flipped = bytes([text[spot] ^ (1 << dice.randrange(8))])
        return packed(files | {name: text[:spot] + flipped + text[spot + 1 :]})
    if how == 4:
        return packed(files | {name: text[:spot] + text[spot + 1 :]})
    return packed(files | {name: text[:spot] + dice.randbytes(1) + text[spot:]})


def test_of_200_random_mutations_none_is_missed(files, tmp_path):
    data, dice = packed(files), random.Random(SEED)
    assert faults(tmp_path, data) == []
    missed = []
    for number in range(MUTATIONS):
        changed = mutated(dice, data, files)
        assert changed != data
        if not faults(tmp_path, changed):
            missed.append(number)
    assert missed == []


def test_every_fault_has_its_words_in_both_languages():
    assert verifier.ENGLISH.keys() == verifier.JAPANESE.keys()
    placeholders = {"sequence": 1, "last": 2, "uid": "u", "key": "k"}
    for code in verifier.ENGLISH:
        english, japanese = verifier.ENGLISH[code], verifier.JAPANESE[code]
        for name in placeholders:
            assert (f"{{{name}}}" in english) == (f"{{{name}}}" in japanese), code
