"""A bundle holds the records, their past and the chain, nothing of others, and always the same."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from meetings.models import Meeting
from records import journal
from records.evidence import bundle, check, keys, verifier
from records.journal import chain
from records.journal.models import JournalEntry, JournalHead
from tests.factories import AuditTargetFactory, DepartmentFactory, HandoutFactory
from tests.journal import unlocked
from tests.records.evidence.bundles import OFFICE, faults, lines, made, order, resigned, unpacked


def test_bundle_holds_the_entries_of_its_records_with_all_that_they_say(audits):
    files = unpacked(made(order(*audits))[0])
    uids = {str(audit.uid) for audit in audits}
    own = JournalEntry.objects.filter(record_uid__in=uids).order_by("sequence")
    told = lines(files, check.ENTRIES)
    assert [one["sequence"] for one in told] == [entry.sequence for entry in own]
    assert [one["payload"] for one in told] == [entry.payload for entry in own]
    assert {one["actor"] for one in told} == {"test", "鈴木"}
    head = JournalHead.current()
    links = lines(files, check.CHAIN)
    assert [link["sequence"] for link in links] == list(range(1, head.sequence + 1))
    assert links[-1]["hash"] == head.hash


def test_bundle_discloses_of_other_records_nothing_but_seals(audits):
    files = unpacked(made(order(*audits))[0])
    own = {str(audit.uid) for audit in audits}
    everything = "".join(
        text.decode() for name, text in files.items() if not name.endswith((".py", ".xlsx"))
    )
    for entry in JournalEntry.objects.all():
        if str(entry.record_uid) in own:
            continue
        assert [word for word in (entry.digest, entry.salt) if word in everything] == []
        is_target = entry.record_type == "organization.Department" and "情報処理部" in entry.payload
        assert (str(entry.record_uid) in everything) == is_target  # a link of the audit itself
    for text in ("ほかの監査", "あとの監査", "ほかの部"):
        assert text not in everything
    links = lines(files, check.CHAIN)
    assert {tuple(link) for link in links} == {("sequence", "format", "seal", "hash")}


def test_files_say_what_the_journal_said_last(audits):
    files = unpacked(made(order(*audits))[0])
    forms = {one["form"]["uid"]: one for one in json.loads(files[check.RECORDS])}
    for audit in audits:
        audit.refresh_from_db()
        assert forms[str(audit.uid)] == {"schema": audit.schema, "form": audit.canonical()}
    rows = list(csv.reader(io.StringIO(files["records/audit.csv"].decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == sorted(forms)
    assert "訂正した業務" in {cell for row in rows for cell in row}
    targets = list(csv.reader(io.StringIO(files["records/audit.targets.csv"].decode("utf-8-sig"))))
    assert [row[2] for row in targets] == ["部門", "情報処理部"]
    book = openpyxl.load_workbook(io.BytesIO(files["records/records.xlsx"]))
    assert len(book.worksheets) == 1 + len(type(audits[0]).parts)
    assert {cell.data_type for sheet in book for row in sheet.rows for cell in row} <= {"s", "n"}


def test_same_order_gives_the_same_bytes_whenever_and_in_whatever_language(audits, monkeypatch):
    at = JournalEntry.objects.last().at
    first, what = made(order(*audits, at=at))
    with journal.change(actor="test"):
        audits[0].subject = "さらに訂正"
        audits[0].save()
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with translation.override("en"):
        again, same = made(order(*reversed(audits), at=at))
    assert again == first
    assert same == what


def test_workbook_bears_no_time_but_that_of_the_bundle(audits):
    data, what = made(order(*audits))
    with zipfile.ZipFile(io.BytesIO(unpacked(data)["records/records.xlsx"])) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        times = re.findall(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", book.read("docProps/core.xml").decode())
    assert set(times) == {what.at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def test_names_are_those_of_the_time(audits):
    at = JournalEntry.objects.last().at
    first, _what = made(order(*audits, at=at))
    department = audits[0].targets.get().department
    with journal.change(actor="test", reason="改称"):
        department.name = "情報基盤部"
        department.save()
    assert made(order(*audits, at=at))[0] == first
    assert "情報基盤部" in unpacked(made(order(*audits))[0])["records/audit.targets.csv"].decode()


def test_name_that_the_taker_may_not_see_is_not_told(db):
    audit = AuditTargetFactory(audit__internal=True, department__internal=True).audit
    department = audit.targets.get().department
    data, _what = made(order(audit, viewer=AnonymousUser()))
    files = unpacked(data)
    assert "（表示対象外）" in files["records/audit.targets.csv"].decode()
    assert department.name.encode() not in data


def test_record_that_came_later_is_left_out_and_nothing_is_an_error(audits):
    early = JournalEntry.objects.filter(record_uid=audits[0].uid).first().at
    files = unpacked(made(order(*audits, at=early))[0])
    assert json.loads(files[check.MANIFEST])["records"] == [str(audits[0].uid)]
    for at in (early - timedelta(days=1), timezone.now() + timedelta(days=1)):
        with pytest.raises(bundle.EvidenceError):
            made(order(*audits, at=at))
    with pytest.raises(bundle.EvidenceError):
        made(order(DepartmentFactory(), at=early))


def test_documents_are_in_it_and_missing_ones_are_named(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    kept = HandoutFactory(file=ContentFile("議案書".encode(), name="gian.PDF"))
    lost = HandoutFactory(meeting=kept.meeting, file=ContentFile(b"x", name="lost.pdf"))
    HandoutFactory(meeting=kept.meeting)
    lost.file.storage.delete(lost.file.name)
    data, _what = made(order(kept.meeting, model=Meeting))
    files = unpacked(data)
    assert files[f"documents/{kept.uid}.pdf"] == "議案書".encode()
    told = {one["part"]: one for one in json.loads(files[check.MANIFEST])["documents"]}
    assert set(told) == {str(kept.uid), str(lost.uid)}
    assert told[str(lost.uid)]["file"] is None
    assert lost.file.name in files["cover.html"].decode()
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    assert verifier.verify(path, key=keys.public_half(OFFICE)).faults("en") == []


def test_content_disposed_of_is_counted_and_what_is_left_holds(audits, tmp_path):
    first = JournalEntry.objects.filter(record_uid=audits[0].uid).first()
    with unlocked():
        first.kept.delete()
    path = tmp_path / "bundle.zip"
    path.write_bytes(made(order(*audits))[0])
    verdict = verifier.verify(path)
    assert verdict.faults("en") == []
    assert verdict.report.disposed == 1


def in_format_2(upto: int, rest: int = chain.FORMAT) -> None:
    """The register as older versions of the program would have chained it."""
    previous = chain.GENESIS
    with unlocked():
        for entry in JournalEntry.objects.order_by("sequence"):
            entry.format = 2 if entry.sequence <= upto else rest
            entry.previous_hash = previous
            entry.hash = previous = chain.chain_hash(previous, entry.facts())
            entry.save()
        JournalHead.objects.update(hash=previous)


@pytest.mark.parametrize("rest", [3, 4])
def test_bundle_of_the_manifests_first_format_is_checked_as_before(audits, tmp_path, rest):
    in_format_2(0, rest)
    files = unpacked(made(order(*audits))[0])
    links = lines(files, check.CHAIN)
    assert {link.get("format", 3) for link in links} == {rest}
    assert faults(tmp_path, resigned(files, OFFICE, format=1)) == []


def test_anchor_does_not_hold_what_comes_before_others_entries_of_an_old_format(audits, tmp_path):
    numbers = list(
        JournalEntry.objects.filter(record_uid__in=[a.uid for a in audits])
        .order_by("sequence")
        .values_list("sequence", flat=True)
    )
    upto = numbers[-1] - 1  # the last entry handed over is the first one that is sealed
    in_format_2(upto)
    data, what = made(order(*audits))
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    verdict = verifier.verify(path, anchors=[what.anchor])
    assert verdict.faults("en") == []
    assert verdict.report.opaque == [n for n in range(1, upto + 1) if n not in numbers]
    assert verdict.report.held([(what.anchor.sequence, what.anchor.hash)]) == numbers[-1:]


def test_zip_is_read_by_anyone(bundle_file):
    with zipfile.ZipFile(bundle_file) as found:
        assert found.testzip() is None
        assert found.namelist() == check.in_order(found.namelist())
        assert found.namelist()[-2:] == [check.MANIFEST, check.SIGNATURE]


def test_export_is_journalled_after_it_was_made(audits):
    wanted = order(*audits, filters={"fiscal_year": "2016"})
    _data, what = made(wanted)
    bundle.journalled(what, wanted, actor="inspector", request="9f-2")
    entry = JournalEntry.objects.last()
    assert (entry.sequence, entry.action) == (what.anchor.sequence + 1, "export")
    told = json.loads(entry.payload)
    assert (told["sha256"], told["records"]) == (what.sha256, 2)
    assert told["filters"] == {"fiscal_year": "2016"}
