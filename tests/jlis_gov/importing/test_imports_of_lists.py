"""Files of the register's own lists, brought in again, change nothing."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from records.journal.models import JournalEntry
from tests.exported import body_of
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
# A table that its records are in, and the list's address.
LISTS = [
    (9, "/audits/?regime=internal"),
    (10, "/audits/?regime=external"),
    (11, "/audits/"),
    (8, "/drills/"),
    (6, "/meetings/"),
]


@pytest.fixture
def record():
    load_record()


def taken_away(client, tmp_path, address, kind, shape):
    sign = "&" if "?" in address else "?"
    path = tmp_path / f"list.{kind}"
    path.write_bytes(body_of(client.get(f"{address}{sign}_export={kind}&_shape={shape}")))
    return path


def brought_in(path, table):
    out = StringIO()
    try:
        call_command("import_table", path, table=table, fiscal_year=2016, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


@pytest.mark.parametrize("shape", ["shown", "machine"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_row_of_a_lists_own_file_is_there_already(
    admin_client, tmp_path, record, kind, shape
):
    for table, address in LISTS:
        path = taken_away(admin_client, tmp_path, address, kind, shape)
        before = JournalEntry.objects.count()
        (*rows, total), refusal = brought_in(path, table)
        assert refusal == ""
        assert {row.split("\t")[1] for row in rows} == {"unchanged"}
        assert f"unchanged {len(rows)}, error 0" in total
        assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_in_english_is_known_as_well(admin_client, tmp_path, record, kind):
    path = taken_away(admin_client, tmp_path, "/en/audits/", kind, "machine")
    (*rows, _total), refusal = brought_in(path, 9)
    assert refusal == ""
    assert {row.split("\t")[1] for row in rows} == {"unchanged"}


@pytest.mark.parametrize(
    ("address", "shape", "former"),
    [
        ("/audits/", "shown", {"実施状況": "状態"}),
        (
            "/audits/",
            "machine",
            {"公表・非公表": "公開区分", "実施状況": "状態", ",公表,": ",公開,"},
        ),
        ("/en/audits/", "machine", {",published,": ",public,"}),
    ],
)
def test_file_of_an_earlier_version_with_its_words_is_known(
    admin_client, tmp_path, record, address, shape, former
):
    path = taken_away(admin_client, tmp_path, address, "csv", shape)
    text = path.read_text(encoding="utf-8-sig")
    for word, before in former.items():
        assert word in text
        text = text.replace(word, before)
    path.write_text(text, encoding="utf-8")
    (*rows, _total), refusal = brought_in(path, 9)
    assert refusal == ""
    assert {row.split("\t")[1] for row in rows} == {"unchanged"}


def test_a_row_that_was_changed_is_an_error(admin_client, tmp_path, record):
    path = taken_away(admin_client, tmp_path, "/drills/", "csv", "shown")
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("平成29年１月", "平成29年２月"), encoding="utf-8")
    lines, refusal = brought_in(path, 8)
    assert refusal
    assert [line.split("\t")[1] for line in lines[:-1]].count("error") == 1


def test_a_list_is_shown_with_its_own_headings_before_it_is_confirmed(
    admin_client, tmp_path, record
):
    path = taken_away(admin_client, tmp_path, "/drills/", "xlsx", "shown")
    headings = [cell.value for cell in load_workbook(BytesIO(path.read_bytes())).active[1]]
    given = {"table": 8, "fiscal_year": 2016, "status": "held"}
    with path.open("rb") as file:
        response = admin_client.post("/admin/import/", given | {"file": file})
    page = b"".join(response.streaming_content).decode()
    assert all(f'<th scope="col" lang="ja">{heading}</th>' in page for heading in headings)
    assert page.count('<tr class="is-unchanged">') == 10
