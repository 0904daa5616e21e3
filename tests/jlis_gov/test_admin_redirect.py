"""The admin's way from a record's number to its page tells nothing of what is hidden."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from jlis_gov.accounts.roles import AUDIT_OFFICE, SECRETARIAT
from records.base import Life, Visibility
from tests.factories import (
    AuditFactory,
    BodyFactory,
    DepartmentFactory,
    OfficerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat(client):
    return signed_in(client, SECRETARIAT)


def signed_in(client, role: str):
    call_command("sync_roles")
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def address(record, pk: int | None = None) -> str:
    kind = ContentType.objects.get_for_model(record)
    return f"/admin/r/{kind.pk}/{pk or record.pk}/"


HIDDEN = [
    {"visibility": Visibility.INTERNAL, "life": Life.REGISTERED},
    {"visibility": Visibility.INTERNAL, "life": Life.DRAFT},
]


@pytest.mark.parametrize("facts", HIDDEN)
@pytest.mark.parametrize("make", [AuditFactory, DepartmentFactory])
def test_hidden_record_answers_as_one_that_is_not_there(secretariat, make, facts):
    record = make(**facts)
    hidden = secretariat.get(address(record))
    unknown = secretariat.get(address(record, 987654))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert "Location" not in hidden
    assert str(record.uid) not in hidden.text


def test_record_that_one_may_see_leads_to_its_page(secretariat):
    audit = AuditFactory(visibility=Visibility.PUBLIC, life=Life.REGISTERED)
    response = secretariat.get(address(audit))
    assert (response.status_code, response["Location"]) == (302, audit.get_absolute_url())
    body = BodyFactory()
    assert secretariat.get(address(body))["Location"] == body.get_absolute_url()


def test_who_keeps_the_records_is_led_to_drafts(client):
    audit = AuditFactory(**HIDDEN[1])
    assert signed_in(client, AUDIT_OFFICE).get(address(audit)).status_code == 302


def test_what_has_no_page_or_is_no_record_leads_nowhere(secretariat):
    for one in (OfficerFactory(), UserFactory(), Group.objects.first()):
        assert secretariat.get(address(one)).status_code == 404


@pytest.mark.parametrize("path", ["x/1", "1/x", "999999999/1", "9" * 30 + "/1", "1/" + "9" * 30])
def test_address_of_nothing_is_not_found(secretariat, path):
    assert secretariat.get(f"/admin/r/{path}/").status_code == 404


def test_visitor_is_shown_the_way_to_sign_in(client):
    assert client.get(address(AuditFactory())).status_code == 302
