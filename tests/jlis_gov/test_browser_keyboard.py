"""An audit is added without the mouse; the fixture `page` fails on any console or policy error."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Audit
from tests.factories import AuditTypeFactory, DepartmentFactory

PASSWORD = "correct-horse-battery-staple"
HERE = "document.activeElement.id || document.activeElement.getAttribute('aria-labelledby')"

pytestmark = pytest.mark.browser


@pytest.fixture
def form(page: Page) -> Page:
    """The form of a new audit, with nothing but the keyboard to fill it in."""
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    AuditTypeFactory(name="PMS内部監査", short_name="PMS監査")
    for name in ("情報処理部", "研究開発部"):
        DepartmentFactory(name=name)
    page.goto("/admin/audits/audit/add/")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#id_regime")).to_be_focused()
    return page


def tab_to(page: Page, field: str) -> None:
    """Press Tab until this field has the focus; 15 stops are more than any group of fields has."""
    for _stop in range(15):
        if page.evaluate(HERE) in (f"id_{field}", f"select2-id_{field}-container"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{field} is not reached by Tab; the focus is in {page.evaluate(HERE)}")


def search(page: Page, text: str) -> None:
    """Open the search that has the focus, type, and take what it offers first."""
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type(text)
    expect(page.locator(".select2-results__option--highlighted", has_text=text)).to_be_visible()
    page.keyboard.press("Enter")


def fill_in_up_to_the_schedule(page: Page, schedule: str) -> None:
    page.keyboard.press("ArrowDown")
    tab_to(page, "fiscal_year")
    page.keyboard.type("2016")
    tab_to(page, "schedule_text")
    page.keyboard.type(schedule)


def fill_in_type_and_targets(page: Page) -> None:
    tab_to(page, "change_reason")
    page.keyboard.type("年度監査計画の作成")
    tab_to(page, "classifications-0-type")
    search(page, "PMS内部監査")
    tab_to(page, "targets-0-department")
    search(page, "情報処理部")
    add_row = page.locator("#targets-group .add-row a")
    while not add_row.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_targets-1-department + .select2 .select2-selection")).to_be_focused()
    search(page, "研究開発部")


def test_audit_is_added_with_the_keyboard_alone(form: Page):
    fill_in_up_to_the_schedule(form, "平成28年８月８日、９日")
    fill_in_type_and_targets(form)
    save = form.locator("input[name=_save]")
    while not save.evaluate("button => button === document.activeElement"):
        form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    expect(form.locator(".messagelist .success")).to_be_visible()
    audit = Audit.objects.get()
    assert audit.official_schedule == "平成28年８月８日、９日"
    assert [str(target) for target in audit.targets.all()] == ["情報処理部", "研究開発部"]


def test_refused_form_keeps_all_and_opens_at_what_is_wrong(form: Page):
    fill_in_up_to_the_schedule(form, "平成28年８月８日（火）")
    fill_in_type_and_targets(form)
    form.locator("#id_document_number").press("Enter")
    expect(form.locator(".field-schedule_text .errorlist")).to_be_visible()
    expect(form.locator("#id_schedule_text")).to_be_focused()
    expect(form.locator("#id_schedule_text")).to_have_value("平成28年８月８日（火）")
    expect(form.locator("#id_change_reason")).to_have_value("年度監査計画の作成")
    for row, name in enumerate(("情報処理部", "研究開発部")):
        chosen = form.locator(f"#id_targets-{row}-department + .select2")
        expect(chosen).to_contain_text(name)
    form.keyboard.press("Control+A")
    form.keyboard.type("平成28年８月８日（月）")
    form.locator("#id_document_number").press("Enter")
    expect(form.locator(".messagelist .success")).to_be_visible()
    assert Audit.objects.get().targets.count() == 2


def test_missing_type_is_where_the_keyboard_stands(form: Page):
    fill_in_up_to_the_schedule(form, "平成28年８月")
    tab_to(form, "classifications-0-order")
    form.keyboard.type("1")
    form.keyboard.press("Enter")
    expect(form.locator("#classifications-group .errorlist").first).to_be_visible()
    search_box = form.locator("#id_classifications-0-type + .select2 .select2-selection")
    expect(search_box).to_be_focused()
