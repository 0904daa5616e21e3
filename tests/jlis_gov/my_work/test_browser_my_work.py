"""A real browser: each signs in where something waits, and is at it in one click more."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from jlis_gov.accounts import roles
from organization.models import Contact, Deputy
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)
from tests.jlis_gov.test_browser_public import assert_no_sideways_scroll, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long password of somebody"


def somebody(name: str, role: str, *departments, family: str = ""):
    call_command("sync_roles", verbosity=0)
    is_staff = role in (roles.AUDIT_OFFICE, roles.SECRETARIAT)
    user = UserFactory(username=name, last_name=family, first_name="", is_staff=is_staff)
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name=role))
    for one in departments:
        Contact.objects.create(user=user, department=one)
    return user


def sign_in(page: Page, name: str, width: int = 1280) -> None:
    """From the front page, by the link in its header."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/")
    unfold(page, ".site-menu > summary")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def expect_work(page: Page, count: int | None = None) -> None:
    page.wait_for_url("**/en/my-work/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    assert_no_sideways_scroll(page)
    number = page.locator(".my-work-number")
    if count is None:
        expect(number).to_have_count(0)
    else:
        expect(number).to_have_text(f"{count}waiting")


@pytest.fixture
def finding():
    department = DepartmentFactory(name="情報処理部")
    audit = AuditFactory(schedule_text=day(-30), fiscal_year=year(), subject="部門別監査")
    return FindingFactory(
        audit=audit, department=department, summary="承認の記録がない。", internal=True
    )


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def year() -> int:
    today = timezone.localdate()
    return today.year - (today.month < 4)


def test_contact_on_a_phone_is_at_the_answer_in_one_click(page: Page, finding):
    somebody("tanto", roles.CONTACT, finding.department)
    sign_in(page, "tanto", width=390)
    expect_work(page, 1)
    page.get_by_role("link", name="承認の記録がない。").click()
    page.wait_for_url(f"**/findings/{finding.uid}/answer/")
    expect(page.locator(".my-work-number")).to_have_text("1waiting")
    assert_no_sideways_scroll(page)


def test_office_is_at_the_answered_finding_in_one_click(page: Page, finding):
    department = finding.department
    FindingFactory(
        audit=finding.audit,
        number=finding.number + 1,
        department=department,
        summary="持出簿の記入漏れ",
        answer="改めます。",
        answered_on=timezone.localdate(),
        internal=True,
    )
    somebody("kansa", roles.AUDIT_OFFICE)
    sign_in(page, "kansa")
    expect_work(page, 1)
    page.get_by_role("link", name="持出簿の記入漏れ").click()
    expect(page.locator("#id_answer")).to_have_value("改めます。")
    expect(page.locator(".my-work-number")).to_have_text("1件")  # the admin remembers its language


def test_secretariat_is_at_the_draft_in_one_click(page: Page):
    meeting = MeetingFactory(draft=True, schedule_text=day(10), fiscal_year=year())
    SessionFactory(meeting=meeting)
    somebody("jimu", roles.SECRETARIAT)
    sign_in(page, "jimu")
    expect_work(page, 1)
    page.get_by_role("region", name="Drafts to approve").get_by_role("link").first.click()
    page.wait_for_url(f"**/admin/meetings/meeting/{meeting.pk}/change/")


def test_executive_is_at_the_audit_of_the_week_in_one_click(page: Page):
    audit = AuditFactory(
        schedule_text=day(3), fiscal_year=year(), subject="危機管理監査", internal=True
    )
    AuditTargetFactory(audit=audit)
    somebody("riji", roles.EXECUTIVE)
    sign_in(page, "riji")
    expect_work(page)
    page.get_by_role("link", name="危機管理監査").click()
    page.wait_for_url(f"**/en/audits/{audit.uid}/")


def test_deputy_acts_and_every_page_says_so(page: Page, finding):
    tanto = somebody("tanto", roles.CONTACT, finding.department, family="田中")
    riji = somebody("riji", roles.EXECUTIVE)
    today = timezone.localdate()
    Deputy.objects.create(person=tanto, deputy=riji, first_day=today, last_day=today, reason="出張")
    sign_in(page, "riji", width=390)
    unfold(page, ".site-menu > summary")
    page.get_by_role("link", name="Signed in: riji").click()
    page.get_by_role("button", name="Act for 田中").click()
    expect_work(page, 1)
    page.get_by_role("link", name="承認の記録がない。").click()
    expect(page.get_by_role("link", name="Acting for 田中")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Acting for 田中").click()
    page.get_by_role("button", name="Stop acting for 田中").click()
    expect(page.get_by_role("link", name="Acting for 田中")).to_have_count(0)
