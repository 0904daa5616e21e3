"""One audit from its programme to the evidence of it, in a browser, by those who have a part in it.

The audit office works in the admin, the department's contact on a phone, the inspector reads and
takes the evidence away. What they get wrong on the way is refused, and nothing of it is lost.
"""

import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from audits.models import Audit, DocumentRequest, Finding, InspectionScope
from dates import FiscalYear
from jlis_gov.accounts import roles
from organization.models import Contact
from records.evidence import keys
from records.journal.models import JournalEntry
from tests.factories import AuditFactory, AuditTargetFactory, DepartmentFactory, UserFactory
from tests.pictures import PHONE, SCREEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
LEDGER: FilePayload = {"name": "台帳.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 1"}
PHOTO: FilePayload = LEDGER | {"name": "写真.pdf", "buffer": b"%PDF-1.4 2"}
ELEMENTS = {
    "title": "入室申請の承認",
    "summary": "25件のうち２件に承認の印がない。",
    "criteria": "入退室管理規程",
    "clause": "第12条第２項",
    "cause": "様式に承認欄がない。",
    "effect": "権限のない者が入室するおそれがある。",
    "evidence": "入室申請書つづり",
    "recommendation": "様式を改めること。",
}
ACTION = "actions-0-"
KEPT_ACTION = "corrective_actions-0-"
STEPS = [  # what the journal tells of the walk: the kind, the action, who
    ("audits.Procedure", "create", "auditor"),
    ("audits.Procedure", "change", "auditor"),  # approved
    ("audits.DocumentRequest", "create", "auditor"),
    ("audits.DocumentRequest", "change", "auditor"),  # sent
    ("audits.DocumentRequest", "change", "contact"),  # submitted
    ("audits.DocumentRequest", "change", "auditor"),  # accepted
    ("audits.Finding", "create", "auditor"),
    ("audits.Finding", "change", "auditor"),  # approved
    ("audits.Finding", "change", "contact"),  # answered, its action done
    ("audits.Finding", "change", "auditor"),  # checked and closed
    ("records.JournalEntry", "export", "inspector"),
    ("records.JournalEntry", "export", "inspector"),
]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def audit(today) -> Audit:
    """An approved audit of today, of one department."""
    facts: dict[str, Any] = {"fiscal_year": FiscalYear.of(today).year, "internal": True}
    audit = AuditFactory(schedule_text=str(today), subject="入退室管理", **facts)
    AuditTargetFactory(audit=audit, department=DepartmentFactory(name="情報処理部"))
    return audit


@pytest.fixture
def accounts(audit, today) -> None:
    """The auditor, the contact of the department, and the inspector of the audit's year."""
    roles.sync()
    users = {name: UserFactory(username=name) for name in ("auditor", "contact", "inspector")}
    groups = (roles.AUDIT_OFFICE, roles.CONTACT, roles.INSPECTOR)
    for user, group in zip(users.values(), groups, strict=True):
        user.is_staff = group == roles.AUDIT_OFFICE
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=group))
    Contact.objects.create(user=users["contact"], department=audit.targets.get().department)
    years = {"first_fiscal_year": audit.fiscal_year, "last_fiscal_year": audit.fiscal_year}
    InspectionScope.objects.create(user=users["inspector"], expires_on=today, **years)


@pytest.fixture(autouse=True)
def evidence_key(settings, tmp_path) -> None:
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "evidence.pem")
    keys.make(tmp_path / "evidence.pem")


def enter(page: Page, name: str, path: str) -> None:
    """Sign in as another account, and go to a page; the contact has a phone."""
    page.context.clear_cookies()
    page.set_viewport_size(PHONE if name == "contact" else SCREEN)
    page.goto(f"/sign-in/?next={path}")
    fill(page, username=name, password=PASSWORD)
    page.click("form.sign-in button[type=submit]")


def fill(page: Page, before: str = "", **fields: Any) -> None:
    """Type into the fields of these names, with `before` before each."""
    for name, text in fields.items():
        page.locator(f"[name={before}{name}]").fill(str(text))


def choose_department(page: Page) -> None:
    page.locator(".field-department .select2-selection").click()
    page.locator(".select2-results__option", has_text="情報処理部").first.click()


