"""Deleting in the admin: only drafts that were never public, only by those with the right."""

import pytest
from django.contrib.auth.models import Permission

from audits.models import Audit, Drill
from records.journal.models import JournalEntry
from tests.admin_forms import address_of
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def deletion_of(record):
    return address_of(record).replace("change", "delete")


def staff(client, *names):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def test_draft_is_deleted_after_it_was_asked(admin_client):
    audit = AuditFactory(draft=True)
    AuditTargetFactory(audit=audit, department=DepartmentFactory(name="情報処理部"))
    page = admin_client.get(deletion_of(audit)).content.decode()
    assert audit.subject in page
    assert "情報処理部" in page
    assert Audit.objects.exists()
    response = admin_client.post(deletion_of(audit), {"post": "yes"})
    assert response.url == "/admin/audits/audit/"
    assert not Audit.objects.exists()
    entry = JournalEntry.objects.last()
    assert (entry.action, entry.record_uid, entry.actor) == ("delete", audit.uid, "admin")


@pytest.mark.parametrize("state", [{}, {"internal": True}, {"life": "withdrawn"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_no_draft_is_not_deleted_and_told_why(admin_client, state, method):
    drill = DrillFactory(**state)
    send = getattr(admin_client, method)
    response = send(deletion_of(drill), {"post": "yes"}, follow=True)
    assert response.redirect_chain == [(address_of(drill), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Drill.objects.filter(pk=drill.pk).exists()


@pytest.mark.parametrize("state", [{"draft": True}, {}])
def test_without_the_right_nothing_is_deleted(client, state):
    drill = DrillFactory(**state)
    clerk = staff(client, "view_drill", "change_drill", "approve_drill", "publish_drill")
    assert clerk.get(deletion_of(drill)).status_code == 403
    assert clerk.post(deletion_of(drill), {"post": "yes"}).status_code == 403
    assert Drill.objects.exists()


@pytest.mark.parametrize(("state", "offered"), [({"draft": True}, True), ({}, False)])
def test_page_offers_deletion_of_a_draft_only(client, state, offered):
    drill = DrillFactory(**state)
    page = staff(client, "view_drill", "change_drill", "delete_drill").get(address_of(drill))
    assert (deletion_of(drill) in page.content.decode()) is offered


def test_right_to_delete_drafts_needs_no_right_on_their_rows(client):
    audit = AuditTargetFactory(audit=AuditFactory(draft=True)).audit
    clerk = staff(client, "change_audit", "delete_audit")
    assert clerk.post(deletion_of(audit), {"post": "yes"}).status_code == 302
    assert not Audit.objects.exists()


def test_draft_that_others_name_is_not_deleted_and_they_are_named(admin_client):
    finding = FindingFactory(draft=True, audit=AuditFactory(draft=True))
    response = admin_client.get(deletion_of(finding.audit))
    assert [str(finding) in text for text in response.context["protected"]] == [True]
    admin_client.post(deletion_of(finding.audit), {"post": "yes"})
    assert Audit.objects.exists()


def test_records_in_the_way_that_may_not_be_seen_are_not_named(client):
    finding = FindingFactory(draft=True, audit=AuditFactory(draft=True, subject="対象業務"))
    clerk = staff(client, "change_audit", "delete_audit")
    response = clerk.get(deletion_of(finding.audit))
    assert len(response.context["protected"]) == 1
    assert "対象業務" not in response.context["protected"][0]
