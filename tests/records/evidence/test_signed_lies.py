"""What the office itself signs is held against the entries and their chain, too."""

import json

import pytest
from django.core.files.base import ContentFile

from meetings.models import Meeting
from records.evidence import check, keys
from tests.factories import HandoutFactory
from tests.records.evidence.bundles import (
    OFFICE,
    faults,
    lines,
    made,
    order,
    packed,
    resigned,
    unpacked,
    with_lines,
)


def with_manifest(held: dict[str, bytes], **facts) -> bytes:
    """The files as they are under a manifest that says something else, signed by the office."""
    text = json.dumps(json.loads(held[check.MANIFEST]) | facts).encode()
    return packed(held | {check.MANIFEST: text, check.SIGNATURE: keys.signed(OFFICE, text)})


def test_record_of_which_nothing_is_handed_over_is_told_though_the_office_signed(files, tmp_path):
    uids = json.loads(files[check.MANIFEST])["records"]
    missing = "00000000-0000-4000-8000-000000000000"
    told = faults(tmp_path, with_manifest(files, records=[*uids, missing]))
    assert told == [f"records/records.json: Record {missing} is not as its last entry says."]


def test_zero_is_not_taken_for_no_though_the_office_signed(files, tmp_path):
    told = json.loads(files[check.RECORDS])
    assert told[0]["form"]["warnings_settled"] is False
    told[0]["form"]["warnings_settled"] = 0
    data = resigned(files | {check.RECORDS: json.dumps(told).encode()}, OFFICE)
    uid = told[0]["form"]["uid"]
    assert faults(tmp_path, data) == [
        f"{check.RECORDS}: Record {uid} is not as its last entry says."
    ]


@pytest.mark.parametrize("seal", ["0" * 64, None])
def test_seal_that_is_not_that_of_its_entry_is_told_though_the_office_signed(files, tmp_path, seal):
    links, number = lines(files, check.CHAIN), lines(files, check.ENTRIES)[0]["sequence"]
    links[number - 1]["seal"] = seal
    if seal is None:
        del links[number - 1]["seal"]
    data = resigned(with_lines(files, check.CHAIN, links), OFFICE)
    assert f"{check.CHAIN}: Entry {number} does not continue the chain." in faults(tmp_path, data)


def test_entry_of_others_without_a_seal_after_sealed_ones_is_told(files, tmp_path):
    numbers = {entry["sequence"] for entry in lines(files, check.ENTRIES)}
    links = lines(files, check.CHAIN)
    other = next(n for n in range(2, len(links)) if n not in numbers)
    del links[other - 1]["seal"]
    data = resigned(with_lines(files, check.CHAIN, links), OFFICE)
    assert faults(tmp_path, data) == [f"{check.CHAIN}: Entry {other} does not continue the chain."]


def flipped(value: object) -> object:
    """Another value of the same kind."""
    if value is None or isinstance(value, int):
        return 7 if value is None else value + 1
    return value[:-1] + ("0" if value[-1:] != "0" else "1")


def test_every_field_of_an_entry_flipped_is_told_though_the_office_signed(files, tmp_path):
    entries = lines(files, check.ENTRIES)
    assert entries[0]["format"] == 4
    assert {*check.SEALED[4], "format", "sequence", "salt", "payload"} == set(entries[0])
    for name, value in entries[0].items():
        for altered in ([{**entries[0], name: flipped(value)}], [without(entries[0], name)]):
            data = resigned(with_lines(files, check.ENTRIES, [*altered, *entries[1:]]), OFFICE)
            assert faults(tmp_path, data) != [], name


def test_every_field_of_a_link_flipped_is_told_though_the_office_signed(files, tmp_path):
    links = lines(files, check.CHAIN)
    own = {entry["sequence"] for entry in lines(files, check.ENTRIES)}
    others = [n for n in range(1, len(links)) if n not in own]
    for place in (min(own) - 1, others[-1] - 1):
        for name, value in links[place].items():
            altered = [*links[:place], {**links[place], name: flipped(value)}, *links[place + 1 :]]
            data = resigned(with_lines(files, check.CHAIN, altered), OFFICE)
            assert faults(tmp_path, data) != [], (place, name)
        altered = [*links[:place], without(links[place], "format"), *links[place + 1 :]]
        data = resigned(with_lines(files, check.CHAIN, altered), OFFICE)
        assert faults(tmp_path, data) != [], place


