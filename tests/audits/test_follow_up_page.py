"""The account of follow-up on its page and in its files: who sees it, and what it counts."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from docx import Document
from openpyxl import load_workbook

from audits.documents import FORMS
from audits.models import DocumentType
from organization.models import Contact
from records.documents import require_template
from records.journal.models import JournalEntry
from tests import factories

PAGE = "/findings/follow-up/"
DAY = "2017-05-31"
AT = {"as_of": DAY}
pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return factories.AuditFactory(schedule_text="平成29年２月８日", subject="会計の運用")


@pytest.fixture
def department():
    return factories.DepartmentFactory(slug="kanri", name="管理部")


@pytest.fixture
def findings(audit, department):
    """One completed, one overdue, one repeated without a day, and a draft."""
    found = {"audit": audit, "found_on": date(2017, 2, 8), "internal": True}
    closed = factories.FindingFactory(
        **found, department=department, summary="鍵の管理", closed_on=date(2017, 4, 10),
        closing_reason="業務の廃止",
    )  # fmt: skip
    late = factories.FindingFactory(
        **found, department=department, summary="台帳の不備", due_on=date(2017, 3, 31)
    )
    factories.DueDateExtensionFactory(finding=late, due_on=date(2017, 4, 28))
    again = factories.FindingFactory(audit=audit, internal=True, summary="記録", is_repeat=True)
    factories.FindingFactory(audit=audit, draft=True, summary="起案中の指摘")
    return closed, late, again


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(staff=True))
    return client


def test_nobody_sees_it_who_sees_no_findings(client, findings):
    assert client.get(PAGE).status_code == 404
    client.force_login(factories.UserFactory())
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE, {"_export": "xlsx"}).status_code == 404


def test_contact_is_shown_the_figures_of_the_own_department(client, findings, department):
    factories.FindingFactory(audit=findings[0].audit, department=factories.DepartmentFactory())
    user = factories.UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="read_as_contact"))
    Contact.objects.create(user=user, department=department)
    client.force_login(user)
    response = client.get(PAGE, AT)
    assert response.context["account"].total.count.given == 2
    assert response.context["is_part"]
    assert "記録" not in str(response.context["records"])


def test_each_figure_of_the_page_leads_to_a_list_of_so_many(office, findings):
    context = office.get(f"/en{PAGE}", AT).context
    tables = [context["by_year"], *context["by_subject"]]
    figures = [one for table in tables for row in table.rows for one in row.figures]
    assert len(figures) > 20
    for figure in figures:
        listed = office.get(figure.address)
        assert listed.context["table"].page.paginator.count == figure.number, figure


def test_figures_are_those_of_the_day(office, findings):
    facts = dict(office.get(f"/en{PAGE}", AT).context["total"])
    assert {str(name): figure.number for name, figure in facts.items()} == {
        "Findings": 3,
        "Completed": 1,
        "Not completed": 2,
        "of which overdue": 1,
    }
    before = office.get(PAGE, {"as_of": "平成29年４月９日"}).context["account"]
    assert before.total.count.completed == 0


@pytest.mark.parametrize("day", ["2100-01-01", "いつか", "平成29年３月"])
def test_day_to_come_or_none_is_refused_and_stays_typed(office, findings, day):
    response = office.get(PAGE, {"as_of": day})
    assert response.status_code == 400
    assert response.context["asked"].errors
    assert f'value="{day}"' in response.text
    assert "account" not in response.context


def test_document_has_the_outline_and_the_tables_of_the_form(office, findings):
    document = Document(BytesIO(office.get(PAGE, {**AT, "_export": "docx"}).content))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[:3] == ["指摘事項のフォローアップ状況", "平成29年５月31日現在", "１　概要"]
    headings = [text for text in texts if text[0] in "２３４５"]
    assert headings == [
        *("２　措置が完了したもの", "３　措置が完了していないもの", "４　内訳"),
        "５　リスクを受容しているもの",
    ]
    assert (
        "平成29年５月31日現在、指摘事項は3件である。このうち、措置が完了したものは1件、"
        "措置が完了していないものは2件（うち期限を過ぎているものは1件）である。"
    ) in texts
    assert (
        "指摘した日から完了した日までは、平均61.0日である（両方の日付の記録がある1件の平均）。"
        in texts
    )
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert heads[:3] == [
        ["年度・監査の区分", "指摘", "完了", "未完了", "うち期限超過", "完了率"],
        ["№", "監査名", "部門", "指摘事項", "措置の内容", "完了日"],
        ["№", "監査名", "部門", "指摘事項", "現在の状況・措置状況", "期限", "未完了の理由"],
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]]
    assert rows == [
        ["平成28年度", "2", "1", "1", "1", "50%"],
        ["　内部監査", "2", "1", "1", "1", "50%"],
        ["指摘した日の記録なし", "1", "0", "1", "0", "0%"],
        ["計", "3", "1", "2", "1", "33%"],
    ]
    pending = [[cell.text for cell in row.cells] for row in document.tables[2].rows[1:]]
    assert pending[0][2:] == [
        *("管理部", "台帳の不備", "回答待ち（期限超過）", "平成29年４月28日"),
        "期限延長の理由：機器の納入の遅れ",
    ]
    assert pending[1][2:] == ["", "記録", "回答待ち", "", ""]


def test_template_of_the_office_replaces_the_documents_and_tells_where_it_no_longer_fits(office):
    made = Document()
    made.add_paragraph("{{ 基準日 }}の報告")
    for row in ("{%p for 行 in 表1 %}", "{{ 行.列1 }}={{ 行.列2 }}", "{%p endfor %}"):
        made.add_paragraph(row)
    made.save(content := BytesIO())
    kind, file = DocumentType.FOLLOW_UP, ContentFile(content.getvalue(), name="状況.docx")
    require_template(file, FORMS[kind])
    template = factories.DocumentTemplateFactory(document_type=kind, file=file)
    printed = Document(BytesIO(office.get(PAGE, {**AT, "_export": "docx"}).content))
    assert printed.paragraphs[0].text == "平成29年５月31日現在の報告"
    assert all("=" in one.text for one in printed.paragraphs[1:] if one.text)
    made.add_paragraph("{{ ない項目 }}")
    made.save(content := BytesIO())
    with template.file.storage.open(template.file.name, "wb") as kept:
        kept.write(content.getvalue())
    refused = office.get(PAGE, {**AT, "_export": "docx"})
    assert (refused.status_code, "差し替えるか" in refused.text) == (409, True)
    assert office.get(PAGE, {**AT, "_export": "xlsx"}).status_code == 200


def test_document_of_nothing_says_that_there_is_none(office):
    factories.FindingFactory(found_on=date(2017, 6, 1))
    document = Document(BytesIO(office.get(PAGE, {**AT, "_export": "docx"}).content))
    firsts = [table.rows[1].cells[0].text for table in document.tables]
    assert firsts == ["計", *["該当なし"] * 7]


def test_workbook_holds_the_same_and_that_it_was_taken_is_journalled(office, findings):
    book = load_workbook(BytesIO(office.get(PAGE, {**AT, "_export": "xlsx"}).content))
    sheet = book.worksheets[0]
    assert sheet.title == "第１表"
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"平成28年度", "50%", "指摘した日の記録なし"} <= set(texts)
    assert [sheet.title for sheet in book.worksheets] == [f"第{n}表" for n in "１２３４５６７８"]
    entry = JournalEntry.objects.latest("sequence")
    noted = {"what": "account of follow-up", "as_of": DAY, "format": "xlsx"}
    assert json.loads(entry.payload) == noted


def test_tables_of_findings_say_what_they_leave_out(office, findings, monkeypatch):
    monkeypatch.setattr("audits.follow_up_views.SHOWN", 1)
    (completed, done), (pending, left) = office.get(PAGE, AT).context["records"]
    counts = [office.get(one).context["table"].page.paginator.count for one in (done, left)]
    assert counts == [1, 2]
    assert (len(completed.rows), completed.notes) == (1, ())
    assert (len(pending.rows), pending.notes) == (1, ("ほか1件",))
