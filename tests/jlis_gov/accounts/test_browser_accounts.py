"""A real browser signs in on the public site, on a desk and on a phone, and out again."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory
from tests.jlis_gov.test_browser_public import SIZES, assert_no_sideways_scroll, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long password of somebody"


@pytest.fixture
def somebody():
    user = UserFactory(username="somebody")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("size", SIZES)
def test_somebody_signs_in_where_he_was_and_out_again(page: Page, somebody, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/en/meetings/")
    unfold(page, ".site-menu > summary")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("somebody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_count(1)
    assert_no_sideways_scroll(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/meetings/")
    assert_no_sideways_scroll(page)
    unfold(page, ".site-menu > summary")
    page.get_by_role("link", name="Signed in: somebody").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("link", name="Change the password").click()
    expect(page.get_by_label("Old password")).to_be_focused()
    assert_no_sideways_scroll(page)
    unfold(page, ".site-menu > summary")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/en/")
    unfold(page, ".site-menu > summary")
    expect(page.get_by_role("link", name="Sign in")).to_have_count(1)
