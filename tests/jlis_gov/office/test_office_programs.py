"""What is taken away, read by LibreOffice: nothing is broken, and every text is on the paper."""

import re
import subprocess

import pytest

from tests.conftest import program
from tests.exported import body_of
from tests.printed_layout import typed
from tests.printed_report import TABLES
from tests.record_of_2016 import load_record

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


def broken_dates(paper):
    """The dates of the printed tables that stand on no line in one piece."""
    command = [program("pdftotext"), "-layout", paper, "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    lines = list(map(squeezed, done.stdout.splitlines()))
    cells = [cell for table in typed() for row in table.rows for _down, _across, cell in row]
    texts = [text for cell in cells for text in cell if re.match(r"(..評価：)?平成\d", text)]
    dates = {date for text in texts for date in re.split(r"(?<=[、～])", text) if "月" in date[-2:]}
    dates |= {
        date for text in texts for date in re.findall(r"平成\d+年[０-９\d]+月[０-９\d]+日", text)
    }
    assert len(dates) > 40
    return [date for date in sorted(dates) if not any(date in line for line in lines)]


@pytest.mark.django_db
def test_libreoffice_prints_every_text_of_every_file(client, tmp_path):
    load_record()
    for name, path in FILES.items():
        (tmp_path / name).write_bytes(body_of(client.get(path)))
    paper = on_paper(tmp_path, FILES)
    cells = [c for table in TABLES.values() for row in table["rows"] for c in row]
    notes = [note for table in TABLES.values() for note in table["notes"]]
    lines = [squeezed(line) for text in cells + notes for line in text.split("\n")]
    for table in TABLES.values():
        for mark, term, _text in table.get("footnotes", ()):
            if term:  # else it stands at the caption
                marked = f"{squeezed(term)}{mark}"
                paper["report.docx"] = paper["report.docx"].replace(marked, squeezed(term))
    for name in ("report.docx", "report-book.xlsx"):
        assert [line for line in lines if line not in paper[name]] == [], name
    assert broken_dates(tmp_path / "report.pdf") == []
    for kind in ("audits", "drills", "meetings"):
        table = client.get(f"/{kind}/?per_page=100").context["table"]
        for column in table.shown:
            told = [line for one in table.records() for line in column.full_text(one).split("\n")]
            for name in (f"{kind}.docx", f"{kind}-book.xlsx"):
                if name in FILES:
                    assert [t for t in told if squeezed(t) not in paper[name]] == [], name
