"""A real browser narrows a list down: without a new page where scripts run, by the button else."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.jlis_gov.test_browser_public import unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
ROWS = "table.records tbody tr"


@pytest.fixture
def audits():
    department = factories.DepartmentFactory(slug="joho", name="情報処理部")
    for number in range(1, 4):
        audit = factories.AuditFactory(subject=f"運用 {number}")
        factories.AuditTargetFactory(audit=audit, department=department)
    factories.AuditFactory(regime="external", subject="認証の更新", status="planned")


@pytest.fixture(params=SIZES)
def sized(request, page: Page) -> Page:
    width, height = SIZES[request.param]
    page.set_viewport_size({"width": width, "height": height})
    return page


def mark(page: Page) -> None:
    """Leave a trace that a new page would not have."""
    page.evaluate("window.sameDocument = true")


def assert_same_page(page: Page) -> None:
    assert page.evaluate("window.sameDocument") is True
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_choice_narrows_the_list_on_the_same_page(sized, audits, prefix):
    page = sized
    page.goto(f"{prefix}/audits/")
    mark(page)
    unfold(page, ".filters-fold > summary")
    page.locator("select[name=department]").select_option("joho")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator("#list-count strong")).to_have_text("3")
    expect(page).to_have_url(re.compile(rf"{prefix}/audits/\?.*department=joho"))
    page.locator("input[name=q]").fill("運用 2")
    page.keyboard.press("Enter")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(2)
    assert_same_page(page)


def test_chip_takes_its_condition_off_and_out_of_the_form(page, audits):
    page.goto("/audits/?regime=internal&q=運用&sort=status")
    mark(page)
    expect(page.locator(ROWS)).to_have_count(3)
    page.locator(".chip", has_text="内部").click()
    expect(page.locator("select[name=regime]")).to_have_value("")
    expect(page.locator("input[name=q]")).to_have_value("運用")
    expect(page.locator("input[name=sort]")).to_have_value("status")
    page.locator(".chips-clear").click()
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page.locator(".chip")).to_have_count(0)
    assert_same_page(page)


def test_sorting_stays_when_the_list_is_narrowed_afterwards(page, audits):
    page.goto("/en/audits/")
    mark(page)
    page.get_by_role("link", name="Regime").click()
    expect(page.get_by_role("columnheader", name="Regime")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(page.get_by_role("link", name="Regime")).to_be_focused()
    page.locator("select[name=status]").select_option("held")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page).to_have_url(re.compile("status=held.*sort=regime"))
    assert_same_page(page)


def test_way_back_leads_through_what_was_asked(page, audits):
    page.goto("/audits/")
    page.locator("select[name=regime]").select_option("external")
    expect(page.locator(ROWS)).to_have_count(1)
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page.locator("select[name=regime]")).to_have_value("")
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert stored == ["htmx-current-path-for-history"]  # the address, nothing of the page


def test_other_language_and_export_follow_the_list(page, audits):
    page.goto("/audits/")
    page.locator("select[name=regime]").select_option("external")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#list-tools a[href*='_export=csv']").first).to_have_attribute(
        "href", re.compile("regime=external")
    )
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/audits/\?.*regime=external"))
    expect(page.locator(ROWS)).to_have_count(1)


def test_refusal_is_told_on_the_same_page(page, audits, faults):
    page.goto("/en/audits/")
    mark(page)
    page.locator("input[name=q]").fill("a b c d e f g h i j k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at most 10 words")
    expect(page.locator(ROWS)).to_have_count(0)
    page.locator("input[name=q]").fill("運用")
    page.keyboard.press("Enter")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert_same_page(page)
    # The browser itself notes the answer 400.
    assert faults
    assert all("400 (Bad Request)" in fault for fault in faults)
    faults.clear()


def test_record_opens_as_a_page_of_its_own(page, audits):
    page.goto("/audits/")
    page.locator(ROWS).first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/audits/[0-9a-f-]{36}/$"))
    expect(page.locator("#results")).to_have_count(0)


def test_button_narrows_the_list_without_scripts(browser: Browser, live_server, audits):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/audits/")
    page.locator("select[name=department]").select_option("joho")
    page.locator("form.filters button").click()
    expect(page.locator(ROWS)).to_have_count(3)
    page.locator("thead a").first.click()
    expect(page).to_have_url(re.compile("department=joho.*sort=schedule"))
    page.locator(".chip").click()
    expect(page.locator(ROWS)).to_have_count(4)
    context.close()
