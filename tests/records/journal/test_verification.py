"""Whatever is altered behind the journal's back is told, and nothing else is."""

import io
import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audits.models import Audit
from organization.models import Department
from records import journal
from records.journal import anchors, chain
from records.journal import reconciliation as live
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.papers import verify
from tests.factories import (
    AuditorFactory,
    AuditTargetFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    HandoutFactory,
    MembershipFactory,
    ReorganisationStepFactory,
    SessionFactory,
)
from tests.journal import unlocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def house() -> None:
    """A little of everything, with links among it."""
    AuditTargetFactory()
    AuditorFactory(person_days="1.5")
    CorrectiveActionFactory()
    HandoutFactory()
    MembershipFactory()
    ReorganisationStepFactory()
    SessionFactory()


def offices(count: int = 4) -> list[Department]:
    return [DepartmentFactory() for _ in range(count)]


def rehash(first: int) -> None:
    """As whoever owns the database can: new hashes from entry `first` on, and a head to match."""
    previous = chain.GENESIS
    for entry in JournalEntry.objects.with_payloads():
        if entry.sequence >= first:
            entry.previous_hash = previous
            entry.digest = chain.digest(entry.salt, entry.payload)
            entry.hash = chain.chain_hash(previous, entry.facts())
            entry.save()
        previous = entry.hash
    JournalHead.objects.update(sequence=entry.sequence, hash=previous)


def test_house_in_order_has_no_fault():
    house()
    with journal.change(actor="suzuki"):
        for audit in Audit.objects.all():
            audit.theme = "新"
            audit.save()
        DepartmentFactory().delete()
    verdict = verify()
    assert verdict.faults == []
    assert verdict.entries == JournalEntry.objects.count()
    assert verdict.records == sum(model.objects.count() for model in live.record_models()) > 10


def test_empty_register_has_no_fault():
    assert verify().faults == []


def test_row_edited_by_sql_is_named_with_what_differs():
    office = offices()[1]
    run(f"UPDATE organization_department SET name = 'x', duties = 'y' WHERE id = {office.pk}")
    assert verify().faults == [
        f"department {office.pk} (organization.Department) was changed behind the journal's back "
        f"since entry 2: name, duties."
    ]


def test_part_edited_by_sql_is_named_by_its_record():
    target = AuditTargetFactory()
    run("UPDATE audits_audittarget SET role = 'excluded'")
    number = JournalEntry.objects.filter(record_type="audits.Audit").last().sequence
    assert verify().faults == [
        f"audit {target.audit.pk} (audits.Audit) was changed behind the journal's back since "
        f"entry {number}: targets."
    ]


@pytest.mark.parametrize(
    ("column", "value"), [("version", "7"), ("changed_at", "'2001-01-01 00:00:00'")]
)
def test_column_that_only_the_journal_writes_is_held_too(column, value):
    DepartmentFactory()
    run(f"UPDATE organization_department SET {column} = {value}")
    [fault] = verify().faults
    assert fault.endswith(f"since entry 1: {column}.")


def test_row_made_by_sql_has_no_entry():
    office = DepartmentFactory()
    names = [f'"{f.column}"' for f in Department._meta.concrete_fields if f.name != "id"]
    values = [{'"uid"': f"'{uuid4().hex}'", '"slug"': "'forged'"}.get(name, name) for name in names]
    run(
        f"INSERT INTO organization_department ({', '.join(names)}) "
        f"SELECT {', '.join(values)} FROM organization_department WHERE id = {office.pk}"
    )
    forged = Department.objects.get(slug="forged")
    assert verify().faults == [f"department {forged.pk} (organization.Department) has no entry."]


def test_row_deleted_by_sql_is_missed():
    office = offices()[2]
    run(f"DELETE FROM organization_department WHERE id = {office.pk}")
    assert verify().faults == [
        f"department {office.pk} (organization.Department) is gone, although entry 3 says that it "
        "is there."
    ]


def test_row_brought_back_by_sql_is_told():
    DepartmentFactory()
    [kept] = Department.objects.values()
    with journal.change(actor="suzuki"):
        Department.objects.get().delete()
    Department(**kept).save_base(raw=True)
    assert verify().faults == [
        f"department {kept['id']} (organization.Department) is there, although entry 2 deleted it."
    ]


def test_row_that_cannot_be_read_does_not_hide_the_others():
    AuditTargetFactory()
    broken, other = Audit.objects.get(), AuditTargetFactory().audit
    run(f"UPDATE audits_audit SET schedule = 'nonsense' WHERE id = {broken.pk}")
    run(f"UPDATE audits_audit SET theme = 'x' WHERE id = {other.pk}")
    faults = verify().faults
    assert faults[0] == f"audit {broken.pk} (audits.Audit) cannot be read."
    assert any("(audits.Audit) was changed" in fault for fault in faults[1:])
    assert len(faults) == 3  # it is also gone, as far as anyone can tell


