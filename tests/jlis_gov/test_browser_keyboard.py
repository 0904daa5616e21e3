"""An audit is added without the mouse; the fixture `page` fails on any console or policy error."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Audit
from meetings.models import Body
from records import journal
from tests.factories import (
    AuditFactory,
    AuditTypeFactory,
    BodyFactory,
    DepartmentFactory,
    MeetingFactory,
    SessionFactory,
)

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
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#id_regime")).to_be_focused()
    return page


def tab_to(page: Page, field: str) -> None:
    """Press Tab until this field has the focus; a form has fewer than 25 stops to its reason."""
    for _stop in range(25):
        here = (page.evaluate(HERE) or "").split()  # a search is named by its label as well
        if {f"id_{field}", f"select2-id_{field}-container"} & set(here):
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


def fill_in_after_the_type(page: Page, schedule: str) -> None:
    tab_to(page, "schedule_text")
    page.keyboard.type(schedule)
    tab_to(page, "change_reason")
    page.keyboard.type("年度監査計画の作成")


def fill_in_type_and_targets(page: Page) -> None:
    page.keyboard.press("ArrowDown")
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
    fill_in_type_and_targets(form)
    fill_in_after_the_type(form, "平成28年８月８日、９日")
    save = form.locator("input[name=_save]")
    while not save.evaluate("button => button === document.activeElement"):
        form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    expect(form.locator(".messagelist .success")).to_be_visible()
    audit = Audit.objects.get()
    assert audit.official_schedule == "平成28年８月８日、９日"
    assert [str(target) for target in audit.targets.all()] == ["情報処理部", "研究開発部"]


def test_refused_form_keeps_all_and_opens_at_what_is_wrong(form: Page):
    fill_in_type_and_targets(form)
    fill_in_after_the_type(form, "平成28年８月８日（火）")
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
    form.keyboard.press("ArrowDown")
    tab_to(form, "classifications-0-order")
    form.keyboard.type("1")
    fill_in_after_the_type(form, "平成28年８月")
    form.keyboard.press("Control+Enter")
    expect(form.locator("#classifications-group .errorlist").first).to_be_visible()
    search_box = form.locator("#id_classifications-0-type + .select2 .select2-selection")
    expect(search_box).to_be_focused()


class Keyboard:
    """The keyboard, which counts: one field's typing, or one key that moves or chooses."""

    def __init__(self, page: Page) -> None:
        self.page, self.groups = page, 0

    def press(self, key: str) -> None:
        self.groups += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.groups += 1
        self.page.keyboard.type(text)

    def choose(self, text: str) -> None:
        """Type where a search waits, and take what it offers first.

        Letters open it by themselves; the browser is sent Japanese without the keys of an input
        method, which would open it, too.
        """
        if not text.isascii():
            self.press("Enter")
            expect(self.page.locator(".select2-search__field")).to_be_focused()
        self.type(text)
        offered = self.page.locator(".select2-results__option--highlighted", has_text=text)
        expect(offered).to_be_visible()
        self.press("Enter")


def test_audit_is_saved_within_twelve_groups_of_keys(form: Page):
    AuditTypeFactory(name="PMS外部監査", regime="external")
    keys = Keyboard(form)
    keys.press("ArrowDown")
    keys.press("Control+ArrowDown")
    keys.choose("PMS")
    keys.press("Control+ArrowDown")
    keys.choose("情報処理部")
    keys.press("Control+ArrowDown")
    expect(form.locator("#id_schedule_text")).to_be_focused()
    keys.type("平成28年８月８日、９日")
    keys.press("Control+Enter")
    expect(form.locator(".messagelist .success")).to_be_visible()
    assert keys.groups <= 12
    audit = Audit.objects.get()
    assert (audit.fiscal_year, audit.official_schedule) == (2016, "平成28年８月８日、９日")
    assert [str(target) for target in audit.targets.all()] == ["情報処理部"]
    assert str(audit.classifications.get().type) == "PMS内部監査"


def test_second_field_of_a_row_has_the_keyboard_where_it_alone_is_wrong(form: Page):
    AuditFactory(subject="契約")
    form.goto("/admin/audits/finding/add/")
    expect(form.locator("#id_audit + .select2 .select2-selection")).to_be_focused()
    keys = Keyboard(form)
    keys.choose("契約")
    form.locator("#id_summary").fill("承認の印がない。")
    keys.press("Control+Enter")
    expect(form.locator("#id_grade")).to_be_focused()


def test_body_of_a_joint_sitting_opens_an_agenda_and_has_its_next_number(form: Page):
    bodies = [BodyFactory(name=name) for name in ("代表者会議", "経営審議委員会")]
    for number, body in zip((12, 90), bodies, strict=True):
        body.numbering = Body.Numbering.CONTINUOUS
        with journal.change(actor="clerk", reason="通し番号"):
            body.save()
        SessionFactory(body=body, number=number)
    form.goto("/admin/meetings/meeting/add/")
    keys = Keyboard(form)
    search_box = "#id_sessions-{}-body + .select2 .select2-selection"
    expect(form.locator(search_box.format(0))).to_be_focused()
    keys.choose("代表者")
    expect(form.locator("#id_sessions-0-number")).to_have_value("13")
    form.locator("#sessions-group .add-row a").click()
    expect(form.locator(search_box.format(1))).to_be_focused()
    keys.choose("経営審議")
    expect(form.locator("#id_sessions-1-number")).to_have_value("91")
    for row, body in enumerate(bodies):
        expect(form.locator(f"#id_agenda_items-{row}-body")).to_have_value(str(body.pk))
    expect(form.locator(search_box.format(1))).to_be_focused()  # not in the agenda that opened
    form.locator("#id_sessions-1-number").fill("95")
    form.locator("#id_schedule_text").fill("平成28年８月８日")
    form.locator("#id_schedule_text").blur()
    expect(form.locator(".reading-year")).to_contain_text("平成28年度")
    expect(form.locator("#id_sessions-1-number")).to_have_value("95")


def test_way_from_section_to_section_passes_over_those_that_are_closed(form: Page):
    form.goto("/admin/meetings/meeting/add/")
    expect(form.locator("#id_sessions-0-body + .select2 .select2-selection")).to_be_focused()
    form.locator("#id_agenda_items-0-title").focus()
    form.keyboard.press("Control+ArrowDown")
    expect(form.locator("#id_document_number")).to_be_focused()
    form.keyboard.press("Control+ArrowDown")
    expect(form.locator("#id_change_reason")).to_be_focused()


def test_number_typed_where_one_is_proposed_takes_its_place(form: Page):
    body = BodyFactory(name="代表者会議")
    SessionFactory(body=body, number=4, meeting=MeetingFactory(fiscal_year=2016))
    form.goto("/admin/meetings/meeting/add/")
    form.locator("#id_fiscal_year").fill("2016")
    expect(form.locator("#id_fiscal_year")).to_be_focused()
    answers = []
    form.route("**/next-number/**", lambda route: answers.append(route))
    form.locator("#id_sessions-0-body + .select2 .select2-selection").focus()
    keys = Keyboard(form)
    with form.expect_request("**/next-number/**"):
        keys.choose("代表者")
    number = form.locator("#id_sessions-0-number")
    with form.expect_response("**/next-number/**"):
        number.focus()
        answers[0].continue_()
    expect(number).to_have_value("5")
    keys.type("7")
    expect(number).to_have_value("7")
