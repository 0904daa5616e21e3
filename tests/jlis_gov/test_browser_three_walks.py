"""Three readers find what they came for in the record of fiscal 2016, in five steps each thing.

A step is a click, a form that is filled and sent, or an address that is typed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from audits.models import Audit, InspectionScope
from jlis_gov.accounts import roles
from records.evidence import keys
from tests.factories import FindingFactory, UserFactory
from tests.jlis_gov.test_browser_public import assert_no_sideways_scroll
from tests.pictures import PHONE, SCREEN
from tests.record_of_2016 import load_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STEPS = 5
PASSWORD = "a long password of somebody"
NOON = datetime(2016, 11, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))

# Tables 9, 10 and 12 of the source: those that name the department, and those of その他全部門 and
# 監査室を除く部門, among which it is.
OF_THE_DEPARTMENT = {
    ("PMS内部監査", "平成28年11月17日～平成29年２月９日"),
    ("ISMS内部監査", "平成28年９月１日、５日、６日、12日"),
    ("情報セキュリティ内部監査", "平成28年11月17日～平成29年２月９日"),
    ("危機管理内部監査", "平成29年２月８日～24日"),
    ("部門別業務内部監査（課題の取組状況）", "平成29年１月13日～２月15日"),
    ("部門別業務内部監査（外部監査の取組状況）", "平成29年２月16日"),
    ("会計監査（決算監査及び例月監査）", "平成28年５月～平成29年３月"),
    (
        "ISMS審査（継続審査及び軽自動車検査情報提供業務の追加に伴う拡大審査）",
        "平成28年11月",
    ),
    ("業務監査（部門別監査）（課題の取組状況）", "平成29年１月13日～２月15日"),
    ("業務監査（部門別監査）（外部監査の取組状況）", "平成29年２月16日"),
}
OF_ISMS = {
    ("ISMS内部監査", "平成28年９月１日、５日、６日、12日"),
    ("ISMS内部監査", "平成28年10月14日"),
    (
        "ISMS審査（継続審査及び軽自動車検査情報提供業務の追加に伴う拡大審査）",
        "平成28年11月",
    ),
    ("ISMS審査（継続審査）", "平成29年２月"),
}


class Steps:
    """What a reader does on a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken = 0

    def type_address(self, path: str) -> None:
        self.taken += 1
        self.page.goto(path)

    def click(self, one: Locator) -> None:
        self.taken += 1
        one.click()

    def link(self, name: str, within: str = "body") -> None:
        self.click(self.page.locator(within).get_by_role("link", name=name, exact=True))

    def search(self, words: str) -> None:
        """Fill the search of the front page and send it."""
        self.taken += 1
        self.page.get_by_role("searchbox").fill(words)
        self.page.get_by_role("searchbox").press("Enter")

    def choose(self, name: str, label: str) -> None:
        """Choose in a list's filter, which sends the form."""
        self.taken += 1
        with self.page.expect_response(re.compile(rf"[?&]{name}=")):
            self.page.locator(f"select[name={name}]").select_option(label=label)

    def file(self, one: Locator) -> BytesIO:
        """Click what hands over a file; its bytes."""
        with self.page.expect_download() as taken:
            self.click(one)
        return BytesIO(taken.value.path().read_bytes())


@contextmanager
def few_steps(page: Page) -> Iterator[Steps]:
    """One thing that a reader came for; the test fails where it took too many steps."""
    steps = Steps(page)
    yield steps
    assert 0 < steps.taken <= MOST_STEPS
    assert_no_sideways_scroll(page)


def somebody_signed_in(page: Page, role: str):
    roles.sync()
    user = UserFactory(username="somebody")
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(Group.objects.get(name=role))
    page.goto("/sign-in/")
    page.get_by_label("ユーザー名").fill("somebody")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    page.wait_for_url(re.compile(r"/(my-work/)?$"))
    return user


def told(names: Locator, dates: Locator) -> set[tuple[str, str]]:
    """What the page shows of audits: the name of each, and its dates."""
    return set(zip(names.all_inner_texts(), dates.all_inner_texts(), strict=True))


