"""The office keeps accounts, and none gains more than its role."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from audits.models import InspectionScope
from jlis_gov.accounts.roles import AUDIT_OFFICE, EXECUTIVE, INSPECTOR, SECRETARIAT, roles
from organization.models import Contact
from tests.admin_forms import submit
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
NO_GROUPS = {"groups": []}


def member(name: str, **facts):
    user = UserFactory(**facts)
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def office(client):
    call_command("sync_roles")
    client.force_login(member(AUDIT_OFFICE, is_staff=True))
    return client


def address(user) -> str:
    return f"/admin/auth/user/{user.pk}/change/"


def test_office_opens_an_inspection_with_an_official_date(office):
    guest, group = UserFactory(), Group.objects.get(name=INSPECTOR)
    row = {
        "inspection_scopes-TOTAL_FORMS": "1",
        "inspection_scopes-0-regime": "external",
        "inspection_scopes-0-first_fiscal_year": "2015",
        "inspection_scopes-0-last_fiscal_year": "2016",
        "inspection_scopes-0-expires_on": "平成29年３月31日",
    }
    assert submit(office, address(guest), {"groups": [str(group.pk)]} | row).status_code == 302
    scope = guest.inspection_scopes.get()
    assert (scope.regime, scope.expires_on) == ("external", date(2017, 3, 31))
    assert list(guest.groups.all()) == [group]


def test_years_of_an_inspection_run_forward(office):
    guest = UserFactory()
    row = {
        "inspection_scopes-TOTAL_FORMS": "1",
        "inspection_scopes-0-first_fiscal_year": "2016",
        "inspection_scopes-0-last_fiscal_year": "2015",
        "inspection_scopes-0-expires_on": "2017-03-31",
    }
    assert submit(office, address(guest), row).status_code == 200
    assert not InspectionScope.objects.exists()


def test_office_names_the_department_of_a_contact(office):
    guest, department = UserFactory(), DepartmentFactory()
    row = NO_GROUPS | {"contacts-TOTAL_FORMS": "1", "contacts-0-department": str(department.pk)}
    assert submit(office, address(guest), row).status_code == 302
    assert [row.department for row in Contact.objects.filter(user=guest)] == [department]


@pytest.mark.parametrize("name", [AUDIT_OFFICE, SECRETARIAT])
def test_role_of_the_office_without_the_admin_is_told(office, name):
    guest, group = UserFactory(), Group.objects.get(name=name)
    response = submit(office, address(guest), {"groups": [str(group.pk)]})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["is_staff"]
    assert not guest.groups.exists()


def test_office_makes_no_administrator(office):
    guest = UserFactory()
    assert "is_superuser" not in office.get(address(guest)).context["adminform"].form.fields
    forged = NO_GROUPS | {"is_superuser": "on", "user_permissions": ["1"]}
    assert submit(office, address(guest), forged).status_code == 302
    guest.refresh_from_db()
    assert (guest.is_superuser, guest.user_permissions.exists()) == (False, False)


def test_account_of_an_administrator_is_out_of_reach(office):
    head = get_user_model().objects.create_superuser("head", "", "a long password")
    assert office.post(address(head), {"username": "taken"}).status_code == 403
    password = f"/admin/auth/user/{head.pk}/password/"
    assert office.get(password).status_code == 403
    head.refresh_from_db()
    assert head.username == "head"


def test_administrator_may_make_another(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    guest = UserFactory()
    more = NO_GROUPS | {"is_superuser": "on", "user_permissions": []}
    assert submit(client, address(guest), more).status_code == 302
    guest.refresh_from_db()
    assert guest.is_superuser


@pytest.mark.parametrize("name", [SECRETARIAT, EXECUTIVE])
def test_accounts_are_not_for_other_roles(client, name):
    call_command("sync_roles")
    client.force_login(member(name, is_staff=True))
    assert client.get("/admin/auth/user/").status_code == 403


def test_form_names_each_role_by_what_it_may_do_and_lists_no_single_right(office):
    form = office.get(address(UserFactory())).context["adminform"].form
    labels = [str(label) for _value, label in form.fields["groups"].choices]
    assert len(labels) == len(roles())
    for role, label in zip(roles(), labels, strict=True):
        assert (role.name in label, str(role.words) in label) == (True, True)
    assert "user_permissions" not in form.fields


def test_single_rights_are_folded_for_the_administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    form = client.get(address(UserFactory())).context["adminform"]
    [folded] = [part for part in form if "user_permissions" in part.fields]
    assert "collapse" in folded.classes


def test_group_that_is_no_role_is_offered_last_and_its_name_is_plain_text(office):
    Group.objects.create(name="<b>当番</b>")
    form = office.get(address(UserFactory())).context["adminform"].form
    [*_roles, label] = (str(label) for _value, label in form.fields["groups"].choices)
    assert "&lt;b&gt;当番" in label