@pytest.mark.parametrize(
    "change",
    ["actor = 'x'", "reason = 'x'", "request = 'x'", "record_id = 9", "action = 'change'"],
)
def test_entry_edited_is_told(change):
    offices()
    with unlocked():
        run(f"UPDATE records_journalentry SET {change} WHERE sequence = 2")
    assert "Entry 2 was altered: its hash does not fit." in verify().faults


def test_entry_edited_with_a_new_hash_is_told_by_the_next():
    offices()
    with unlocked():
        entry = JournalEntry.objects.get(sequence=2)
        entry.reason = "別の理由"
        entry.hash = chain.chain_hash(entry.previous_hash, entry.facts())
        entry.save()
    assert verify().faults == [
        "Entry 3 does not continue the one before it: one of the two was replaced, inserted or "
        "moved."
    ]


def test_payload_edited_is_told():
    offices()
    with unlocked():
        JournalPayload.objects.filter(entry__sequence=2).update(text='{"name":"x"}')
    faults = verify().faults
    assert faults[0] == "What entry 2 says was altered: its digest does not fit."
    assert "since entry 2" in faults[1]


def test_payload_that_is_no_json_any_more_is_told():
    offices()
    with unlocked():
        JournalPayload.objects.filter(entry__sequence=2).update(text="{")
    assert verify().faults[0] == "What entry 2 says was altered: its digest does not fit."


def test_payload_deleted_without_a_disposal_is_told():
    offices()
    with unlocked():
        JournalPayload.objects.filter(entry__sequence__in=[2, 3]).delete()
    assert verify().faults[0] == (
        "What entries 2 to 3 say is missing, and no disposal accounts for it."
    )


def test_entry_inserted_between_is_told():
    offices()
    with unlocked():
        for entry in JournalEntry.objects.filter(sequence__gt=2).order_by("-sequence"):
            entry.sequence += 1
            entry.save()
        forged = JournalEntry.objects.get(sequence=2)
        forged.pk, forged.sequence, forged.previous_hash = None, 3, forged.hash[::-1]
        forged.hash = chain.chain_hash(forged.previous_hash, forged.facts())
        forged.save()
    faults = verify().faults
    assert (
        "Entry 3 does not continue the one before it: one of the two was replaced, inserted or "
        "moved."
    ) in faults
    assert "Entry 4 was altered: its hash does not fit." in faults


def test_entries_in_another_order_are_told():
    offices()
    with unlocked():
        for sequence, place in ((2, 99), (3, 2), (99, 3)):
            JournalEntry.objects.filter(sequence=sequence).update(sequence=place)
    faults = verify().faults
    for number in (2, 3):
        assert f"Entry {number} was altered: its hash does not fit." in faults


def test_gap_is_told_with_its_ends():
    offices(6)
    with unlocked():
        JournalPayload.objects.filter(entry__sequence__in=[3, 4]).delete()
        JournalEntry.objects.filter(sequence__in=[3, 4]).delete()
    faults = verify().faults
    assert faults[0] == "Entries 3 to 4 are missing."
    assert sum("has no entry" in fault for fault in faults) == 2


def test_tail_cut_is_told_by_the_head():
    offices()
    with unlocked():
        JournalPayload.objects.filter(entry__sequence=4).delete()
        JournalEntry.objects.filter(sequence=4).delete()
    assert verify().faults[0] == (
        "The head names entry 4, the last entry is 3: entries were cut off or added, or the head "
        "was altered."
    )


def test_tail_cut_with_its_rows_and_the_head_is_told_by_an_anchor():
    office = offices()[3]
    anchor = anchors.take_anchor()
    with unlocked():
        run(f"DELETE FROM organization_department WHERE id = {office.pk}")
        JournalPayload.objects.filter(entry__sequence=4).delete()
        JournalEntry.objects.filter(sequence=4).delete()
        rehash(4)
    assert verify().faults == []  # nobody can tell from the inside
    assert verify([anchor]).faults == [
        f"Entries were cut off: the anchor of testserver from {anchor.at} names entry 4, the last "
        "entry is 3."
    ]


def test_tail_rehashed_is_told_by_an_anchor():
    offices()
    anchor = anchors.take_anchor()
    with unlocked():
        JournalEntry.objects.filter(sequence=2).update(reason="別の理由")
        rehash(2)
    assert verify().faults == []
    assert verify([anchor]).faults == [
        f"Entry 4 is not the one that the anchor of testserver from {anchor.at} names: the journal "
        "was rewritten, or the anchor is of another register."
    ]


