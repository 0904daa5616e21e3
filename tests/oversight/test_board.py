"""The board's report: one page A4 with its fonts, and the register without the libraries for it."""

import sys
from io import BytesIO

import pdfplumber
import pytest

from records import journal
from tests import factories
from tests.record_of_2016 import load_record

PATH = "/oversight/fy2016/board.pdf"


@pytest.mark.django_db
def test_report_is_one_page_with_its_fonts_and_is_journalled(client):
    load_record()
    client.force_login(factories.UserFactory(staff=True))
    answer = client.get(PATH)
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(BytesIO(answer.content)) as file:
        (page,) = file.pages
        assert (round(page.width), round(page.height)) == (595, 842)  # A4 in points
        text = page.extract_text()
        fonts = {one["fontname"] for one in page.chars}
    assert "平成28年度の監督" in text
    assert text.count("2016年度") == 1
    assert "部門別の監査実施状況" in text
    assert all("+" in name for name in fonts)  # ISO 32000-1 9.6.4: a subset is in the file
    entry = journal.JournalEntry.objects.order_by("-sequence").first()
    assert '"what":"board report"' in entry.payload


@pytest.mark.django_db
def test_page_says_so_where_no_pdf_can_be_made(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # importing it raises ImportError
    client.force_login(factories.UserFactory(staff=True))
    answer = client.get(PATH)
    assert answer.status_code == 503
    assert "PDFの作成に必要なライブラリー（Pango）がありません" in answer.text
    assert client.get("/oversight/fy2016/").status_code == 200
