"""A document made in the office from its record, registered as sent, and shown to its readers."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from docx import Document

from audits.documents import DOCUMENT_KINDS
from audits.models import DocumentTemplate, DocumentType, IssuedDocument, IssuedPaper
from jlis_gov.accounts import roles
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LETTER = {
    "document_number": "監第12号",
    "dated_on": "平成28年10月３日",
    "addressee": "総務部長",
    "honorific": "殿",
    "sender": "監査室長",
    "seal_omitted": "on",
    "contact": "",
    "distribution": "",
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(client, role):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory(is_staff=role == roles.AUDIT_OFFICE)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def office(client):
    return signed_in(client, roles.AUDIT_OFFICE)


@pytest.fixture
def audit():
    return factories.AuditFactory(subject="入退室管理")


def page_of(record, kind=""):
    link = {"audit": "audit", "finding": "finding", "auditplan": "plan"}[record._meta.model_name]
    address = reverse("admin:audits_issueddocument_make", args=[link, record.pk])
    return f"{address}?document_type={kind}" if kind else address


def read(answer):
    return Document(BytesIO(b"".join(answer.streaming_content)))


def errors(answer):
    return {name: list(texts) for name, texts in answer.context["form"].errors.items()}


def test_audit_leads_to_its_documents_and_proposes_their_letter(office, audit):
    page = office.get(reverse("admin:audits_audit_change", args=[audit.pk]))
    assert page_of(audit) in [address for _name, address in page.context["tools"]]
    page = office.get(page_of(audit, "report"))
    assert page.context["form"].initial["addressee"] == "理事長"
    assert ("対象業務", "入退室管理") in page.context["texts"]
    assert ("監査の目的", "") in page.context["texts"]


def test_document_is_made_with_the_letter_as_typed_and_nothing_is_kept(office, audit):
    answer = office.post(page_of(audit), LETTER)
    assert unquote(answer.headers["Content-Disposition"]).endswith("監査実施通知.docx")
    document = read(answer)
    assert document.tables[0].cell(0, 0).text == "監第12号\n平成28年10月３日"
    assert "総務部長　殿" in [each.text for each in document.paragraphs]
    assert not IssuedDocument.objects.exists()


def test_document_is_registered_with_what_was_made(office, audit):
    office.post(page_of(audit), LETTER | {"decision_number": "決第１号", "_issue": "1"})
    document = IssuedDocument.objects.get()
    paper = IssuedPaper.objects.get()
    assert (document.life, document.audit, document.dated_on, document.decision_number) == (
        *("registered", audit, date(2016, 10, 3), "決第１号"),
    )
    assert (paper.document, paper.kind, paper.title) == (
        *(document, "docx", "監査実施通知（監第12号）"),
    )
    assert len(paper.sha256) == 64


def test_document_is_registered_with_the_file_that_was_sent(office, audit):
    file = SimpleUploadedFile("通知.pdf", b"%PDF-1.4 1")
    said = {"decision_number": "決第１号", "_issue": "1", "file": file}
    office.post(page_of(audit), LETTER | said)
    paper = IssuedPaper.objects.get()
    assert (paper.original_name, paper.kind) == ("通知.pdf", "pdf")


@pytest.mark.parametrize(
    ("left_out", "field"),
    [({"decision_number": ""}, "decision_number"), ({"dated_on": ""}, "__all__")],
)
def test_document_without_its_decision_or_date_is_not_registered(office, audit, left_out, field):
    file = SimpleUploadedFile("通知.pdf", b"%PDF-1.4 1")
    said = {"decision_number": "決第１号", "_issue": "1", "file": file}
    answer = office.post(page_of(audit), LETTER | said | left_out)
    assert set(errors(answer)) == {field}
    assert answer.context["form"]["addressee"].value() == "総務部長"
    assert "通知.pdf" in answer.content.decode()  # it stays chosen
    assert not IssuedDocument.objects.exists()
    assert not IssuedPaper.objects.exists()


def test_wrong_date_is_refused_and_what_was_typed_stays(office, audit):
    answer = office.post(page_of(audit), LETTER | {"dated_on": "平成28年13月１日"})
    assert set(errors(answer)) == {"dated_on"}
    assert answer.context["form"]["dated_on"].value() == "平成28年13月１日"


def test_page_is_for_the_office_and_for_records_there_are(client, office, audit):
    assert office.get(page_of(audit, "reply")).status_code == 404
    assert office.get(page_of(audit, "nonsense")).status_code == 404
    address = reverse("admin:audits_issueddocument_make", args=["meeting", audit.pk])
    assert office.get(address).status_code == 404
    signed_in(client, roles.EXECUTIVE)
    assert client.get(page_of(audit)).status_code in {302, 403}


def test_plan_and_finding_have_documents_of_their_own(office):
    finding = factories.FindingFactory()
    plan = factories.AuditPlanFactory(rows=[finding.audit])
    for record, kind in ((finding, "reply"), (plan, "plan")):
        assert read(office.post(page_of(record), LETTER)).paragraphs
        assert office.get(page_of(record)).context["chosen"] == kind
    page = office.get(reverse("admin:audits_auditplan_change", args=[plan.pk]))
    assert page_of(plan) in page.content.decode()


def test_issued_document_stands_on_the_audits_page_for_its_readers_only(client, audit):
    document = factories.IssuedDocumentFactory(audit=audit, document_number="監第77号")
    paper = factories.IssuedPaperFactory(document=document)
    secret = factories.IssuedDocumentFactory(
        audit=audit, document_type=DocumentType.WORKING_PAPER, document_number="調第88号"
    )
    hidden = factories.IssuedPaperFactory(document=secret)
    factories.IssuedDocumentFactory(audit=audit, draft=True, document_number="監第99号")
    page = audit.get_absolute_url()
    for role, seen in (
        (None, ""),
        (roles.CONTACT, ""),
        (roles.EXECUTIVE, "77"),
        (roles.STATUTORY_AUDITOR, "77 88"),
    ):
        if role:
            signed_in(client, role)
        text = client.get(page).content.decode()
        told = [n for n in ("77", "88", "99") if f"第{n}号" in text]
        assert told == seen.split()
        files = [client.get(each.file.url).status_code for each in (paper, hidden)]
        assert files == [200 if n in told else 404 for n in ("77", "88")]


def template(kind=DocumentType.NOTICE, text=None):
    """The usual template of a kind, or a document of one paragraph."""
    if text is None:
        return DOCUMENT_KINDS[kind].form.template().to_bytes()
    made = Document()
    made.add_paragraph(text)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def add_template(office, content, name="ひな形.docx", **said):
    values = {"document_type": "notice", "valid_from": "平成28年４月１日", "note": ""}
    file = SimpleUploadedFile(name, content)
    return office.post(reverse("admin:audits_documenttemplate_add"), values | said | {"file": file})


def test_template_takes_the_place_of_the_usual_one_once_it_is_approved(office, audit):
    add_template(office, template(text="{{ 監査名 }}を行う。"))
    kept = DocumentTemplate.objects.get()
    assert read(office.post(page_of(audit), LETTER)).tables
    step = reverse("admin:audits_documenttemplate_step", args=[kept.pk, "approve"])
    office.post(step, {"decision_number": "決第５号", "version": kept.version})
    assert [each.text for each in read(office.post(page_of(audit), LETTER)).paragraphs] == [
        f"{audit}を行う。"
    ]
    assert read(office.get(kept.file.url)).paragraphs[0].text == "{{ 監査名 }}を行う。"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (template(text="{{ ''.__class__ }}"), "a.docx"),
        (template(text="{{ 指摘事項 }}"), "a.docx"),
        (template(DocumentType.REPORT), "a.docx"),
        (b"%PDF-1.4 1", "a.pdf"),
        (b"PK no document", "a.docx"),
    ],
)
def test_unfit_template_is_refused_with_a_reason(office, content, name):
    answer = add_template(office, content, name)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["file"]
    assert not DocumentTemplate.objects.exists()


def test_usual_templates_are_there_to_take(office):
    page = office.get(reverse("admin:audits_documenttemplate_changelist"))
    assert [name for name, _address, _words in page.context["usual"]] == [
        *("年度監査計画", "監査実施通知", "監査調書", "監査報告書", "措置状況の回答"),
        "フォローアップ状況",
    ]
    for _name, address, names in page.context["usual"]:
        assert read(office.get(address)).sections
        assert {"文書番号", "基準日"} & set(names)
    gone = reverse("admin:audits_documenttemplate_usual", args=["minutes"])
    assert office.get(gone).status_code == 404
