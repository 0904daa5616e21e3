"""A real browser walks the public pages: no error, no broken policy, no sideways scroll."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": (1280, 900), "phone": (390, 844), "narrow": (360, 740)}


@pytest.fixture
def record():
    """A council's meeting, three audits of two departments, a drill, all of November 2016."""
    council = factories.BodyFactory(
        slug="council", name="代表者会議", short_name="代表者会議", legal_basis="第８条"
    )
    meeting = factories.MeetingFactory(schedule_text="平成28年11月８日（火）10：00～11：30")
    factories.SessionFactory(meeting=meeting, body=council, number=16)
    factories.AgendaItemFactory(meeting=meeting, body=council, title="平成28年度補正予算")
    factories.MembershipFactory(body=council)
    department = factories.DepartmentFactory(slug="joho", name="情報処理部")
    kind = factories.AuditTypeFactory(name="ISMS内部監査", short_name="ISMS監査", slug="isms")
    for text in (
        "平成28年11月１日、４日、７日",
        "平成28年11月15日～平成29年２月９日",
        "平成28年11月",
    ):
        audit = factories.AuditFactory(schedule_text=text, subject="")
        factories.AuditClassificationFactory(audit=audit, type=kind)
        factories.AuditTargetFactory(audit=audit, department=department)
    factories.AuditFactory(regime="external", subject="システムの運用")
    drill = factories.DrillFactory(schedule_text="平成28年11月中旬")
    factories.DrillDepartmentFactory(drill=drill, department=department)
    return meeting, audit, drill


@pytest.fixture(params=SIZES)
def sized(request, page: Page) -> Page:
    width, height = SIZES[request.param]
    page.set_viewport_size({"width": width, "height": height})
    return page


def unfold(page: Page, summary: str) -> None:
    """Open what a phone folds; where there is room it is open, and has no handle."""
    page.wait_for_load_state()  # the styles tell which
    handle = page.locator(summary)
    if handle.is_visible():
        handle.click()


def assert_no_sideways_scroll(page: Page) -> None:
    page.wait_for_load_state()  # of the page that a click has led to
    beyond = page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    assert beyond <= 0, page.url


def test_front_page_is_light_and_asks_nobody_else(page, record, live_server):
    asked = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto("/", wait_until="networkidle")
    assert {request.url.removeprefix(live_server.url)[0] for request in asked} == {"/"}
    assert sum(request.sizes()["responseBodySize"] for request in asked) < 100_000


@pytest.mark.parametrize(
    ("prefix", "labels"),
    [
        ("", {"audits": "/audits/", "type": "ISMS内部監査"}),
        ("/en", {"audits": "/en/audits/", "type": "ISMS内部監査"}),
    ],
)
def test_from_the_front_page_to_one_audit(sized, record, prefix, labels):
    page = sized
    page.goto(f"{prefix}/")
    unfold(page, ".site-menu > summary")
    page.locator("nav.site-navigation").locator(f'a[href="{labels["audits"]}"]').click()
    expect(page.locator("table.records tbody tr")).to_have_count(4)
    unfold(page, ".filters-fold > summary")
    page.locator("select[name=type]").select_option(label=labels["type"])
    page.locator("select[name=department]").select_option("joho")
    page.locator("form.filters button").click()
    expect(page.locator("table.records tbody tr")).to_have_count(3)
    expect(page).to_have_url(re.compile("type=isms&department=joho"))
    page.locator("table.records tbody tr").first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ISMS内部監査")
    assert re.search(rf"{prefix}/audits/[0-9a-f-]{{36}}/$", page.url)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_month_to_one_meeting(sized, record, prefix):
    page = sized
    page.goto(f"{prefix}/calendar/2016-12/")
    page.locator("nav.turn a[rel=prev]").click()
    page.wait_for_url("**/calendar/2016-11/")
    link = page.locator(f'main a[href="{prefix}/meetings/{record[0].uid}/"]:visible')
    expect(link).to_have_count(1)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第16回代表者会議")


def test_language_switch_stays_on_the_page(page, record):
    page.goto("/audits/?fiscal_year=2016&q=ISMS")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/audits/?fiscal_year=2016&q=ISMS")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="日本語").click()
    page.wait_for_url(re.compile(r"//[^/]+/audits/\?fiscal_year=2016&q=ISMS$"))