def without(line: dict, name: str) -> dict:
    return {key: value for key, value in line.items() if key != name}


@pytest.mark.parametrize("form", [0, 3, 5, "4", 4.0, None])
def test_entry_of_a_format_that_is_none_is_told_though_the_office_signed(files, tmp_path, form):
    entries = lines(files, check.ENTRIES)
    entries[0]["format"] = form
    assert faults(tmp_path, resigned(with_lines(files, check.ENTRIES, entries), OFFICE)) != []


def test_entry_that_no_link_stands_for_is_told_though_the_office_signed(files, tmp_path):
    entries = lines(files, check.ENTRIES)
    entries[0] |= {"sequence": 0, "actor": "ほかの人"}
    data = resigned(with_lines(files, check.ENTRIES, entries), OFFICE)
    assert f"{check.ENTRIES}: Entry 0 is not in the chain, or there twice." in faults(
        tmp_path, data
    )


@pytest.fixture
def papers(db, settings, tmp_path):
    """The files of a bundle with two documents."""
    settings.MEDIA_ROOT = tmp_path / "media"
    first = HandoutFactory(title="議案", file=ContentFile(b"1", name="one.pdf"))
    HandoutFactory(meeting=first.meeting, title="資料", file=ContentFile(b"2", name="two.pdf"))
    return unpacked(made(order(first.meeting, model=Meeting))[0])


def dropped(one: dict, two: dict) -> list[dict]:
    return [two]


def lost_unheard_of(one: dict, two: dict) -> list[dict]:
    return [one, two, one | {"part": two["record"], "file": None}]


def renamed(one: dict, two: dict) -> list[dict]:
    return [one | {"title": "別の題"}, two]


def swapped(one: dict, two: dict) -> list[dict]:
    return [one | {"file": two["file"]}, two | {"file": one["file"]}]


@pytest.mark.parametrize("alter", [dropped, lost_unheard_of, renamed, swapped])
def test_documents_listed_otherwise_than_the_records_have_them_are_told(papers, tmp_path, alter):
    told = json.loads(papers[check.MANIFEST])["documents"]
    assert faults(tmp_path, resigned(papers, OFFICE)) == []
    listed = alter(*told)
    kept = {one["file"] for one in listed} | {
        name for name in papers if not name.startswith(check.DOCUMENTS)
    }
    left = {name: text for name, text in papers.items() if name in kept}
    assert faults(tmp_path, resigned(left, OFFICE, documents=listed)) != []


def test_manifest_cannot_list_its_own_signature(files, tmp_path):
    listed = json.loads(files[check.MANIFEST])["files"]
    data = with_manifest(files, files=listed | {check.SIGNATURE: {"size": 1, "sha256": "0" * 64}})
    assert faults(tmp_path, data) == ["signature.json: It is not as the manifest says."]


@pytest.mark.parametrize("name", ["a\nAll is well.", "\x1b[2Jx", "\ud800", "\u202ex"])
def test_what_a_bundle_says_is_told_on_one_line_that_no_terminal_obeys(files, tmp_path, name):
    listed = json.loads(files[check.MANIFEST])["files"] | {name: {}}
    uids = [*json.loads(files[check.MANIFEST])["records"], name]
    for data in (with_manifest(files, files=listed), with_manifest(files, records=uids)):
        [told] = faults(tmp_path, data)
        assert told.isprintable()
        assert ascii(name)[1:-1] in told


def test_document_of_other_bytes_is_told_by_its_hash_though_the_office_signed(papers, tmp_path):
    [name, *_others] = [one["file"] for one in json.loads(papers[check.MANIFEST])["documents"]]
    assert faults(tmp_path, resigned(papers, OFFICE)) == []
    [fault] = faults(tmp_path, resigned(papers | {name: b"?"}, OFFICE))
    assert fault.startswith(name)


def test_document_that_was_changed_since_is_not_handed_over_as_the_one_it_was(
    db, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    row = HandoutFactory(title="議案", file=ContentFile(b"1", name="one.pdf"))
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, ContentFile(b"2"))
    files = unpacked(made(order(row.meeting, model=Meeting))[0])
    assert [one["file"] for one in json.loads(files[check.MANIFEST])["documents"]] == [None]
    assert faults(tmp_path, packed(files)) == []
