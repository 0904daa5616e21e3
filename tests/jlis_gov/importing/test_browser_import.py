"""A plan as its office keeps it comes in through the page, without editing the file."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from audits.models import Audit
from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.importing import plan_book

PASSWORD = "correct-horse-battery-staple"
PDF = Path(__file__).parents[2] / "records" / "imports" / "reading" / "data" / "plan.pdf"
WIDE, PHONE = 1280, 390

pytestmark = pytest.mark.browser


@pytest.fixture
def import_page(page: Page) -> Page:
    """The page that asks for a table, for somebody with every right, and what the plan names."""
    AuditTypeFactory(name="定期監査")
    AuditTypeFactory(name="例月監査", regime="auditor")
    AuditTypeFactory(name="決算監査", regime="auditor")
    general = DepartmentFactory(name="総務部")
    for name in ("人事課", "財務課"):
        DepartmentFactory(name=name, kind="section", parent_department=general)
    for name in ("事業部", "研究開発部"):
        DepartmentFactory(name=name)
    centre = DepartmentFactory(name="個人番号センター")
    DepartmentFactory(name="公的個人認証部", parent_department=centre)
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    page.goto("/admin/import/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#id_table")).to_be_visible()
    return page


def check(page: Page, path: Path) -> None:
    page.locator("#id_table").select_option("audits")
    page.locator("#id_fiscal_year").fill("2025")
    page.locator("#id_status").select_option("planned")
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="行を確かめる").click()


def cells(page: Page) -> list[list[str]]:
    """The texts of each row, without how they were read."""
    rows = page.locator(".import-rows tbody tr").all()
    return [[text.strip() for text in row.locator("th, td").all_inner_texts()] for row in rows]


def fits(page: Page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_workbook_as_its_office_keeps_it_comes_in(import_page: Page, tmp_path, width):
    import_page.set_viewport_size({"width": width, "height": 900})
    path = tmp_path / "plan.xlsx"
    plan_book().save(path)
    check(import_page, path)
    expect(import_page.locator(".import-rows tr.is-new")).to_have_count(4)
    assert fits(import_page, width)
    read = cells(import_page)
    assert [row[0] for row in read] == ["5", "6", "8", "12"]
    for row, words in zip(
        read, ("９月８日", "９月10日、11日", "令和８年２月上旬", "R7.6.25"), strict=True
    ):
        assert any(words in text for text in row), row
    chosen = import_page.get_by_label("監査実施時期／月").input_value()
    assert chosen == "schedule"
    assert not Audit.objects.exists()
    import_page.locator("#id_change_reason").fill("年度計画の登録")
    import_page.get_by_role("button", name="取り込む", exact=True).click()
    expect(import_page.locator(".success")).to_contain_text("4件")
    found = Audit.objects.order_by("starts_on")
    assert [(one.regime, str(one.starts_on), one.life) for one in found] == [
        ("auditor", "2025-06-25", "draft"),
        ("internal", "2025-09-08", "draft"),
        ("internal", "2025-09-10", "draft"),
        ("internal", "2026-02-01", "draft"),
    ]


def test_table_of_a_pdf_is_chosen_among_those_it_has(import_page: Page):
    import_page.set_viewport_size({"width": WIDE, "height": 900})
    check(import_page, PDF)
    expect(import_page.locator(".import-rows tr.is-new")).to_have_count(32, timeout=30_000)
    assert fits(import_page, WIDE)
    tables = import_page.get_by_label("シート（PDFでは表）")
    assert tables.locator("option").first.inner_text() == "全ての表"
    tables.select_option("表２　令和７年度　監事監査計画（4ページ）")
    import_page.get_by_role("button", name="この読み方で確かめ直す").click()
    expect(import_page.locator(".import-rows tbody tr")).to_have_count(2)
