"""One table of any form in two windows: it comes in once, and the second window says so."""

import pytest
from playwright.sync_api import Page, expect

from audits.models import Audit
from jlis_gov.models import ImportLayout
from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.jlis_gov.test_browser_admin import clerk  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = (
    "監査種別\t監査の担当\t実施月\t日\t内訳\n"
    "定期監査\t総務部\t９月\t８日\t契約\n"
    "定期監査\t総務部\t10月\t中旬\t物品\n"
)


def given(page: Page) -> Page:
    """The preview of the table."""
    page.goto("/admin/import/")
    page.locator("#id_table").select_option("audits")
    page.locator("#id_fiscal_year").fill("令和７")
    page.locator("#id_status").select_option("planned")
    page.locator("#id_text").fill(ROWS)
    page.get_by_role("button", name="行を確かめる").click()
    expect(page.locator(".import-rows tr.is-new")).to_have_count(2)
    return page


def confirmed(page: Page) -> Page:
    """The page after its rows were confirmed."""
    page.locator("#id_change_reason").fill("令和７年度の計画")
    page.locator("button[name=confirm]").click()
    return page


def test_table_read_in_another_way_beside_comes_in_once(clerk: Page):  # noqa: F811
    AuditTypeFactory(name="定期監査")
    DepartmentFactory(name="総務部")
    first, second = given(clerk), given(clerk.context.new_page())
    first.get_by_label("監査の担当").select_option("targets")
    first.get_by_label("この読み方に付ける名前").fill("室の計画表")
    first.get_by_role("button", name="この読み方で確かめ直す").click()
    expect(first.get_by_text("選んだ内容をもう一度確かめて")).to_be_visible()
    expect(confirmed(first).locator(".import-links li")).to_have_count(2)

    expect(confirmed(second).get_by_text("この間に登録内容が変わりました")).to_be_visible()
    expect(second.locator(".import-links")).to_have_count(0)
    expect(second.locator(".import-rows tr.is-unchanged")).to_have_count(2)
    second.get_by_label("使う読み方").select_option("室の計画表")
    second.get_by_role("button", name="この読み方で確かめ直す").click()
    expect(second.locator(".import-rows tr.is-unchanged")).to_have_count(2)
    assert Audit.objects.count() == 2

    second.goto("/admin/import/layouts/")
    second.get_by_label("名称").fill("室の年間計画")
    second.get_by_role("button", name="この名前に変える").click()
    expect(second.get_by_text("名前を「室の年間計画」に変えました。")).to_be_visible()
    assert ImportLayout.objects.get().name == "室の年間計画"
