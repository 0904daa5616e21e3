"""A table of any form confirmed in two windows comes in once, and never as it was not shown."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from audits.models import Audit, AuditType
from organization.models import Department, Officer
from records import journal
from records.journal.models import JournalEntry
from tests.factories import AuditTypeFactory, DepartmentFactory, UserFactory
from tests.jlis_gov.importing.test_importing import confirm, may, parcel_in, text_of
from tests.jlis_gov.importing.test_importing_any import give, posted
from tests.records.journal.test_races import PATIENCE, wait_for_a_waiter

ROWS = ("監査種別\t対象部門\t実施日\t内訳", "定期監査\t総務部\t令和７年９月８日\t契約")
MEANWHILE = "The register has changed meanwhile. Please look again, then confirm."


@pytest.fixture
def clerk(client, db):
    client.force_login(may(UserFactory(username="clerk"), "audit"))
    client.cookies["django_language"] = "en"
    AuditTypeFactory(name="定期監査")
    DepartmentFactory(name="総務部")
    return client


def reread(client, page, **said):
    """The page after the columns were read as is said."""
    told = {"parcel": parcel_in(page), "again": "1"} | posted(page) | said
    return text_of(client.post("/admin/import/", told))


def test_same_table_confirmed_in_two_windows_comes_in_once(clerk):
    first, second = give(clerk, *ROWS), give(clerk, *ROWS)
    assert "1 record was written" in confirm(clerk, first, **posted(first))
    page = confirm(clerk, second, **posted(second))
    assert MEANWHILE in page
    assert page.count('<tr class="is-unchanged">') == 1
    assert Audit.objects.count() == 1


def test_page_confirmed_twice_comes_in_once(clerk):
    page = give(clerk, *ROWS)
    confirm(clerk, page, **posted(page))
    assert MEANWHILE in confirm(clerk, page, **posted(page))
    assert Audit.objects.count() == 1


def test_mapping_changed_in_one_window_leaves_the_other_as_it_was_shown(clerk):
    first, second = give(clerk, *ROWS), give(clerk, *ROWS)
    first = reread(clerk, first, column_3="theme")
    confirm(clerk, second, **posted(second))
    assert Audit.objects.get().theme == ""
    page = confirm(clerk, first, **posted(first))
    assert MEANWHILE in page
    assert Audit.objects.count() == 1


def test_window_in_which_departments_are_not_read_makes_no_second_audits(clerk):
    first, second = give(clerk, *ROWS), reread(clerk, give(clerk, *ROWS), column_1="")
    confirm(clerk, first, **posted(first))
    page = confirm(clerk, second, **posted(second))
    assert MEANWHILE in page
    assert page.count('<tr class="is-unchanged">') == 1
    assert "There is nothing to write." in page


def test_confirming_in_one_window_what_another_remembered_shows_it_first(clerk):
    first, second = give(clerk, *ROWS), give(clerk, *ROWS)
    reread(clerk, first, column_3="theme", remembered_as="室の表")
    page = confirm(clerk, second, **posted(second) | {"layout": "室の表"})
    assert "Please look once more at what you have chosen, then confirm." in page
    assert not Audit.objects.exists()


def test_table_of_the_report_and_table_of_any_form_come_in_once(clerk):
    rows = (ROWS[0].replace("実施日", "監査実施年月日"), ROWS[1])
    first, second = give(clerk, *rows), give(clerk, *rows)
    first = reread(clerk, first, layout="報告書 表9")
    confirm(clerk, first, **posted(first) | {"layout": "報告書 表9"})
    assert MEANWHILE in confirm(clerk, second, **posted(second))
    assert Audit.objects.count() == 1


def test_department_renamed_meanwhile_is_shown_before_anything_is_written(clerk):
    page = give(clerk, *ROWS)
    department = Department.objects.get()
    with journal.change(actor="another", reason="改称"):
        department.name = "管理部"
        department.save()
    page = confirm(clerk, page, **posted(page))
    assert MEANWHILE in page
    assert "There is no department “総務部”" in page
    assert not Audit.objects.exists()


def test_type_withdrawn_meanwhile_is_shown_before_anything_is_written(clerk):
    page = give(clerk, *ROWS)
    kind = AuditType.objects.get()
    with journal.change(actor="another", reason="廃止"):
        kind.life, kind.visibility = "withdrawn", "internal"
        kind.save()
    assert MEANWHILE in confirm(clerk, page, **posted(page))
    assert not Audit.objects.exists()


def test_type_made_in_two_windows_is_made_once(clerk):
    may(User.objects.get(username="clerk"), "audittype")
    rows = (ROWS[0], ROWS[1].replace("定期", "工事"))
    first, second = (reread(clerk, give(clerk, *rows), creates="on") for _window in range(2))
    confirm(clerk, first, creates="on", **posted(first))
    assert MEANWHILE in confirm(clerk, second, creates="on", **posted(second))
    assert AuditType.objects.filter(name="工事監査").count() == Audit.objects.count() == 1


def test_who_may_not_make_types_is_told_and_a_forged_form_makes_none(clerk):
    rows = (ROWS[0], ROWS[1].replace("定期", "工事"))
    page = give(clerk, *rows)
    assert "you may not enter it" in page
    entries = JournalEntry.objects.count()
    page = reread(clerk, page, creates="on")
    assert page.count('<tr class="is-error">') == 1
    confirm(clerk, page, mode="update", creates="on", **posted(page))
    assert (AuditType.objects.count(), JournalEntry.objects.count()) == (1, entries)
    assert not Audit.objects.exists()


def test_who_may_make_types_is_told_how(clerk):
    may(User.objects.get(username="clerk"), "audittype")
    page = give(clerk, ROWS[0], ROWS[1].replace("定期", "工事"))
    assert "Tick “Make what the register has no name for" in page
    assert "you may not enter it" not in page


def test_right_to_make_types_that_was_lost_makes_none(clerk):
    user = may(User.objects.get(username="clerk"), "audittype")
    page = reread(clerk, give(clerk, ROWS[0], ROWS[1].replace("定期", "工事")), creates="on")
    user.user_permissions.clear()
    may(user, "audit")
    told = {"parcel": parcel_in(page), "mode": "stop", "change_reason": "x", "confirm": "1"}
    assert clerk.post("/admin/import/", told | {"creates": "on"}).status_code == 403
    assert AuditType.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes after the other there")
@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_write_once():
    clients, pages = [], []
    for name in ("first", "second"):
        client = Client()
        client.force_login(User.objects.create_superuser(name))
        client.cookies["django_language"] = "en"
        clients.append(client)
        pages.append(give(client, "役職\t氏名", "理事長\t監査 太郎", table="officers"))
    answers = []

    def second() -> None:
        try:
            answers.append(confirm(clients[1], pages[1], **posted(pages[1])))
        finally:
            connection.close()

    rivals, started = [threading.Thread(target=second)], []

    def beside(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "organization_officer" in sql and rivals:
            started.append(rivals.pop())
            started[0].start()
            wait_for_a_waiter()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(beside):
        confirm(clients[0], pages[0], **posted(pages[0]))
    started[0].join(PATIENCE)
    assert MEANWHILE in answers[0]
    assert Officer.objects.count() == 1
