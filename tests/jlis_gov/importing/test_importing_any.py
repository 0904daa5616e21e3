"""The import page reads tables of any form, and in another way where the clerk says so."""

import html
import re
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from audits.models import Audit, AuditType
from jlis_gov.models import ImportLayout
from tests.factories import AuditTypeFactory, DepartmentFactory, UserFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines
from tests.jlis_gov.importing.test_importing import confirm, may, parcel_in, text_of

pytestmark = pytest.mark.django_db
ROWS = ("監査名\t監査の担当\t実施月\t日\t重点", "定期監査\t総務部\t９月\t８日\t契約")


@pytest.fixture
def clerk(client):
    client.force_login(may(UserFactory(username="clerk"), "audit"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def known():
    AuditTypeFactory(name="定期監査")
    DepartmentFactory(name="総務部")


def give(client, *rows, **changed):
    given = {"table": "audits", "fiscal_year": 2025, "status": "planned", "text": "\n".join(rows)}
    return text_of(client.post("/admin/import/", given | changed))


def columns_in(page):
    """What each column is taken for, by its field and by its heading."""
    found = {}
    pattern = r'<label for="id_(column_\d+)"[^>]*>([^<]*)</label>\s*<select[^>]*>(.*?)</select>'
    for name, label, options in re.findall(pattern, page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        found[name] = (html.unescape(label).rstrip(":"), chosen[1] if chosen else "")
    return found


def posted(page, **changed):
    return {name: field for name, (_heading, field) in columns_in(page).items()} | changed


def test_columns_are_shown_with_what_they_were_taken_for(clerk, known):
    page = give(clerk, *ROWS)
    assert list(columns_in(page).values()) == [
        ("監査名", "type"),
        ("実施月", "schedule"),
        ("日", "schedule"),
        ("重点", "theme"),
        ("監査の担当", ""),
    ]
    assert page.count('<tr class="is-new">') == 1
    assert "The column “監査の担当” is not read." in page


def test_columns_are_read_as_the_clerk_says(clerk, known):
    page = give(clerk, *ROWS)
    again = {"parcel": parcel_in(page), "again": "1"} | posted(page, column_4="targets")
    page = text_of(clerk.post("/admin/import/", again))
    assert ("監査の担当", "targets") in columns_in(page).values()
    assert "Please look once more" in page
    confirm(clerk, page, **posted(page))
    audit = Audit.objects.get()
    assert (str(audit.starts_on), audit.theme) == ("2025-09-08", "契約")
    assert [str(target) for target in audit.targets.all()] == ["総務部"]


def test_two_columns_that_cannot_be_one_field_are_refused_and_nothing_changes(clerk, known):
    page = give(clerk, *ROWS)
    again = {"parcel": parcel_in(page), "again": "1"} | posted(page, column_4="theme")
    page = text_of(clerk.post("/admin/import/", again))
    assert "cannot be read as 監査テーマ beside" in page
    assert {("重点", "theme"), ("監査の担当", "")} <= set(columns_in(page).values())
    confirm(clerk, page, **posted(page))
    assert Audit.objects.count() == 1


@pytest.mark.parametrize("year", ["令和７年度", "R7", "2025", "平成37"])
def test_fiscal_year_is_given_by_any_of_its_names(clerk, known, year):
    page = give(clerk, *ROWS, fiscal_year=year)
    confirm(clerk, page, **posted(page))
    assert Audit.objects.get().fiscal_year == 2025


@pytest.mark.parametrize("year", ["７", "abc", "1999"])
def test_what_is_no_fiscal_year_is_refused_and_stays_in_its_field(clerk, known, year):
    page = give(clerk, *ROWS, fiscal_year=year)
    assert "This is not a fiscal year" in page
    assert f'name="fiscal_year" value="{year}"' in page


def test_confirming_another_mapping_than_was_shown_shows_it_first(clerk, known):
    page = give(clerk, *ROWS)
    page = confirm(clerk, page, **posted(page, column_3=""))
    assert "Please look once more" in page
    assert not Audit.objects.exists()


def test_worksheet_and_rows_are_chosen(clerk, known):
    book = Workbook()
    for title, day in (("上期", "４月８日"), ("下期", "10月８日")):
        sheet = book.create_sheet(title)
        for cells in (("監査種別", "対象部門", "実施日"), ("定期監査", "総務部", day)):
            sheet.append(cells)
        sheet.append(("定期監査", "総務部", day.replace("８", "９")))
    book.remove(book.active)
    output = BytesIO()
    book.save(output)
    page = give(clerk, text="", file=SimpleUploadedFile("plan.xlsx", output.getvalue()))
    assert "The worksheet “下期” has such a table, too, which was not read." in page
    said = {"parcel": parcel_in(page), "sheet": "下期", "last_row": "2"} | posted(page)
    page = text_of(clerk.post("/admin/import/", said))
    assert page.count('<tr class="is-new">') == 1
    assert "10月８日" in page
    said = {"parcel": parcel_in(page), "sheet": "下期", "first_row": "3", "last_row": "2"}
    page = text_of(clerk.post("/admin/import/", said | posted(page)))
    assert "The last row stands before the first." in page


def test_worksheet_of_other_headings_is_chosen(clerk, known):
    book = Workbook()
    tables = {
        "上期": [("監査種別", "対象部門", "実施日"), ("定期監査", "総務部", "４月８日")],
        "下期": [("監査名", "部署", "予定月", "重点"), ("定期監査", "総務部", "10月", "契約")],
    }
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(cells)
    book.remove(book.active)
    output = BytesIO()
    book.save(output)
    page = give(clerk, text="", file=SimpleUploadedFile("plan.xlsx", output.getvalue()))
    page = text_of(
        clerk.post("/admin/import/", {"parcel": parcel_in(page), "sheet": "下期"} | posted(page))
    )
    assert [heading for heading, _field in columns_in(page).values()] == [*tables["下期"][0]]
    assert page.count('<tr class="is-new">') == 1


def test_type_is_made_by_who_may_make_types(clerk, known, client):
    rows = (ROWS[0], ROWS[1].replace("定期", "工事"))
    page = give(clerk, *rows)
    assert 'name="creates"' not in page
    client.force_login(may(UserFactory(username="chief"), "audit", "audittype"))
    page = give(client, *rows)
    assert page.count('<tr class="is-error">') == 1
    again = {"parcel": parcel_in(page), "creates": "on"} | posted(page)
    page = text_of(client.post("/admin/import/", again))
    assert page.count('<tr class="is-new">') == 1
    confirm(client, page, creates="on", **posted(page))
    assert AuditType.objects.filter(name="工事監査").exists()


def test_kind_without_the_right_is_not_offered(clerk):
    page = text_of(clerk.get("/admin/import/"))
    assert 'value="audits"' in page
    assert 'value="meetings"' not in page
    refused = give(clerk, *ROWS, table="meetings")
    assert "Select a valid choice" in refused


def test_layout_is_remembered_and_offered_where_its_headings_fit(clerk, known):
    page = give(clerk, *ROWS)
    assert 'name="layout"' not in page
    said = {"parcel": parcel_in(page), "remembered_as": "監査室の表"}
    clerk.post("/admin/import/", said | posted(page, column_3="", column_4="targets"))
    page = give(clerk, *ROWS)
    assert '<option value="監査室の表">' in page
    assert ("重点", "theme") in columns_in(page).values()
    said = {"parcel": parcel_in(page), "layout": "監査室の表"} | posted(page)
    found = columns_in(text_of(clerk.post("/admin/import/", said))).values()
    assert {("監査の担当", "targets"), ("重点", "")} <= set(found)
    other = give(clerk, ROWS[0].replace("監査の担当", "先"), ROWS[1])
    assert 'name="layout"' not in other


def test_layout_is_used_by_the_command(known, tmp_path):
    fields = {"監査の担当": "targets", "重点": "", "今はない": ""}
    ImportLayout.objects.create(kind="audits", name="監査室の表", fields=fields)
    path = lines(tmp_path, *(row.split("\t") for row in ROWS))
    found, refusal = answer(path, layout="監査室の表")
    assert (found["mapping"]["監査の担当"], found["unmapped"], refusal) == ("targets", ["重点"], "")
    assert "There is no layout “他の表” here" in answer(path, layout="他の表")[1]


def test_layout_is_removed_on_the_page_of_its_kind(clerk, known):
    for kind, name in (("audits", "要らない表"), ("audits", "残る表"), ("drills", "訓練の表")):
        ImportLayout.objects.create(kind=kind, name=name, fields={"別の見出し": "type"})
    page = give(clerk, *ROWS)
    assert "訓練の表" not in page
    refused = {"parcel": parcel_in(page), "again": "1", "forgotten": "訓練の表"} | posted(page)
    clerk.post("/admin/import/", refused)
    assert ImportLayout.objects.count() == 3
    said = {"parcel": parcel_in(page), "again": "1", "forgotten": "要らない表"} | posted(page)
    page = text_of(clerk.post("/admin/import/", said))
    assert "“要らない表” is no longer remembered." in page
    assert '<option value="要らない表">' not in page
    left = ImportLayout.objects.values_list("kind", "name")
    assert set(left) == {("audits", "残る表"), ("drills", "訓練の表")}
    confirm(clerk, page, **posted(page))
    assert Audit.objects.count() == 1


def test_layout_is_not_removed_by_who_may_no_longer_import_its_kind(clerk, known):
    ImportLayout.objects.create(kind="audits", name="残る表", fields={"別の見出し": "type"})
    page = give(clerk, *ROWS)
    said = {"parcel": parcel_in(page), "again": "1", "forgotten": "残る表"} | posted(page)
    user = User.objects.get(username="clerk")
    user.user_permissions.clear()
    may(user, "meeting")
    assert clerk.post("/admin/import/", said).status_code == 403
    assert ImportLayout.objects.count() == 1
