"""Papers of findings: handed in with answers, read by whom they are meant for, and provable."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Finding, FindingPaper, InspectionScope
from organization.models import Contact
from records import journal
from records.base import Visibility
from records.evidence import check, keys
from records.journal.models import JournalEntry
from records.papers import verify
from tests.admin_forms import address_of, assert_accepted, submit
from tests.factories import (
    AuditFactory,
    AuditPaperFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    FindingFactory,
    FindingPaperFactory,
    IssuedPaperFactory,
    ProcedurePaperFactory,
    RequestPaperFactory,
    RequestStepFactory,
    UserFactory,
)
from tests.records.evidence.bundles import OFFICE, faults, resigned, unpacked

pytestmark = pytest.mark.django_db
FILES = "django.core.files.storage.FileSystemStorage"
PDF = b"%PDF-1.4 \x00\xff"
ROLES = FindingPaper.Role


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def finding(department):
    audit = AuditFactory(internal=True, schedule_text="平成29年２月８日")
    made = FindingFactory(audit=audit, department=department, internal=True)
    return Finding.objects.get(pk=made.pk)


@pytest.fixture
def contact(department):
    return contact_of(department, username="tanto")


def contact_of(department, **values):
    user = UserFactory(**values)
    Contact.objects.create(user=user, department=department)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["read_as_contact", "answer_finding"])
    )
    return user


def inspector_of(first: int, last: int):
    """Somebody whose scope names the audits of these fiscal years."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="read_in_scope"))
    years = {"first_fiscal_year": first, "last_fiscal_year": last}
    InspectionScope.objects.create(user=user, regime="", expires_on=timezone.localdate(), **years)
    return user


