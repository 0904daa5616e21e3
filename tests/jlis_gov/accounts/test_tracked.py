"""Accounts, groups and tokens stand in the journal, and what was written past it is found."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from audits.models import InspectionScope
from calendars.feeds.models import Subscription
from jlis_gov.accounts.roles import AUDIT_OFFICE, INSPECTOR
from jlis_gov.accounts.tracked import TABLES, mark_accounts, mark_group, mark_password
from organization.models import Contact
from records import change, journal
from records.evidence import check
from records.history.readable import readable_entries
from records.journal import chain, tracked
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.papers import verify
from tests.admin_forms import submit
from tests.factories import AuditFactory, DepartmentFactory, UserFactory
from tests.journal import unlocked
from tests.records.evidence.bundles import lines, made, order, unpacked

pytestmark = pytest.mark.django_db
SECRET = "a long password of somebody"
User = get_user_model()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def house():
    """An inspector with a department and a calendar, taken in with the groups of the roles."""
    user = UserFactory(
        username="yamada", last_name="山田", first_name="花子", email="y@example.org"
    )
    user.set_password(SECRET)
    user.save()
    Contact.objects.create(user=user, department=DepartmentFactory())
    years = {"first_fiscal_year": 2015, "last_fiscal_year": 2016}
    InspectionScope.objects.create(user=user, expires_on=date(2017, 3, 31), **years)
    Subscription.objects.create(
        user=user,
        name="my phone",
        token_hash="f" * 64,
        created_at=timezone.now(),
        expires_on=date(2027, 3, 31),
    )
    call_command("sync_roles")
    user.groups.add(Group.objects.get(name=INSPECTOR))
    user.user_permissions.add(Permission.objects.get(codename="view_department"))
    with journal.change(actor="test"):
        mark_accounts(user.pk)
    assert verify().faults == []
    return user


@pytest.fixture
def head(client, house):
    """An administrator who has signed in."""
    with journal.change(actor="test"):
        user = User.objects.create_superuser("head")
        mark_accounts(user.pk)
    client.force_login(user)
    return client


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def entries(label: str, key: int) -> list[JournalEntry]:
    return list(JournalEntry.objects.with_payloads().filter(record_type=label, record_id=key))


def said(label: str, key: int) -> dict:
    return json.loads(entries(label, key)[-1].payload)


def account_address(user, action: str = "change") -> str:
    return f"/admin/auth/user/{user.pk}/{action}/"


def test_accounts_that_were_there_are_taken_in_once_and_say_so():
    user = UserFactory()
    assert (verify().faults, verify().has_unknown_persons) == ([], True)
    call_command("sync_roles")
    [entry] = entries("auth.User", user.pk)
    assert (entry.action, entry.actor, entry.format) == ("intake", "sync_roles", 4)
    late = UserFactory()
    call_command("sync_roles")
    assert not verify().has_unknown_persons
    assert verify().faults == [
        f"{label} {late.pk} ({kind}) has no entry."
        for label, kind in (
            ("account: what it may do", "auth.User"),
            ("account: whose it is", "auth.User:person"),
        )
    ]


@pytest.mark.parametrize(
    ("sql", "kind", "names"),
    [
        ("UPDATE auth_user SET is_superuser = true", "auth.User", "is_superuser"),
        ("UPDATE auth_user SET is_staff = true", "auth.User", "is_staff"),
        ("UPDATE auth_user SET is_active = false", "auth.User", "is_active"),
        ("UPDATE auth_user SET email = 'x@y.z', last_name = 'x'", "auth.User:person",
         "last_name, email"),
        ("UPDATE auth_user SET username = 'x'", "auth.User:person", "username"),
        ("DELETE FROM auth_user_groups", "auth.User", "groups"),
        ("DELETE FROM auth_user_user_permissions", "auth.User", "rights"),
        ("DELETE FROM organization_contact", "auth.User", "departments"),
        ("UPDATE audits_inspectionscope SET regime = 'external'", "auth.User", "inspections"),
        ("UPDATE audits_inspectionscope SET expires_on = '2099-03-31'", "auth.User",
         "inspections"),
        ("UPDATE calendars_subscription SET revoked_at = NULL, expires_on = '2099-03-31'",
         "calendars.Subscription", "expires_on"),
        ("UPDATE auth_group SET name = 'x' WHERE name = '役員'", "auth.Group", "name"),
    ],
)  # fmt: skip
def test_what_was_changed_by_sql_is_found(house, sql, kind, names):
    run(sql)
    [fault] = verify().faults
    assert f"({kind})" in fault
    assert fault.endswith(f": {names}.")


def test_right_given_to_a_group_by_sql_is_found(house):
    group = Group.objects.get(name=INSPECTOR)
    right = Permission.objects.get(codename="delete_user")
    run(
        "INSERT INTO auth_group_permissions (group_id, permission_id) "
        f"VALUES ({group.pk}, {right.pk})"
    )
    [fault] = verify().faults
    assert "(auth.Group)" in fault
    assert fault.endswith(": rights.")


def test_row_removed_by_sql_is_found(house):
    run("DELETE FROM calendars_subscription")
    [fault] = verify().faults
    assert "is gone, although entry" in fault


def test_last_sign_in_is_no_change(house):
    before = JournalEntry.objects.count()
    form = {"username": "yamada", "password": SECRET, "next": "/"}
    assert Client().post("/en/sign-in/", form).status_code == 302
    house.refresh_from_db()
    assert house.last_login is not None
    assert (JournalEntry.objects.count(), verify().faults) == (before, [])


def test_no_secret_stands_in_the_journal(house):
    house.refresh_from_db()
    texts = "".join(JournalPayload.objects.values_list("text", flat=True))
    assert "山田" in texts
    for secret in (house.password, SECRET, "f" * 64):
        assert secret not in texts


def test_change_in_the_admin_is_journalled_by_who_made_it(head, house):
    roles = [str(group.pk) for group in house.groups.all()]
    typed = {"last_name": "鈴木", "groups": roles, "is_staff": "on", "user_permissions": []}
    assert submit(head, account_address(house), typed).status_code == 302
    assert verify().faults == []
    [*_others, last] = entries("auth.User", house.pk)
    assert (last.actor, last.action, json.loads(last.payload)["is_staff"]) == (
        "head",
        "change",
        True,
    )
    assert said("auth.User:person", house.pk)["last_name"] == "鈴木"
    assert not {"password", "last_login"} & json.loads(last.payload).keys()


def test_account_is_made_and_deleted_under_the_journals_eyes(head, house):
    typed = {"username": "new", "usable_password": "true", "password1": SECRET, "password2": SECRET}
    assert head.post("/admin/auth/user/add/", typed).status_code == 302
    made = User.objects.get(username="new")
    by = User.objects.get(username="head").pk
    assert said("auth.User:password", made.pk) == {"by": by, "is_usable": True}
    assert head.post(account_address(made, "delete"), {"post": "yes"}).status_code == 302
    assert entries("auth.User", made.pk)[-1].action == "delete"
    assert verify().faults == []


def test_accounts_deleted_together_are_journalled_with_their_departments(head, house):
    other = UserFactory()
    with journal.change(actor="test"):
        Contact.objects.create(user=other, department=DepartmentFactory())
        mark_accounts(other.pk)
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    assert head.post("/admin/auth/user/", chosen).status_code == 302
    assert not User.objects.filter(pk=other.pk).exists()
    assert verify().faults == []


def test_group_is_made_renamed_and_deleted_under_the_journals_eyes(head, house):
    assert head.post("/admin/auth/group/add/", {"name": "当番"}).status_code == 302
    group = Group.objects.get(name="当番")
    with journal.change(actor="test"):
        house.groups.add(group)
        mark_accounts(house.pk)
    address = f"/admin/auth/group/{group.pk}/"
    assert head.post(f"{address}change/", {"name": "当直"}).status_code == 302
    assert verify().faults == []
    assert "当直" in said("auth.User", house.pk)["groups"]
    assert head.post(f"{address}delete/", {"post": "yes"}).status_code == 302
    assert verify().faults == []
    assert entries("auth.Group", group.pk)[-1].actor == "head"


def test_own_password_leaves_a_trace_and_no_secret(client, house):
    client.force_login(house)
    new = "another long password of one's own"
    typed = {"old_password": SECRET, "new_password1": new, "new_password2": new}
    assert client.post("/account/password/", typed).status_code == 302
    [entry] = entries("auth.User:password", house.pk)
    assert (entry.actor, json.loads(entry.payload)) == (
        "yamada",
        {"by": house.pk, "is_usable": True},
    )
    assert client.get("/account/").status_code == 200  # still signed in


def test_wrong_old_password_leaves_no_trace(client, house):
    client.force_login(house)
    typed = {"old_password": "x", "new_password1": "y" * 20, "new_password2": "y" * 20}
    assert client.post("/account/password/", typed).status_code == 200
    assert entries("auth.User:password", house.pk) == []


def test_own_password_changed_in_the_admin_leaves_a_trace(head, house):
    me = User.objects.get(username="head")
    me.set_password(SECRET)
    me.save()
    head.force_login(me)
    new = "another long password of one's own"
    typed = {"old_password": SECRET, "new_password1": new, "new_password2": new}
    assert head.post("/admin/password_change/", typed).status_code == 302
    assert said("auth.User:password", me.pk)["by"] == me.pk


def test_password_set_by_another_tells_who(head, house):
    typed = {"usable_password": "true", "password1": "z" * 15 + "12", "password2": "z" * 15 + "12"}
    response = head.post(account_address(house, "password"), typed | {"set-password": ""})
    assert response.status_code == 302
    [entry] = entries("auth.User:password", house.pk)
    by = User.objects.get(username="head").pk
    assert (entry.actor, json.loads(entry.payload)["by"]) == ("head", by)


def test_changepassword_leaves_a_trace(house, monkeypatch):
    typed = iter(["short", "short", "one long password", "another one", "z" * 20, "z" * 20])
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: next(typed))
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    call_command("changepassword", "yamada", stdout=io.StringIO(), stderr=io.StringIO())
    house.refresh_from_db()
    assert house.check_password("z" * 20)
    [entry] = entries("auth.User:password", house.pk)
    assert (entry.actor, entry.reason) == ("changepassword", "by root, at the machine")


def test_changepassword_gives_up_after_three_times_and_changes_nothing(house, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: "short")
    with pytest.raises(CommandError, match="yamada"):
        call_command("changepassword", "yamada", stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(CommandError, match="nobody"):
        call_command("changepassword", "nobody", stdout=io.StringIO())
    house.refresh_from_db()
    assert house.check_password(SECRET)


def test_accounts_made_by_commands_are_journalled(house, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", SECRET)
    call_command(
        "createsuperuser", "--noinput", "--username", "boss", "--email", "b@example.org",
        stdout=io.StringIO(),
    )  # fmt: skip
    boss = User.objects.get(username="boss")
    assert entries("auth.User:password", boss.pk)[0].actor == "createsuperuser"
    accounts = list(User.objects.values_list("pk", flat=True))
    calendars = list(house.subscriptions.values_list("pk", flat=True))
    with journal.change(actor="test"):
        User.objects.all().delete()
        mark_accounts(*accounts)
        change.mark_row("calendars.Subscription", *calendars)
    call_command("create_first_account", stdout=io.StringIO())
    assert verify().faults == []


def test_calendar_of_ones_own_is_journalled_without_its_address(client, house):
    client.force_login(house)
    form = {"name": "another", "valid_for": "90", "long": "span"}
    response = client.post("/account/calendars/new/", form)
    assert response.status_code == 200
    made = Subscription.objects.get(name="another")
    assert said("calendars.Subscription", made.pk) == {
        "account": house.pk,
        "expires_on": made.expires_on.isoformat(),
        "revoked_at": None,
    }
    client.post(f"/account/calendars/{made.pk}/revoke/")
    assert said("calendars.Subscription", made.pk)["revoked_at"]
    assert entries("calendars.Subscription", made.pk)[-1].actor == "yamada"
    assert verify().faults == []


def test_calendar_revoked_by_the_office_tells_who(head, house):
    mine = house.subscriptions.get()
    chosen = {"action": "revoke", "_selected_action": [mine.pk]}
    head.post("/admin/calendars/subscription/", chosen)
    assert entries("calendars.Subscription", mine.pk)[-1].actor == "head"
    assert verify().faults == []


def test_entries_about_accounts_are_for_who_may_view_these(house):
    reader = UserFactory()
    changing = Permission.objects.filter(codename__startswith="change_")
    reader.user_permissions.set(changing.exclude(content_type__app_label="auth"))
    kinds = set(readable(reader))
    assert "organization.Department" in kinds
    assert not kinds & {table.label for table in TABLES if table.right == "auth.view_user"}
    office = UserFactory()
    office.groups.add(Group.objects.get(name=AUDIT_OFFICE))
    assert {"auth.User", "auth.User:person", "calendars.Subscription"} <= set(readable(office))


def readable(user) -> list[str]:
    return readable_entries(User.objects.get(pk=user.pk)).values_list("record_type", flat=True)


def test_journal_shows_what_it_says_of_accounts(head, house):
    for label in ("auth.User", "auth.User:person"):
        entry = entries(label, house.pk)[-1]
        page = head.get(f"/admin/records/journalentry/{entry.pk}/change/")
        assert page.status_code == 200
    assert "山田" in page.text
    listed = head.get("/admin/records/journalentry/", {"kind": "auth.User:person"})
    assert listed.status_code == 200
    assert head.get(f"/admin/records/journalentry/{entry.pk}/past/").status_code == 404


def shown_change(client, entry: JournalEntry) -> dict[str, tuple[str, str]]:
    """What the journal's page of an entry says was changed: before and after, by what it is."""
    page = client.get(f"/admin/records/journalentry/{entry.pk}/change/")
    found = page.context["original"].past.differences
    for each in found:
        assert all(text in page.text for text in (each.label, each.old, each.new))
    return {each.path[0]: (each.old, each.new) for each in found}


