"""The office's work in a real browser; the fixture `page` fails on any console or policy error."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from playwright.sync_api import Page, expect

from audits.models import Audit
from meetings.models import AgendaItem
from records.journal.models import JournalEntry
from tests.factories import (
    AuditTypeFactory,
    BodyFactory,
    DepartmentFactory,
    MembershipFactory,
)
from tests.pictures import README, take

PASSWORD = "correct-horse-battery-staple"

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(page: Page) -> Page:
    """A page on which a member of the audit office has signed in by the keyboard alone."""
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.goto("/admin/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#content h1")).to_be_visible()
    return page


def choose(page: Page, field: str, text: str) -> None:
    """Choose from an autocompleted field without the mouse: open it, type, take the first."""
    page.locator(f"#id_{field} + .select2 .select2-selection").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type(text)
    expect(page.locator(".select2-results__option--highlighted", has_text=text)).to_be_visible()
    page.keyboard.press("Enter")


def office_member(name: str, *rights: str) -> None:
    """Somebody of the office who may view audits and all they name, and has these rights."""
    user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True)
    views = Permission.objects.filter(codename__startswith="view_")
    user.user_permissions.set([*views, *Permission.objects.filter(codename__in=rights)])


def enter(page: Page, name: str) -> None:
    """Sign in as `name`, whoever was there before."""
    page.context.clear_cookies()
    page.goto("/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()


def draft_an_audit(page: Page) -> None:
    """Fill in the form of a new audit and send it by the Enter key."""
    page.goto("/admin/audits/audit/add/")
    page.locator("#id_regime").select_option(label="内部監査")
    page.locator("#id_subject").fill("個人情報の取扱い")
    page.locator("#id_fiscal_year").fill("2016")
    page.locator("#id_schedule_text").fill("平成29年２月８日～17日")
    page.locator("#id_status").select_option(label="実施済み")
    page.locator("#id_change_reason").fill("年度監査計画の承認")
    choose(page, "classifications-0-type", "部門別監査")
    choose(page, "targets-0-department", "情報処理部")
    take(page, "add-audit", of="#content h1")
    take(page, "add-audit-targets", of="#classifications-group")
    page.locator("#id_document_number").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_audit_is_drafted_approved_published_and_withdrawn(page: Page):
    AuditTypeFactory(name="部門別監査", short_name="部門監査", group="業務監査")
    DepartmentFactory(name="情報処理部")
    parts = ("audit", "auditclassification", "audittarget")
    office_member("clerk", *[f"add_{part}" for part in parts], "change_audit")
    office_member("approver", "change_audit", "approve_audit")
    office_member("publisher", "publish_audit")

    enter(page, "clerk")
    draft_an_audit(page)
    assert JournalEntry.objects.last().reason == "年度監査計画の承認"
    audit = Audit.objects.get()
    record = f"/admin/audits/audit/{audit.pk}/change/"
    page.goto(record)
    expect(page.locator(".step-row")).to_have_count(0)

    enter(page, "approver")
    page.goto(record)
    page.locator("#id_subject").fill("個人情報の取扱い及び管理")
    page.locator(".step-row button[value=approve]").click()
    page.locator("#id_decision_number").fill("決裁第12号")
    take(page, "approve")
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".stages li:nth-child(2)")).to_have_attribute("aria-current", "step")
    page.context.clear_cookies()
    assert page.request.get(f"/audits/{audit.uid}/").status == 404

    enter(page, "publisher")
    page.goto(record)
    page.locator(".step-row a[href$='/publish/']").click()
    take(page, "publish")
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto("/audits/?fiscal_year=2016")
    expect(page.locator("main")).to_contain_text("平成29年２月８日～17日")
    expect(page.locator("main")).to_contain_text("情報処理部")
    feed = page.request.get("/feeds/fy2016/audits.ics").text()
    assert str(audit.uid) in feed
    assert "20170208" in feed

    page.goto(record)
    page.locator(".step-row a[href$='/withdraw/']").click()
    take(page, "withdraw")
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".errorlist")).to_be_visible()
    page.locator("#id_change_reason").fill("二重の登録")
    page.locator(".submit-row input[type=submit]").click()
    expect(page.locator(".stages .is-withdrawn")).to_be_visible()
    assert JournalEntry.objects.last().reason == "二重の登録"
    page.context.clear_cookies()
    page.goto(f"/audits/{audit.uid}/")
    expect(page.locator("main")).to_contain_text("取下げ")


def test_schedule_that_cannot_be_read_is_explained_and_stays_in_the_form(clerk: Page):
    clerk.goto("/admin/audits/audit/add/")
    clerk.locator("#id_regime").select_option(label="内部監査")
    clerk.locator("#id_fiscal_year").fill("2016")
    clerk.locator("#id_schedule_text").fill("平成29年２月８日（月）～17日")
    clerk.locator("#id_change_reason").fill("計画")
    clerk.locator("#id_document_number").press("Enter")
    expect(clerk.locator(".field-schedule_text .errorlist")).to_contain_text("（月）")
    expect(clerk.locator("#id_schedule_text")).to_have_value("平成29年２月８日（月）～17日")
    expect(clerk.locator("#id_change_reason")).to_have_value("計画")
    assert not Audit.objects.exists()


def test_joint_meeting_is_entered_on_one_page(clerk: Page):
    BodyFactory(name="内部統制委員会", short_name="内部統制")
    BodyFactory(name="リスク管理委員会", short_name="リスク")
    clerk.goto("/admin/meetings/meeting/add/")
    clerk.locator("#id_fiscal_year").fill("2016")
    clerk.locator("#id_schedule_text").fill("平成28年６月８日")
    choose(clerk, "sessions-0-body", "内部統制委員会")
    clerk.locator("#id_sessions-0-number").fill("1")
    clerk.locator("#sessions-group .add-row a").press("Enter")
    choose(clerk, "sessions-1-body", "リスク管理委員会")
    clerk.locator("#id_sessions-1-number").fill("1")
    opened = clerk.locator("#id_agenda_items-1-body + .select2")
    expect(opened).to_contain_text("リスク管理委員会")
    clerk.locator("#id_agenda_items-1-title").fill("リスクの評価")
    clerk.locator("#id_venue").press("Enter")
    expect(clerk.locator(".messagelist .success")).to_contain_text(
        "第１回内部統制委員会・第１回リスク管理委員会"
    )
    assert str(AgendaItem.objects.get().body) == "リスク管理委員会"


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/audits/audit/",
        "/admin/audits/audit/add/",
        "/admin/audits/finding/add/",
        "/admin/meetings/meeting/add/",
        "/admin/organization/department/add/",
        "/admin/records/journalentry/",
        "/admin/import/",
    ],
)
def test_page_of_the_office_breaks_no_policy(clerk: Page, path: str):
    clerk.goto(path)
    expect(clerk.locator("#content")).to_be_visible()


def test_rows_of_a_body_stay_within_the_page(clerk: Page):
    member = MembershipFactory(affiliation="東京大学大学院情報学環教授")
    clerk.set_viewport_size({"width": 1280, "height": 900})
    clerk.goto(f"/admin/meetings/body/{member.body.pk}/change/")
    last = clerk.locator("#memberships-0 .delete")
    expect(last).to_be_visible()
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 1280
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= 1280


def test_schedule_is_read_back_while_it_is_typed(clerk: Page):
    clerk.goto("/admin/audits/audit/add/")
    reading = clerk.locator("#id_schedule_text_reading")
    clerk.locator("#id_schedule_text").press_sequentially("２月８日～17日")
    expect(reading.locator(".reading-year")).to_be_visible()
    clerk.locator("#id_fiscal_year").press_sequentially("2016")
    expect(reading).to_contain_text("平成29年２月８日～17日")
    expect(reading).to_contain_text("2017年2月8日～17日")
    expect(reading.locator(".is-marked")).to_have_count(10)
    take(clerk, "admin", of="#content h1", into=README)
    clerk.locator("#id_schedule_text").fill("平成29年２月30日")
    expect(reading.locator(".reading-errors")).to_contain_text("２月30日")


def test_midnight_is_read_again_once_somebody_settles_it(clerk: Page):
    clerk.goto("/admin/audits/audit/add/")
    reading = clerk.locator("#id_schedule_text_reading")
    clerk.locator("#id_schedule_text").fill("2016/10/24 0:00")
    expect(reading.locator(".reading-warning")).to_contain_text("日だけを読み取りました")
    clerk.locator("#id_warnings_settled").check()
    expect(reading).to_contain_text("平成28年10月24日 午前０時")
    expect(reading.locator(".reading-warning")).to_have_count(0)


def test_office_speaks_english_where_it_is_asked_to(clerk: Page):
    clerk.get_by_role("button", name="English").click()
    expect(clerk.locator("html")).to_have_attribute("lang", "en")
    clerk.goto("/admin/audits/audit/add/")
    expect(clerk.locator("label[for=id_fiscal_year]")).to_contain_text("Fiscal year")
    clerk.get_by_role("button", name="日本語").click()
    expect(clerk.locator("html")).to_have_attribute("lang", "ja")


def test_pasted_table_is_checked_corrected_by_a_suggestion_and_imported(clerk: Page):
    AuditTypeFactory(name="PMS内部監査", short_name="PMS監査")
    DepartmentFactory(name="情報処理部")
    DepartmentFactory(name="研究開発部")
    clerk.goto("/admin/import/")
    clerk.locator("#id_table").select_option("9")
    clerk.locator("#id_fiscal_year").fill("2016")
    clerk.locator("#id_text").fill(
        "監査種別\t対象部門\t監査実施年月日\n"
        "PMS内部監査\t研究開発部\t平成28年８月８日\n"
        "PMS内部監査\t情報処理課\t９日\n"
        "PMS内部監査\t情報処理課\t平成28年８月９日\n"
    )
    take(clerk, "import")
    clerk.locator(".import-form button").click()
    expect(clerk.locator(".import-rows tr.is-new")).to_have_count(1)
    take(clerk, "import-check")
    expect(clerk.locator(".import-rows tr.is-error")).to_have_count(2)
    clerk.get_by_label("情報処理課").select_option("情報処理部")
    clerk.locator("button[name=again]").click()
    expect(clerk.locator(".import-rows tr.is-new")).to_have_count(2)
    clerk.locator("input[name=mode][value=skip]").check()
    clerk.locator("#id_change_reason").fill("平成28年度の実績")
    clerk.locator("button[name=confirm]").click()
    expect(clerk.locator(".import-links li")).to_have_count(2)
    assert Audit.objects.count() == 2
    assert JournalEntry.objects.last().reason == "平成28年度の実績"
