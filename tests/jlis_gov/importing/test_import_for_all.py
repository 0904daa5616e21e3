"""What a table leaves out is told once for all of it, and a refusal names what it misses."""

import pytest

from audits.models import Audit
from meetings.models import Session
from tests.factories import AuditTypeFactory, BodyFactory, UserFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines
from tests.jlis_gov.importing.test_importing import confirm, may, parcel_in, text_of
from tests.jlis_gov.importing.test_importing_any import give, posted

pytestmark = pytest.mark.django_db
DATES = (("回数", "開催日", "議題"), ("第１回", "令和７年６月３日", "決算"))


def test_refusal_names_the_field_and_the_remedy(tmp_path):
    found, _refusal = answer(lines(tmp_path, *DATES), kind="meetings")
    assert found["rows"][0]["verdict"] == "error"
    assert found["rows"][0]["messages"] == [
        "会議名: Neither the row nor the title tells the body. Please name it in a column, in the "
        "line above the table, or once for the whole table (in the command: --for-all body=…)."
    ]


def test_any_empty_cell_is_named_by_its_column(tmp_path):
    rows = ("会議名", "回数", "開催日"), ("代表者会議", "第１回", "")
    BodyFactory(name="代表者会議")
    found, _refusal = answer(lines(tmp_path, *rows), kind="meetings")
    assert found["rows"][0]["messages"] == ["開催年月日: This cell must not be empty."]


def test_title_above_the_table_tells_a_known_body(tmp_path):
    BodyFactory(name="情報審議会")
    path = lines(tmp_path, ("情報審議会　開催状況",), *DATES)
    found, refusal = answer(path, kind="meetings")
    assert (refusal, found["rows"][0]["record"]["body"]) == ("", "情報審議会")


def test_body_is_told_once_for_the_whole_table(tmp_path):
    BodyFactory(name="代表者会議")
    path = lines(tmp_path, *DATES)
    found, refusal = answer(path, kind="meetings", for_all="body=代表者会議", dry_run=False)
    assert (refusal, found["written"]) == ("", 1)
    assert Session.objects.get().body.name == "代表者会議"


def test_cell_of_a_row_stands_before_what_was_told_for_all(tmp_path):
    for name in ("代表者会議", "契約監視委員会"):
        BodyFactory(name=name)
    rows = ("会議名", "開催日"), ("", "令和７年６月３日"), ("契約監視委員会", "令和７年７月３日")
    found, _refusal = answer(lines(tmp_path, *rows), kind="meetings", for_all="body=代表者会議")
    assert [row["record"]["body"] for row in found["rows"]] == ["代表者会議", "契約監視委員会"]


def test_regime_is_told_once_for_the_whole_table(tmp_path):
    AuditTypeFactory(name="定期監査", regime="auditor")
    rows = ("監査種別", "実施日"), ("定期監査", "令和７年９月８日")
    path = lines(tmp_path, *rows)
    found, refusal = answer(path, for_all="regime=監事監査", dry_run=False)
    assert (refusal, found["written"]) == ("", 1)
    assert Audit.objects.get().regime == "auditor"


@pytest.mark.parametrize("told", ["agenda=決算", "何か=代表者会議", "代表者会議"])
def test_what_cannot_be_told_for_all_is_refused(tmp_path, told):
    found, refusal = answer(lines(tmp_path, *DATES), kind="meetings", for_all=told)
    name = told.partition("=")[0] if "=" in told else ""
    assert found["rows"] == []
    assert refusal == f"“{name}” cannot be told for the whole table. There are: body."


def test_page_tells_the_body_once_for_the_whole_table(client):
    client.force_login(may(UserFactory(), "meeting"))
    client.cookies["django_language"] = "en"
    BodyFactory(name="代表者会議")
    page = give(client, *map("\t".join, DATES), table="meetings")
    assert "会議名 of the whole table" in page
    again = {"parcel": parcel_in(page), "again": "1", "for_all_body": "代表者会議"} | posted(page)
    page = text_of(client.post("/admin/import/", again))
    assert page.count('<tr class="is-new">') == 1
    confirm(client, page, for_all_body="代表者会議", **posted(page))
    assert Session.objects.get().body.name == "代表者会議"


@pytest.mark.parametrize("kind", ["meetings", "members"])
def test_new_body_whose_name_cannot_be_kept_is_an_error_of_its_row(tmp_path, kind):
    head, row = ("会議名", "開催日", "氏名"), ("会" * 301 + "議", "令和７年６月３日", "池内 花子")
    path = lines(tmp_path, head, row)
    found, _refusal = answer(path, kind=kind, create=True, dry_run=False)
    assert (found["rows"][0]["verdict"], found["written"]) == ("error", 0)


def test_new_type_whose_name_cannot_be_kept_is_an_error_of_its_row(tmp_path):
    path = lines(tmp_path, ("監査種別", "実施日"), ("定" * 301 + "監査", "令和７年６月３日"))
    found, _refusal = answer(path, create=True, dry_run=False)
    assert (found["rows"][0]["verdict"], found["written"]) == ("error", 0)
