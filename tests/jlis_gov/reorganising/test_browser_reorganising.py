"""A reorganisation as the audit office makes it; the fixture `page` fails on any console error."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Finding
from organization.models import Contact, Department, Reorganisation
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
    FindingFactory,
    UserFactory,
)
from tests.jlis_gov.office.test_browser_office import DESK, looked_at
from tests.pictures import take
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-battery-staple"
SLOW = 30_000  # milliseconds


@pytest.fixture
def training() -> Department:
    """教育研修部 of the record of 2016, with a section, a contact, audits, and an open finding."""
    load_record()
    department = Department.objects.get(name="教育研修部")
    DepartmentFactory(name="研修課", slug="courses", kind="section", parent_department=department)
    kind = AuditTypeFactory(name="情報セキュリティ監査", short_name="情報")
    for text, year in (("令和８年11月10日", 2026), ("令和９年５月20日", 2027)):
        audit = AuditFactory(schedule_text=text, fiscal_year=year, status="planned", subject="")
        AuditClassificationFactory(audit=audit, type=kind)
        AuditTargetFactory(audit=audit, department=department)
    first = department.audit_targets.get(audit__fiscal_year=2026).audit
    FindingFactory(audit=first, department=department, summary="受講記録の一部が残されていない。")
    contact = UserFactory(username="kenshu", last_name="研修", first_name="花子")
    Contact.objects.create(user=contact, department=department)
    return department


@pytest.fixture
def clerk(page: Page, training: Department) -> Page:
    """A page on which a member of the audit office has signed in."""
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.goto("/admin/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="組織改編を行う")).to_be_visible()
    return page


def test_department_is_split_in_two_without_a_loose_end(clerk: Page, training: Department):
    clerk.goto(f"/admin/organization/department/{training.pk}/change/")
    clerk.get_by_role("link", name="組織改編を行う").first.click()
    expect(clerk.get_by_label("教育研修部", exact=True)).to_be_checked()
    clerk.get_by_label("分割").check()
    clerk.locator("#id_day").fill("令和９年４月１日")
    clerk.locator("#id_new-0-name").fill("研修部")
    clerk.locator("#id_new-1-name").fill("教育企画部")
    clerk.locator("#id_decision_number").fill("決裁第12号")
    clerk.locator("#id_change_reason").fill("組織規程の改正")
    clerk.get_by_role("button", name="内容を確かめる").click()
    clerk.locator("[name^=part-]").select_option(label="研修部")
    clerk.get_by_role("button", name="内容を確かめる").click()
    clerk.locator(f"#id_all-{training.pk}").select_option(label="研修部")
    take(clerk, "reorganise", of="#ends")
    assert looked_at(clerk) == []
    clerk.set_viewport_size(DESK)
    rows = clerk.locator("#ends-of-all tbody tr")
    expect(rows).to_have_count(3)
    rows.filter(has_text="監査").first.locator("select").select_option(label="後継の部門すべて")
    clerk.get_by_role("button", name="実行する").click()
    expect(clerk.locator(".messagelist .success")).to_contain_text("実行しました", timeout=SLOW)

    record = Reorganisation.objects.get(title="教育研修部の研修部・教育企画部への分割")
    clerk.get_by_role("link", name="残っている記録等").click()
    expect(clerk.locator("#ends-of-all tbody tr")).to_have_count(1)  # the contact, kept beside
    assert looked_at(clerk) == []
    clerk.set_viewport_size(DESK)
    clerk.goto(f"/admin/reorganise/{record.pk}/undo/")
    expect(clerk.get_by_role("button", name="取り消す")).to_be_visible()
    assert looked_at(clerk) == []
    clerk.set_viewport_size(DESK)
    assert str(Finding.objects.get().department) == "研修部"
    assert {str(one) for one in Contact.objects.all()} == {"教育研修部", "研修部"}
    assert record.takes_effect_on == date(2027, 4, 1)

    clerk.goto("/departments/?q=教育研修部")
    clerk.goto(training.get_absolute_url())
    expect(clerk.locator("h1")).to_contain_text("教育研修部")
    expect(clerk.locator(".changes")).to_contain_text("教育企画部")
    old = training.audit_targets.get(audit__fiscal_year=2026).audit
    clerk.goto(old.get_absolute_url())
    expect(clerk.locator("main")).to_contain_text("教育研修部")
