"""Whoever may not act as a role takes over no account of its holders, nor gains it."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from audits.models import InspectionScope
from jlis_gov.accounts.roles import (
    AUDIT_OFFICE,
    CONTACT,
    COUNCIL_MEMBER,
    EXECUTIVE,
    INSPECTOR,
    SECRETARIAT,
)
from organization.models import Contact
from records.journal.models import JournalEntry
from records.papers import verify
from tests.admin_forms import filled, submit
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
MINE, NEW = "a password that I know", "quite another long password"
SET = {"usable_password": "true", "password1": MINE, "password2": MINE, "set-password": ""}


def member(*names: str, **facts):
    user = UserFactory(is_staff=True, **facts)
    user.groups.set(Group.objects.filter(name__in=names))
    user.set_password(NEW)
    user.save()
    return user


@pytest.fixture
def me():
    call_command("sync_roles")
    return member(AUDIT_OFFICE)


@pytest.fixture
def office(client, me):
    client.force_login(me)
    return client


def address(user, page: str = "change") -> str:
    return f"/admin/auth/user/{user.pk}/{page}/"


def page_of(client, user) -> str:
    """What the page of an account shows of the account itself."""
    return client.get(address(user)).text.partition('id="user_form"')[2]


def knows(user) -> bool:
    """Whether the account opens to the password that the office chose."""
    user.refresh_from_db()
    return user.check_password(MINE)


def chosen(*names: str) -> list[str]:
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


@pytest.mark.parametrize("role", [SECRETARIAT, CONTACT, INSPECTOR])
@pytest.mark.parametrize("is_active", [True, False])
def test_password_of_a_role_one_may_not_act_as_is_out_of_reach(office, role, is_active):
    other = member(role, is_active=is_active)
    assert office.get(address(other, "password")).status_code == 403
    assert office.post(address(other, "password"), SET).status_code == 403
    unset = {"usable_password": "false", "unset-password": ""}
    assert office.post(address(other, "password"), unset).status_code == 403
    other.refresh_from_db()
    assert other.check_password(NEW)
    assert "/password/" not in page_of(office, other)


@pytest.mark.parametrize("role", [AUDIT_OFFICE, EXECUTIVE, COUNCIL_MEMBER])
def test_password_of_a_role_one_may_act_as_is_set_and_journalled(office, me, role):
    other = member(role)
    assert office.post(address(other, "password"), SET).status_code == 302
    assert knows(other)
    assert "/password/" in page_of(office, other)
    [entry] = JournalEntry.objects.with_payloads().filter(record_type="auth.User:password")
    assert (entry.actor, entry.record_id) == (me.username, other.pk)
    assert json.loads(entry.payload) == {"by": me.pk, "is_usable": True}


def test_single_right_puts_an_account_out_of_reach(office):
    other = member(COUNCIL_MEMBER)
    other.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert office.post(address(other, "password"), SET).status_code == 403


def test_administrator_is_out_of_reach_also_while_not_active(office):
    for is_active in (True, False):
        head = UserFactory(is_superuser=True, is_active=is_active)
        assert office.post(address(head, "password"), SET).status_code == 403
        assert office.post(address(head), {"username": "x"}).status_code == 403
        assert not knows(head)


def test_administrator_sets_any_password(client, me):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    other = member(SECRETARIAT)
    assert client.post(address(other, "password"), SET).status_code == 302
    assert knows(other)


def test_unknown_account_is_not_found_as_ever(office):
    assert office.get("/admin/auth/user/98765/password/").status_code == 404


def test_role_taken_away_and_given_back_does_not_leave_a_known_password(office):
    other = member(SECRETARIAT)
    assert submit(office, address(other), {"groups": []}).status_code == 302
    assert office.post(address(other, "password"), SET).status_code == 302
    assert knows(other)
    given = {"groups": chosen(SECRETARIAT), "is_staff": "on"}
    response = office.post(address(other), office_form(office, other) | given, follow=True)
    assert not knows(other)
    assert not other.has_usable_password()
    assert "パスワード" in "".join(map(str, response.context["messages"]))
    assert verify().faults == []


def office_form(client, user) -> dict:
    return filled(client, address(user), {})


def test_account_made_by_the_office_gets_such_a_role_without_its_password(office):
    typed = {"username": "new", "usable_password": "true", "password1": MINE, "password2": MINE}
    assert office.post("/admin/auth/user/add/", typed).status_code == 302
    made = get_user_model().objects.get(username="new")
    assert submit(office, address(made), {"groups": chosen(EXECUTIVE)}).status_code == 302
    assert knows(made)
    assert submit(office, address(made), {"groups": chosen(INSPECTOR)}).status_code == 302
    made.refresh_from_db()
    assert not made.has_usable_password()


def changed_by_its_holder(client, account) -> None:
    account.refresh_from_db()
    client.force_login(account)
    typed = {"old_password": MINE, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/account/password/", typed).status_code == 302


def test_password_changed_in_the_holders_name_by_who_knew_it_is_closed_too(client, office, me):
    other = member(COUNCIL_MEMBER)
    assert office.post(address(other, "password"), SET).status_code == 302
    changed_by_its_holder(client, other)
    client.force_login(me)
    assert submit(client, address(other), {"groups": chosen(SECRETARIAT), "is_staff": "on"})
    other.refresh_from_db()
    assert not other.has_usable_password()


def test_password_that_an_administrator_gave_and_its_holder_changed_stays(client, me):
    head, other = UserFactory(is_staff=True, is_superuser=True), member(COUNCIL_MEMBER)
    client.force_login(head)
    assert client.post(address(other, "password"), SET).status_code == 302
    changed_by_its_holder(client, other)
    client.force_login(me)
    assert submit(client, address(other), {"groups": chosen(CONTACT)}).status_code == 302
    other.refresh_from_db()
    assert other.check_password(NEW)


def test_nobody_gives_himself_roles_flags_departments_or_inspections(office, me):
    department = DepartmentFactory()
    forged = {
        "username": me.username,
        "last_name": "監査",
        "groups": chosen(AUDIT_OFFICE, SECRETARIAT, INSPECTOR),
        "is_superuser": "on",
        "user_permissions": ["1"],
        "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0",
        "contacts-0-user": str(me.pk),
        "contacts-0-department": str(department.pk),
        "inspection_scopes-TOTAL_FORMS": "1",
        "inspection_scopes-INITIAL_FORMS": "0",
        "inspection_scopes-0-user": str(me.pk),
        "inspection_scopes-0-first_fiscal_year": "2015",
        "inspection_scopes-0-last_fiscal_year": "2016",
        "inspection_scopes-0-expires_on": "2099-03-31",
    }
    assert office.post(address(me), forged).status_code == 302
    me.refresh_from_db()
    assert (me.last_name, me.is_superuser, me.is_staff, me.is_active) == ("監査", False, True, True)
    assert [group.name for group in me.groups.all()] == [AUDIT_OFFICE]
    assert not me.user_permissions.exists()
    assert not Contact.objects.exists()
    assert not InspectionScope.objects.exists()


def test_inline_of_another_account_cannot_open_ones_own(office, me):
    other, department = member(COUNCIL_MEMBER), DepartmentFactory()
    row = {
        "groups": chosen(COUNCIL_MEMBER),
        "contacts-TOTAL_FORMS": "1",
        "contacts-0-user": str(me.pk),
        "contacts-0-department": str(department.pk),
    }
    response = submit(office, address(other), row)
    assert response.status_code in (200, 302)
    assert not Contact.objects.filter(user=me).exists()


def test_groups_are_for_administrators(office, me):
    group = Group.objects.get(name=AUDIT_OFFICE)
    me.user_permissions.set(Permission.objects.filter(content_type__model="group"))
    more = {"name": group.name, "permissions": ["1"]}
    before = group.permissions.count()
    for page in ("add/", f"{group.pk}/change/", f"{group.pk}/delete/"):
        assert office.post(f"/admin/auth/group/{page}", more | {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    office.post("/admin/auth/group/", action)
    assert (Group.objects.filter(pk=group.pk).exists(), group.permissions.count()) == (True, before)


def test_accounts_are_deleted_by_administrators_alone(office, me):
    me.user_permissions.add(Permission.objects.get(codename="delete_user"))
    other = member(COUNCIL_MEMBER)
    assert office.post(address(other, "delete"), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    office.post("/admin/auth/user/", action)
    other.refresh_from_db()


def test_change_and_its_trace_stand_or_fall_together(office, me, monkeypatch):
    other = member(COUNCIL_MEMBER)

    def fails(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("records.journal.entries._append", fails)
    with pytest.raises(RuntimeError):
        office.post(address(other, "password"), SET)
    assert not knows(other)