def test_page_of_an_entry_words_what_was_changed_of_an_account(head, house):
    department = Contact.objects.get().department.name
    house.is_superuser, house.email = True, ""
    house.groups.add(Group.objects.get(name=AUDIT_OFFICE))
    Contact.objects.all().delete()
    change_account(house)
    assert shown_change(head, entries("auth.User", house.pk)[-1]) == {
        "is_superuser": ("いいえ", "はい"),
        "groups": ("", AUDIT_OFFICE),
        "departments": (department, ""),
    }
    person = entries("auth.User:person", house.pk)[-1]
    assert shown_change(head, person) == {"email": ("y@example.org", "")}


def test_page_of_an_entry_words_what_was_given_to_an_account(head, house):
    given = shown_change(head, entries("auth.User", house.pk)[0])
    assert given["is_active"] == ("", "はい")
    assert given["inspections"] == ("", "2015–2016 有効期限: 平成29年３月31日（2017年3月31日）")
    token = Subscription.objects.get()
    assert shown_change(head, entries("calendars.Subscription", token.pk)[0]) == {
        "user": ("", "山田 花子"),
        "expires_on": ("", "令和９年３月31日（2027年3月31日）"),
    }


def test_page_of_an_entry_says_who_set_a_password(head, house):
    with journal.change(actor="head"):
        mark_password(house, by=house)
        mark_password(house)
    own, command = entries("auth.User:password", house.pk)
    assert shown_change(head, own)["by"] == ("", "山田 花子")
    assert shown_change(head, command)["by"] == ("", "コマンド")


