"""Many records at once in a real browser, counted by what a person has to do."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Locator, Page, expect

from audits.models import Audit, Finding
from records.base import Visibility
from records.journal.models import JournalEntry
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
    FindingFactory,
)
from tests.pictures import take

PASSWORD = "correct-horse-battery-staple"
MOST = 6  # clicks, for fifty records
CONFIRM = "button[name=confirm]"

pytestmark = pytest.mark.browser


class Hand:
    """A person's hand, which counts what it does."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def choose(self, field: Locator, label: str) -> None:
        self.clicks += 1
        field.select_option(label=label)


@pytest.fixture
def office(page: Page) -> Page:
    """The desk of somebody signed in who has every right, and fifty approved audits."""
    kind, department = AuditTypeFactory(name="部門別監査"), DepartmentFactory(name="情報処理部")
    for number in range(1, 51):
        audit = AuditFactory(
            internal=True,
            regime=kind.regime,
            subject=f"業務{number}",
            schedule_text=f"平成28年{4 + number % 9}月{1 + number % 28}日",
        )
        AuditClassificationFactory(audit=audit, type=kind)
        AuditTargetFactory(audit=audit, department=department)
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#queues")).to_be_visible()
    return page


def published() -> int:
    return Audit.objects.filter(visibility=Visibility.PUBLIC).count()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_fifty_audits_are_published_from_the_list(office: Page):
    hand = Hand()
    hand.click(office.locator(".desk-figures a", has_text="監査").first)
    hand.click(office.locator("#action-toggle"))
    hand.choose(office.locator("select[name=action]"), "公表")
    hand.click(office.locator("button[name=index]"))
    expect(office.locator(".bulk-rows tbody tr")).to_have_count(50)
    assert fits(office)
    take(office, "bulk")
    assert published() == 0
    hand.click(office.locator(CONFIRM))
    expect(office.locator(".messagelist .success")).to_contain_text("50件")
    assert published() == 50
    assert hand.clicks <= MOST
    last = JournalEntry.objects.order_by("-sequence")[:50]
    assert len({entry.request for entry in last}) == 1


def test_fifty_audits_are_published_from_the_desk_and_taken_back(office: Page):
    hand = Hand()
    hand.click(office.get_by_role("link", name="まとめて処理").first)
    hand.click(office.locator(CONFIRM))
    expect(office.locator(".messagelist .success")).to_contain_text("50件")
    assert (published(), hand.clicks) == (50, 2)

    hand.click(office.get_by_role("link", name="この変更をまとめて戻す"))
    expect(office.locator(".bulk-rows tbody tr")).to_have_count(50)
    office.locator("#id_change_reason").fill("誤って公表")
    assert fits(office)
    take(office, "bulk-undo")
    hand.click(office.locator(CONFIRM))
    expect(office.locator(".messagelist .success")).to_contain_text("50件")
    assert (published(), hand.clicks) == (0, 4)


def test_records_are_changed_by_the_keyboard_alone(office: Page):
    office.goto("/admin/audits/audit/?status=held")
    office.locator("#action-toggle").focus()
    office.keyboard.press("Space")
    select_by_arrow(office, "select[name=action]", "「実施状況」の変更", by="Shift+Tab")
    office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    status = office.locator("#id_status")
    expect(status).to_be_visible()
    select_by_arrow(office, "#id_status", "延期")
    office.keyboard.press("Tab")
    office.keyboard.type("台風のため")
    office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    expect(office.locator(".bulk-rows tbody tr")).to_have_count(50)
    expect(office.locator("#id_status_reason")).to_have_value("台風のため")
    tab_to(office, CONFIRM)
    office.keyboard.press("Enter")
    expect(office.locator(".messagelist .success")).to_contain_text("50件")
    assert set(Audit.objects.values_list("status", "status_reason")) == {
        ("postponed", "台風のため")
    }
    assert re.search(r"status=held", office.url)


def select_by_arrow(page: Page, selector: str, label: str, by: str = "Tab") -> None:
    """Choose from a list by the arrow key."""
    tab_to(page, selector, by)
    for _step in range(20):
        if page.locator(f"{selector} option:checked").inner_text() == label:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{label} is not reached")


def tab_to(page: Page, selector: str, by: str = "Tab") -> None:
    """Go on by the Tab key until this has the focus."""
    for _step in range(80):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press(by)
    pytest.fail(f"{selector} is not reached")


def test_department_in_charge_is_found_by_typing_and_set_in_all(office: Page):
    for _number in range(3):
        FindingFactory(internal=True)
    office.goto("/admin/audits/finding/")
    office.locator("#action-toggle").click()
    office.locator("select[name=action]").select_option(label="「担当部門」の変更")
    office.locator("button[name=index]").click()
    office.locator("#id_department + .select2 .select2-selection").focus()
    office.keyboard.press("Enter")
    expect(office.locator(".select2-search__field")).to_be_focused()
    office.keyboard.type("情報処理部")
    found = office.locator(".select2-results__option--highlighted", has_text="情報処理部")
    expect(found).to_be_visible()
    office.keyboard.press("Enter")
    office.locator("button[name=again]").click()
    expect(office.locator(".bulk-rows ins")).to_have_text([re.compile("情報処理部$")] * 3)
    office.locator(CONFIRM).click()
    expect(office.locator(".messagelist .success")).to_contain_text("3件")
    assert {one.department.name for one in Finding.objects.all()} == {"情報処理部"}
