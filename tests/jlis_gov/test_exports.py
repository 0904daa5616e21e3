"""Every list taken away, by everybody: a file holds what the page lists, and nothing else."""

import csv
import json
import subprocess
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from records.models import JournalEntry
from records.verification import verify
from tests import factories
from tests.conftest import program
from tests.jlis_gov.role_world import ROLES, World

LISTS = ("meetings", "audits", "drills", "findings", "departments")
KINDS = ("meeting", "audit", "drill", "finding", "department")
FILTERS = {
    "meetings": ("", "q=印", "fiscal_year=2016", "fiscal_year=2015", "status=held", "sort=status"),
    "audits": ("", "q=印", "regime=internal", "department=ours", "sort=-fiscal_year"),
    "drills": ("", "q=印", "department=theirs", "status=planned"),
    "findings": ("", "q=印", "measures=pending", "department=ours", "as_of=2016-12-01"),
    "departments": ("", "q=印", "sort=-name"),
}


def body_of(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of_csv(client, path):
    text = body_of(client.get(path)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def sheets_of(client, path):
    workbook = load_workbook(BytesIO(body_of(client.get(path))))
    return workbook.worksheets


def rows_of_sheet(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.AuditFactory(scope="all_others", theme="印・その他")
    factories.AuditFactory(scope="agency", theme="印・全体", internal=True)
    return World()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_file_holds_what_the_page_counts(client, world, role):
    user = world.somebody(role)
    if user is not None:
        client.force_login(user)
    for name in LISTS:
        for filters in FILTERS[name]:
            path = f"/en/{name}/?{filters}&"
            page = client.get(path)
            if page.status_code == 404:
                assert client.get(f"{path}_export=csv").status_code == 404
                continue
            count = page.context["table"].paginator.count
            shown = rows_of_csv(client, path + "_export=csv")[1:]
            assert len(shown) == count, path
            facts, sheet = (rows_of_sheet(one) for one in sheets_of(client, path + "_export=xlsx"))
            assert len(sheet) - 1 == count, path
            assert ["Number of records", str(count)] in facts
            machine = rows_of_csv(client, path + "_export=csv&_shape=machine")
            assert len({row[0] for row in machine[1:]}) == count, path


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anyone", "council", "contact", "inspector"])
@pytest.mark.parametrize("asked", ["csv", "csv&_shape=machine", "xlsx", "xlsx&_shape=machine"])
def test_no_file_tells_of_what_its_reader_may_not_see(client, world, role, asked):
    user = world.somebody(role)
    if user is not None:
        client.force_login(user)
    for name, kind in zip(LISTS, KINDS, strict=True):
        response = client.get(f"/{name}/?_export={asked}")
        if response.status_code == 404:
            continue
        told = text_in(body_of(response))
        for kept in world.kept:
            is_told = kept.kind == kind and role in kept.readers and kept.is_current
            if kept.kind == kind and kind != "meeting":
                assert (kept.mark in told) == is_told, kept
            elif role not in kept.readers:
                assert kept.mark not in told, kept


def text_in(body):
    if not body.startswith(b"PK"):
        return body.decode("utf-8-sig")
    sheets = load_workbook(BytesIO(body)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in rows_of_sheet(sheet) for cell in row)


@pytest.mark.django_db
def test_cells_are_those_of_the_page_in_its_order(client):
    factories.SessionFactory(meeting=factories.MeetingFactory(schedule_text="平成28年９月"))
    session = factories.SessionFactory(meeting=factories.MeetingFactory(summary="=1+1\n二行目"))
    factories.AgendaItemFactory(meeting=session.meeting, body=session.body)
    for path in ("/meetings/?sort=schedule", "/en/meetings/?sort=-schedule"):
        table = client.get(path).context["table"]
        page = [
            [f"{cell.text}\n{cell.note}" if cell.note else cell.text for cell in cells]
            for _record, cells in table.lean_rows()
        ]
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
    head = JournalEntry.objects.last()
    told = dict(row for row in rows_of_sheet(facts)[2:])
    assert told["Filters"] == "Regime: internal audit"
    assert told["Taken by"] == "anyone (not signed in)"
    assert told["Last journal entry"] == str(head.sequence)
    assert told["Hash of the last journal entry"] == head.hash


def test_formulas_are_disarmed_in_csv(client, audit):
    _head, row = rows_of_csv(client, "/audits/?_export=csv")
    assert row[1] == "'" + audit.title


def test_shift_jis_says_which_characters_it_lacks(client, db):
    factories.DrillFactory(name="髙橋・𠮷野の訓練", scenario="地震")
    path = "/en/drills/?_export=csv&_encoding=cp932"
    refused = client.get(path)
    assert refused.status_code == 400
    assert refused.context["characters"] == "𠮷"
    response = client.get(path + "&_geta=1")
    assert response["Content-Type"] == "text/csv; charset=Shift_JIS"
    body = body_of(response)
    assert "髙橋・〓野の訓練" in body.decode("cp932")
    assert not body.startswith(b"\xef\xbb\xbf")


def test_independent_reader_agrees_on_the_encoding(client, audit, tmp_path):
    path = tmp_path / "audits.csv"
    path.write_bytes(body_of(client.get("/audits/?_export=csv")))
    asked = [program("file"), "-b", path]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "UTF-8" in said
    assert "BOM" in said
    assert "CRLF" in said


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
        "filters": "Regime: internal audit",
        "format": "csv",
        "shape": "machine",
        "count": 2,
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