def approve(page: Page, number: str) -> None:
    """Approve the record whose form is open, by the decision of this number."""
    page.locator("[name=_step][value=approve]").click()
    fill(page, decision_number=number)
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("承認")


def plan_and_request(page: Page, audit: Audit, today: date) -> None:
    """The auditor enters a step of the programme and sends a request to the department."""
    enter(page, "auditor", f"/admin/audits/audit/{audit.pk}/change/")
    page.get_by_role("link", name="監査手続を追加").click()
    fill(page, procedure="入室申請書と照合する。", done_by="監査 太郎", done_on=today)
    page.locator("[name=_continue]").click()
    expect(page.locator(".errorlist").first).to_contain_text("判定も入力")
    page.locator("[name=result]").select_option(label="一部不備")
    fill(page, exceptions="25件のうち２件に承認の印がない。")
    page.locator("[name=_continue]").click()
    approve(page, "監第１号")
    page.goto(f"/admin/audits/audit/{audit.pk}/change/")
    page.get_by_role("link", name="依頼資料").click()
    page.get_by_role("link", name="この監査に行を追加").click()
    fill(page, title="入室申請書つづり", due_on=today + timedelta(days=7))
    choose_department(page)
    page.locator("[name=_save]").first.click()
    page.get_by_role("link", name="資料依頼を送付する").click()
    page.locator(".submit-row button").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1件を送付")


def submit_documents(page: Page) -> None:
    """The contact hands in a file, after two that are refused: the good one waits meanwhile."""
    enter(page, "contact", "/requests/assigned/")
    page.locator("summary", has_text="提出").click()
    page.set_input_files("[name=file_1]", LEDGER | {"name": "台帳.exe"})
    page.set_input_files("[name=file_2]", LEDGER | {"buffer": b""})
    page.set_input_files("[name=file_3]", LEDGER)
    fill(page, words="原本は総務課にあります。")
    send = page.get_by_role("button", name="提出する")
    send.click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("この種類のファイルは添付できません")
    expect(alert).to_contain_text("空です")
    expect(page.locator(".file-kept")).to_contain_text("台帳.pdf")
    assert page.locator(".file-kept input[type=checkbox]").bounding_box()["width"] < 30
    expect(page.locator("[name=words]")).to_have_value("原本は総務課にあります。")
    assert not DocumentRequest.objects.get().papers.exists()
    send.click()
    expect(page.locator("main")).to_contain_text("「入室申請書つづり」を提出しました")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def accept_and_find(page: Page, audit: Audit, today: date) -> Finding:
    """The auditor accepts what was submitted, and makes a finding with its five elements."""
    enter(
        page, "auditor", f"/admin/audits/documentrequest/{DocumentRequest.objects.get().pk}/check/"
    )
    page.get_by_label("確認済とする").check()
    page.locator(".submit-row button").click()
    expect(page.locator(".messagelist .success")).to_contain_text("入室申請書つづり")
    page.goto(f"/admin/audits/finding/add/?audit={audit.pk}")
    fill(page, **ELEMENTS, found_on=today, due_on=today + timedelta(days=30))
    page.locator("[name=grade]").select_option(label="軽微な不適合")
    choose_department(page)
    page.locator("[name=_continue]").click()
    approve(page, "監第２号")
    return Finding.objects.get()


def answer(page: Page, today: date) -> None:
    """The contact answers with a file and an action, first as if it had come before the finding."""
    enter(page, "contact", "/findings/assigned/")
    page.get_by_role("link", name=ELEMENTS["title"]).click()
    expect(page.locator("main")).to_contain_text("-内-01")
    page.locator("[name=response]").select_option(label="同意")
    fill(page, answer="様式を改めます。")
    done = {"description": "承認欄のある様式に改める。", "responsible": "総務課長"}
    fill(page, ACTION, **done, completed_on=today - timedelta(days=1))
    page.set_input_files("[name=papers-0-file]", PHOTO)
    send = page.get_by_role("button", name="回答を送信する")
    send.click()
    expect(page.locator(".field-error")).to_have_text(
        "是正処置の完了日は指摘日以後でなければなりません。"
    )
    fill(page, ACTION, completed_on=today)
    send.click()
    expect(page.get_by_role("status")).to_contain_text("回答を登録しました")


