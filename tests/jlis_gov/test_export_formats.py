"""The formats in which a list is taken away, each read by another program."""

import csv
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from audits.models import Audit
from records.journal.models import JournalEntry
from records.lists.formats import FORMATS
from records.papers import verify
from tests import factories
from tests.conftest import program
from tests.exported import body_of, rows_of_csv, rows_of_sheet, sheets_of, unpacked


def cell(column, record):
    note = column.note(record) if column.note else ""
    return f"{column.value(record)}\n{note}" if note else column.value(record)


@pytest.mark.django_db
def test_cells_are_those_of_the_page_in_its_order(client):
    factories.SessionFactory(meeting=factories.MeetingFactory(schedule_text="平成28年９月"))
    session = factories.SessionFactory(meeting=factories.MeetingFactory(summary="=1+1\n二行目"))
    factories.AgendaItemFactory(meeting=session.meeting, body=session.body)
    for path in ("/meetings/?sort=schedule", "/en/meetings/?sort=-schedule"):
        table = client.get(path).context["table"]
        page = [[cell(column, one) for column in table.shown] for one in table.records()]
        heads = [heading.label for heading in table.headings()]
        assert rows_of_csv(client, path + "&_export=csv") == [heads, *page]
        _facts, sheet = sheets_of(client, path + "&_export=xlsx")
        assert [[cell or "" for cell in row] for row in rows_of_sheet(sheet)] == [heads, *page]


@pytest.fixture
def audit(db):
    audit = factories.AuditFactory(
        schedule_text="平成28年９月１日、\n５日", subject="=HYPERLINK(1)", fiscal_year=2016
    )
    for name in ("甲部", "乙部"):
        department = factories.DepartmentFactory(name=name, slug=f"d-{ord(name[0])}")
        factories.AuditTargetFactory(audit=audit, department=department)
    return audit


def test_machines_get_a_line_for_each_department_and_one_datum_a_cell(client, audit):
    head, *rows = rows_of_csv(client, "/en/audits/?_export=csv&_shape=machine")
    assert [row[head.index("ID")] for row in rows] == [str(audit.uid)] * 2
    columns = ("First day", "Last day", "Precision", "Number of periods", "Date as typed")
    assert [[row[head.index(name)] for name in columns] for row in rows] == [
        ["2016-09-01", "2016-09-05", "day", "2", "平成28年９月１日、 ５日"]
    ] * 2
    columns = ("Department", "Department code", "Role in the scope", "Fiscal year")
    assert [[row[head.index(name)] for name in columns] for row in rows] == [
        ["甲部", "d-30002", "target", "2016"],
        ["乙部", "d-20057", "target", "2016"],
    ]
    assert not [cell for row in rows for cell in row if "\n" in cell]


def test_departments_that_an_audit_means_have_lines_too(client, audit):
    wide = factories.AuditFactory(scope="all_others", theme="その他")
    factories.DepartmentFactory(name="丙部")
    factories.DepartmentFactory(name="隠し部", internal=True)
    head, *rows = rows_of_csv(client, "/en/audits/?_export=csv&_shape=machine")
    named = [row[head.index("Department")] for row in rows if row[0] == str(wide.uid)]
    assert named == ["丙部"]


def test_workbook_has_real_days_and_no_formula(client, audit):
    _facts, sheet = sheets_of(client, "/en/audits/?_export=xlsx&_shape=machine")
    head, *rows = rows_of_sheet(sheet)
    assert rows[0][head.index("First day")].date() == date(2016, 9, 1)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert rows[0][head.index("Audit")] == audit.title
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_workbook_is_ready_to_print(client, audit):
    facts, sheet = sheets_of(client, "/en/audits/?_export=xlsx&regime=internal")
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    told = dict(row for row in rows_of_sheet(facts)[2:])
    assert told["Filters"] == "Regime: Internal audit"
    assert told["Taken by"] == "anyone (not signed in)"


