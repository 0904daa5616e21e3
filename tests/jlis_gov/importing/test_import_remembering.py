"""Layouts that an office remembers: whose they are, and that the journal tells of each."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jlis_gov.accounts.roles import AUDIT_OFFICE, SECRETARIAT
from jlis_gov.models import ImportLayout
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import AuditTypeFactory, BodyFactory, DepartmentFactory, UserFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines
from tests.jlis_gov.importing.test_importing import parcel_in, text_of
from tests.jlis_gov.importing.test_importing_any import ROWS, columns_in, give, posted

pytestmark = pytest.mark.django_db
PAGE = "/admin/import/layouts/"
SITTINGS = "会議\t期日\t第○回\t中身", "代表者会議\t４月８日\t第１回\t予算"


@pytest.fixture
def offices():
    AuditTypeFactory(name="定期監査")
    DepartmentFactory(name="総務部")
    BodyFactory(name="代表者会議")
    UserFactory()
    call_command("sync_roles")


@pytest.fixture
def office(client, offices):
    """Signs somebody of an office in; gives the client."""

    def _signed_in(role, name="clerk"):
        user = UserFactory(username=name, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return _signed_in


def remembered(client, name, *rows, table="audits", **said):
    """The page after the columns were given a name."""
    page = give(client, *(rows or ROWS), table=table)
    told = {"parcel": parcel_in(page), "again": "1", "remembered_as": name} | posted(page) | said
    return text_of(client.post("/admin/import/", told))


def changed(client, one, **said):
    """The page of layouts after one was changed as it is shown."""
    told = {"layout": one.pk, "was": one.name, "name": one.name} | said
    return client.post(PAGE, told, follow=True).content.decode()


def entries():
    found = JournalEntry.objects.with_payloads().filter(record_type="jlis_gov.ImportLayout")
    return [(one.action, one.actor, one.reason, json.loads(one.payload or "null")) for one in found]


def test_making_renaming_and_removing_stand_in_the_journal(office):
    client = office(AUDIT_OFFICE)
    remembered(client, "監査室の表", column_4="targets")
    layout = ImportLayout.objects.get()
    page = changed(client, layout, name="　定期監査の表 ")
    assert "It is called “定期監査の表” now." in page
    assert "Layout remembered: clerk" in page
    assert "監査の担当 → 対象部門" in page
    layout.refresh_from_db()
    page = changed(client, layout, remove="1")
    assert "“定期監査の表” is removed." in page
    assert not ImportLayout.objects.exists()
    kept = {"kind": "audits", "office": "監査室", "fields": layout.fields}
    assert entries() == [
        ("create", "clerk", "Layout remembered", kept | {"name": "監査室の表"}),
        ("change", "clerk", "Layout renamed", kept | {"name": "定期監査の表"}),
        ("delete", "clerk", "Layout removed", None),
    ]
    assert not [fault for fault in verify().faults if "Layout" in fault]
    told = client.get("/admin/records/journalentry/?q=jlis_gov").content.decode()
    assert "layout of imported tables" in told


def test_layout_changed_past_the_journal_is_found(office):
    client = office(AUDIT_OFFICE)
    remembered(client, "監査室の表")
    ImportLayout.objects.update(fields={"監査名": "theme"})
    assert [fault for fault in verify().faults if fault.endswith(": fields.")]


def test_layout_that_was_used_is_corrected_under_its_name(office):
    client = office(AUDIT_OFFICE)
    remembered(client, "監査室の表")
    page = give(client, *ROWS)
    said = {"parcel": parcel_in(page), "layout": "監査室の表", "again": "1"} | posted(page)
    page = text_of(client.post("/admin/import/", said))
    said = {"parcel": parcel_in(page), "layout": "監査室の表", "remembered_as": "監査室の表"}
    # Its own fields go before the columns until another layout or none is chosen.
    page = text_of(client.post("/admin/import/", said | posted(page)))
    assert "There is a layout" not in page
    assert ImportLayout.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("監査室の表", "There is a layout “監査室の表” already."),
        ("報告書 表9", "“報告書 表9” is a layout of the annual report."),
        ("報告書　表９", "is a layout of the annual report."),
        ("監\u0007査", "Control characters cannot be kept"),
    ],
)
def test_name_that_is_taken_is_refused_and_changes_nothing(office, name, message):
    client = office(AUDIT_OFFICE)
    remembered(client, "監査室の表")
    before = ImportLayout.objects.get().fields
    page = remembered(client, name, column_3="")
    assert message in page
    assert ("重点", "") in columns_in(page).values()
    assert [one.fields for one in ImportLayout.objects.all()] == [before]
    remembered(client, "別の表")
    page = changed(client, ImportLayout.objects.get(name="別の表"), name=name)
    assert message in page
    assert set(ImportLayout.objects.values_list("name", flat=True)) == {"監査室の表", "別の表"}


def test_each_office_has_names_of_its_own(office, tmp_path):
    remembered(office(SECRETARIAT), "会議の表", *SITTINGS, table="meetings", column_3="agenda")
    client = office(AUDIT_OFFICE, "auditor")
    assert "会議の表" not in client.get(PAGE).content.decode()
    assert "会議の表" not in give(client, *SITTINGS, table="meetings")
    page = remembered(client, "会議の表", *SITTINGS, table="meetings", column_3="venue")
    assert "There is a layout" not in page
    kept = ImportLayout.objects.values_list("office", "name")
    assert set(kept) == {("事務局", "会議の表"), ("監査室", "会議の表")}
    path = lines(tmp_path, *(row.split("\t") for row in SITTINGS))
    refusal = answer(path, kind="meetings", layout="会議の表")[1]
    assert "事務局：会議の表、監査室：会議の表" in refusal
    found, _refusal = answer(path, kind="meetings", layout="事務局：会議の表")
    assert found["mapping"]["中身"] == "agenda"


def test_layout_of_another_office_is_neither_renamed_nor_removed(office):
    remembered(office(SECRETARIAT), "会議の表", *SITTINGS, table="meetings")
    layout = ImportLayout.objects.get()
    client = office(AUDIT_OFFICE, "auditor")
    for said in ({"name": "x"}, {"remove": "1"}, {"layout": "x"}, {"layout": "9" * 30}):
        assert "renamed or removed meanwhile" in changed(client, layout, **said)
    layout.refresh_from_db()
    assert layout.name == "会議の表"


def test_layout_renamed_in_another_window_is_not_removed(office):
    client = office(AUDIT_OFFICE)
    remembered(client, "監査室の表")
    layout = ImportLayout.objects.get()
    changed(client, layout, name="新しい名前")
    assert "renamed or removed meanwhile" in changed(client, layout, remove="1")
    assert ImportLayout.objects.get().name == "新しい名前"


def test_who_may_not_import_finds_no_page(client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {}).status_code == 403


def test_page_asks_no_more_for_three_layouts_than_for_one(office):
    client = office(AUDIT_OFFICE)
    remembered(client, "表1")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for name in ("表2", "表3"):
        remembered(client, name)
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)
    assert len(three) == len(one)
