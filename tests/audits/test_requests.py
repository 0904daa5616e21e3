"""Requests for documents: who may read them, and how they are sent, submitted, checked, copied."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from audits.admin.request_pages import requests_address
from audits.documents import notice
from audits.models import DocumentRequest
from audits.requests import asked_of, send
from organization.models import Contact
from records import journal
from records.base import Life
from records.history import publication
from records.journal.models import JournalEntry
from records.papers import verify
from tests import factories
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2016, 10, 3), date(2016, 10, 14)
LIST, ASKED = "/requests/", "/requests/assigned/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def audit(office):
    audit = factories.AuditFactory(subject="委託先の監督", internal=True, status="planned")
    factories.AuditTargetFactory(audit=audit, department=office)
    return audit


@pytest.fixture
def asked(audit, office):
    """A line that is not sent yet."""
    return make(audit, office, title="委託先の監督の記録", draft=True)


def make(audit, department, sent_on=None, **values):
    values = {"number": 1, "due_on": DUE} | values
    request = factories.DocumentRequestFactory(audit=audit, department=department, **values)
    if sent_on:
        factories.RequestStepFactory(request=request, order=1, taken_on=sent_on)
    return DocumentRequest.objects.get(pk=request.pk)


def account(*rights, department=None, **values):
    user = factories.UserFactory(**values)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    if department:
        Contact.objects.create(user=user, department=department)
    return user


def contact_of(department, **values):
    return account("read_as_contact", "submit_documentrequest", department=department, **values)


@pytest.fixture
def contact(office):
    named = {"first_name": "花子", "last_name": "田中", "email": "tanto@example.org"}
    return contact_of(office, username="tanto", **named)


def sign_in(client, user):
    client.force_login(user)
    return client


# Sending


def test_lines_of_an_audit_are_sent_at_once_in_one_change_and_contacts_are_mailed(
    admin_client, audit, asked, office, contact
):
    make(audit, office, number=2, title="入退室の記録", due_on=None, draft=True)
    before = JournalEntry.objects.count()
    page = f"/admin/audits/documentrequest/of/{audit.pk}/send/"
    seen = admin_client.get(page).context["form"]["seen"].value()
    sent = {"sent_on": "平成28年10月３日", "due_on": "H28.10.21", "seen": seen}
    assert admin_client.post(page, sent).status_code == 302
    first, second = DocumentRequest.objects.order_by("number")
    assert [first.life, second.life] == [Life.REGISTERED] * 2
    assert [first.due_on, second.due_on] == [DUE, date(2016, 10, 21)]
    assert [one.state(TODAY) for one in (first, second)] == ["sent", "sent"]
    entries = JournalEntry.objects.order_by("sequence")[before:]
    assert len(entries) == 2
    assert len({(one.request, one.reason, one.at) for one in entries}) == 1
    [message] = mail.outbox
    assert message.to == ["tanto@example.org"]
    assert message.subject == "【資料依頼：２件】委託先の監督"
    for text in ("委託先の監督の記録", "入退室の記録", "平成28年10月14日（あと11日）", ASKED):
        assert text in message.body


def test_nothing_is_sent_where_a_line_cannot_be_and_each_such_line_is_named(
    admin_client, audit, asked
):
    make(audit, None, number=2, draft=True)
    page = f"/admin/audits/documentrequest/of/{audit.pk}/send/"
    seen = admin_client.get(page).context["form"]["seen"].value()
    response = admin_client.post(page, {"sent_on": "2016-10-15", "seen": seen})
    assert "将来の日付です" in response.text  # that day lies ahead
    response = admin_client.post(page, {"sent_on": "2016-10-03", "seen": seen})
    assert "№2" in response.text
    assert "№1" not in str(response.context["form"].non_field_errors())
    assert set(DocumentRequest.objects.values_list("life", flat=True)) == {Life.DRAFT}
    assert mail.outbox == []


def test_line_added_meanwhile_is_not_sent_unseen(admin_client, audit, asked, office):
    page = f"/admin/audits/documentrequest/of/{audit.pk}/send/"
    seen = admin_client.get(page).context["form"]["seen"].value()
    make(audit, office, number=2, draft=True)
    response = admin_client.post(page, {"sent_on": "2016-10-03", "seen": seen})
    assert response.status_code == 200
    assert set(DocumentRequest.objects.values_list("life", flat=True)) == {Life.DRAFT}
    again = response.context["form"]["seen"].value()
    assert admin_client.post(page, {"sent_on": "2016-10-03", "seen": again}).status_code == 302


def test_nothing_is_requested_for_an_audit_that_is_a_draft(office, admin_user):
    audit = factories.AuditFactory(draft=True, status="planned")
    make(audit, office, draft=True)
    with journal.change(actor="test"), pytest.raises(ValidationError):
        send(audit=audit, on=TODAY, due_on=None, by=admin_user)


def test_request_is_sent_and_neither_approved_nor_published(asked, audit, office):
    with journal.change(actor="test"), pytest.raises(ValidationError):
        publication.approve(record=asked, decision_number="決裁第１号")
    sent = make(audit, office, number=2, sent_on=TODAY)
    with journal.change(actor="test"), pytest.raises(ValidationError):
        publication.publish(record=sent)
    assert not DocumentRequest.objects.awaiting_approval().exists()


# Reading


def test_contact_sees_what_was_sent_to_its_departments_alone(client, audit, asked, office, contact):
    other = factories.DepartmentFactory(name="監査対象外部")
    mine = make(audit, office, number=2, title="自部門", sent_on=TODAY)
    theirs = make(audit, other, number=3, title="他部門", sent_on=TODAY)
    withdrawn = make(audit, office, number=4, title="送らず取下げ", life=Life.WITHDRAWN)
    sign_in(client, contact)
    for path in (ASKED, LIST, f"/audits/{audit.uid}/requests/", f"{LIST}?_export=csv"):
        response = client.get(path)
        text = b"".join(response).decode() if response.streaming else response.text
        assert "自部門" in text, path
        for hidden in ("委託先の監督の記録", "他部門", "送らず取下げ"):
            assert hidden not in text, path
    assert client.get(mine.get_absolute_url()).status_code == 200
    for hidden in (asked, theirs, withdrawn):
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get(f"{LIST}{hidden.uid}/submit/").status_code == 404


def test_department_that_is_asked_may_read_the_audit_though_it_is_no_target(client, audit):
    other = factories.DepartmentFactory()
    sign_in(client, contact_of(other))
    assert client.get(audit.get_absolute_url()).status_code == 404
    make(audit, other, sent_on=TODAY)
    assert client.get(audit.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rights", [(), ("view_audit", "view_finding", "view_meeting")])
def test_others_do_not_learn_that_anything_was_requested(client, audit, office, rights):
    request = make(audit, office, title="委託先の監督の記録", sent_on=TODAY)
    sign_in(client, account(*rights))
    for path in (LIST, request.get_absolute_url(), ASKED, f"/audits/{audit.uid}/requests/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/evidence/requests/").status_code == 404
    for path in ("/", "/my-work/", "/search/?q=委託先の監督の記録", f"/audits/{audit.uid}/"):
        text = client.get(path).text.replace("?q=委託先の監督の記録", "")
        assert "資料依頼" not in text, path
        assert str(request.uid) not in text, path


# Submitting


def test_contact_submits_and_the_office_returns_and_accepts(client, admin_client, audit, contact):
    request = make(audit, contact.contacts.get().department, sent_on=TODAY)
    sign_in(client, contact)
    typed = {"version": request.version, "words": "台帳の写しです。"}
    assert client.post(f"{LIST}{request.uid}/submit/", typed).status_code == 302
    assert request.state(TODAY) == "submitted"
    step = request.steps.last()
    assert (step.taken_by, step.words) == ("田中 花子", "台帳の写しです。")
    page = client.get(ASKED).text
    assert "提出済（ファイルなし）" in page
    assert "台帳の写しです。" in page
    entry = JournalEntry.objects.last()
    assert (entry.actor, entry.record_uid) == ("tanto", request.uid)

    check = f"/admin/audits/documentrequest/{request.pk}/check/"
    version = admin_client.get(check).context["form"]["version"].value()
    refused = admin_client.post(check, {"version": version, "decision": "returned"})
    assert refused.status_code == 200
    assert "words" in refused.context["form"].errors
    returned = {"decision": "returned", "words": "８月分がありません。", "due_on": "H28.10.21"}
    assert admin_client.post(check, {"version": version} | returned).status_code == 302
    assert request.state(TODAY) == "returned"
    assert request.due(TODAY) == date(2016, 10, 21)
    assert "８月分がありません。" in client.get(ASKED).text

    version = DocumentRequest.objects.get().version
    again = {"version": version, "words": "８月分を加えました。"}
    assert client.post(f"{LIST}{request.uid}/submit/", again).status_code == 302
    version = admin_client.get(check).context["form"]["version"].value()
    accepted = {"version": version, "decision": "accepted"}
    assert admin_client.post(check, accepted).status_code == 302
    assert request.state(TODAY) == "accepted"
    assert "台帳" not in client.get(ASKED).text


def pdf(name="台帳.pdf", content=b"%PDF-1.4 1"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_file_of_the_same_name_is_the_next_version_and_any_other_one_more(
    client, audit, office, contact
):
    request = make(audit, office, sent_on=TODAY)
    page = f"{LIST}{request.uid}/submit/"
    sign_in(client, contact)
    first = {"version": request.version, "file_1": pdf(), "file_3": pdf("点検表.pdf")}
    assert client.post(page, first).status_code == 302
    assert "提出済" in (page_of_all := client.get(ASKED).text)
    assert "ファイルなし" not in page_of_all
    version = DocumentRequest.objects.get().version
    assert client.post(page, {"version": version, "file_2": pdf(content=b"%PDF-1.4 2")})
    kept = request.papers.order_by("order", "version")
    assert [(one.original_name, one.version) for one in kept] == [
        ("台帳.pdf", 1),
        ("台帳.pdf", 2),
        ("点検表.pdf", 1),
    ]
    assert {one.uploaded_by for one in kept} == {"tanto"}
    for one in kept:
        assert client.get(f"/{one.file.name}").status_code == 200
    sign_in(client, contact_of(factories.DepartmentFactory()))
    for one in kept:
        assert client.get(f"/{one.file.name}").status_code == 404
    assert verify().faults == []


@pytest.mark.parametrize(
    "wrong",
    [pdf("台帳.exe", b"MZ"), pdf("台帳.pdf", b"GIF89a"), pdf("空.pdf", b"")],
    ids=["a program", "no PDF", "empty"],
)
def test_chosen_file_survives_the_refusal_of_another(client, audit, office, contact, wrong):
    request = make(audit, office, sent_on=TODAY)
    page = f"{LIST}{request.uid}/submit/"
    sign_in(client, contact)
    sent = {"version": request.version, "words": "台帳です。", "file_1": pdf("点検表.pdf")}
    response = client.post(page, sent | {"file_2": wrong})
    assert response.status_code == 400
    assert not request.papers.exists()
    assert request.steps.count() == 1
    assert "台帳です。" in response.text
    [token] = re.findall(r'name="file_1-kept" value="([^"]+)"', response.text)
    again = {"version": request.version, "words": "台帳です。", "file_1-kept": token}
    assert client.post(page, again).status_code == 302
    assert request.papers.get().original_name == "点検表.pdf"


def test_what_was_typed_survives_a_change_made_meanwhile(client, audit, office, contact):
    request = make(audit, office, sent_on=TODAY)
    with journal.change(actor="監査室"):
        request.remarks = "写しで足ります。"
        request.save()
    sign_in(client, contact)
    typed = {"version": request.version, "words": "台帳の写しです。"}
    response = client.post(f"{LIST}{request.uid}/submit/", typed)
    assert response.status_code == 409
    assert "台帳の写しです。" in response.text
    [(_audit, [line])] = response.context["audits"]
    again = {"version": line.form["version"].value(), "words": "台帳の写しです。"}
    assert client.post(f"{LIST}{request.uid}/submit/", again).status_code == 302


def test_nothing_at_all_is_not_submitted(client, audit, office, contact):
    request = make(audit, office, sent_on=TODAY)
    sign_in(client, contact)
    response = client.post(f"{LIST}{request.uid}/submit/", {"version": request.version})
    assert response.status_code == 400
    assert request.steps.count() == 1


def test_accepted_documents_are_not_submitted_again(client, audit, office, contact):
    request = make(audit, office, sent_on=TODAY)
    for order, kind in enumerate(("submitted", "accepted"), 2):
        factories.RequestStepFactory(request=request, order=order, kind=kind, taken_on=TODAY)
    version = DocumentRequest.objects.get().version
    sign_in(client, contact)
    typed = {"version": version, "words": "もう一度"}
    assert client.post(f"{LIST}{request.uid}/submit/", typed).status_code == 400
    assert request.steps.count() == 3


def test_without_the_right_a_contact_is_asked_nothing(audit, office):
    make(audit, office, sent_on=TODAY)
    assert not asked_of(account("read_as_contact", department=office)).exists()


# The office's forms


def test_step_that_came_on_paper_is_entered_and_one_out_of_order_refused(
    admin_client, audit, office
):
    request = make(audit, office, sent_on=TODAY)
    step = {"kind": "accepted", "taken_on": "2016-10-03"}
    refused = submit(admin_client, address_of(request), rows("steps", step, before=1))
    assert "確認" in complaints(refused)
    step = {"kind": "submitted", "taken_on": "2016-10-03", "taken_by": "情報処理部 田中"}
    assert_accepted(submit(admin_client, address_of(request), rows("steps", step, before=1)))
    assert request.state(TODAY) == "submitted"


def test_new_line_counts_on_in_its_audit(admin_client, audit, asked):
    page = f"/admin/audits/documentrequest/add/?audit={audit.pk}"
    typed = {"title": "入退室の記録", "due_on": "H28.10.14"}
    added = submit(admin_client, page, typed)
    assert DocumentRequest.objects.get(title="入退室の記録").number == 2
    assert added.headers["Location"] == requests_address(audit)  # where the lines are sent from


def test_lines_of_the_last_audit_of_the_type_are_copied_without_its_days(
    admin_client, audit, office
):
    kind = factories.AuditTypeFactory()
    last = factories.AuditFactory(
        subject="前年度", fiscal_year=2015, schedule_text="平成27年11月９日"
    )
    for one in (audit, last):
        factories.AuditClassificationFactory(audit=one, type=kind)
    make(
        last,
        office,
        title="委託先の監督の記録",
        period="平成27年４月～９月",
        contact="田中",
        sent_on=TODAY,
    )
    make(last, office, number=2, title="点検表", period="４月～９月", medium="PDF")
    make(audit, office, title="点検表", draft=True)
    page = f"/admin/audits/documentrequest/of/{audit.pk}/copy/"
    form = admin_client.get(page).context["form"]
    [first] = form.ticked  # what is asked already is not ticked
    assert admin_client.post(page, {"chosen_rows": [first]}).status_code == 302
    copied = DocumentRequest.objects.get(audit=audit, number=2)
    assert (copied.title, copied.department) == ("委託先の監督の記録", office)
    assert (copied.period, copied.contact, copied.due_on) == ("", "", None)
    assert (copied.life, copied.steps.count()) == (Life.DRAFT, 0)


# Lists


def test_page_of_an_audit_counts_what_is_missing_by_department(admin_client, audit, office):
    make(audit, office, sent_on=TODAY, due_on=date(2016, 10, 3))
    submitted = make(audit, office, number=2, sent_on=TODAY)
    factories.RequestStepFactory(request=submitted, order=2, kind="submitted", taken_on=TODAY)
    make(audit, None, number=3, draft=True)
    page = admin_client.get(f"/audits/{audit.uid}/requests/?as_of=2016-10-04")
    shown = [
        (row.department, [count for _label, count in row.labelled], row.late)
        for row in page.context["progress"]
    ]
    assert shown == [
        ("情報処理部", [0, 1, 1, 0, 0], 1),
        ("部門未定", [1, 0, 0, 0, 0], 0),
        ("計", [1, 1, 1, 0, 0], 1),
    ]
    assert "▲ 未提出（期限超過）" in page.text


def test_lists_ask_as_often_for_three_requests_as_for_one(admin_client, audit, office, contact):
    paths = (LIST, f"/audits/{audit.uid}/requests/", "/admin/audits/documentrequest/", "/my-work/")

    def queries():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert admin_client.get(path).status_code == 200
            found.append(len(asked))
        return found

    def one(number):
        audit = factories.AuditFactory(subject=f"業務{number}", internal=True)
        make(audit, factories.DepartmentFactory(), number=number, sent_on=TODAY)
        make(paths_audit, factories.DepartmentFactory(), number=number, sent_on=TODAY)

    paths_audit = audit
    queries()
    one(1)
    before = queries()  # the count of one's own work is kept until something changes
    one(2)
    one(3)
    assert queries() == before


@pytest.mark.parametrize("name", ["docx", "xlsx", "csv", "json"])
def test_official_list_is_taken_away_in_every_format(admin_client, audit, office, name):
    make(audit, office, title="委託先の監督の記録", sent_on=TODAY, contact="総務課　田中")
    answer = admin_client.get(f"/audits/{audit.uid}/requests/?_export={name}")
    assert answer.status_code == 200
    body = b"".join(answer) if answer.streaming else answer.content
    if name != "docx":
        return
    document = Document(BytesIO(body))
    above = [paragraph.text for paragraph in document.paragraphs[:3]]
    assert above == [
        "依頼資料一覧",
        "監査: 委託先の監督（平成28年11月８日）",
        "基準日: 平成28年10月３日",
    ]
    head, row = ([cell.text for cell in row.cells] for row in document.tables[0].rows)
    assert head == [
        *("№", "依頼資料名", "対象期間・基準日", "様式・媒体", "提出部門・担当"),
        *("提出期限", "受領日", "状態", "備考"),
    ]
    assert row == [
        *("1", "委託先の監督の記録", "", "", "情報処理部\n総務課　田中"),
        *("平成28年10月14日\n2016年10月14日", "", "未提出", ""),
    ]


def test_notice_of_the_audit_lists_what_is_requested(audit, asked):
    [line] = notice.values(audit, with_drafts=True)["依頼資料"]
    assert line == {
        **dict.fromkeys(notice.REQUESTS, ""),
        "番号": "1",
        "依頼資料名": "委託先の監督の記録",
        "提出部門": "情報処理部",
        "提出期限": "平成28年10月14日",
    }
    assert notice.values(audit, with_drafts=False)["依頼資料"] == []


def test_page_of_the_audit_leads_to_what_was_requested(
    client, admin_client, audit, office, contact
):
    make(audit, office, sent_on=TODAY)
    make(audit, factories.DepartmentFactory(), number=2, sent_on=TODAY)
    page = f"/audits/{audit.uid}/"
    assert admin_client.get(page).context["requested"] == 2
    sign_in(client, contact)
    assert client.get(page).context["requested"] == 1
    sign_in(client, account("view_audit"))
    assert client.get(page).context["requested"] == 0


# Closing a finding


def finding_to_close(audit, department):
    """A finding whose action was checked effective, and what a clerk types to close it."""
    finding = factories.FindingFactory(
        audit=audit, department=department, found_on=date(2016, 9, 1), internal=True
    )
    factories.CorrectiveActionFactory(
        finding=finding,
        completed_on=date(2016, 9, 20),
        effectiveness_checked_on=date(2016, 9, 30),
        was_effective=True,
    )
    return finding


@pytest.fixture
def past_audit(office):
    audit = factories.AuditFactory(schedule_text="平成28年８月８日", internal=True)
    factories.AuditTargetFactory(audit=audit, department=office)
    return audit


def test_finding_is_not_closed_silently_while_its_department_owes_documents(
    admin_client, past_audit, office
):
    finding = finding_to_close(past_audit, office)
    section = factories.DepartmentFactory(parent_department=office)
    request = make(past_audit, section, sent_on=date(2016, 9, 1))
    closing = {"closed_on": "2016-10-03"}
    refused = submit(admin_client, address_of(finding), closing)
    assert "№1" in complaints(refused)
    factories.RequestStepFactory(request=request, order=2, kind="submitted", taken_on=TODAY)
    refused = submit(admin_client, address_of(finding), closing)
    assert "№1" in complaints(refused)
    factories.RequestStepFactory(request=request, order=3, kind="accepted", taken_on=TODAY)
    assert_accepted(submit(admin_client, address_of(finding), closing))


def test_finding_is_closed_with_a_reason_or_whatever_others_owe(admin_client, past_audit, office):
    make(past_audit, factories.DepartmentFactory(), sent_on=date(2016, 9, 1))
    make(past_audit, office, number=2, draft=True)
    finding = finding_to_close(past_audit, office)
    assert_accepted(submit(admin_client, address_of(finding), {"closed_on": "2016-10-03"}))
    make(past_audit, office, number=3, sent_on=date(2016, 9, 1))
    other = finding_to_close(past_audit, office)
    closing = {"closed_on": "2016-10-03", "closing_reason": "業務の廃止"}
    assert_accepted(submit(admin_client, address_of(other), closing))