def test_workbook_names_the_journal_s_head_to_who_may_see_internal_records(admin_client, audit):
    head = JournalEntry.objects.last()
    facts, _sheet = sheets_of(admin_client, "/en/audits/?_export=xlsx")
    told = dict(row for row in rows_of_sheet(facts)[2:])
    assert told["Last journal entry"] == str(head.sequence)
    assert told["Hash of the last journal entry"] == head.hash


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "events", "docx", "print"])
def test_file_for_anyone_tells_nothing_of_what_was_written_internally(client, audit, form):
    hashes = [entry.hash.encode() for entry in JournalEntry.objects.all()]
    told = unpacked(body_of(client.get(f"/en/audits/?_export={form}")))
    assert b"HYPERLINK" in told
    assert not any(one in told for one in hashes)
    assert b"ournal" not in told


def test_formulas_are_disarmed_in_csv(client, audit):
    _head, row = rows_of_csv(client, "/audits/?_export=csv")
    assert row[1] == "'" + audit.title


def test_shift_jis_says_which_characters_it_lacks(client, db):
    factories.DrillFactory(name="髙橋・𠮷野の訓練", scenario="地震")
    path = "/en/drills/?_export=csv&_encoding=cp932"
    refused = client.get(path)
    assert refused.status_code == 400
    assert refused.context["characters"] == "𠮷"
    assert "U+20BB7" in refused.text  # some are not to be seen: a variation selector, for example
    response = client.get(path + "&_geta=1")
    assert response["Content-Type"] == "text/csv; charset=Shift_JIS"
    body = body_of(response)
    assert "髙橋・〓野の訓練" in body.decode("cp932")
    assert not body.startswith(b"\xef\xbb\xbf")


