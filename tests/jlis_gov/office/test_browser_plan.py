"""The annual plan as a clerk makes it; the fixture `page` fails on any console or policy error."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Audit, AuditPlan
from records import journal
from records.journal.models import JournalEntry
from tests.pictures import take
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-battery-staple"
SLOW = 30_000  # milliseconds; a plan is some hundred rows in one change


@pytest.fixture
def clerk(page: Page) -> Page:
    """A page on which a member of the audit office has signed in, the record of 2016 loaded."""
    load_record()
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.goto("/admin/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def test_plan_is_copied_approved_and_revised(clerk: Page):
    clerk.goto("/admin/plan/copy/")
    clerk.locator("#id_source").fill("2016")
    clerk.locator("#id_target").fill("2017")
    clerk.locator("#id_target").press("Enter")
    rows = clerk.locator(".plan-rows tbody tr")
    expect(rows).to_have_count(46 + 10 + 18)
    take(clerk, "plan-copy")
    first = clerk.locator("#plan-audits ~ table tbody tr").first
    first.locator("label").click()
    expect(first.locator("input")).not_to_be_checked()
    clerk.locator("[name=again]").click()
    expect(rows).to_have_count(73)
    expect(clerk.locator(".plan-rows input:not(:checked)")).to_have_count(0)
    clerk.locator("#id_change_reason").fill("平成29年度監査計画の作成")
    clerk.locator("[name=confirm]").click()
    expect(clerk.locator(".messagelist .success")).to_be_visible(timeout=SLOW)
    expect(first.locator("input")).to_be_enabled()
    expect(clerk.locator(".plan-rows input:disabled")).to_have_count(73)
    assert Audit.objects.in_fiscal_year(2017).count() == 45
    assert JournalEntry.objects.last().reason == "平成29年度監査計画の作成"

    clerk.locator("a[href$='/admin/audits/auditplan/approve/2017/']").click()
    expect(clerk.locator("#content-main > .plan-rows tbody tr")).to_have_count(45 + 10)
    reasons = clerk.locator("[name^=omission-]")
    for reason in reasons.all():
        reason.fill("監事の監査計画による")
    clerk.locator("#id_approver").fill("理事長")
    clerk.locator("#id_approved_on").fill("平成29年３月24日")
    clerk.locator("#id_decision_number").fill("決第３号")
    take(clerk, "plan-approve", of="#id_approver")
    clerk.keyboard.press("Enter")
    done = clerk.locator(".messagelist .success")
    expect(done).to_contain_text("平成29年度監査計画", timeout=SLOW)
    assert not Audit.objects.in_fiscal_year(2017).filter(life="draft").exists()

    moved = Audit.objects.in_fiscal_year(2017).of_type("webtrust").get()
    with journal.change(actor="clerk"):
        moved.schedule_text = "平成30年３月"
        moved.full_clean()
        moved.save()
    clerk.goto("/admin/audits/auditplan/approve/2017/")
    expect(reasons.last).to_have_value("監事の監査計画による")
    clerk.locator("#id_approver").fill("理事長")
    clerk.locator("#id_approved_on").fill("平成29年10月２日")
    clerk.locator("#id_decision_number").fill("決第９号")
    clerk.locator("#id_change_reason").fill("検証機関の都合")
    clerk.locator("form.plan-confirm button").click()
    expect(done).to_contain_text("第１次改定", timeout=SLOW)
    first_version, second = AuditPlan.objects.of_year(2017)
    assert second.reason == "検証機関の都合"
    clerk.goto(f"/admin/audits/auditplan/{second.pk}/change/")
    take(clerk, "plan-versions")
    row = clerk.locator(".plan-rows tr", has_text="LGPKIの運営")
    expect(row).to_contain_text("平成29年12月～平成30年２月")
    expect(row).to_contain_text("平成30年３月")
    assert first_version.audits.get(audit=moved).schedule_text == "平成29年12月～平成30年２月"


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_plan_fit_the_screen(clerk: Page, width: int):
    clerk.set_viewport_size({"width": width, "height": 800})
    for path in (
        "/admin/plan/copy/?source=2016&target=2017",
        "/admin/audits/auditplan/approve/2016/",
    ):
        clerk.goto(path)
        expect(clerk.locator(".plan-rows").first).to_be_visible()
        assert clerk.evaluate("document.documentElement.scrollWidth") <= width
