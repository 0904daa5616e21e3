"""An inspector chooses a file, reads the verdict, and takes it away on one sheet."""

import subprocess

import pytest
from playwright.sync_api import Page, expect

from records.evidence import check, keys
from tests.conftest import program
from tests.factories import AuditTargetFactory
from tests.jlis_gov.test_browser_walk import barriers, scrolls_sideways
from tests.records.evidence.bundles import made, order, packed, unpacked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Page, path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="確認する").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_file_is_chosen_and_its_verdict_read_and_printed(page, tmp_path, settings, width):
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "office.pem")
    keys.make(tmp_path / "office.pem")
    bundle, altered = tmp_path / "bundle.zip", tmp_path / "altered.zip"
    bundle.write_bytes(made(order(AuditTargetFactory().audit), keys.office_key())[0])
    altered.write_bytes(packed(unpacked(bundle.read_bytes()) | {check.RECORDS: b"[]"}))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/")
    page.get_by_role("link", name="証拠資料の確認").click()
    choose(page, bundle)
    expect(page.get_by_role("status")).to_contain_text("確認できました")
    assert (scrolls_sideways(page), barriers(page)) == (False, [])
    expect(page.get_by_role("button", name="確認結果を印刷する")).to_be_visible()
    page.pdf(path=tmp_path / "letter.pdf", prefer_css_page_size=True)
    command = [program("pdftotext"), tmp_path / "letter.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert text.count("\f") == 1  # one sheet
    said = "".join(text.split())
    for words in ("確認できました", "bundle.zip", "署名の公開鍵", "証明できないこと"):
        assert words in said
    assert "cover.html" not in said
    choose(page, altered)
    expect(page.get_by_role("status")).to_contain_text("確認できません")
    expect(page.locator(".verify-files tbody tr").first).to_contain_text("記録")
    assert (scrolls_sideways(page), barriers(page)) == (False, [])