def said_by(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("shape", ["shown", "machine"])
def test_independent_readers_agree_on_the_encoding(client, audit, tmp_path, shape):
    factories.AuditFactory(subject="ただの業務")
    path, address = tmp_path / "audits.csv", f"/audits/?_export=csv&_shape={shape}"
    body = body_of(client.get(address))
    path.write_bytes(body)
    assert said_by(program("file"), "-b", "--mime-encoding", path).strip() == b"utf-8"
    assert body.startswith("\ufeff".encode())
    assert rows_of_csv(client, address)[0][0] in ("実施時期", "ID")
    path.write_bytes(body_of(client.get(f"{address}&_encoding=cp932")))
    as_utf_8 = said_by(program("iconv"), "-f", "CP932", "-t", "UTF-8", path)
    assert as_utf_8.decode() == body.decode("utf-8-sig")
    for text in (body.decode("utf-8-sig"), as_utf_8.decode()):
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
        assert len({len(line) for line in lines}) == 1
        assert text.count("\r\n") == len(lines)


@pytest.mark.parametrize(
    "wrong", ["_export=exe", "_export=csv&_shape=x", "_export=csv&_encoding=x"]
)
def test_unknown_format_is_refused_with_a_word(client, db, wrong):
    response = client.get(f"/en/audits/?_export={wrong}")
    assert response.status_code == 400
    assert "to choose here" in response.text


def test_export_of_internal_records_is_noted_in_the_journal(client, audit):
    factories.AuditFactory(internal=True)
    user = factories.UserFactory(staff=True)
    body_of(client.get("/audits/?_export=csv"))
    assert not JournalEntry.objects.filter(action="export").exists()
    client.force_login(user)
    body_of(client.get("/en/audits/?_export=csv&_shape=machine&regime=internal"))
    [entry] = JournalEntry.objects.filter(action="export")
    assert entry.actor == user.username
    assert json.loads(entry.payload) == {
        "kind": "audits.Audit",
        "query": "_export=csv&_shape=machine&regime=internal",
        "filters": "Regime: Internal audit",
        "format": "csv",
        "shape": "machine",
        "count": 2,
        "as_of": None,
    }
    assert verify().faults == []


@pytest.mark.parametrize("shape", ["shown", "machine"])
def test_costs_no_more_queries_for_more_rows(client, audit, shape):
    path = f"/audits/?_export=csv&_shape={shape}"
    factories.AuditClassificationFactory(audit=audit)
    with CaptureQueriesContext(connection) as one:
        body_of(client.get(path))
    for _ in range(2):
        more = factories.AuditFactory()
        factories.AuditTargetFactory(audit=more)
        factories.AuditClassificationFactory(audit=more)
    with CaptureQueriesContext(connection) as three:
        body_of(client.get(path))
    assert len(three) == len(one)


@pytest.mark.django_db
def test_keepers_get_the_canonical_form_and_anyone_what_a_page_tells(client):
    audit = factories.AuditFactory(decision_number="決裁99", slip_reason="台風のため")
    factories.AuditorFactory(audit=audit, person_days="2.5")
    meeting = factories.SessionFactory().meeting
    factories.HandoutFactory(meeting=meeting, title="内部資料", visibility="internal")
    [told] = json.loads(body_of(client.get("/audits/?_export=json")))["records"]
    assert (told["uid"], told["schedule_text"]) == (str(audit.uid), audit.schedule_text)
    assert not {"decision_number", "slip_reason", "conducted_with", "copied_from"} & set(told)
    assert [set(row) for row in told["auditors"]] == [{"uid", "name", "role", "order"}]
    assert b"\xe8\xb3\x87\xe6\x96\x99" not in body_of(client.get("/meetings/?_export=json"))
    client.force_login(factories.UserFactory(staff=True))
    [told] = json.loads(body_of(client.get("/audits/?_export=json")))["records"]
    assert told == Audit.objects.get().canonical()


@pytest.mark.parametrize("name", ["departments", "audits"])
def test_only_lists_of_events_give_events(client, db, name):
    response = client.get(f"/en/{name}/?_export=events")
    assert response.status_code == (200 if name == "audits" else 400)
    if name == "departments":
        assert "This list holds no events." in response.text


def test_word_has_the_rows_of_the_page_on_paper_that_lies_across(client, audit):
    factories.AuditFactory(theme=audit.theme, schedule_text=audit.schedule_text)
    document = Document(BytesIO(body_of(client.get("/audits/?_export=docx&sort=status"))))
    section = document.sections[0]
    assert section.page_width > section.page_height
    [table] = document.tables
    _head, *rows = rows_of_csv(client, "/audits/?_export=csv&sort=status")
    said = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    shown = [[cell.removeprefix("'") for cell in row] for row in rows]
    assert said == [[str(number), *cells] for number, cells in enumerate(shown, 1)]
    assert client.get("/en/audits/?_export=print").context["table"].rows


def test_list_too_long_for_paper_says_so(client, audit, monkeypatch):
    for asked in ("docx", "print"):
        monkeypatch.setitem(FORMATS, asked, replace(FORMATS[asked], most=0))
        response = client.get(f"/en/audits/?_export={asked}")
        assert response.status_code == 400
        assert "too long for paper: 1 records, at most 0" in response.text


def test_whoever_signs_in_is_noted_where_json_tells_more(client, db):
    factories.MeetingFactory()
    client.force_login(factories.UserFactory(staff=True))
    body_of(client.get("/meetings/?_export=csv"))  # of audits it tells the findings, too
    assert not JournalEntry.objects.filter(action="export").exists()
    body_of(client.get("/meetings/?_export=json"))
    assert JournalEntry.objects.filter(action="export").count() == 1


@pytest.mark.parametrize("path", ["/audits/?", "/reports/2016/?"])
def test_files_bear_the_moment_at_which_they_were_made_in_utc(client, audit, path):
    before = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    workbook = load_workbook(BytesIO(body_of(client.get(f"{path}_export=xlsx"))))
    document = Document(BytesIO(body_of(client.get(f"{path}_export=docx"))))
    after = datetime.now(UTC).replace(tzinfo=None)
    for made_at in (workbook.properties.created, document.core_properties.created):
        assert before <= made_at.replace(tzinfo=None) <= after
