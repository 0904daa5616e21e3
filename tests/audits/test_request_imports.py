"""Requests for documents brought in: their list's own files without a loss, and any table."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core import mail
from django.utils import translation

from audits.imports import ANY_REQUESTS
from audits.models import DocumentRequest
from audits.request_columns import REQUESTS
from jlis_gov.importing.steps import read_kind
from records import journal
from records.imports import Choice, Mode, Options, Verdict, carry_out, grids, plan
from tests.exported import body_of
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    DepartmentFactory,
    DocumentRequestFactory,
    RequestStepFactory,
)

pytestmark = pytest.mark.django_db
NOT_BROUGHT_IN = {"ID"}  # a new record has its own
DERIVED = {
    "ja": {"延長後の提出期限", "受領日", "状態"},
    "en": {"Submission due as extended", "Received on", "State"},
}


def read_in(text, mode=Mode.UPDATE):
    """The plan of a table, and the requests that were written."""
    given = read_kind("requests", grids(BytesIO(text.encode("utf-8-sig")), "a.csv"), Choice())
    options = Options(2016, "held", today=date(2018, 1, 10))
    found = plan(given.table, given.rows, options)
    with journal.change(actor="test", reason="一括登録"):
        return found, carry_out(found, mode)


def told(text):
    """What a file says beside that which is never brought in."""
    rows = csv.DictReader(StringIO(text, newline=""))
    return [{key: value for key, value in row.items() if key not in NOT_BROUGHT_IN} for row in rows]


def exported(client):
    answer = client.get("/requests/?_export=csv&_shape=machine&sort=number&as_of=2018-01-10")
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
def requests(audit):
    """A request that was returned and is not settled, and one that was not sent yet."""
    department = DepartmentFactory(name="情報処理部")
    sent = DocumentRequestFactory(
        audit=audit,
        number=1,
        title="委託先の監督の記録",
        period="平成28年４月～９月",
        medium="PDF",
        department=department,
        contact="総務課 田中",
        due_on=date(2017, 1, 20),
        remarks="原本も閲覧します。",
    )
    steps = (
        ("sent", date(2017, 1, 5), "監査 太郎", "", None),
        ("submitted", date(2017, 1, 19), "田中 一郎", "別紙も送ります。", None),
        ("returned", date(2017, 1, 20), "監査 太郎", "別紙がありません。", date(2017, 1, 27)),
    )
    for order, (kind, day, by, words, due) in enumerate(steps, start=1):
        RequestStepFactory(
            request=sent, order=order, kind=kind, taken_on=day, taken_by=by, words=words, due_on=due
        )
    unsent = DocumentRequestFactory(
        audit=audit, number=2, title="入退室の記録", department=None, life="draft"
    )
    return sent, unsent


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_heading_of_the_lists_own_files_is_read(language):
    with translation.override(language):
        labels = {str(one.label) for column in REQUESTS for one in column.for_machines()}
    spec = ANY_REQUESTS.spec
    assert {label for label in labels if spec.column(label) is None} == DERIVED[language]


def test_file_of_the_list_changes_nothing_where_all_is_kept(admin_client, requests):
    found, saved = read_in(exported(admin_client))
    assert [item.verdict for item in found.items] == [Verdict.UNCHANGED] * 4
    assert saved == []


def test_file_of_the_list_brings_back_each_with_its_steps(admin_client, requests):
    before = exported(admin_client)
    with journal.change(actor="test"):
        for request in DocumentRequest.objects.all():
            request.delete()
    found, _saved = read_in(before)
    assert problems(found) == []
    lives = dict(DocumentRequest.objects.values_list("number", "life"))
    assert lives == {1: "registered", 2: "draft"}
    assert told(exported(admin_client)) == told(before)
    assert mail.outbox == []


def test_offices_own_list_comes_in_as_drafts(audit):
    department = DepartmentFactory(name="情報処理部")
    head = "監査名,№,資料名,提出部門,担当者,提出期限,受領日\n"
    rows = "PMS内部監査,5,契約書,情報処理部,田中,H29.1.20,\n,,台帳,,,,\n"
    found, _saved = read_in(head + rows)
    assert problems(found) == []
    first, second = DocumentRequest.objects.order_by("number")
    assert (first.number, first.department, first.due_on) == (5, department, date(2017, 1, 20))
    assert (second.number, second.title, second.department) == (6, "台帳", None)
    assert {first.life, second.life} == {"draft"}


def test_step_that_a_table_adds_changes_a_kept_request(requests):
    head = "監査,№,依頼資料名,経過: 経過,経過: 年月日\n"
    steps = ("送付,H29.1.5", "提出,H29.1.19", "差戻し,H29.1.20", "提出,H29.1.26")
    rows = "".join(f"PMS内部監査,1,委託先の監督の記録,{step}\n" for step in steps)
    found, saved = read_in(head + rows, mode=Mode.SKIP)
    assert [item.verdict for item in found.items] == [Verdict.UNCHANGED] * 3 + [Verdict.CHANGED]
    assert saved == []
    read_in(head + rows)
    kinds = [step.kind for step in requests[0].steps.order_by("order")]
    assert kinds == ["sent", "submitted", "returned", "submitted"]


def test_bad_rows_are_told_by_cell_and_nothing_is_written(audit):
    DepartmentFactory(name="情報処理部")
    head = "監査,№,依頼資料名,部門,提出期限,経過: 経過,経過: 年月日,経過: 備考・差戻しの理由\n"
    rows = (
        "総務監査,1,契約書,情報処理部,H29.1.20,,,\n"
        "PMS内部監査,2,,情報処理部,H29.1.20,,,\n"
        "PMS内部監査,3,台帳,経理部,H29.1.20,,,\n"
        "PMS内部監査,4,名簿,情報処理部,平成29年１月,,,\n"
        "PMS内部監査,5,記録,,H29.1.20,送付,H29.1.5,\n"
        "PMS内部監査,6,日誌,情報処理部,H29.1.20,提出,H29.1.5,\n"
        "PMS内部監査,7,写真,情報処理部,H29.1.4,送付,H29.1.5,\n"
        "PMS内部監査,8,図面,情報処理部,H29.1.20,送付,,\n"
    )
    found, saved = read_in(head + rows)
    assert [column for column, _message in problems(found)] == [
        *("audit", "", "department", "due_on", "", "", "", "steps.taken_on"),
    ]
    told = [message for _column, message in problems(found)]
    for number, words in {1: "依頼資料名を", 2: "経理部", 4: "部門", 5: "提出", 6: "送付"}.items():
        assert words in told[number]
    assert saved == []
    assert not DocumentRequest.objects.exists()
