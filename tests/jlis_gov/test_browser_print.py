"""What a printer gets: A4 with page numbers, no navigation, each row on one page."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.conftest import program
from tests.jlis_gov.test_browser_public import record  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A4 = {"594.96 x 841.92", "841.92 x 594.96"}  # in points, upright and across
ROWS = 30
FILLER = "実施の範囲及び方法を記す。" * 12


def printed(page: Page, folder: Path) -> list[str]:
    """The text of each sheet, its number first and without spaces, as the style prints it."""
    path = folder / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    facts = subprocess.run(
        [program("pdfinfo"), "-l", "99", path], capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"Page +\d+ size: +([\d.]+ x [\d.]+) pts", facts)) <= A4, facts
    text = subprocess.run(
        [program("pdftotext"), "-raw", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return ["".join(sheet.split()) for sheet in text.split("\f")[:-1]]


def test_every_kind_of_page_is_printed_on_numbered_sheets_without_navigation(
    page,
    record,  # noqa: F811
    tmp_path,
    faults,
):
    meeting, audit, _drill = record
    page.emulate_media(media="print")
    for path, word in (
        ("/", "次の予定"),
        ("/audits/?fiscal_year=2016", "ISMS内部監査"),
        ("/calendar/2016-11/", "11月（日未定）"),
        ("/calendar/fy2016/", "１年の流れ"),
        (f"/audits/{audit.uid}/", "平成28年11月"),
        (f"/meetings/{meeting.uid}/", "平成28年度補正予算"),
        ("/departments/joho/", "情報処理部"),
        ("/bodies/council/", "代表者会議"),
        ("/search/?q=ISMS", "監査"),
        ("/nothing/", "ページが見つかりません"),
    ):
        page.goto(path)
        for role in ("navigation", "search", "button", "contentinfo"):
            expect(page.get_by_role(role)).to_have_count(0)
        sheets = printed(page, tmp_path)
        assert word in "".join(sheets), path
        for number, sheet in enumerate(sheets, start=1):
            assert sheet.startswith(f"{number}/{len(sheets)}"), (path, sheet[:20])
    faults.clear()  # the browser notes the answer 404
    page.goto("/calendar/2016-11/")
    [sheet] = printed(page, tmp_path)
    assert "ISMS監査情報処理部" in sheet
    assert "2016年11月" in sheet


def test_row_of_a_list_is_never_cut_in_two(page, db, tmp_path):
    for number in range(ROWS):
        factories.AuditFactory(subject=f"A{number:03} {FILLER} Z{number:03}")
    page.goto("/audits/?per_page=100")
    sheets = printed(page, tmp_path)
    assert len(sheets) > 3
    for number in range(ROWS):
        first, last = (
            next(at for at, sheet in enumerate(sheets) if f"{letter}{number:03}" in sheet)
            for letter in "AZ"
        )
        assert first == last, number
    heads = [sheet.partition("№実施時期")[0] for sheet in sheets[1:]]
    assert heads == [f"{number}/{len(sheets)}" for number in range(2, len(sheets) + 1)]


def test_whole_list_is_on_paper_with_its_heading_on_each_sheet(page, db, tmp_path):
    for number in range(ROWS):
        factories.AuditFactory(subject=f"A{number:03} {FILLER}")
    page.goto("/audits/")
    expect(page.locator("table.records tbody tr")).to_have_count(25)
    page.locator(".exports summary").click()
    page.get_by_role("link", name="印刷用の画面").click()
    expect(page.get_by_text(f"一覧の全{ROWS}件です")).to_be_visible()
    expect(page.get_by_role("link", name="監査", exact=True).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    sheets = printed(page, tmp_path)
    assert len(sheets) > 1
    told = re.findall(r"A\d{3}", "".join(sheets))
    assert sorted(told) == [f"A{number:03}" for number in range(ROWS)]
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.startswith(f"{number}/{len(sheets)}")
        assert ("№実施時期" in sheet) == bool(re.search(r"A\d{3}", sheet))


def test_marked_days_are_seen_on_paper(page, record):  # noqa: F811
    page.emulate_media(media="print")
    page.goto(f"/meetings/{record[0].uid}/")
    marked = page.locator(".strip-day.is-marked")
    expect(marked).to_have_count(1)
    expect(marked).to_have_css("print-color-adjust", "exact")
