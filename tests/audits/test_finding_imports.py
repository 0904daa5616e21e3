"""Findings brought in: from files of their own list without a loss, and from tables of any form."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audits.finding_columns import FINDINGS
from audits.imports import ANY_FINDINGS
from audits.models import CorrectiveAction, Finding
from jlis_gov.importing.steps import read_kind
from records import journal
from records.imports import Choice, Mode, Options, Verdict, carry_out, grids, plan
from tests.exported import body_of
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    DocumentRequestFactory,
    DueDateExtensionFactory,
    FindingCategoryFactory,
    FindingClassificationFactory,
    FindingFactory,
    FollowUpFactory,
    RequestStepFactory,
    RiskAcceptanceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2018, 1, 10)
NOT_BROUGHT_IN = {"ID", "公表・非公表", "対応状況"}  # a new record has its own, and is a draft


def read_in(text, mode=Mode.UPDATE, name="findings.csv", **options):
    """The plan of a table, and the findings that were written."""
    given = read_kind("findings", grids(BytesIO(text.encode("utf-8-sig")), name), Choice())
    found = plan(given.table, given.rows, Options(2016, "held", today=TODAY, **options))
    with journal.change(actor="test", reason="一括登録"):
        return found, carry_out(found, mode)


def exported(client, query=""):
    path = f"/findings/?_export=csv&_shape=machine&as_of=2018-01-10{query}"
    return body_of(client.get(path)).decode("utf-8-sig")


def told(text):
    """What a file says beside that which is never brought in, whatever the order of its rows."""
    rows = csv.DictReader(StringIO(text, newline=""))
    return sorted(
        tuple((key, value) for key, value in row.items() if key not in NOT_BROUGHT_IN)
        for row in rows
    )


def emptied():
    """Delete all findings, as a register is that has none yet."""
    with connection.cursor() as cursor, journal.change(actor="test"):
        for finding in Finding.objects.order_by("-pk"):
            cursor.execute("UPDATE audits_finding SET repeats_id = NULL")
            finding.delete()
    assert not Finding.objects.exists()


@pytest.fixture
def audit():
    audit = AuditFactory(schedule_text="平成29年２月８日", subject="", theme="")
    AuditClassificationFactory(audit=audit, type__name="PMS内部監査", type__short_name="PMS")
    return audit


@pytest.fixture
def findings(audit):
    """Two findings that have something in every field and part between them."""
    department = DepartmentFactory(name="情報処理部")
    first = FindingFactory(audit=audit, number=1, summary="台帳がない。", found_on=date(2017, 2, 8))
    full = FindingFactory(
        audit=audit,
        number=2,
        reference="2016-内-90",
        title="入退室記録の不備",
        summary="承認の印がない。",
        criteria="入退室管理規程",
        clause="第５条",
        deficiency="operation",
        cause="様式に承認欄がない",
        effect="不正な入室を見逃す",
        evidence="入退室記録",
        recommendation="様式を改める",
        similar_cases="他の部門にはない",
        owner="情報処理部長",
        grade="major",
        department=department,
        found_on=date(2017, 2, 8),
        due_on=date(2017, 3, 31),
        response="partly",
        answer="様式を改めます。",
        answered_on=date(2017, 2, 20),
        answered_by="情報処理部長",
        is_repeat=True,
        repeats=first,
        closed_on=date(2017, 12, 20),
        closing_reason="一つの処置が残るため",
    )
    for role, name in (("cause", "手順の未整備"), ("cause", "周知の不足"), ("theme", "入退室")):
        category = FindingCategoryFactory(role=role, name=name)
        FindingClassificationFactory(finding=full, category=category)
    DueDateExtensionFactory(finding=full)
    CorrectiveActionFactory(
        finding=full,
        order=1,
        kind="corrective",
        description="様式の改正",
        responsible="総務課長",
        planned_for=date(2017, 3, 10),
        completed_on=date(2017, 3, 10),
        evidence="改正後の様式",
        effectiveness_checked_on=date(2017, 5, 8),
        was_effective=True,
        checked_by="監査室長",
        checker_department=DepartmentFactory(name="監査室"),
        check_method="閲覧",
        check_evidence="点検表",
        independence_reason="念のため",
    )
    CorrectiveActionFactory(finding=full, order=2, description="研修")
    RiskAcceptanceFactory(finding=full, reviewed_on=date(2017, 10, 1), result="ended")
    FollowUpFactory(finding=full, audit=AuditFactory(schedule_text="平成29年９月６日"))
    return first, full


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_heading_of_the_lists_own_files_is_read(language):
    derived = {"ja": {"対応状況", "期限"}, "en": {"State", "Due on"}}[language]
    with translation.override(language):
        labels = {str(one.label) for column in FINDINGS for one in column.for_machines()}
    spec = ANY_FINDINGS.spec
    assert {label for label in labels if spec.column(label) is None} == derived


def test_file_of_the_list_changes_nothing_where_all_is_kept(admin_client, findings):
    found, saved = read_in(exported(admin_client))
    assert [item.verdict for item in found.items] == [Verdict.UNCHANGED] * 3
    assert saved == []


def test_file_of_the_list_brings_back_all_that_it_shows(admin_client, findings):
    before = exported(admin_client)
    emptied()
    found, _saved = read_in(before)
    assert [item.problems for item in found.items] == [()] * 3
    assert Finding.objects.get(number=2).repeats == Finding.objects.get(number=1)
    assert told(exported(admin_client)) == told(before)


def test_english_workbook_brings_back_the_same(admin_client, findings):
    before = exported(admin_client)
    answer = admin_client.get("/en/findings/?_export=xlsx&_shape=machine&as_of=2018-01-10")
    workbook = body_of(answer)
    emptied()
    given = read_kind("findings", grids(BytesIO(workbook), "findings.xlsx"), Choice())
    found = plan(given.table, given.rows, Options(2016, "held", today=TODAY))
    assert [item.problems for item in found.items] == [()] * 3
    with journal.change(actor="test", reason="一括登録"):
        carry_out(found, Mode.STOP)
    assert told(exported(admin_client)) == told(before)


HEADS = "監査名,担当部門,指摘内容,区分,指摘日,改善期限,改善措置,措置日,原因区分\n"


def test_offices_own_table_is_read_with_actions_below_each_other(audit):
    DepartmentFactory(name="情報処理部")
    FindingCategoryFactory(name="手順の未整備")
    rows = (
        "PMS内部監査,情報処理部,承認の印がない。,軽微な不適合,H29.2.8,平成29年３月31日,様式の改正,H29.3.10,手順の未整備\n"
        ",,,,,,研修,,\n"
        ",情報処理部,台帳がない。,観察事項,,,,,\n"
    )
    _found, saved = read_in(HEADS + rows)
    assert len({one.pk for one in saved}) == 2
    first, second = Finding.objects.order_by("number")
    assert (first.found_on, first.due_on) == (date(2017, 2, 8), date(2017, 3, 31))
    actions = [(one.order, one.description) for one in CorrectiveAction.objects.all()]
    assert actions == [(1, "様式の改正"), (2, "研修")]
    assert first.categories("cause") == ["手順の未整備"]
    assert (second.grade, second.found_on, second.life) == ("observation", None, "draft")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("総務監査,,記録がない。,観察事項,,,,,", "この年度に監査「総務監査」"),
        ("PMS内部監査,総務部,記録がない。,観察事項,,,,,", "総務部"),
        ("PMS内部監査,,記録がない。,中程度,,,,,", "「中程度」"),
        ("PMS内部監査,,,観察事項,,,,,", "判定区分と指摘事項"),
        ("PMS内部監査,,記録がない。,観察事項,H29.2.7,,,,", "監査"),
        ("PMS内部監査,,記録がない。,観察事項,平成29年２月,,,,", "平成29年２月"),
        ("PMS内部監査,,記録がない。,観察事項,H29.2.8,,研修,H29.2.7,", "指摘日以後"),
        ("PMS内部監査,,記録がない。,観察事項,H29.2.8,,研修,H30.1.11,", "将来の日付"),
        ("PMS内部監査,,記録がない。,観察事項,H29.2.8,H29.2.7,,,", "指摘日"),
        ("PMS内部監査,,記録がない。,観察事項,,,,,不明", "「不明」"),
    ],
)
def test_what_contradicts_is_an_error_and_nothing_is_written(audit, row, message):
    DepartmentFactory(name="情報処理部")
    found, saved = read_in(f"{HEADS}{row}\n")
    [item] = found.items
    assert item.verdict == Verdict.ERROR
    assert message in " ".join(str(problem.message) for problem in item.problems)
    assert saved == []


def test_extension_that_contradicts_is_told_by_its_cell(audit):
    head = "監査名,指摘内容,区分,指摘日,当初の期限,延長後の期限,延長を認めた日,延長の理由\n"
    row = "PMS内部監査,記録がない。,観察事項,H29.2.8,H29.3.31,"
    for cells, columns in (
        ("H29.4.28,,改正待ち\n,,,,,H29.5.31,H29.4.20,改正待ち", ["extensions.granted_on"]),
        ("H29.3.31,H29.3.20,改正待ち", ["extensions.due_on"]),  # no later than what it extends
        ("H29.4.28,H29.2.7,改正待ち", ["extensions.granted_on"]),  # before the finding was made
    ):
        found, saved = read_in(f"{head}{row}{cells}\n")
        assert {item.verdict for item in found.items} == {Verdict.ERROR}, cells
        assert [problem.column for problem in found.items[0].problems] == columns, cells
        assert saved == []


def test_check_by_the_doer_and_closing_with_what_is_open_are_told(audit):
    department = DepartmentFactory(name="情報処理部")
    request = DocumentRequestFactory(audit=audit, department=department, number=7)
    RequestStepFactory(request=request, taken_on=date(2017, 2, 1))
    head = (
        "監査名,担当部門,指摘内容,区分,指摘日,完了日,"
        "是正処置,実施責任者,措置日,確認日,有効性,確認者\n"
    )
    done = "研修,総務課長,H29.3.10,H29.3.20,有効"
    for cells, column, words in (
        (f",{done},総務 課長", "corrective_actions.independence_reason", "確認者"),  # the doer
        (",研修,,H29.2.7,,,", "corrective_actions.completed_on", "指摘日以後"),
        ("H29.3.31,研修,総務課長,H29.3.10,,,", "", "是正処置"),  # not checked
        (f"H29.3.31,{done},監査室長", "", "№7"),  # asked of the department, not accepted
    ):
        row = f"PMS内部監査,情報処理部,記録がない。,観察事項,H29.2.8,{cells}\n"
        found, saved = read_in(head + row)
        problem = found.items[0].problems[0]
        assert (problem.column, words in str(problem.message)) == (column, True), problem
        assert saved == []
    assert not Finding.objects.exists()


def test_row_without_a_finding_that_says_something_else_is_an_error_not_lost(audit):
    rows = "PMS内部監査,,記録がない。,観察事項,,,,,\n,,,重大な不適合,,,研修,,\n"
    found, _saved = read_in(HEADS + rows, mode=Mode.STOP)
    assert [item.verdict for item in found.items] == [Verdict.NEW, Verdict.ERROR]
    assert not Finding.objects.exists()


def test_audit_of_a_name_that_several_have_must_be_told(audit):
    other = AuditFactory(schedule_text="平成29年３月１日", subject="", theme="")
    AuditClassificationFactory(audit=other, type=audit.types[0])
    head, row = "監査名,監査実施日,指摘内容,区分\n", "PMS内部監査,{},記録がない。,観察事項\n"
    found, _saved = read_in(head + row.format(""))
    message = str(found.items[0].problems[0].message)
    assert "平成29年２月８日" in message
    assert "平成29年３月１日" in message
    found, _saved = read_in(head + row.format("平成29年４月１日"))
    assert found.items[0].verdict == Verdict.ERROR
    _found, [saved] = read_in(head + row.format("平成29年３月１日"))
    assert saved.audit == other


def test_finding_of_an_unlikely_day_is_told_before_it_is_brought_in(audit):
    row = "PMS内部監査,,記録がない。,観察事項,H29.3.1,,,,\n"
    found, _saved = read_in(HEADS + row, mode=Mode.STOP)
    assert "平成29年３月１日" in " ".join(map(str, found.items[0].notes))


def test_files_of_three_findings_ask_as_often_as_of_one(admin_client, findings):
    def asked():
        with CaptureQueriesContext(connection) as found:
            exported(admin_client)
        return len(found)

    asked()
    few = asked()
    for _ in range(2):
        CorrectiveActionFactory(finding=FindingFactory(found_on=date(2017, 2, 8)))
    assert asked() == few
