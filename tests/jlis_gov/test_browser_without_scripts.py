"""What visitors and contacts do, and how the office brings a table in, without any scripts."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from playwright.sync_api import Browser, Page, expect

from audits.models import Audit, Finding
from organization.models import Contact
from tests import factories
from tests.jlis_gov.accounts.test_browser_accounts import PASSWORD, somebody  # noqa: F401 (a fixture)
from tests.jlis_gov.test_browser_public import record  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = "table.records tbody tr"


@pytest.fixture
def plain(browser: Browser, live_server) -> Iterator[Page]:
    """A page without scripts; it fails on a console error."""
    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    page, faults = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    yield page
    context.close()
    assert faults == []


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_records_are_searched_narrowed_and_taken_away(plain, record):  # noqa: F811
    plain.goto("/")
    plain.get_by_label("ことば、回数、日付、部門").fill("第16回")
    plain.get_by_role("search").get_by_role("button").click()
    plain.get_by_role("main").get_by_role("link", name="第16回代表者会議").click()
    heading(plain, "第16回代表者会議")

    plain.get_by_role("link", name="監査", exact=True).first.click()
    expect(plain.locator(ROWS)).to_have_count(4)
    plain.get_by_label("部門").select_option("joho")
    plain.get_by_label("キーワード").fill("ISMS")
    plain.get_by_role("button", name="絞り込む").click()
    expect(plain.locator(ROWS)).to_have_count(3)
    plain.get_by_role("columnheader").get_by_role("link", name="実施時期").click()
    expect(plain).to_have_url(re.compile("department=joho.*sort=schedule"))
    plain.get_by_text("一覧を取り出す").click()
    with plain.expect_download() as taken:
        plain.get_by_role("link", name="CSV", exact=True).first.click()
    assert taken.value.path().read_bytes().count("ISMS内部監査".encode()) == 3
    for link in plain.locator(".exports a").all():
        assert plain.request.get(plain.url.split("?")[0] + link.get_attribute("href")).ok
    plain.get_by_role("link", name="印刷用").click()
    expect(plain.locator("table tbody tr")).to_have_count(3)
    plain.go_back()
    plain.locator(".chip", has_text="キーワード").click()
    plain.locator(".chip", has_text="部門").click()
    expect(plain.locator(ROWS)).to_have_count(4)
    plain.get_by_role("link", name="English").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain).to_have_url(re.compile("/en/audits/.*sort=schedule"))
    expect(plain.locator(ROWS)).to_have_count(4)


def test_calendar_is_walked_and_subscribed_to(plain, record):  # noqa: F811
    plain.goto("/calendar/2016-12/")
    plain.locator("a[rel=prev]").click()
    heading(plain, "平成28年11月")
    plain.get_by_role("link", name="月曜始まり").click()
    expect(plain.locator("table.month th").first).to_have_text("月")
    plain.get_by_role("link", name="平成28年度").first.click()
    plain.get_by_role("link", name="部門別").click()
    expect(plain.locator(".timeline-name").first).to_have_text("情報処理部")
    plain.get_by_text("同じ内容を表で見る").click()
    expect(plain.locator(".timeline-rows tbody").first).to_contain_text("情報処理部")
    plain.locator(".timeline-bar").first.click()
    heading(plain, "ISMS内部監査")
    with plain.expect_download() as taken:
        plain.get_by_role("link", name="この予定を一度だけダウンロード（.ics）").click()
    assert b"BEGIN:VEVENT" in taken.value.path().read_bytes()

    plain.get_by_role("link", name="カレンダーを購読する").click()
    plain.get_by_label("表示する予定").select_option("drills")
    plain.get_by_role("button", name="アドレスを表示する").click()
    address = plain.get_by_label("このカレンダーのアドレス")
    expect(address).to_have_value(re.compile(r"/feeds/drills\.ics$"))
    assert plain.request.get(address.input_value()).text().count("BEGIN:VEVENT") == 1


def test_contact_signs_in_answers_and_keeps_a_calendar(plain, record, somebody):  # noqa: F811
    audit = record[1]
    department = audit.targets.get().department
    finding = factories.FindingFactory(audit=audit, department=department, summary="承認の漏れ")
    Contact.objects.create(user=somebody, department=department)
    rights = ("read_as_contact", "answer_finding")
    somebody.user_permissions.set(Permission.objects.filter(codename__in=rights))
    plain.goto("/findings/assigned/")
    plain.get_by_label("ユーザー名").fill("somebody")
    plain.get_by_label("パスワード").fill(PASSWORD)
    plain.get_by_role("main").get_by_role("button").click()
    plain.get_by_role("link", name="承認の漏れ").click()
    plain.locator("[name=response]").select_option("agreed")
    plain.locator("textarea[name=answer]").fill("様式を改めます。")
    plain.locator("[name=actions-0-description]").fill("様式の改定")
    plain.get_by_role("button", name="回答を送信する").click()
    expect(plain.get_by_role("status")).to_have_count(1)
    assert Finding.objects.get(pk=finding.pk).answer == "様式を改めます。"

    plain.goto("/account/calendars/new/")
    plain.get_by_label("名称").fill("iPhone")
    plain.get_by_label("訓練").check()
    plain.get_by_role("button", name="カレンダーを作成する").click()
    feed = plain.request.get(plain.get_by_label("このカレンダーのアドレス").input_value())
    assert feed.text().count("BEGIN:VEVENT") == 1
    plain.get_by_role("main").get_by_role("link", name="個人用カレンダー").click()
    plain.get_by_role("main").get_by_role("button").click()
    expect(plain.get_by_text("まだありません。")).to_be_visible()
    plain.get_by_role("button", name="サインアウト").click()
    expect(plain.get_by_role("link", name="サインイン")).to_have_count(1)


def test_office_brings_a_table_in(plain):
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    factories.AuditTypeFactory(name="PMS内部監査", short_name="PMS監査")
    factories.DepartmentFactory(name="研究開発部")
    plain.goto("/admin/import/")
    plain.locator("#id_username").fill("clerk")
    plain.locator("#id_password").fill(PASSWORD)
    plain.get_by_role("button", name="サインイン", exact=True).click()
    plain.locator("#id_table").select_option("9")
    plain.locator("#id_fiscal_year").fill("2016")
    plain.locator("#id_text").fill(
        "監査種別\t対象部門\t監査実施年月日\nPMS内部監査\t研究開発部\t平成28年８月８日\n"
    )
    plain.locator(".import-form button").click()
    expect(plain.locator(".import-rows tr.is-new")).to_have_count(1)
    plain.locator("#id_change_reason").fill("平成28年度の実績")
    plain.locator("button[name=confirm]").click()
    expect(plain.locator(".import-links li")).to_have_count(1)
    assert Audit.objects.get().official_schedule == "平成28年８月８日"
