"""Twelve monthly audits registered from one form; `page` fails on any console or policy error."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Locator, Page, expect

from audits.models import Audit
from records.journal.models import JournalEntry
from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.pictures import take

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-battery-staple"
SLOW = 30_000  # milliseconds; twelve forms are checked and saved in one change
MOST_STEPS = 15


class Steps:
    """Counts what a clerk does: each click, each field filled in, each choice made."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self, act: Callable[..., None], *args: str, **kwargs: str) -> None:
        self.taken += 1
        act(*args, **kwargs)

    def choose(self, page: Page, field: str, text: str) -> None:
        """Open an autocompleted field, type a part of the name, take the first: three steps."""
        self(page.locator(f"#id_{field} + .select2 .select2-selection").click)
        self(page.locator(".select2-search__field").fill, text)
        first = page.locator(".select2-results__option--highlighted", has_text=text)
        expect(first).to_be_visible()
        self(first.click)


@pytest.fixture
def clerk(page: Page) -> Page:
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.goto("/admin/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def row_of(page: Page, day: str) -> Locator:
    return page.locator(".plan-rows tbody tr", has=page.locator(f"[value='{day}']"))


def test_twelve_monthly_audits_from_one_form(clerk: Page):
    AuditTypeFactory(regime="auditor", name="例月監査", group="")
    DepartmentFactory(name="管理部会計課")
    clerk.goto("/admin/audits/audit/")
    step = Steps()
    step(clerk.get_by_role("link", name="くり返して登録").click)
    step(clerk.locator("#id_regime").select_option, label="監事監査")
    step.choose(clerk, "classifications-0-type", "例月監査")
    step.choose(clerk, "targets-0-department", "管理部会計課")
    step(clerk.locator("#id_change_reason").fill, "平成28年度監事監査計画")
    step(clerk.locator("#id_recurrence-start").fill, "平成28年４月１日")
    step(clerk.locator("#id_recurrence-day").select_option, label="月の末日")
    step(clerk.locator("#id_recurrence-closed").select_option, label="前の開庁日に移す")
    step(clerk.locator("#id_recurrence-count").fill, "12")
    step(clerk.get_by_role("button", name="日を表示する").click)
    rows = clerk.locator(".plan-rows tbody tr")
    expect(rows).to_have_count(12)
    expect(row_of(clerk, "2016-04-30")).to_contain_text("土曜日")
    expect(row_of(clerk, "2016-04-30")).to_contain_text("平成28年４月28日 （木）")
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 1280
    take(clerk, "series", of="#days")
    assert not Audit.objects.exists()
    before = JournalEntry.objects.count()
    step(clerk.get_by_role("button", name="起案の記録を12件作成する").click)
    expect(clerk.locator(".messagelist .success")).to_contain_text("12件", timeout=SLOW)
    assert step.taken <= MOST_STEPS
    assert Audit.objects.in_fiscal_year(2016).filter(life="draft").count() == 12
    entries = JournalEntry.objects.all()[before:]
    assert {entry.reason for entry in entries} == {"平成28年度監事監査計画"}
    assert (len(entries), len({entry.request for entry in entries})) == (12, 1)


def test_fields_that_the_rule_does_not_ask_for_are_hidden_and_an_exception_is_struck(clerk: Page):
    clerk.goto("/admin/audits/drill/recurring/")
    place, weekdays = (clerk.locator(f".field-{name}") for name in ("place", "weekdays"))
    expect(place).to_be_hidden()
    expect(weekdays).to_be_hidden()
    clerk.locator("#id_recurrence-day").select_option(label="第ｎ曜日")
    expect(place).to_be_visible()
    clerk.locator("#id_recurrence-place").fill("2")
    clerk.get_by_label("火曜日").check()
    clerk.locator("#id_scenario").fill("安否の確認")
    clerk.locator("#id_recurrence-start").fill("平成28年４月１日")
    clerk.locator("#id_recurrence-count").fill("3")
    clerk.locator("#id_recurrence-count").press("Enter")
    expect(clerk.locator(".plan-rows tbody tr")).to_have_count(3)
    row_of(clerk, "2016-05-10").get_by_role("checkbox").uncheck()
    clerk.get_by_role("button", name="もう一度日を表示する").click()
    expect(row_of(clerk, "2016-05-10").get_by_role("checkbox")).not_to_be_checked()
    clerk.get_by_role("button", name="起案の記録を2件作成する").click()
    expect(clerk.locator(".messagelist .success")).to_contain_text("2件", timeout=SLOW)


def test_form_for_one_goes_on_as_a_series(clerk: Page):
    clerk.goto("/admin/audits/drill/add/")
    clerk.locator("#id_scenario").fill("安否の確認")
    clerk.locator("#id_fiscal_year").fill("2016")
    clerk.locator("#id_schedule_text").fill("平成28年６月")
    clerk.get_by_role("button", name="くり返して登録").click()
    expect(clerk.locator("#id_scenario")).to_have_value("安否の確認")
    expect(clerk.locator("#id_recurrence-start")).to_have_value("平成28年６月１日")
    expect(clerk.locator("#id_recurrence-day")).to_have_value("month")
