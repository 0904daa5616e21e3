"""Two clerks at one record, and an earlier state put back; `page` fails on any console error."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from organization.models import Department
from records import journal
from records.journal.models import JournalEntry
from tests.pictures import take

PASSWORD = "correct-horse-battery-staple"

pytestmark = pytest.mark.browser


@pytest.fixture
def department() -> Department:
    with journal.change(actor="kansa.jiro", reason="組織図の登録"):
        office = Department(slug="joho", name="情報処理部", duties="システムの運用")
        office.full_clean()
        office.save()
    return office


@pytest.fixture
def clerk(page: Page) -> Page:
    """A page on which a member of the audit office has signed in."""
    get_user_model().objects.create_superuser("kansa.taro", password=PASSWORD)
    page.goto("/admin/")
    page.locator("#id_username").fill("kansa.taro")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def changed_elsewhere(department: Department, **values: object) -> None:
    """What a colleague saves while the page is open."""
    with journal.change(actor="kansa.hanako", reason="組織規程の改正"):
        fresh = Department.objects.get(pk=department.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.full_clean()
        fresh.save()


def form_of(department: Department) -> str:
    return f"/admin/organization/department/{department.pk}/change/"


def test_second_to_save_sees_what_the_first_changed_and_loses_nothing(clerk: Page, department):
    clerk.goto(form_of(department))
    clerk.locator("#id_duties").fill("システムの運用及び監視")
    clerk.locator("#id_change_reason").fill("所掌事務の追加")
    changed_elsewhere(department, valid_from=date(2014, 4, 1), duties="システムの運用及び管理")
    clerk.locator("input[name=_save]").click()
    notice = clerk.locator(".conflict")
    expect(notice).to_contain_text("kansa.hanako")
    expect(notice).to_contain_text("システムの運用及び管理")
    expect(clerk.locator("#id_duties")).to_have_value("システムの運用及び監視")
    take(clerk, "conflict")
    clerk.locator("input[name=_save]").click()
    expect(clerk.locator(".messagelist .success")).to_be_visible()
    department.refresh_from_db()
    assert department.duties == "システムの運用及び監視"
    assert department.valid_from == date(2014, 4, 1)


def test_earlier_state_is_looked_at_and_put_back_with_a_reason(clerk: Page, department):
    changed_elsewhere(department, duties="職務の書き誤り")
    clerk.goto(form_of(department))
    clerk.locator(".historylink").click()
    entries = clerk.locator(".past > li")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("組織規程の改正")
    take(clerk, "history")
    clerk.locator("a[href$='/restore/']").last.click()
    expect(clerk.locator("#content-main")).to_contain_text("システムの運用")
    clerk.locator("#id_change_reason").fill("書き誤りの訂正")
    take(clerk, "restore")
    clerk.locator(".submit-row input[type=submit]").click()
    expect(clerk.locator(".messagelist .success")).to_be_visible()
    department.refresh_from_db()
    assert department.duties == "システムの運用"
    assert JournalEntry.objects.last().reason == "書き誤りの訂正"
