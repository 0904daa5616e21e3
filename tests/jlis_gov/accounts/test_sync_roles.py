"""The groups of the roles: made once, repaired when something is amiss, otherwise left alone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from jlis_gov.accounts.roles import AUDIT_OFFICE, COUNCIL_MEMBER, EXECUTIVE, SECRETARIAT, roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(capsys) -> list[str]:
    call_command("sync_roles")
    return capsys.readouterr().out.splitlines()


def rights(name: str) -> set[str]:
    held = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{right.content_type.app_label}.{right.codename}" for right in held}


def test_groups_are_made_once_with_their_rights(capsys):
    assert len(run(capsys)) == len(roles()) == 7
    assert {role.name: rights(role.name) for role in roles()} == {
        role.name: set(role.permissions) for role in roles()
    }
    assert run(capsys) == []


def test_repair_says_what_it_changed_and_keeps_the_members(capsys):
    run(capsys)
    group = Group.objects.get(name=EXECUTIVE)
    member = UserFactory()
    group.user_set.add(member)
    stray = Permission.objects.get(codename="delete_user")
    group.permissions.remove(Permission.objects.get(codename="view_audit"))
    group.permissions.add(stray)
    assert run(capsys)[1:] == ["  + audits.view_audit", "  - auth.delete_user"]
    assert rights(EXECUTIVE) == next(r.permissions for r in roles() if r.name == EXECUTIVE)
    assert list(group.user_set.all()) == [member]


def test_group_of_another_name_is_left_alone(capsys):
    other = Group.objects.create(name="当番")
    other.permissions.add(Permission.objects.get(codename="delete_user"))
    run(capsys)
    assert rights("当番") == {"auth.delete_user"}


def test_missing_permission_is_told_and_nothing_is_made():
    Permission.objects.get(codename="read_in_scope").delete()
    with pytest.raises(CommandError, match=r"audits\.read_in_scope"):
        call_command("sync_roles")
    assert not Group.objects.exists()


def test_first_account_keeps_the_register_once_it_is_no_administrator(capsys):
    run(capsys)
    call_command("create_first_account")
    group = Group.objects.get(name=AUDIT_OFFICE)
    assert [user.username for user in group.user_set.all()] == ["office"]


def test_rights_follow_the_table():
    by_name = {role.name: role.permissions for role in roles()}
    assert by_name[COUNCIL_MEMBER] == frozenset()
    assert {right.split(".")[1].split("_")[0] for right in by_name[EXECUTIVE]} == {"view"}
    deciding = {
        name: {right for right in held if ".approve_" in right or ".publish_" in right}
        for name, held in by_name.items()
    }
    assert deciding[SECRETARIAT] == {
        *("meetings.approve_meeting", "meetings.publish_meeting"),
        *("meetings.approve_body", "meetings.publish_body"),
        # What both keep of oversight, of which nothing is ever published.
        *("oversight.approve_duty", "oversight.approve_submission"),
    }
    assert {right.split(".")[0] for right in deciding[AUDIT_OFFICE]} == {
        *("audits", "oversight", "organization", "jlis_gov"),
        "records",  # its register of disposals
    }
    assert {"audits.publish_finding", "audits.publish_audit"} <= deciding[AUDIT_OFFICE]
    others = set(deciding) - {SECRETARIAT, AUDIT_OFFICE}
    assert [right for name in others for right in deciding[name]] == []