def test_anchors_taken_on_the_way_all_hold():
    held = [anchors.take_anchor()]
    for _ in range(3):
        offices(2)
        held.append(anchors.take_anchor())
    assert [anchor.sequence for anchor in held] == [0, 2, 4, 6]
    assert verify(held).faults == []


def test_verification_asks_as_often_for_many_rows_as_for_few(django_assert_num_queries):
    house()
    with CaptureQueriesContext(connection) as few:
        verify()
    for _ in range(4):
        house()
    with django_assert_num_queries(len(few)):
        assert verify().faults == []


def verify_journal(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_journal", *arguments, stdout=out)
    return out.getvalue()


def test_command_says_that_all_is_sound():
    offices()
    assert verify_journal("--language", "en") == (
        "The journal is sound. Entries: 4, of which 0 without what they said, disposed of. "
        "Records: 4, as their last entries say.\n"
    )


def test_command_fails_and_names_the_faults_in_the_language_asked_for():
    offices()
    run(
        "UPDATE organization_department SET name = 'x' WHERE slug = (SELECT MIN(slug) FROM "
        "organization_department)"
    )
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_journal", "--language", "en", stdout=out)
    assert (str(caught.value), caught.value.returncode) == ("1 fault.", 1)
    assert "behind the journal's back" in out.getvalue()


def test_anchors_go_to_a_file_and_are_held_against_the_journal(tmp_path):
    path = tmp_path / "anchors.jsonl"
    for count in (1, 2):
        offices(count)
        call_command("anchor_journal", "--to", str(path))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["sequence"] for line in lines] == [1, 3]
    assert lines[1]["hash"] == JournalHead.objects.get().hash
    assert lines[0]["register"] == "testserver"
    assert "sound" in verify_journal("--anchor", str(path), "--language", "en")
    with unlocked():
        JournalEntry.objects.filter(sequence=1).update(actor="x")
        rehash(1)
    with pytest.raises(CommandError):
        verify_journal("--anchor", str(path))


def test_anchor_is_printed_where_no_file_is_given():
    offices(2)
    out = io.StringIO()
    call_command("anchor_journal", stdout=out)
    assert anchors.Anchor.from_line(out.getvalue()).sequence == 2


def test_anchor_is_mailed(mailoutbox):
    offices(1)
    out = io.StringIO()
    call_command("anchor_journal", "--mail", "a@example.org", "--mail", "b@example.org", stdout=out)
    [mail] = mailoutbox
    assert mail.to == ["a@example.org", "b@example.org"]
    assert out.getvalue() in mail.body
    assert mail.subject == "Journal of testserver: entry 1"


def test_head_that_is_not_the_last_entry_is_not_anchored():
    offices(1)
    JournalHead.objects.update(sequence=9)
    with pytest.raises(CommandError):
        call_command("anchor_journal")


@pytest.mark.parametrize(
    "text", ["", "\n", "{}", "[]", "nonsense", '{"register":"r","sequence":"1","hash":"h","at":""}']
)
def test_file_that_holds_no_anchors_is_refused(tmp_path, text):
    path = tmp_path / "anchors.jsonl"
    path.write_text(text)
    with pytest.raises(CommandError) as caught:
        verify_journal("--anchor", str(path))
    assert str(path) in str(caught.value)


def test_file_that_is_missing_or_no_text_is_refused(tmp_path):
    path = tmp_path / "anchors.jsonl"
    for _ in range(2):
        with pytest.raises(CommandError):
            verify_journal("--anchor", str(path))
        path.write_bytes(b"\xff\xfe\x00")


UNREADABLE_VALUES = [
    ("records_journalentry SET at = 'xx'", "cannot be read"),
    ("records_journalentry SET at = '2020-13-45'", "cannot be read"),
    ("records_journalentry SET format = 'x'", "cannot be read"),
    ("records_journalentry SET sequence = 'x' WHERE sequence = 2", "cannot be read"),
    ("records_journalentry SET actor = X'00ff'", "cannot be read"),
    ("records_journalentry SET record_uid = 'zz'", "cannot be read"),
    ("records_journalentry SET retain_until = '2020-13-45'", "cannot be read"),
    ("records_journalpayload SET text = X'ff'", "cannot be read"),
    ("records_journalhead SET sequence = 'x'", "cannot be read"),
    ("meetings_meeting SET changed_at = 'xx'", "changed_at"),
    ("meetings_meeting SET fiscal_year = 'xx'", "fiscal_year"),
]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="columns of PostgreSQL hold their type")
@pytest.mark.parametrize(("change", "said"), UNREADABLE_VALUES)
def test_value_of_another_type_is_told_in_a_sentence(change, said, capsys):
    SessionFactory()
    with unlocked():
        run(f"UPDATE {change}")
        with pytest.raises(CommandError) as refusal:
            call_command("verify_journal", "--language", "en")
    assert said in capsys.readouterr().out + str(refusal.value)
