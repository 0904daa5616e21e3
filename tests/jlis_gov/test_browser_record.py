"""The record of fiscal 2016 in a browser, as an executive meets it on 1 November of that year."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.pictures import PHONE, README, ROOT, take
from tests.record_of_2016 import load_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 60_000  # of a picture: people clone them
FRONT_BUDGET = 100_000  # bytes, of the page and all that it asks for
NOON = datetime(2016, 11, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def executive(page: Page, monkeypatch) -> Page:
    load_record()
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 1))
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


def test_executive_sees_what_is_next_the_month_the_year_and_the_record(executive, live_server):
    page, asked = executive, []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto("/", wait_until="networkidle")
    assert all(request.url.startswith(f"{live_server.url}/") for request in asked)
    assert sum(request.sizes()["responseBodySize"] for request in asked) < FRONT_BUDGET
    expect(page.locator(".coming li").first).to_contain_text("平成28年11月")
    expect(page.locator(".front-under-way li").first).to_contain_text("平成28年５月～平成29年３月")
    expect(page.locator(".front-month h2")).to_contain_text("平成28年11月")
    expect(page.locator(".front-year h2")).to_contain_text("平成28年度")
    take(page, "front", into=README)

    page.locator(".front-month h2 a").click()
    # 会計監査 of 24 and 25 November is a bar of two days, 例月監査 of the 30th one day.
    expect(page.locator("#day-24 .slot.span-2")).to_contain_text("会計監査")
    expect(page.locator("#day-25 .slot")).to_have_count(0)
    expect(page.get_by_role("heading", name="11月（日未定）")).to_have_count(1)
    take(page, "month", into=README)
    take(page, "phone", into=README, size=PHONE)

    page.get_by_role("link", name="平成28年度").first.click()
    expect(page.locator(".timeline-name")).to_have_count(6)
    take(page, "year", of="#timeline", into=README)

    page.goto("/audits/?fiscal_year=2016&q=ISMS")
    expect(page.locator("table.records tbody tr").first).to_contain_text("ISMS")
    take(page, "list", into=README)

    page.goto("/search/?q=第12回経営審議委員会")
    page.get_by_role("main").get_by_role("link", name="第12回経営審議委員会").click()
    expect(page.locator(".strip-day.is-marked")).to_have_text("8")
    expect(page.get_by_text("この意見に基づき議決した会議").first).to_be_visible()
    take(page, "record", into=README)


def test_pictures_of_the_readme_are_shown_in_both_languages_and_small():
    kept = {path.name for path in README.glob("*.png")}
    assert {"front.png", "month.png", "year.png", "list.png", "record.png"} <= kept
    for name in ("README.md", "README.ja.md"):
        shown = re.findall(r"\]\(docs/images/([^)]+)\)", (ROOT / name).read_text(encoding="utf-8"))
        assert sorted(shown) == sorted(kept)
    large = [path.name for path in README.glob("*.png") if path.stat().st_size > MOST_BYTES]
    assert large == []