def test_page_of_an_entry_words_rights_given_to_a_group(head, house):
    group = Group.objects.get(name=INSPECTOR)
    group.permissions.add(Permission.objects.get(codename="view_contenttype"))
    with journal.change(actor="test"):
        mark_group(group)
    changed = shown_change(head, entries("auth.Group", group.pk)[-1])
    assert changed == {"rights": ("", "contenttypes.view_contenttype")}


def test_entries_are_listed_by_the_name_of_the_holder_for_who_may_view_accounts(head, house):
    for label in ("auth.User", "auth.User:person", "calendars.Subscription"):
        assert "山田 花子" in head.get("/admin/records/journalentry/", {"kind": label}).text
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.set(Permission.objects.exclude(codename="view_user"))
    other = Client()
    other.force_login(clerk)
    listed = other.get("/admin/records/journalentry/", {"kind": "calendars.Subscription"}).text
    assert "calendars.Subscription" in listed
    assert "山田" not in listed


@pytest.mark.parametrize("payload", ["{}", "[]", "5", "{", '{"email": 5}'])
def test_page_of_an_entry_whose_payload_nobody_can_read_is_shown_all_the_same(head, house, payload):
    for label in ("auth.User", "auth.User:person", "auth.Group", "calendars.Subscription"):
        entry = JournalEntry.objects.filter(record_type=label).last()
        with unlocked():
            JournalPayload.objects.filter(entry=entry).update(text=payload)
        page = head.get(f"/admin/records/journalentry/{entry.pk}/change/")
        assert page.status_code == 200


