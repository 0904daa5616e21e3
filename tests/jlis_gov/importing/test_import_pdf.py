"""Tables of PDF files come in: one typed by hand, and our own annual report on paper."""

import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.conftest import program
from tests.exported import body_of
from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.jlis_gov.importing.test_import_any_table import answer
from tests.record_of_2016 import load_record
from tests.records.imports.reading.papers import cells, pdf

pytestmark = pytest.mark.django_db
PLAN = Path(__file__).parents[2] / "records" / "imports" / "reading" / "data" / "plan.pdf"


@pytest.fixture
def known():
    AuditTypeFactory(name="定期監査")
    AuditTypeFactory(name="例月監査", regime="auditor")
    AuditTypeFactory(name="決算監査", regime="auditor")
    centre = DepartmentFactory(name="個人番号センター")
    for name in ("総務部", "事業部", "研究開発部"):
        DepartmentFactory(name=name)
    DepartmentFactory(name="公的個人認証部", kind="department", parent_department=centre)


def test_tables_of_a_pdf_come_in_together(known):
    found, refusal = answer(PLAN)
    assert refusal == ""
    assert found["mapping"] == {
        "監査種別": "type",
        "監査対象": "targets",
        "監査実施時期／月": "schedule",
        "監査実施時期／日": "schedule",
        "対象部門": "targets",
        "実施予定日": "schedule",
        "開始時刻": "schedule",
    }
    assert found["unmapped"] == ["番号", "備考"]
    assert {row["verdict"] for row in found["rows"]} == {"new"}
    read = [
        tuple(row["record"][key] for key in ("regime", "targets", "schedule"))
        for row in found["rows"]
    ]
    assert len(read) == 32
    assert read[0] == ("internal audit", "総務部", "令和７年９月１日")
    assert read[17] == (
        "internal audit",
        "個人番号センター公的個人認証部、研究開発部",
        "令和７年10月18日",
    )
    assert read[-2:] == [
        ("statutory auditors' audit", "総務部", "令和７年６月25日 10：00"),
        ("statutory auditors' audit", "総務部\n事業部", "令和７年５月26日～28日"),
    ]


def test_one_table_of_a_pdf_is_chosen_by_its_name(known):
    found, refusal = answer(PLAN, sheet="表２　令和７年度　監事監査計画（4ページ）")
    assert (len(found["rows"]), refusal) == (2, "")


def test_table_that_is_not_read_is_named(known, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(cells(("No", "Price"), ("1", "300"))))
    assert "No table was found" in answer(path)[1]


def give(client, data, name="plan.pdf"):
    """The page's answer to a file."""
    given = {
        "table": "audits",
        "fiscal_year": "2025",
        "status": "planned",
        "file": SimpleUploadedFile(name, data, "application/pdf"),
        "text": "",
    }
    return body_of(client.post("/admin/import/", given)).decode()


def test_page_offers_the_tables_of_a_pdf(known, admin_client):
    page = give(admin_client, PLAN.read_bytes())
    assert "表２　令和７年度　監事監査計画（4ページ）</option>" in page
    assert page.count('<tr class="is-new">') == 32


def test_page_says_why_a_pdf_cannot_be_read(known, admin_client):
    page = give(admin_client, pdf(""))
    assert "画像だけがあります" in page or "only pictures" in page


def test_annual_report_on_paper_says_what_is_kept(client: Client, tmp_path):
    load_record()
    (tmp_path / "report.docx").write_bytes(body_of(client.get("/reports/2016/?_export=docx")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for table, rows in ((8, 10), (9, 16), (12, 16), (3, 6), (10, 9)):
        out = StringIO()
        call_command(
            "import_table",
            tmp_path / "report.pdf",
            table=table,
            fiscal_year=2016,
            dry_run=True,
            stdout=out,
        )
        assert out.getvalue().count("\tunchanged") == rows
