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


def assert_no_sideways_scroll(page: Page) -> None:
    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
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
    page.locator("nav.site-navigation").locator(f'a[href="{labels["audits"]}"]').click()
    expect(page.locator("table.records tbody tr")).to_have_count(4)
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


def test_month_is_walked_by_its_keys(page, record):
    page.goto("/calendar/2016-11/")
    page.locator("#day-1").focus()
    for key, day in (
        ("ArrowRight", "day-2"),
        ("ArrowDown", "day-9"),
        ("ArrowLeft", "day-8"),
        ("ArrowUp", "day-1"),
    ):
        page.keyboard.press(key)
        assert focused(page) == day
    page.keyboard.press("ArrowRight")
    page.locator("#day-8").focus()
    page.keyboard.press("Enter")
    assert "代表者会議" in focused(page)


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
