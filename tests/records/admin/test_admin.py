"""The journal as the office reads it, and what every record's form has in common."""

import pytest
from django.contrib.auth.models import Permission

from records import journal
from records.journal.models import JournalEntry, JournalPayload
from tests.admin_forms import address_of, assert_accepted, complaints, queries_of_list, submit
from tests.factories import (
    DepartmentFactory,
    DrillFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)
from tests.journal import unlocked

pytestmark = pytest.mark.django_db
LIST = "/admin/records/journalentry/"


def renamed(office, name: str):
    with journal.change(actor="clerk", reason="名称の変更"):
        office.name = name
        office.save()
    return office


def test_journal_lists_who_did_what_and_why(admin_client):
    office = DepartmentFactory()
    typed = {"name": "新しい名", "change_reason": "名称の変更"}
    assert_accepted(submit(admin_client, address_of(office), typed))
    page = admin_client.get(LIST).content.decode()
    past = f"{LIST}{JournalEntry.objects.last().pk}/past/"
    for text in ("名称の変更", "admin", "部門", f'<a href="{past}">新しい名</a>'):
        assert text in page


def test_entry_tells_what_was_changed_and_holds_the_form_folded(admin_client):
    office = renamed(DepartmentFactory(name="旧称"), "新称")
    entry = JournalEntry.objects.last()
    page = admin_client.get(f"{LIST}{entry.pk}/change/").content.decode()
    for text in ("旧称</del>", "新称</ins>", "<details>", entry.hash, f">{entry.format}<"):
        assert text in page
    for address in (f"{LIST}{entry.pk}/past/", address_of(office)):
        assert f'href="{address}"' in page


def test_entry_of_a_deleted_record_leads_to_its_history(admin_client):
    office = renamed(DepartmentFactory(name="旧称", draft=True), "<b>新称")
    with journal.change(actor="clerk", reason="二重の登録"):
        office.delete()
    entry = JournalEntry.objects.last()
    assert "&lt;b&gt;新称" in admin_client.get(f"{LIST}{entry.pk}/change/").content.decode()
    response = admin_client.get(f"{LIST}{entry.pk}/past/")
    assert [each.entry.action for each in response.context["past"]] == [
        "delete",
        "change",
        "create",
    ]
    assert response.context["record_address"] == ""
    assert "<b>" not in response.content.decode()


def test_history_of_a_kind_that_is_not_ones_own_is_no_page(client):
    DepartmentFactory()
    entry = JournalEntry.objects.get()
    reader = UserFactory(is_staff=True)
    rights = ("view_journalentry", "change_meeting", "view_meeting", "view_department")
    reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(reader)
    assert client.get(f"{LIST}{entry.pk}/past/").status_code == 404
    assert client.get(LIST).context["cl"].result_list == []


@pytest.mark.parametrize("key", ["0", "99999", "999999999999999999999"])
def test_history_of_no_entry_is_no_page(admin_client, key):
    assert admin_client.get(f"{LIST}{key}/past/").status_code == 404


def test_entry_of_a_kind_that_is_no_more_is_still_shown(admin_client):
    DepartmentFactory()
    with unlocked():
        JournalEntry.objects.update(record_type="gone.Thing")
        JournalPayload.objects.all().delete()
    assert "gone.Thing" in admin_client.get(LIST).content.decode()
    entry = JournalEntry.objects.get()
    assert admin_client.get(f"{LIST}{entry.pk}/change/").status_code == 200


def test_entry_that_is_about_no_record_tells_what_was_handed_over(admin_client):
    journal.append_export(actor="inspector", payload={"sha256": "f00d"})
    entry = JournalEntry.objects.get()
    page = admin_client.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert "f00d" in page
    assert "inspector" in admin_client.get(LIST).content.decode()
    assert "/0/change/" not in page
    assert admin_client.get(f"{LIST}{entry.pk}/past/").status_code == 404


def test_journal_is_only_read(admin_client):
    DepartmentFactory()
    entry = JournalEntry.objects.get()
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.get(f"{LIST}{entry.pk}/delete/").status_code == 403
    assert admin_client.post(f"{LIST}{entry.pk}/change/", {"actor": "x"}).status_code == 403
    kept = JournalEntry.objects.get()
    assert (kept.actor, kept.hash) == (entry.actor, entry.hash)


def test_journal_asks_as_often_for_many_rows_as_for_few(admin_client):
    DepartmentFactory()
    SessionFactory(meeting=MeetingFactory())
    few = queries_of_list(admin_client, JournalEntry)
    DepartmentFactory()
    SessionFactory(meeting=MeetingFactory())
    assert queries_of_list(admin_client, JournalEntry) == few


def test_journal_is_filtered_by_kind_of_record(admin_client):
    DepartmentFactory()
    SessionFactory()
    found = admin_client.get(LIST, {"kind": "organization.Department"}).context["cl"].result_list
    assert {entry.record_type for entry in found} == {"organization.Department"}


def test_reason_longer_than_a_thousand_characters_is_refused(admin_client):
    response = submit(admin_client, address_of(DepartmentFactory()), {"change_reason": "あ" * 1001})
    assert "1000" in complaints(response)


def test_stranger_is_shown_the_way_in(client):
    assert client.get(LIST).status_code == 302


def test_rooms_stand_in_order_of_use(admin_client):
    rooms = admin_client.get("/admin/").context["app_list"]
    assert [room["app_label"] for room in rooms][:6] == [
        *("meetings", "audits", "oversight", "organization", "jlis_gov", "records")
    ]
    assert rooms[1]["models"][0]["object_name"] == "Audit"


def test_admin_speaks_japanese(admin_client):
    page = admin_client.get("/admin/").content.decode()
    for text in ("会議体", "監査種別", "組織改編", "変更記録", "表の取込み"):
        assert text in page


@pytest.mark.parametrize("typed", ["令和元年", "\x85", "-1", "1.5", "²", "9" * 30, str(2**63), "x"])
def test_choice_that_is_no_key_is_refused_and_breaks_no_page(admin_client, typed):
    for address, name in (
        ("/admin/meetings/meeting/add/", "sessions-0-body"),
        ("/admin/audits/finding/add/", "audit"),
        ("/admin/organization/department/add/", "parent_department"),
        ("/admin/auth/user/add/", "contact_set-0-department"),
    ):
        assert admin_client.get(address, {name: typed}).status_code == 200
        forms = {f"{name.partition('-')[0]}-{count}_FORMS": "1" for count in ("TOTAL", "INITIAL")}
        forms[f"{name.partition('-')[0]}-INITIAL_FORMS"] = "0"
        assert admin_client.post(address, forms | {name: typed}).status_code == 200


@pytest.mark.parametrize("is_public", [True, False])
def test_reason_is_marked_as_required_where_the_record_is_public(admin_client, is_public):
    office = DepartmentFactory(draft=not is_public)
    page = admin_client.get(address_of(office)).content.decode()
    assert ('<label class="required" for="id_change_reason">' in page) is is_public
    assert_accepted(submit(admin_client, address_of(office), {}))  # nothing changes


@pytest.mark.parametrize(
    "address",
    [
        *("audits/drill/?status__exact=%00", "audits/drill/bulk/publish/?life__exact=draft%00"),
        *("records/journalentry/?kind=%00", "auth/user/?username=%00"),
    ],
)
def test_filter_that_no_row_can_meet_lists_nothing(admin_client, address):
    DrillFactory()
    response = admin_client.get(f"/admin/{address}")
    assert response.status_code == 200
    context = response.context
    assert (context["cl"].result_count if "cl" in context else context["count"]) == 0