def check_and_close(page: Page, finding: Finding, today: date) -> None:
    """The auditor closes the finding; whoever did the action cannot have checked it."""
    enter(page, "auditor", f"/admin/audits/finding/{finding.pk}/change/")
    fill(page, closed_on=today, change_reason="有効性の確認")
    page.locator("[name=_continue]").click()
    expect(page.locator(".errorlist").first).to_contain_text("指摘事項を完了とするには")
    checked = {"checked_by": "総務課長", "check_evidence": "新しい様式の閲覧"}
    fill(page, KEPT_ACTION, **checked, effectiveness_checked_on=today)
    page.locator(f"[name={KEPT_ACTION}was_effective]").select_option(label="有効")
    page.locator("[name=_continue]").click()
    expect(page.locator(".errorlist li")).to_have_count(1)
    expect(page.locator(".errorlist li")).to_contain_text("処置を行った")
    fill(page, KEPT_ACTION, checked_by="監査 花子")
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def account_for(page: Page, audit: Audit) -> None:
    """The inspector reads the account of follow-up: the finding is among those completed."""
    enter(page, "inspector", "/findings/follow-up/")
    completed = page.locator("section, table", has_text="措置が完了したもの").last
    expect(completed).to_contain_text(ELEMENTS["title"])
    page.goto(audit.get_absolute_url())
    page.get_by_role("link", name=ELEMENTS["title"]).click()
    for words in (*ELEMENTS.values(), "様式を改めます。", "監査 花子"):
        expect(page.locator("main")).to_contain_text(words)


def take_evidence(page: Page, kind: str, folder: Path) -> Path:
    """Take away the bundle of a list, with the program that checks it beside it."""
    page.goto(f"/evidence/{kind}/")
    with page.expect_download() as taken:
        page.get_by_role("button", name="証拠資料を作成").click()
    taken.value.save_as(folder / f"{kind}.zip")
    with zipfile.ZipFile(folder / f"{kind}.zip") as bundle:
        bundle.extract("check.py", folder)
    return folder / f"{kind}.zip"


def checked_outside(bundle: Path) -> tuple[int, str]:
    """The result of the bundle's own program, with nothing of ours to import.

    A copy of the bundle is the anchor: without one nothing would be confirmed.
    """
    copy = bundle.with_suffix(".copy")
    if not copy.exists():
        copy.write_bytes(bundle.read_bytes())
    command = [sys.executable, "-I", "-S", "check.py", bundle.name, copy.name]
    done = subprocess.run(command, cwd=bundle.parent, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def papers_in(bundle: Path) -> list[bytes]:
    """The documents that are in a bundle."""
    with zipfile.ZipFile(bundle) as found:
        return [found.read(name) for name in found.namelist() if name.startswith("documents/")]


def test_audit_is_walked_from_its_programme_to_its_evidence(
    page: Page, audit, accounts, today, tmp_path, faults
):
    before = JournalEntry.objects.count()
    plan_and_request(page, audit, today)
    submit_documents(page)
    finding = accept_and_find(page, audit, today)
    answer(page, today)
    check_and_close(page, finding, today)
    account_for(page, audit)
    for kind, paper in (("requests", LEDGER), ("findings", PHOTO)):
        bundle = take_evidence(page, kind, tmp_path)
        assert papers_in(bundle) == [paper["buffer"]]
        assert checked_outside(bundle)[0] == 0
        bundle.write_bytes(bundle.read_bytes().replace(paper["buffer"], b"%PDF-1.4 9"))
        code, told = checked_outside(bundle)
        assert (code, "documents/" in told) == (1, True)
    entries = JournalEntry.objects.order_by("sequence")[before:]
    assert list(entries.values_list("record_type", "action", "actor")) == STEPS
    refused = [fault for fault in faults if "status of 400" in fault]
    assert (len(faults), len(refused)) == (2, 2)  # of the contact's forms, as it should be
    faults.clear()