def test_page_of_an_entry_that_was_disposed_of_says_so(head, house):
    entry = entries("auth.User:person", house.pk)[0]
    with unlocked():
        JournalPayload.objects.filter(entry=entry).delete()
    page = head.get(f"/admin/records/journalentry/{entry.pk}/change/")
    assert page.context["original"].past.is_lost
    change_account(house)
    house.email = "new@example.org"
    change_account(house)
    page = head.get(f"/admin/records/journalentry/{entry.pk}/change/")
    assert page.status_code == 200


def change_account(user) -> None:
    with journal.change(actor="test"):
        user.save()
        mark_accounts(user.pk)


def as_if_made_long_ago(entry: JournalEntry) -> None:
    """The journal as it would be if that entry had been written to be kept until 2020."""
    with unlocked():
        for table in (
            JournalEntry.objects.filter(pk=entry.pk),
            JournalPayload.objects.filter(entry=entry),
        ):
            table.update(retain_until=date(2020, 3, 31))
        previous = chain.GENESIS
        for one in JournalEntry.objects.order_by("sequence"):
            one.previous_hash = previous
            one.hash = previous = chain.chain_hash(previous, one.facts())
            one.save()
        JournalHead.objects.update(hash=previous)


def dispose(at: str) -> None:
    call_command("dispose_payloads", "--at", at, stdout=io.StringIO())


