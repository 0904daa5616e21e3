"""Copies of the annual report's own tables come in by their layouts without a correction."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import transaction
from docx import Document
from docx.table import Table

from audits.models import Audit
from jlis_gov.composition import LAYOUTS
from meetings.models import Membership
from organization.models import Officer
from records import journal
from tests.exported import body_of
from tests.factories import AuditTypeFactory, DepartmentFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines
from tests.jlis_gov.importing.test_imports import (  # noqa: F401 (fixtures)
    IDENTITY,
    as_completed,
    expected,
    prepared,
    record,
)
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
PAGE = "/reports/2016/"
BY_KIND = {
    "officers": (1,),
    "members": (2, 4),
    "meetings": (3, 5, 6, 7, 13),
    "drills": (8,),
    "audits": (9, 10, 11, 12),
}
KINDS = {number: kind for kind, numbers in BY_KIND.items() for number in numbers}


def exported(client) -> dict[str | int, bytes]:
    """The report's files of the register as it is: whole ones by format, CSV by number."""
    whole = {kind: body_of(client.get(f"{PAGE}?_export={kind}")) for kind in ("xlsx", "docx")}
    return whole | {
        number: body_of(client.get(f"{PAGE}?_export=csv&table={number}")) for number in KINDS
    }


def as_copied(table: Table) -> list[list[str]]:
    """The rows of a document's table as they are pasted; a merged cell has its text but once."""
    rows, seen = [], []
    for row in table.rows:
        cells = [cell._tc for cell in row.cells]
        rows.append(
            ["" if one in seen else cell.text for one, cell in zip(cells, row.cells, strict=True)]
        )
        seen += cells
    return rows


def as_tabbed(rows) -> str:
    out = StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def file_of(files, form: str, number: int, folder):
    """One table of the report as a file of this form."""
    if form == "xlsx":
        path = folder / "report.xlsx"
        path.write_bytes(files["xlsx"])
    elif form == "csv":
        path = folder / f"{number}.csv"
        path.write_bytes(files[number])
    else:
        path = folder / f"{number}.txt"
        table = Document(BytesIO(files["docx"])).tables[number - 1]
        path.write_text(as_tabbed(as_copied(table)), encoding="utf-8")
    return path


def come_in(path, number: int, **options):
    """What the command says of a file by the layout of a table."""
    name = f"報告書 表{number}"
    return answer(path, kind=KINDS[number], fiscal_year=2016, layout=name, **options)


@pytest.mark.parametrize("form", ["xlsx", "csv", "docx"])
def test_each_copy_says_what_the_record_says(admin_client, tmp_path, form):
    load_record()
    files = exported(admin_client)
    for number in KINDS:
        found, refusal = come_in(file_of(files, form, number, tmp_path), number)
        told = {row["verdict"] for row in found["rows"]}
        assert (number, refusal, told, found["unmapped"]) == (number, "", {"unchanged"}, [])


def people():
    """Officers and members in the order of the report, without what tells registers apart."""
    officers = [one.canonical() for one in Officer.objects.order_by("order", "pk")]
    seats = Membership.objects.order_by("body__slug", "order", "pk")
    forms = [*officers, *(one.canonical() for one in seats)]
    left_out = IDENTITY | {"life", "visibility", "order"}
    return [{key: form[key] for key in form if key not in left_out} for form in forms]


@pytest.fixture
def files(db, admin_client):
    """The report's files, made from the record that was typed by hand, which is not kept."""
    with transaction.atomic():
        load_record()
        found = exported(admin_client)
        transaction.set_rollback(True)
    return found


def test_copies_in_an_empty_register_reproduce_the_record(
    files,
    expected,  # noqa: F811 (a fixture)
    prepared,  # noqa: F811 (a fixture)
    tmp_path,
):
    printed = people()
    with journal.change(actor="clerk", reason="取り直し"):
        for one in (*Membership.objects.all(), *Officer.objects.all()):
            one.delete()
    for number in KINDS:
        path = file_of(files, "xlsx", number, tmp_path)
        found, refusal = come_in(path, number, dry_run=False)
        assert (number, refusal, found["written"]) == (number, "", len(found["rows"]))
    assert as_completed(record()) == expected
    assert people() == printed


def test_report_has_a_layout_for_each_table():
    assert sorted(LAYOUTS) == sorted(KINDS) == list(range(1, 14))
    assert {number: kind for number, (kind, _table) in LAYOUTS.items()} == KINDS


@pytest.mark.parametrize(("number", "regime"), [(9, "internal"), (12, "auditor")])
def test_of_two_tables_on_a_sheet_the_one_of_the_layout_is_read(tmp_path, number, regime):
    for name in ("internal", "auditor"):
        AuditTypeFactory(name="定期監査", regime=name)
    DepartmentFactory(name="会計課")
    head, row = ("監査種別", "対象部門", "監査実施年月日"), ("定期監査", "会計課", "６月29日")
    rows = ("表９　内部監査の実施状況",), head, row, ("表12　監事監査の実施状況",), head, row
    found, refusal = come_in(lines(tmp_path, *rows), number, dry_run=False)
    assert (refusal, found["written"], Audit.objects.get().regime) == ("", 1, regime)
    assert any("was not read" in remark for remark in found["remarks"])
