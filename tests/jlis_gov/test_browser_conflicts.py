"""Two clerks edit one audit in two browsers: nothing that either of them typed is lost."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Audit
from tests.factories import AuditClassificationFactory

PASSWORD = "correct-horse-battery-staple"

pytestmark = pytest.mark.browser


@pytest.fixture
def other_page(page: Page) -> Iterator[Page]:
    """A page of another browser, with a session of its own."""
    context = page.context.browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def enter(page: Page, site: str, name: str) -> None:
    get_user_model().objects.create_superuser(name, password=PASSWORD)
    page.goto(f"{site}/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()


def save(page: Page) -> None:
    page.locator("#id_change_reason").fill("届出による")
    page.locator(".submit-row input[name=_save]").click()


def test_second_clerk_sees_what_the_first_changed_and_saves_knowingly(
    page: Page, other_page: Page, live_server
):
    audit = AuditClassificationFactory().audit
    address = f"{live_server.url}/admin/audits/audit/{audit.pk}/change/"
    for each, name in ((other_page, "first"), (page, "second")):
        enter(each, live_server.url, name)
        each.goto(address)

    other_page.locator("#id_subject").fill("先の題名")
    other_page.locator("#id_theme").fill("先のテーマ")
    save(other_page)
    expect(other_page.locator(".messagelist .success")).to_be_visible()

    page.locator("#id_subject").fill("後の題名")
    page.locator("#id_document_number").fill("文書第１号")
    save(page)
    notice = page.locator(".conflict")
    expect(notice).to_contain_text("first")
    expect(notice.locator("tr", has_text="先のテーマ")).to_be_visible()
    expect(notice.locator("tr.is-clash", has_text="先の題名")).to_contain_text("後の題名")
    expect(page.locator("#id_subject")).to_have_value("後の題名")
    expect(page.locator("#id_theme")).to_have_value("先のテーマ")
    expect(page.locator("#id_document_number")).to_have_value("文書第１号")
    assert Audit.objects.get().subject == "先の題名"

    page.locator(".submit-row input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    kept = Audit.objects.get()
    assert (kept.subject, kept.theme, kept.document_number) == (
        "後の題名",
        "先のテーマ",
        "文書第１号",
    )