def test_data_of_who_has_left_go_with_the_last_entry_and_flags_stay(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: datetime(2005, 5, 1, tzinfo=UTC))
        user = UserFactory(last_name="山田")
        with journal.change(actor="test"):
            change.mark_all_tracked()
    user.last_name = "山田太"
    change_account(user)
    dispose("2026-11-29")
    assert "山田" in entries("auth.User:person", user.pk)[0].payload  # kept while one is here
    user.is_active = False
    change_account(user)
    dispose("2026-11-29")
    first, last = entries("auth.User:person", user.pk)
    assert (first.payload, "山田太" in last.payload) == ("", True)  # its time has not come
    as_if_made_long_ago(last)
    dispose("2026-11-29")
    texts = "".join(JournalPayload.objects.values_list("text", flat=True))
    assert "山田" not in texts
    assert verify().faults == []
    assert said("auth.User", user.pk)["is_active"] is False
    run("UPDATE auth_user SET is_superuser = true")
    assert len(verify().faults) == 1


def test_data_of_a_deleted_account_go_and_not_before_their_time(house):
    key, calendar = house.pk, house.subscriptions.get()
    with journal.change(actor="test"):
        mark_accounts(key)
        change.mark_row("calendars.Subscription", calendar.pk)
        house.delete()
    dispose(timezone.localdate().isoformat())
    assert "山田" in entries("auth.User:person", key)[0].payload
    assert verify().faults == []


def test_bundle_of_evidence_holds_nothing_of_accounts(house):
    audit = AuditFactory()
    house.last_name = "山田太"
    change_account(house)
    files = unpacked(made(order(audit))[0])
    assert lines(files, check.CHAIN)[-1]["sequence"] == JournalEntry.objects.last().sequence
    for name, content in files.items():
        for secret in ("山田", "y@example.org", "auth.User"):
            assert secret.encode() not in content, (name, secret)


def test_as_many_questions_for_many_accounts_as_for_one(house):
    def asked(keys: list[int]) -> int:
        with connection.execute_wrapper(counter := Counter()):
            list(tracked.entries_for([("auth.User", key) for key in keys], timezone.localdate()))
        return counter.count

    assert asked([house.pk]) == asked([UserFactory().pk for _ in range(5)])


class Counter:
    count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)