def chosen(content: bytes = PDF, name: str = "承認欄の写真.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(finding, *papers, kept=0, **values):
    """What a browser sends of an answer with these papers, kept ones first."""
    data = {"response": "agreed", "answer": "改めます。", "version": finding.version}
    data |= {"actions-TOTAL_FORMS": 0, "actions-INITIAL_FORMS": 0}
    data |= {"papers-TOTAL_FORMS": len(papers), "papers-INITIAL_FORMS": kept}
    for index, paper in enumerate(papers):
        data |= {f"papers-{index}-{name}": value for name, value in paper.items()}
    return data | values


def page_of(finding) -> str:
    return f"/findings/{finding.uid}/answer/"


def three_papers(finding) -> dict[str, FindingPaper]:
    """One paper of each role."""
    return {
        role: FindingPaperFactory(finding=finding, role=role, title=f"{role}の文書")
        for role in ROLES.values
    }


def status_of(client, paper) -> int:
    answer = client.get(paper.file.url)
    if answer.streaming:
        answer.getvalue()  # to its end, which closes the file; the connection stays
    return answer.status_code


def test_contact_hands_in_several_files_with_the_answer(client, contact, finding):
    client.force_login(contact)
    papers = [{"file": chosen()}, {"file": chosen(name="台帳.pdf"), "title": "点検台帳"}, {}]
    assert client.post(page_of(finding), typed(finding, *papers)).status_code == 302
    kept = FindingPaper.objects.order_by("order")
    assert [(each.order, each.title, each.original_name) for each in kept] == [
        (1, "承認欄の写真", "承認欄の写真.pdf"),
        (2, "点検台帳", "台帳.pdf"),
    ]
    assert {(each.role, each.uploaded_by, each.visibility) for each in kept} == {
        (ROLES.ANSWER, "tanto", Visibility.INTERNAL)
    }
    [entry] = JournalEntry.objects.with_payloads().filter(actor="tanto")
    assert {row["sha256"] for row in entry.form()["papers"]} == {kept[0].sha256}
    assert verify().faults == []


def test_another_file_of_the_contact_becomes_a_version(client, contact, finding):
    first = FindingPaperFactory(finding=finding, role=ROLES.ANSWER, title="写真")
    finding.refresh_from_db()
    client.force_login(contact)
    row = {"id": first.pk, "title": "写真", "file": chosen(PDF + b"2")}
    assert client.post(page_of(finding), typed(finding, row, kept=1)).status_code == 302
    last = FindingPaper.objects.current().get()
    assert (last.version, last.uploaded_by, len(last.earlier)) == (2, "tanto", 1)
    assert (verify().faults, verify().files) == ([], 2)
    page = client.get(page_of(finding)).text
    assert all(each.file.url in page for each in (last, *last.earlier))


def test_chosen_file_is_still_there_when_the_answer_is_sent_back(client, contact, finding):
    client.force_login(contact)
    sent = typed(finding, {"file": chosen(), "title": "写真"}, answer="")
    refused = client.post(page_of(finding), sent)
    assert (refused.status_code, FindingPaper.objects.count()) == (400, 0)
    assert "承認欄の写真.pdf" in refused.text
    [form] = refused.context["papers"].forms
    token = form["file"].value().token
    again = typed(finding, {"file-kept": token, "title": "写真"})
    assert client.post(page_of(finding), again).status_code == 302
    paper = FindingPaper.objects.get()
    assert (paper.size, paper.original_name) == (len(PDF), "承認欄の写真.pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"MZ"), ("a.pdf", b""), ("a.xlsx", PDF)],
)
def test_file_that_is_not_kept_is_refused_and_what_was_typed_stays(
    client, contact, finding, name, content
):
    client.force_login(contact)
    good = {"file": chosen(name="良い.pdf"), "title": "良い文書"}
    sent = typed(finding, {"file": chosen(content, name), "title": "悪い文書"}, good)
    before = JournalEntry.objects.count()
    refused = client.post(page_of(finding), sent)
    assert refused.status_code == 400
    assert refused.context["papers"].forms[0].errors["file"]
    assert (FindingPaper.objects.count(), JournalEntry.objects.count()) == (0, before)
    for words in ("改めます。", "悪い文書", "良い文書", "良い.pdf"):
        assert words in refused.text


def test_answer_is_not_lost_with_a_file_that_no_scanner_can_look_at(
    client, contact, finding, settings
):
    settings.CLAMD = "/nowhere/clamd.sock"
    client.force_login(contact)
    refused = client.post(page_of(finding), typed(finding, {"file": chosen(), "title": "写真"}))
    assert (refused.status_code, FindingPaper.objects.count()) == (400, 0)
    for words in ("改めます。", "写真", "ウイルス検査ができなかった"):
        assert words in refused.text


def test_contact_cannot_send_along_a_paper_of_the_office(client, contact, finding):
    evidence = three_papers(finding)[ROLES.EVIDENCE]
    finding.refresh_from_db()
    client.force_login(contact)
    row = {"id": evidence.pk, "title": "すり替え", "file": chosen()}
    assert client.post(page_of(finding), typed(finding, row, kept=1)).status_code == 400
    evidence.refresh_from_db()
    assert (evidence.title, FindingPaper.objects.count()) == ("evidenceの文書", 3)


def test_each_reads_the_papers_that_are_for_them(client, contact, finding):
    papers = three_papers(finding)
    every, none, shared = set(papers), set(), {ROLES.SHARED, ROLES.ANSWER}
    readers = [
        (None, none),
        (UserFactory(), none),
        (contact, shared),
        (contact_of(DepartmentFactory(name="総務部")), none),
        (UserFactory(staff=True), every),
        (inspector_of(2016, 2016), every),
        (inspector_of(2017, 2018), none),
    ]
    for user, expected in readers:
        client.logout()
        if user:
            client.force_login(user)
        answers = {role: status_of(client, paper) for role, paper in papers.items()}
        assert answers == {role: 200 if role in expected else 404 for role in papers}
        page = client.get(finding.get_absolute_url())
        assert {role for role in papers if papers[role].title in page.text} == expected


def test_evidence_that_was_shared_and_is_no_more_is_hidden_with_its_earlier_versions(
    client, contact, finding
):
    paper = FindingPaperFactory(finding=finding, role=ROLES.SHARED)
    first = FindingPaper.objects.get()
    with journal.change(actor="clerk", reason="差替え"):
        paper.file = ContentFile(PDF, name="二.pdf")
        paper.save()
    client.force_login(contact)
    assert {status_of(client, each) for each in (first, paper)} == {200}
    with journal.change(actor="clerk", reason="非公開"):
        paper.role = ROLES.EVIDENCE
        paper.save()
    assert {status_of(client, each) for each in (first, paper)} == {404}


def test_paper_of_a_finding_is_never_public(finding):
    with pytest.raises(ValidationError) as refused:
        FindingPaperFactory(finding=finding, visibility=Visibility.PUBLIC)
    assert "visibility" in refused.value.message_dict


def test_paper_names_no_action_of_another_finding(finding):
    with pytest.raises(ValidationError) as refused:
        FindingPaperFactory(finding=finding, action=CorrectiveActionFactory())
    assert set(refused.value.message_dict) == {"action"}
    own = CorrectiveActionFactory(finding=finding, description="様式の改定")
    assert "様式の改定" in FindingPaperFactory(finding=finding, action=own).note


def test_office_keeps_papers_of_a_finding_in_its_form(admin_client, finding):
    paper = FindingPaperFactory(finding=finding)
    typed = {"papers-0-file": chosen(), "papers-0-role": ROLES.SHARED, "change_reason": "差替え"}
    assert_accepted(submit(admin_client, address_of(finding), typed))
    assert set(FindingPaper.objects.values_list("version", "role")) == {
        (1, ROLES.SHARED),
        (2, ROLES.SHARED),
    }
    paper.refresh_from_db()
    assert paper.file.url in admin_client.get(address_of(finding)).text


def test_nothing_tells_of_papers_to_who_may_not_read_them(client, contact, finding):
    secret = FindingPaperFactory(finding=finding, title="極秘の証拠")
    hidden = AuditPaperFactory(audit=finding.audit, title="極秘の報告")
    client.force_login(contact)
    pages = ["/search/?q=極秘", finding.get_absolute_url(), finding.audit.get_absolute_url()]
    pages += [page_of(finding), "/findings/assigned/", "/my-work/"]
    pages += [f"/{kind}/export/?format=json" for kind in ("findings", "audits")]
    for page in pages:
        answer = client.get(page, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for paper in (secret, hidden):
            said = [paper.title, str(paper.uid), paper.file.name, paper.sha256]
            assert [
                words for words in said if words.encode() in body.replace("q=極秘".encode(), b"")
            ] == [], page


@pytest.fixture
def office_key(settings, tmp_path) -> None:
    """The office's key, in its place."""
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "evidence.pem")
    keys.make(tmp_path / "evidence.pem")


def replaced(paper) -> set[str]:
    """Give the paper a second version; the uids of all versions."""
    with journal.change(actor="clerk", reason="差替え"):
        paper.file = ContentFile(PDF, name="二.pdf")
        paper.save()
    return {str(uid) for uid in type(paper).objects.values_list("uid", flat=True)}


PAPERS = {
    "audits": lambda finding: AuditPaperFactory(audit=finding.audit),
    "findings": lambda finding: FindingPaperFactory(finding=finding),
    "procedures": lambda finding: ProcedurePaperFactory(procedure__audit=finding.audit),
    "requests": lambda finding: RequestPaperFactory(
        request=RequestStepFactory(request__audit=finding.audit).request
    ),
    "issued-documents": lambda finding: IssuedPaperFactory(document__audit=finding.audit),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_bundle_has_every_version_and_no_byte_of_any_can_be_changed(
    client, finding, office_key, tmp_path, kind
):
    uids = replaced(PAPERS[kind](finding))
    client.force_login(inspector_of(2016, 2016))
    files = unpacked(b"".join(client.post(f"/evidence/{kind}/")))
    listed = json.loads(files[check.MANIFEST])["documents"]
    assert {each["part"] for each in listed} == uids
    assert faults(tmp_path, resigned(files, OFFICE)) == []
    for name in (each["file"] for each in listed):
        altered = files | {name: files[name][:-1] + b"?"}
        assert any(name in each for each in faults(tmp_path, resigned(altered, OFFICE)))


def test_bundle_of_another_scope_has_nothing(client, finding, office_key):
    hidden = [make(finding) for make in PAPERS.values()]
    client.force_login(inspector_of(2017, 2018))
    for kind in PAPERS:
        answer = client.post(f"/evidence/{kind}/")
        assert answer.status_code in (404, 409)
        assert not any(paper.title in answer.text for paper in hidden)


@pytest.mark.parametrize("kind", PAPERS)
def test_changed_byte_of_any_version_is_found_by_verification(kind, finding, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": FILES}}
    settings.MEDIA_ROOT = tmp_path
    paper = PAPERS[kind](finding)
    replaced(paper)
    for name in type(paper).objects.values_list("file", flat=True):
        kept = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(b"?" * len(kept))
        assert [name in fault for fault in verify().faults] == [True]
        (tmp_path / name).write_bytes(kept)
    assert verify().faults == []


def test_page_of_three_papers_asks_as_often_as_that_of_one(client, contact, finding):
    client.force_login(contact)
    counts = []
    for number in (1, 3):
        while FindingPaper.objects.count() < number:
            FindingPaperFactory(finding=finding, role=ROLES.ANSWER)
        client.get(page_of(finding))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(finding))
        counts.append(len(queries))
    assert counts[0] == counts[1]
