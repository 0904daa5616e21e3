"""What a person is in charge of is seen in one place, handed over in one act, never just lost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from audits.models import InspectionScope
from jlis_gov.accounts.roles import AUDIT_OFFICE, CONTACT, COUNCIL_MEMBER, INSPECTOR, SECRETARIAT
from jlis_gov.accounts.tracked import mark_accounts
from organization.models import Contact
from records import journal
from records.journal.models import JournalEntry
from records.papers import verify
from tests.admin_forms import submit
from tests.factories import AuditFactory, DepartmentFactory, FindingFactory, UserFactory

pytestmark = pytest.mark.django_db


def member(*names: str, **facts):
    user = UserFactory(**facts)
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.fixture
def office(client):
    call_command("sync_roles")
    client.force_login(member(AUDIT_OFFICE, username="office", is_staff=True))
    return client


@pytest.fixture
def leaving(office):
    """A contact of two departments, of which one has nobody else."""
    user = member(CONTACT, INSPECTOR, username="leaving", last_name="山田", first_name="花子")
    for name in ("情報処理部", "総務部"):
        Contact.objects.create(user=user, department=DepartmentFactory(name=name))
    InspectionScope.objects.create(
        user=user, first_fiscal_year=2015, last_fiscal_year=2016, expires_on=timezone.localdate()
    )
    Contact.objects.create(user=member(CONTACT), department=department(user, "総務部"))
    call_command("sync_roles")  # the journal takes these accounts in
    return user


def department(user, name: str):
    return user.contacts.get(department__name=name).department


def page(account, name: str = "duties") -> str:
    return f"/admin/auth/user/{account.pk}/{name}/"


def contacts(user, *names: str) -> list[int]:
    rows = user.contacts.filter(department__name__in=names) if names else user.contacts
    return list(rows.values_list("pk", flat=True))


def departments_of(user) -> set[str]:
    return set(user.contacts.values_list("department__name", flat=True))


def send(client, account, **values):
    return client.post(page(account), {"change_reason": "異動のため"} | values)


def test_page_tells_departments_findings_inspections_and_who_else_there_is(office, leaving):
    part = DepartmentFactory(name="運用課", parent_department=department(leaving, "情報処理部"))
    finding = FindingFactory(audit=AuditFactory(), department=part, internal=True)
    text = office.get(page(leaving)).text
    for word in ("情報処理部", "総務部", "2015–2016", "ほかにいません", finding.get_absolute_url()):
        assert word in text
    assert text.count("ほかにいません") == 1
    assert page(leaving) in office.get(page(leaving, "change")).text


def test_all_is_handed_over_in_one_journalled_change(office, leaving):
    to = member(CONTACT, INSPECTOR, username="next")
    with journal.change(actor="test"):
        mark_accounts(to.pk)
    before = JournalEntry.objects.count()
    scopes = list(leaving.inspection_scopes.values_list("pk", flat=True))
    response = send(office, leaving, contacts=contacts(leaving), scopes=scopes, to=to.pk)
    assert response.status_code == 302
    assert (departments_of(leaving), departments_of(to)) == (set(), {"情報処理部", "総務部"})
    assert (leaving.inspection_scopes.count(), to.inspection_scopes.count()) == (0, 1)
    entries = JournalEntry.objects.order_by("sequence")[before:]
    of_accounts = [one for one in entries if one.record_type == "auth.User"]
    assert {one.record_id for one in of_accounts} == {leaving.pk, to.pk}
    assert {(one.actor, one.reason) for one in entries} == {("office", "異動のため")}
    assert len({one.request for one in entries}) == 1
    assert verify().faults == []


def test_some_are_handed_over_and_a_department_that_is_there_is_not_doubled(office, leaving):
    to = member(CONTACT)
    Contact.objects.create(user=to, department=department(leaving, "総務部"))
    response = send(office, leaving, contacts=contacts(leaving, "総務部"), to=to.pk)
    assert response.status_code == 302
    assert (departments_of(leaving), departments_of(to)) == ({"情報処理部"}, {"総務部"})
    assert Contact.objects.filter(user=to).count() == 1


def test_account_is_closed_once_everything_was_handed_over(office, leaving):
    to = member(CONTACT)
    chosen = contacts(leaving, "情報処理部")
    assert send(office, leaving, contacts=chosen, to=to.pk, closes="on").status_code == 302
    leaving.refresh_from_db()
    assert not leaving.is_active
    assert departments_of(to) == {"情報処理部"}
    assert verify().faults == []


def test_department_is_not_left_without_anyone_silently(office, leaving):
    some = {"contacts": contacts(leaving, "総務部"), "to": member(CONTACT).pk}
    for values in ({}, some):
        response = send(office, leaving, closes="on", **values)
        assert response.status_code == 200
        [error] = response.context["form"].non_field_errors()
        assert ("情報処理部" in error, "総務部" in error) == (True, False)
    leaving.refresh_from_db()
    assert (leaving.is_active, departments_of(leaving)) == (True, {"情報処理部", "総務部"})
    assert send(office, leaving, closes="on", leaves="on").status_code == 302
    leaving.refresh_from_db()
    assert not leaving.is_active


def test_tick_on_the_account_alone_does_not_close_it(office, leaving):
    groups = [str(pk) for pk in leaving.groups.values_list("pk", flat=True)]
    response = submit(office, page(leaving, "change"), {"is_active": [], "groups": groups})
    assert response.status_code == 200
    [error] = response.context["adminform"].form.errors["is_active"]
    assert ("情報処理部" in error, page(leaving) in error) == (True, True)
    leaving.refresh_from_db()
    assert leaving.is_active


def test_account_on_which_nothing_depends_is_closed_by_the_tick(office):
    account = member(COUNCIL_MEMBER)
    groups = [str(pk) for pk in account.groups.values_list("pk", flat=True)]
    changed = {"is_active": [], "groups": groups}
    assert submit(office, page(account, "change"), changed).status_code == 302
    account.refresh_from_db()
    assert not account.is_active


@pytest.mark.parametrize("role", [COUNCIL_MEMBER, INSPECTOR])
def test_who_has_not_the_role_gets_nothing(office, leaving, role):
    to = member(role)
    response = send(office, leaving, contacts=contacts(leaving), to=to.pk)
    assert response.status_code == 200
    assert not Contact.objects.filter(user=to).exists()


def test_nothing_is_given_to_oneself_to_closed_accounts_or_to_administrators(office, leaving):
    me = office.get("/admin/").context["user"]
    others = (me, UserFactory(is_superuser=True), member(CONTACT, is_active=False), leaving)
    for to in others:
        response = send(office, leaving, contacts=contacts(leaving), to=to.pk)
        assert (response.status_code, "to" in response.context["form"].errors) == (200, True)
    assert departments_of(leaving) == {"情報処理部", "総務部"}


@pytest.mark.parametrize("values", [{}, {"contacts": ["x"]}, {"contacts": ["999999"]}, {"to": "x"}])
def test_nonsense_changes_nothing(office, leaving, values):
    response = send(office, leaving, **values)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert departments_of(leaving) == {"情報処理部", "総務部"}


def test_row_of_another_account_is_out_of_reach(office, leaving):
    other, to = member(CONTACT), member(CONTACT)
    row = Contact.objects.create(user=other, department=DepartmentFactory())
    assert send(office, leaving, contacts=[row.pk], to=to.pk).status_code == 200
    row.refresh_from_db()
    assert row.user == other


def test_reason_is_needed(office, leaving):
    values = {"contacts": contacts(leaving), "to": member(CONTACT).pk, "change_reason": " "}
    assert send(office, leaving, **values).status_code == 200
    assert departments_of(leaving) == {"情報処理部", "総務部"}


@pytest.mark.parametrize("role", [SECRETARIAT, CONTACT])
def test_page_is_for_who_keeps_accounts(client, office, leaving, role):
    client.force_login(member(role, is_staff=True))
    assert client.get(page(leaving)).status_code == 403
    assert send(client, leaving, closes="on", leaves="on").status_code == 403


def test_administrators_account_is_out_of_reach(office):
    head = UserFactory(is_superuser=True)
    assert office.get(page(head)).status_code == 403
    assert send(office, head, closes="on").status_code == 403
    assert office.get("/admin/auth/user/98765/duties/").status_code == 404


def test_own_account_is_not_closed(office):
    me = office.get("/admin/").context["user"]
    assert "closes" not in office.get(page(me)).context["form"].fields
    send(office, me, closes="on", leaves="on")
    me.refresh_from_db()
    assert me.is_active


def test_expired_inspection_is_no_duty(office, leaving):
    InspectionScope.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert office.get(page(leaving)).context["duties"].scopes == []


def test_as_many_questions_for_many_departments_as_for_one(
    office, leaving, django_assert_max_num_queries
):
    def asked() -> int:
        with django_assert_max_num_queries(100) as queries:
            office.get(page(leaving))
        return len(queries)

    def add() -> None:
        here = DepartmentFactory(parent_department=DepartmentFactory())
        Contact.objects.create(user=leaving, department=here)
        Contact.objects.create(user=member(CONTACT), department=here)
        FindingFactory(audit=AuditFactory(), department=here, internal=True)

    add()
    asked()
    add()
    before = asked()
    add()
    add()
    assert asked() == before