def test_first_tab_leads_past_the_frame(page, record):
    page.goto("/audits/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_page_has_nothing_inline(page, record):
    page.goto("/calendar/2016-11/")
    assert page.locator("script:not([src]), style, [style], [onclick]").count() == 0


def test_visitor_gets_no_cookie(page, record):
    for path in ("/", "/audits/?q=ISMS", "/calendar/2016-11/", "/en/meetings/"):
        page.goto(path)
    assert page.context.cookies() == []


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus; 60 stops are more than lie before anything."""
    wanted = page.locator(selector).first
    for _stop in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab; the focus is in {focused(page)}")


def test_filters_are_walked_by_keyboard_alone(page, record):
    rows = page.locator("table.records tbody tr")
    page.goto("/audits/")
    tab_to(page, "select[name=department]")
    page.keyboard.press("ArrowDown")
    expect(rows).to_have_count(3)
    expect(page.locator("select[name=department]")).to_be_focused()
    tab_to(page, "form.filters button")
    with page.expect_response(re.compile("department=joho")):
        page.keyboard.press("Enter")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    tab_to(page, ".chip")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    tab_to(page, ".exports summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Excel").first).to_be_visible()
    tab_to(page, "#sort-1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=-?schedule"))
    expect(page.locator("#sort-1")).to_be_focused()
    tab_to(page, "table.records tbody a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/audits/[0-9a-f-]{36}/$"))


TOUCH = """bar => bar.dispatchEvent(
    new PointerEvent("click", { pointerType: "touch", bubbles: true, cancelable: true }))"""


def test_entry_of_the_year_is_told_and_opened_by_pointer_and_keys(page, record):
    page.goto("/calendar/fy2016/")
    bar = page.locator(".timeline-bar", has_text="第16回代表者会議")
    expect(bar.locator(".timeline-tip")).to_be_hidden()
    bar.locator("circle").hover()
    expect(bar.locator(".timeline-tip")).to_have_text(
        "平成28年11月８日 10：00～11：30 第16回代表者会議"
    )
    expect(bar.locator(".timeline-tip")).to_be_in_viewport()
    page.mouse.move(0, 0)
    expect(bar.locator(".timeline-tip")).to_be_hidden()
    bar.evaluate(TOUCH)
    expect(bar.locator(".timeline-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar.locator(".timeline-tip")).to_be_hidden()
    tab_to(page, ".timeline-bar:has-text('第16回代表者会議')")
    expect(bar.locator(".timeline-tip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("第16回代表者会議")


def test_month_is_walked_by_its_keys(page, record):
    page.goto("/calendar/2016-11/")
    tab_to(page, "#day-1")
    for key, day in (
        ("ArrowRight", "day-2"),
        ("ArrowDown", "day-9"),
        ("ArrowLeft", "day-8"),
        ("ArrowUp", "day-1"),
    ):
        page.keyboard.press(key)
        assert focused(page) == day
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "代表者会議" in focused(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("第16回代表者会議")


@pytest.mark.parametrize(
    ("start", "key", "month", "day"),
    [
        ("2016-11/#day-30", "ArrowRight", "2016-12", "day-1"),
        ("2016-11/#day-28", "ArrowDown", "2016-12", "day-5"),
        ("2016-11/#day-1", "ArrowLeft", "2016-10", "day-31"),
        ("2016-11/#day-3", "ArrowUp", "2016-10", "day-27"),
        ("2016-10/#day-31", "PageDown", "2016-11", "day-30"),
        ("2016-11/#day-8", "PageUp", "2016-10", "day-8"),
    ],
)
def test_keys_lead_into_the_next_month_and_the_one_before(page, start, key, month, day):
    page.goto(f"/calendar/{start}")
    page.keyboard.press(key)
    page.wait_for_url(f"**/calendar/{month}/#*")
    expect(page.locator(f"#{day}")).to_be_focused()


def test_home_leads_to_today(page):
    page.goto("/calendar/2016-11/#day-1")
    page.keyboard.press("Home")
    page.wait_for_url("**/#today")
    expect(page.locator(".day-today")).to_be_focused()


# What stands alone and is touched, and is less high than a finger needs.
TOO_SMALL = """() => [...document.querySelectorAll(
    "summary, main select, main button, h2 a, .chip, .entries a, .facts a, .page-sizes a,"
    + ".site-menu[open] a, .notice a, .subscribe-ways p a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
  .map((one) => one.textContent.trim())"""


def test_phone_unfolds_menu_and_filters_by_keyboard_and_tap(page, record):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/audits/")
    menu = page.locator(".site-menu > summary")
    assert page.locator(".site-header-inner").bounding_box()["height"] < 64  # one row
    tab_to(page, ".site-menu > summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="訓練")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="訓練")).to_be_hidden()
    menu.click()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="訓練").click()
    page.wait_for_url("**/drills/")
    page.goto("/audits/")
    filters = page.locator(".filters-fold > summary")
    expect(page.locator("select[name=department]")).to_be_hidden()
    filters.click()
    page.locator("select[name=department]").select_option("joho")
    expect(filters).to_have_text("絞り込み（1）")
    expect(page.locator("table.records tbody tr")).to_have_count(3)
    assert_no_sideways_scroll(page)
    some = record[1].get_absolute_url(), "/departments/joho/", "/subscribe/", "/calendar/fy2016/"
    for path in ("/audits/?q=ISMS", "/", *some):
        page.goto(path)
        unfold(page, ".site-menu > summary")
        assert page.evaluate(TOO_SMALL) == [], path
        assert_no_sideways_scroll(page)


KEPT_BY_THE_BROWSER = 'new PageTransitionEvent("pageshow", { persisted: true })'


def test_back_takes_one_step_a_filter_and_the_form_says_what_the_address_says(page, record):
    rows, department = page.locator("table.records tbody tr"), page.locator("[name=department]")
    words, year = page.locator("[name=q]"), page.locator("[name=fiscal_year]").first
    page.goto("/audits/")
    department.select_option("joho")
    expect(rows).to_have_count(3)
    page.locator("form.filters button").click()  # the same once more
    page.wait_for_load_state("networkidle")
    year.check()
    page.wait_for_url("**fiscal_year=2016**")
    words.fill("送っていない")
    page.evaluate(f"window.dispatchEvent({KEPT_BY_THE_BROWSER})")
    expect(words).to_have_value("")
    expect(year).to_be_checked()
    expect(department).to_have_value("joho")
    words.fill("送っていない")
    rows.first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/audits/[0-9a-f-]{36}/$"))
    page.go_back()
    expect(rows).to_have_count(3)
    expect(words).to_have_value("")
    expect(year).to_be_checked()
    page.go_back()
    expect(year).not_to_be_checked()
    expect(department).to_have_value("joho")
    page.go_back()
    expect(rows).to_have_count(4)
    expect(department).to_have_value("")
    assert page.url.endswith("/audits/")
    page.wait_for_load_state("networkidle")  # no answer is under way when the server ends
