"""A real browser shows how far a workbook is while it is written, and saves it by itself."""

from threading import Event

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from records.lists import pages as lists
from records.lists.formats import xlsx
from records.lists.rendering import list_workbook
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_reader_sees_how_far_it_is_and_gets_the_file(page, monkeypatch, tmp_path):
    for number in range(3):
        factories.AuditFactory(subject=f"業務{number}")
    go_on, write = Event(), list_workbook.xlsx_steps

    def slowly(*asked, **how):
        for row in write(*asked, **how):
            yield row
            if row == 3:
                assert go_on.wait(timeout=30)

    monkeypatch.setattr(xlsx, "xlsx_steps", slowly)
    monkeypatch.setattr(list_workbook, "SAMPLE", 0)
    monkeypatch.setattr(lists, "AWAITED_FROM", 2)
    page.goto("/audits/")
    page.locator("details.exports summary").click()
    page.get_by_role("link", name="Excel").first.click(no_wait_after=True)
    expect(page.locator(".waiting-step").last).to_have_text("3件のうち2件")
    place = page.locator(".waiting-step").last.bounding_box()
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    on_top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", middle)
    assert "3件のうち2件" in on_top
    with page.expect_download() as waited:
        go_on.set()
    path = tmp_path / waited.value.suggested_filename
    waited.value.save_as(path)
    assert load_workbook(path).worksheets[1].max_row == 1 + 3
    expect(page.get_by_role("link", name="ファイルを受け取る")).to_be_visible()
