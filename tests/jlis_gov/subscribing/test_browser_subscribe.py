"""A real browser subscribes: by keyboard alone, without scripts, and to a calendar of one's own."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.jlis_gov.accounts.test_browser_accounts import PASSWORD, somebody  # noqa: F401 (a fixture)
from tests.jlis_gov.test_browser_public import SIZES, assert_no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def record():
    factories.MeetingFactory()
    factories.DrillFactory()
    factories.DrillFactory()


def test_choice_is_followed_by_keyboard_alone_on_a_phone(page: Page, record):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/en/subscribe/")
    expect(page.locator("#feed .results-count strong")).to_have_text("3")
    what = page.get_by_label("What it shows", exact=True)
    for _step in range(40):
        page.keyboard.press("Tab")
        if what.evaluate("field => field === document.activeElement"):
            break
    expect(what).to_be_focused()
    for _letter in "Drills":  # as a screen without a pointer chooses
        page.keyboard.type(_letter)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/subscribe/?of=drills*")
    expect(page.locator("#feed .results-count strong")).to_have_text("2")
    expect(page.get_by_label("Address of this calendar")).to_have_value(
        re.compile(r"/feeds/drills\.ics$")
    )
    assert_no_sideways_scroll(page)
    copying = page.get_by_role("button", name="Copy the address")
    for _step in range(10):
        if copying.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#address-copied")).to_have_text("Copied.")


def test_page_serves_without_scripts(browser: Browser, live_server, record):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/subscribe/")
    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    page.get_by_label("What it shows", exact=True).select_option("drills")
    page.get_by_role("button", name="Show the address").click()
    expect(page.locator("#feed .results-count strong")).to_have_text("2")
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_somebody_makes_a_calendar_and_revokes_it(page: Page, somebody, record, size):  # noqa: F811
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/en/sign-in/?next=/en/subscribe/%3Fof%3Ddrills")
    page.get_by_label("Username").fill("somebody")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Save this choice as a calendar of your own").click()
    expect(page.get_by_label("Drills")).to_be_checked()
    assert_no_sideways_scroll(page)
    page.get_by_label("Name").fill("iPhone")
    page.get_by_role("button", name="Make the calendar").click()
    address = page.get_by_label("Address of this calendar").input_value()
    assert_no_sideways_scroll(page)
    feed = page.request.get(address)
    assert feed.text().count("BEGIN:VEVENT") == 2
    page.get_by_role("main").get_by_role("link", name="Calendars of your own").click()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Revoke iPhone").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    assert page.request.get(address).status == 410