def test_visitor_finds_the_audits_of_a_department_a_decision_and_all_audits_of_isms(page):
    load_record()
    page.set_viewport_size(SCREEN)
    rows = page.locator("table.records tbody tr")
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.link("監査", within=".site-navigation")
        steps.click(page.get_by_label("平成28年度"))
        steps.choose("department", "情報処理部")
        expect(rows).to_have_count(len(OF_THE_DEPARTMENT))
        shown = told(rows.locator(".cell-name"), rows.locator(".cell-schedule .cell-text"))
        assert shown == OF_THE_DEPARTMENT
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.search("第14回代表者会議")
        steps.link("第14回代表者会議", within="main")
        expect(page.get_by_role("heading", level=1)).to_have_text("第14回代表者会議")
        expect(page.get_by_text("平成28年９月８日", exact=True).first).to_be_visible()
        expect(page.locator(".agenda-title")).to_have_text(["定款の変更"])
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.search("ISMS")
        expect(page.get_by_role("status")).to_have_text("4件")
        found = page.locator("main .entries li")
        assert told(found.locator("a"), found.locator(".entry-when")) == OF_ISMS


def test_executive_on_a_phone_sees_what_is_next_and_overdue_and_subscribes(page, monkeypatch):
    load_record()
    late = Audit.objects.get(subject="", schedule_text__startswith="平成28年８月８日")
    FindingFactory(audit=late, summary="持出簿の記入漏れ", due_on=date(2016, 10, 17), internal=True)
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    monkeypatch.setattr(timezone, "localdate", lambda *args: NOON.date())
    page.set_viewport_size(PHONE)
    somebody_signed_in(page, roles.EXECUTIVE)
    with few_steps(page) as steps:
        steps.type_address("/")
        expect(page.locator(".coming li").first).to_contain_text("平成28年11月")
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.link("持出簿の記入漏れ", within="main")
        expect(page.get_by_text("平成28年10月17日")).to_be_visible()
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.link("カレンダーを購読する", within="main")
        expect(page.get_by_label("このカレンダーのアドレス")).to_have_value(re.compile("/all.ics$"))
        expect(page.locator(".subscribe-qr svg")).to_be_visible()
        steps.link("この内容で個人用カレンダーを作成する", within="main")
        page.get_by_label("名称").fill("iPhone")
        steps.click(page.get_by_role("button", name="カレンダーを作成する"))
        address = page.get_by_label("このカレンダーのアドレス").input_value()
    unfolded = page.request.get(address).text().replace("\r\n ", "")
    assert "定款の変更" in unfolded


def test_inspector_takes_list_past_evidence_and_report_and_checks_them(page, settings, tmp_path):
    load_record()
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "office.pem")
    keys.make(tmp_path / "office.pem")
    page.set_viewport_size(SCREEN)
    user = somebody_signed_in(page, roles.INSPECTOR)
    InspectionScope.objects.create(
        user=user, first_fiscal_year=2016, last_fiscal_year=2016, expires_on=timezone.localdate()
    )
    rows = page.locator("table.records tbody tr")
    with few_steps(page) as steps:
        steps.type_address("/")
        steps.link("監査", within=".site-navigation")
        steps.choose("type", "ISMS内部監査")
        expect(rows).to_have_count(2)
    filtered = page.url
    with few_steps(page) as steps:
        steps.click(page.locator(".exports summary"))
        file = steps.file(page.get_by_role("link", name="Excel", exact=True).first)
        rows_of_the_file = load_workbook(file).worksheets[1].values
        assert sum("ISMS内部監査" in row for row in rows_of_the_file) == 2
    with few_steps(page) as steps:
        steps.click(page.locator("#as-of-since"))
        expect(page.locator(".notice")).to_contain_text("時点の一覧です")
        expect(rows).to_have_count(2)
    with few_steps(page) as steps:
        steps.type_address(filtered)
        steps.click(page.locator(".exports summary"))
        steps.link("証拠資料", within=".exports")
        bundle = steps.file(page.get_by_role("button", name="証拠資料を作成"))
    with few_steps(page) as steps:
        steps.link("証拠資料の確認", within="footer")
        file = {"name": "bundle.zip", "mimeType": "application/zip", "buffer": bundle.getvalue()}
        page.locator("input[type=file]").set_input_files(file)
        steps.click(page.get_by_role("button", name="確認する"))
        expect(page.get_by_role("status")).to_contain_text("確認できました")
    with few_steps(page) as steps:
        steps.link("事業報告書", within=".site-navigation")
        steps.link("平成28年度（2016年度）", within="main")
        file = steps.file(page.get_by_role("link", name="Word", exact=True).first)
        assert any("代表者会議" in each.text for each in Document(file).paragraphs)
