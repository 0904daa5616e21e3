"""What is taken away, read by LibreOffice: nothing is broken, and every text is on the paper."""

import subprocess
from io import StringIO

import pytest
from django.core.management import call_command

from tests.conftest import program
from tests.exported import body_of
from tests.printed_report import TABLES

FILES = {
    "report.docx": "/reports/2016/?_export=docx",
    "report-book.xlsx": "/reports/2016/?_export=xlsx",
    "audits.docx": "/audits/?_export=docx",
    "audits-book.xlsx": "/audits/?_export=xlsx",
    "audits-machine.xlsx": "/audits/?_export=xlsx&_shape=machine",
    "drills-machine.xlsx": "/drills/?_export=xlsx&_shape=machine",
    "meetings-book.xlsx": "/meetings/?_export=xlsx",
}


def squeezed(text):
    return "".join(text.split())


def on_paper(folder, names):
    """The text of each file as LibreOffice prints it, cell by cell, without white space."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, folder, *names], cwd=folder, check=True, capture_output=True)
    found = {}
    for name in names:
        paper = (folder / name).with_suffix(".pdf")
        command = [program("pdftotext"), "-raw", paper, "-"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found[name] = squeezed(done.stdout)
    return found


@pytest.mark.django_db
def test_libreoffice_prints_every_text_of_every_file(client, tmp_path):
    call_command("load_record", stdout=StringIO())
    for name, path in FILES.items():
        (tmp_path / name).write_bytes(body_of(client.get(path)))
    paper = on_paper(tmp_path, FILES)
    cells = [c for table in TABLES.values() for row in table["rows"] for c in row]
    notes = [note for table in TABLES.values() for note in table["notes"]]
    lines = [squeezed(line) for text in cells + notes for line in text.split("\n")]
    for name in ("report.docx", "report-book.xlsx"):
        assert [line for line in lines if line not in paper[name]] == [], name
    for kind in ("audits", "drills", "meetings"):
        table = client.get(f"/{kind}/?per_page=100").context["table"]
        for column in table.shown:
            told = [line for one in table.records() for line in column.full_text(one).split("\n")]
            for name in (f"{kind}.docx", f"{kind}-book.xlsx"):
                if name in FILES:
                    assert [t for t in told if squeezed(t) not in paper[name]] == [], name
