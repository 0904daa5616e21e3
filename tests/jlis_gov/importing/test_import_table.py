from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook
from openpyxl.styles import Font

from audits.models import Audit
from records.journal.models import JournalEntry
from tests.factories import AuditTypeFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
HEADINGS = "監査種別,対象部門,監査実施年月日"
ROW = "PMS内部監査,情報処理部,平成28年８月８日"


@pytest.fixture(autouse=True)
def known():
    AuditTypeFactory(name="PMS内部監査")
    DepartmentFactory(name="情報処理部")
    DepartmentFactory(name="研究開発部")


def imported(path, **options):
    """Runs the command on a file; gives what it printed, and its refusal."""
    out, refusal = StringIO(), ""
    with translation.override("en"):
        try:
            given = {"table": 9, "fiscal_year": 2016} | options
            call_command("import_table", path, stdout=out, **given)
        except CommandError as error:
            refusal = str(error)
    return out.getvalue().splitlines(), refusal


@pytest.fixture
def run(tmp_path):
    """Runs the command on a CSV file of these rows; gives what it printed, and its refusal."""

    def _run(*rows, **options):
        path = tmp_path / "audits.csv"
        path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        return imported(path, **options)

    return _run


def test_each_row_has_a_line_and_what_was_written_is_journalled(run):
    assert run(ROW, actor="suzuki") == (
        ["2\tnew", "new 1, changed 0, unchanged 0, error 0; written 1"],
        "",
    )
    entry = JournalEntry.objects.last()
    assert (entry.actor, entry.reason) == ("suzuki", "Import of table 9 from audits.csv")
    assert run(ROW)[0][-1] == "new 0, changed 0, unchanged 1, error 0; written 0"


def test_dry_run_says_the_same_and_writes_nothing(run):
    lines, refusal = run(ROW, dry_run=True)
    assert (lines[0], refusal) == ("2\tnew", "")
    assert not Audit.objects.exists()


def test_error_fails_the_command_and_says_what_was_meant(run):
    lines, refusal = run(ROW, "PMS内部監査,情報処理課,９日")
    assert "There is no department “情報処理課”" in lines[1]
    assert "Did you mean: 情報処理部" in lines[1]
    assert refusal == "Not every row could be imported."
    assert not Audit.objects.exists()


def test_difference_fails_the_command_unless_a_mode_says_what_to_do(run):
    run(ROW)
    moved = ROW.replace("８日", "９日")
    lines, refusal = run(moved)
    assert "平成28年８月８日 → 平成28年８月９日" in lines[0]
    assert refusal == "Not every row could be imported."
    assert run(moved, mode="skip")[1] == ""
    assert str(Audit.objects.get().starts_on) == "2016-08-08"
    assert run(moved, mode="update")[1] == ""
    assert str(Audit.objects.get().starts_on) == "2016-08-09"


@pytest.mark.parametrize(
    ("options", "refusal"),
    [({"fiscal_year": 1999}, "A fiscal year is between 2014 and 2100."), ({"table": 3}, "")],
)
def test_what_cannot_be_read_at_all_is_refused(run, options, refusal):
    lines, said = run(ROW, **options)
    assert lines == []
    assert said
    assert refusal in said


def test_what_the_reading_has_to_tell_is_printed_before_the_verdicts(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (["監査種別", "対象部門", "監査実施年月日", "監査人"], [*ROW.split(","), "鈴木"]):
        sheet.append(row)
    sheet.append([*ROW.replace("情報処理部", "研究開発部").split(","), "佐藤"])
    sheet.append([*ROW.split(","), "鈴木"])
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "audits.xlsx")
    lines, refusal = imported(tmp_path / "audits.xlsx", dry_run=True)
    assert lines[:5] == [
        "The column “監査人” is not read.",
        "Hidden rows (3) were read, too.",
        "Rows that are struck through (4) were left out.",
        "2\tnew",
        "3\tnew",
    ]
    assert refusal == ""
