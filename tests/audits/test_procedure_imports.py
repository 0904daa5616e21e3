"""Procedures brought in: from files of their own list without a loss, and from any table."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.utils import translation

from audits.imports import ANY_PROCEDURES
from audits.models import Procedure
from audits.procedure_columns import PROCEDURES
from jlis_gov.importing.steps import read_kind
from records import journal
from records.imports import Choice, Mode, Options, Verdict, carry_out, grids, plan
from tests.exported import body_of
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    FindingFactory,
    ProcedureFactory,
    ProcedureFindingFactory,
)

pytestmark = pytest.mark.django_db
NOT_BROUGHT_IN = {"ID", "公表・非公表"}  # a new record has its own, and is internal


def read_in(text, mode=Mode.UPDATE):
    """The plan of a table, and the procedures that were written."""
    given = read_kind("procedures", grids(BytesIO(text.encode("utf-8-sig")), "a.csv"), Choice())
    options = Options(2016, "held", today=date(2018, 1, 10))
    found = plan(given.table, given.rows, options)
    with journal.change(actor="test", reason="一括登録"):
        return found, carry_out(found, mode)


def told(text):
    """What a file says beside that which is never brought in."""
    rows = csv.DictReader(StringIO(text, newline=""))
    return [{key: value for key, value in row.items() if key not in NOT_BROUGHT_IN} for row in rows]


def exported(client):
    answer = client.get("/procedures/?_export=csv&_shape=machine&sort=audit")
    return body_of(answer).decode("utf-8-sig")


def problems(found):
    """The column and the message of each problem of the table's rows."""
    return [(one.column, str(one.message)) for item in found.items for one in item.problems]


@pytest.fixture
def audit():
    audit = AuditFactory(schedule_text="平成29年２月８日", subject="", theme="")
    AuditClassificationFactory(audit=audit, type__name="PMS内部監査", type__short_name="PMS")
    return audit


@pytest.fixture
def programme(audit):
    """Two procedures, one of which has something in every field."""
    ProcedureFactory(audit=audit, number=1, procedure="規程を閲覧する。")
    full = ProcedureFactory(
        audit=audit,
        number=2,
        objective="権限のない者が入室する危険",
        procedure="入退室記録を申請書と照合する。",
        criteria="入退室管理規程 第12条",
        technique="閲覧",
        population="平成28年度の入室申請書",
        population_size=120,
        selection="random",
        sample_size=25,
        result="partly",
        exceptions="２件に承認の印がない。",
        conclusion="おおむね守られている。",
        evidence="入退室記録",
        done_by="監査 太郎",
        done_on=date(2017, 2, 8),
        reviewed_by="監査 花子",
        reviewed_on=date(2017, 2, 10),
    )
    finding = FindingFactory(audit=audit, number=3, reference="2016-内-90")
    ProcedureFindingFactory(procedure=full, finding=finding)
    return full


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_heading_of_the_lists_own_files_is_read(language):
    not_read = {"ja": {"年度"}, "en": {"Fiscal year"}}[language]  # the audit has it
    with translation.override(language):
        labels = {str(one.label) for column in PROCEDURES for one in column.for_machines()}
    spec = ANY_PROCEDURES.spec
    assert {label for label in labels if spec.column(label) is None} == not_read


def test_file_of_the_list_changes_nothing_where_all_is_kept(admin_client, programme):
    found, saved = read_in(exported(admin_client))
    assert [item.verdict for item in found.items] == [Verdict.UNCHANGED] * 2
    assert saved == []


def test_file_of_the_list_brings_back_all_that_it_shows(admin_client, programme):
    before = exported(admin_client)
    with journal.change(actor="test"):
        for procedure in Procedure.objects.all():
            procedure.delete()
    found, saved = read_in(before)
    assert problems(found) == []
    assert {one.life for one in saved} == {"draft"}
    assert told(exported(admin_client)) == told(before)


def test_offices_own_table_is_numbered_after_what_the_audit_has(audit, programme):
    head = "監査名,監査要点,手続,判定,担当者,実施日,関連指摘\n"
    rows = (
        "PMS内部監査,,規程を閲覧する。,適合,監査 太郎,H29.2.8,\n"
        ",承認の漏れ,承認の印を確かめる。,不備,監査 太郎,H29.2.8,3\n"
    )
    found, _saved = read_in(head + rows)
    assert [item.verdict for item in found.items] == [Verdict.CHANGED, Verdict.NEW]
    first, _second, third = Procedure.objects.order_by("number")
    assert (first.number, first.result, first.done_on) == (1, "conforming", date(2017, 2, 8))
    assert (third.number, third.objective) == (3, "承認の漏れ")
    assert [row.finding.reference for row in third.findings.all()] == ["2016-内-90"]


def test_bad_rows_are_told_by_cell_and_nothing_is_written(audit):
    head = "監査名,番号,監査手続,判定,試査件数,母集団の件数,実施者,実施日,査閲者,査閲日,指摘事項\n"
    rows = (
        "総務監査,1,閲覧する。,,,,,,,,\n"
        "PMS内部監査,2,,適合,,,監査 太郎,H29.2.8,,,\n"
        "PMS内部監査,3,閲覧する。,良好,,,,,,,\n"
        "PMS内部監査,4,質問する。,,二十,,,,,,\n"
        "PMS内部監査,5,照合する。,,30,20,,,,,\n"
        "PMS内部監査,6,観察する。,適合,,,監査 太郎,H29.2.8,監査　太郎,H29.2.9,\n"
        "PMS内部監査,7,再実施する。,,,,,,,,2016-内-01\n"
        "PMS内部監査,8,確認する。,適合,,,監査 太郎,H30.1.11,,,\n"
    )
    found, saved = read_in(head + rows)
    assert problems(found) == [
        ("audit", "この年度に監査「総務監査」はありません。"),
        ("", "監査手続を記入してください。"),
        ("result", "「良好」は選択肢にありません。"),
        ("sample_size", "「二十」は数字ではありません。"),
        ("", "試査件数は、母集団の件数以下にしてください。"),
        ("reviewed_by", "査閲者は実施者と別の人にしてください。"),
        ("findings", "「2016-内-01」は、この監査の指摘事項の参照番号でも番号でもありません。"),
        ("done_on", "将来の日付です。その日が来てから入力してください。"),
    ]
    assert saved == []
    assert not Procedure.objects.exists()
