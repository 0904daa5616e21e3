"""`import_table --format json` prints one object of one shape, whatever becomes of the table."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from audits.models import Audit
from jlis_gov.models import ImportLayout
from records.imports import Plan
from tests.factories import AuditTypeFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
HEAD = "監査種別,対象部門,監査実施年月日,監査人"
ROW = "PMS内部監査,情報処理部,令和７年８月８日,鈴木"
WRONG = "PMS内部監査,情報処理課,令和７年８月９日,佐藤"
MAPPING = {"監査種別": "type", "対象部門": "targets", "監査実施年月日": "schedule"}
KEYS = {"mapping", "unmapped", "remarks", "rows", "counts", "written", "error"}
ROW_KEYS = {"row", "verdict", "messages", "suggestions", "record"}


@pytest.fixture(autouse=True)
def known():
    AuditTypeFactory(name="PMS内部監査")
    DepartmentFactory(name="情報処理部")


@pytest.fixture
def say(tmp_path):
    """What the command prints of rows as one JSON object, and whether it fails."""

    def _said(*rows, data=None, name="plan.csv", **options):
        path, out, fails = tmp_path / name, StringIO(), False
        if data is None:
            data = "\n".join([HEAD, *rows]).encode()
        path.write_bytes(data)
        given = {"fiscal_year": 2025, "dry_run": True, "format": "json"}
        given |= {} if "table" in options else {"kind": "audits"}
        with translation.override("en"):
            try:
                call_command("import_table", path, stdout=out, **(given | options))
            except CommandError as error:
                fails = str(error)
        found = json.loads(out.getvalue())
        assert set(found) == KEYS
        assert all(set(row) == ROW_KEYS for row in found["rows"])
        assert sum(found["counts"].values()) == len(found["rows"])
        assert found["error"] == (fails or "")
        return found

    return _said


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"map": "auto"},
        {"map": "監査種別=type"},
        {"layout": "室の表"},
        {"layout": "報告書 表9", "status": "planned"},
        {"rows": (2, 2)},
        {"sheet": "plan"},
        {"table": 9, "status": "planned"},
    ],
)
def test_mapping_rows_and_records_are_told_in_every_mode(say, options):
    ImportLayout.objects.create(kind="audits", name="室の表", fields={"監査種別": "type"})
    found = say(ROW, **options)
    assert (found["mapping"], found["unmapped"], found["error"]) == (MAPPING, ["監査人"], "")
    [row] = found["rows"]
    assert (row["row"], row["verdict"], found["written"]) == (2, "new", 0)
    record = row["record"]
    assert (record["type"], record["targets"]) == ("PMS内部監査", "情報処理部")
    assert (record["schedule"], record["schedule_text"]) == ("令和７年８月８日",) * 2
    assert (record["starts_on"], record["ends_on"], record["status"]) == (
        *("2025-08-08", "2025-08-08"),
        "planned",
    )
    assert not Audit.objects.exists()


def test_row_with_an_error_has_its_cells_and_its_messages(say):
    found = say(ROW, WRONG)
    assert found["error"] == "Not every row could be imported."
    assert found["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "error": 1}
    row = found["rows"][1]
    assert row["verdict"] == "error"
    [message] = row["messages"]
    assert message.startswith("対象部門: There is no department “情報処理課”")
    assert row["suggestions"] == {"情報処理課": ["情報処理部"]}
    assert row["record"]["targets"] == "情報処理課"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"data": b""}, "The file is empty."),
        ({"data": b"PK\x03\x04 broken", "name": "plan.xlsx"}, "damaged"),
        ({"data": b"%PDF-1.4 nothing", "name": "plan.pdf"}, "PDF"),
        ({"data": b"\xff\xfe\x00\xd8\x00\x00"}, "encoded"),
        ({"data": b"\x83\x00\xff", "name": "plan.txt"}, "UTF-8"),
        ({"data": "品名,数量\n鉛筆,３".encode()}, "No table was found"),
        ({"map": "見出し=type"}, "There is no heading “見出し”"),
        ({"map": "監査種別=何か"}, "“何か” is no field here"),
        ({"layout": "ない表"}, "There are: 報告書 表9、報告書 表10、報告書 表11、報告書 表12"),
        ({"sheet": "ない"}, "There is no worksheet “ない”"),
        ({"rows": (50, 60)}, "No table was found"),
        ({"for_all": "type=x"}, "cannot be told for the whole table"),
        ({"fiscal_year": 1999}, "A fiscal year is between 2014 and 2100."),
        ({"table": 9, "layout": "報告書 表9"}, "--layout need --kind."),
        ({"table": 9, "map": "x=type", "undated": True}, "--map, --undated need --kind."),
        ({"layout": "報告書 表3"}, "There is no layout “報告書 表3” here."),
    ],
)
def test_table_that_is_refused_is_an_object_that_says_why(say, given, error):
    found = say(ROW, **given)
    assert error in found["error"]
    assert (found["mapping"], found["rows"], found["written"]) == ({}, [], 0)


def test_file_that_is_not_there_is_an_object_that_says_why(say, tmp_path):
    out = StringIO()
    given = {"kind": "audits", "fiscal_year": 2025, "format": "json", "stdout": out}
    with pytest.raises(CommandError):
        call_command("import_table", tmp_path / "none.xlsx", **given)
    assert "none.xlsx" in json.loads(out.getvalue())["error"]


def test_what_was_written_is_counted(say):
    found = say(ROW, dry_run=False)
    assert (found["written"], found["error"], Audit.objects.count()) == (1, "", 1)
    found = say(ROW.replace("８日", "９日"), dry_run=False)
    assert (found["written"], found["error"]) == (0, "Not every row could be imported.")


def test_register_that_changed_meanwhile_is_told_and_nothing_is_written(say, monkeypatch):
    monkeypatch.setattr(Plan, "fingerprint", lambda plan: "")
    judged = Plan.taken

    def _changed(plan, mode):
        AuditTypeFactory(name="別の監査")
        return judged(plan, mode)

    monkeypatch.setattr(Plan, "taken", _changed)
    found = say(ROW, dry_run=False)
    assert found["error"] == "The register has changed meanwhile. Please try again."
    assert ([row["verdict"] for row in found["rows"]], found["written"]) == (["new"], 0)
    assert not Audit.objects.exists()
