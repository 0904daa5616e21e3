"""Documents as they were issued: what they are about, and who may read them."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from audits.models import CONCERNS, DocumentTemplate, DocumentType, InspectionScope, IssuedDocument
from jlis_gov.accounts import roles
from records import journal
from records.base import Life, Visibility
from records.history import publication
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def refused(**fields):
    with pytest.raises(ValidationError) as caught:
        factories.IssuedDocumentFactory(**fields)
    return caught.value


def about(document_type, **fields):
    """A document of this kind about a record of its own."""
    made = {
        "audit": factories.AuditFactory,
        "finding": factories.FindingFactory,
        "plan": factories.AuditPlanFactory,
    }
    link = CONCERNS[document_type]
    linked = {"audit": None} | ({link: made[link]()} if link else {"dated_on": date(2017, 4, 3)})
    return factories.IssuedDocumentFactory(document_type=document_type, **linked, **fields)


@pytest.mark.parametrize("document_type", DocumentType)
def test_document_is_about_the_one_record_of_its_kind(document_type):
    document = about(document_type)
    link = CONCERNS[document_type]
    assert document.concerned == (getattr(document, link) if link else None)


def test_document_about_nothing_or_two_things_is_refused():
    message = "対象（監査、指摘事項又は年度監査計画）を１つだけ"
    assert message in str(refused(audit=None, dated_on=date(2017, 4, 3)))
    assert message in str(refused(finding=factories.FindingFactory()))
    assert message in str(refused(document_type=DocumentType.REPLY))


def test_document_without_a_year_has_that_of_its_date_else_of_its_record():
    assert factories.IssuedDocumentFactory(dated_on=date(2017, 3, 31)).fiscal_year == 2016
    assert factories.IssuedDocumentFactory(dated_on=date(2017, 4, 1)).fiscal_year == 2017
    assert factories.IssuedDocumentFactory().fiscal_year == 2016
    assert set(refused(document_type=DocumentType.FOLLOW_UP, audit=None).message_dict) == {
        "fiscal_year"
    }


def test_document_is_issued_with_its_date_and_its_file_only():
    document = factories.IssuedDocumentFactory(draft=True)
    with journal.change(actor="test"), pytest.raises(ValidationError, match="日付が必要です"):
        publication.approve(record=document, decision_number="決第１号")
    document.dated_on = date(2017, 3, 24)
    with journal.change(actor="test"):
        document.save()
    with journal.change(actor="test"), pytest.raises(ValidationError, match="ファイルが必要です"):
        publication.approve(record=document, decision_number="決第１号")
    factories.IssuedPaperFactory(document=document)
    with journal.change(actor="test"):
        issued = publication.approve(record=document, decision_number="決第１号")
    assert issued.life == Life.REGISTERED


def test_neither_document_nor_template_is_ever_published():
    for factory in (factories.IssuedDocumentFactory, factories.DocumentTemplateFactory):
        with pytest.raises(ValidationError, match="公表しません"):
            factory(visibility=Visibility.PUBLIC)


def somebody(role):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


def seen(user):
    return set(IssuedDocument.objects.visible_to(user))


def test_readers_of_the_record_read_its_documents_and_no_drafts():
    documents = {kind: about(kind) for kind in DocumentType}
    about(DocumentType.NOTICE, draft=True)
    open_ones = {one for kind, one in documents.items() if kind != DocumentType.WORKING_PAPER}
    assert seen(somebody(roles.EXECUTIVE)) == open_ones
    assert seen(somebody(roles.STATUTORY_AUDITOR)) == set(documents.values())
    for role in (roles.COUNCIL_MEMBER, roles.CONTACT, roles.SECRETARIAT):
        assert seen(somebody(role)) == set()
    assert seen(None) == set()


def test_inspector_reads_the_documents_of_audits_in_scope_with_their_past():
    inside, outside = factories.AuditFactory(), factories.AuditFactory(regime="external")
    inspector = somebody(roles.INSPECTOR)
    InspectionScope.objects.create(
        user=inspector,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=timezone.localdate(),
    )
    own = {
        factories.IssuedDocumentFactory(audit=inside),
        factories.IssuedDocumentFactory(audit=inside, document_type=DocumentType.WORKING_PAPER),
        factories.IssuedDocumentFactory(
            audit=None,
            document_type=DocumentType.REPLY,
            finding=factories.FindingFactory(audit=inside),
        ),
    }
    factories.IssuedDocumentFactory(audit=outside)
    about(DocumentType.PLAN)
    assert seen(inspector) == own
    assert set(IssuedDocument.objects.with_history_for(inspector)) == own


def test_document_of_a_draft_is_not_seen_by_those_who_do_not_see_that():
    factories.IssuedDocumentFactory(audit=factories.AuditFactory(draft=True))
    assert seen(somebody(roles.EXECUTIVE)) == set()


def test_template_in_force_is_the_latest_approved_one():
    old = factories.DocumentTemplateFactory(valid_from=date(2016, 4, 1))
    new = factories.DocumentTemplateFactory(valid_from=date(2017, 4, 1))
    factories.DocumentTemplateFactory(valid_from=date(2017, 4, 2), draft=True)
    factories.DocumentTemplateFactory(document_type=DocumentType.REPORT)

    def first(day):
        return DocumentTemplate.objects.in_force(DocumentType.NOTICE, day).first()

    assert first(date(2016, 3, 31)) is None
    assert first(date(2017, 3, 31)) == old
    assert first(date(2017, 4, 2)) == new
