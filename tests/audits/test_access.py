"""What a contact and an inspector may read, where a right alone does not say it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.access import sees_findings
from audits.models import Audit, Finding, InspectionScope
from organization.models import Contact, Department
from records.base import Life, Visibility, sees_history, sees_past_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2017, 3, 31)
HIDDEN = {"visibility": Visibility.INTERNAL, "life": Life.REGISTERED}


def with_right(codename: str):
    user = factories.UserFactory()
    user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


@pytest.fixture
def department():
    return factories.DepartmentFactory()


@pytest.fixture
def contact(department):
    user = with_right("read_as_contact")
    Contact.objects.create(user=user, department=department)
    return user


def target(department, **facts) -> Audit:
    audit = factories.AuditFactory(**HIDDEN | facts)
    factories.AuditTargetFactory(audit=audit, department=department)
    return audit


@pytest.fixture
def inspector():
    user = with_right("read_in_scope")
    InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2015,
        last_fiscal_year=2016,
        expires_on=TODAY,
    )
    return user


def test_contact_reads_audits_of_his_department_and_its_parts(contact, department):
    part = factories.DepartmentFactory(parent_department=department)
    audits = {target(department), target(part)}
    target(factories.DepartmentFactory())
    assert set(Audit.objects.visible_to(contact)) == audits


def test_contact_reads_an_audit_of_all_the_others(contact, department):
    wide = factories.AuditFactory(scope="all_others", **HIDDEN)
    assert list(Audit.objects.visible_to(contact)) == [wide]


def test_excluded_department_is_no_target(contact, department):
    audit = factories.AuditFactory(scope="all_but", **HIDDEN)
    factories.AuditTargetFactory(audit=audit, department=department, role="excluded")
    assert not Audit.objects.visible_to(contact).exists()


def test_audit_of_the_whole_agency_opens_with_a_finding(contact, department):
    audit = factories.AuditFactory(scope="agency", **HIDDEN)
    assert not Audit.objects.visible_to(contact).exists()
    finding = factories.FindingFactory(audit=audit, department=department, internal=True)
    factories.FindingFactory(audit=audit, internal=True)
    again = type(contact).objects.get()  # what a contact reads is asked once of each user object
    assert list(Audit.objects.visible_to(again)) == [audit]
    assert list(Finding.objects.visible_to(again)) == [finding]


def test_row_without_the_right_opens_nothing(department):
    user = factories.UserFactory()
    Contact.objects.create(user=user, department=department)
    InspectionScope.objects.create(
        user=user, first_fiscal_year=2014, last_fiscal_year=2100, expires_on=date(2100, 1, 1)
    )
    target(department)
    assert not Audit.objects.visible_to(user).exists()
    assert not sees_findings(user)


def test_right_without_a_row_opens_nothing(department):
    target(department)
    for codename in ("read_as_contact", "read_in_scope"):
        user = with_right(codename)
        assert not Audit.objects.visible_to(user, TODAY).exists()
        assert not sees_findings(user, TODAY)


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ({}, True),
        ({"fiscal_year": 2015}, True),
        ({"fiscal_year": 2014}, False),
        ({"fiscal_year": 2017}, False),
        ({"regime": "external"}, False),
        ({"life": Life.DRAFT}, False),
        ({"life": Life.WITHDRAWN}, True),
    ],
)
def test_scope_opens_its_regime_and_years(inspector, facts, is_open):
    audit = factories.AuditFactory(**HIDDEN | facts)
    finding = factories.FindingFactory(audit=audit, internal=True)
    assert Audit.objects.visible_to(inspector, TODAY).exists() == is_open
    assert Finding.objects.visible_to(inspector, TODAY).exists() == is_open
    assert sees_history(inspector, audit, TODAY) == is_open
    assert sees_history(inspector, finding, TODAY) == is_open


def test_scope_ends_with_its_last_day(inspector):
    audit = factories.AuditFactory(**HIDDEN)
    for day, is_open in ((TODAY, True), (TODAY + timedelta(days=1), False)):
        assert Audit.objects.visible_to(inspector, day).exists() == is_open
        assert sees_history(inspector, audit, day) == is_open
        assert sees_past_of(inspector, Audit, day) == is_open
        assert sees_findings(inspector, day) == is_open


def test_history_of_what_is_public_opens_within_the_scope_alone(inspector):
    within, beyond = factories.AuditFactory(), factories.AuditFactory(regime="external")
    assert set(Audit.objects.visible_to(inspector, TODAY)) == {within, beyond}
    assert list(Audit.objects.with_history_for(inspector, TODAY)) == [within]
    assert not sees_past_of(inspector, Department, TODAY)


def test_contact_and_reader_of_everything_see_no_past(contact, department):
    audit = target(department)
    executive = with_right("view_audit")
    for user in (contact, executive):
        assert list(Audit.objects.visible_to(user)) == [audit]
        assert not sees_history(user, audit)


def test_who_may_read_findings_but_no_audits_sees_those_of_public_audits():
    user = with_right("view_finding")
    shown = factories.FindingFactory(internal=True)
    factories.FindingFactory(audit=factories.AuditFactory(**HIDDEN), internal=True)
    assert list(Finding.objects.visible_to(user)) == [shown]


@pytest.mark.parametrize("who", ["contact", "inspector"])
def test_queries_do_not_grow_with_audits(request, who, department):
    user = request.getfixturevalue(who)

    def asked() -> int:
        fresh = type(user).objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            list(Audit.objects.visible_to(fresh, TODAY))
            list(Finding.objects.visible_to(fresh, TODAY))
        return len(queries)

    def make() -> None:
        audit = target(department)
        factories.FindingFactory(audit=audit, department=department, internal=True)
        factories.AuditFactory(scope="all_others", **HIDDEN)
        factories.DepartmentFactory(parent_department=department)

    make()
    before = asked()
    make()
    make()
    assert asked() == before


def test_findings_stand_in_the_header_for_whoever_may_see_any(client, contact, department):
    """Nobody else learns that there are such records."""
    link, member = 'href="/findings/"', factories.UserFactory()
    client.force_login(contact)
    factories.FindingFactory(department=factories.DepartmentFactory(), **HIDDEN)
    assert link not in client.get("/").text
    factories.FindingFactory(department=department, **HIDDEN)
    assert link in client.get("/").text
    assert 'href="/findings/" aria-current="true"' in " ".join(
        client.get("/findings/").text.split()
    )
    client.force_login(member)
    assert link not in client.get("/").text
    client.logout()
    assert link not in client.get("/").text
