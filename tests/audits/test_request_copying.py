"""What was requested for an audit, taken over by its copy in the next plan and by a duplicate."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.copying import AuditCopying
from audits.models import DocumentRequest
from records import journal
from tests import factories
from tests.admin_forms import address_of, assert_accepted, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(office):
    values = {"audit__subject": "委託先の監督", "audit__internal": True}
    audit = factories.AuditClassificationFactory(**values).audit
    factories.AuditTargetFactory(audit=audit, department=office)
    return audit


@pytest.fixture
def asked(audit, office):
    """A request that was sent, with all that belongs to the year of its audit."""
    request = factories.DocumentRequestFactory(
        audit=audit,
        number=3,
        department=office,
        title="委託契約の一覧",
        period="平成28年９月末現在",
        medium="様式１（Excel）",
        contact="総務課 田中",
        remarks="紙でもよい。",
        due_on=date(2016, 10, 14),
    )
    factories.RequestStepFactory(request=request)
    return request


def facts(request: DocumentRequest) -> dict:
    names = (*("number", "title", "medium", "remarks", "life"), *("period", "contact", "due_on"))
    return {name: getattr(request, name) for name in names}


STARTS = {
    "number": 1,
    "title": "委託契約の一覧",
    "medium": "様式１（Excel）",
    "remarks": "紙でもよい。",
    "life": "draft",
    "period": "",
    "contact": "",
    "due_on": None,
}


def test_plan_of_the_next_year_takes_along_what_was_requested(audit, asked, office, admin_user):
    factories.DocumentRequestFactory(audit=audit, life="withdrawn")
    [row] = AuditCopying().rows(2016, 2017, admin_user)
    assert row.notes == []
    with journal.change(actor="監査室", reason="年度計画"):
        AuditCopying().write([row])
    copied = DocumentRequest.objects.get(audit__fiscal_year=2017)
    assert (facts(copied), copied.department) == (STARTS, office)
    assert not copied.steps.exists()


def test_title_that_names_a_year_is_told_before_the_plan_is_copied(audit, office, admin_user):
    factories.DocumentRequestFactory(audit=audit, title="平成28年度の委託契約の一覧")
    [row] = AuditCopying().rows(2016, 2017, admin_user)
    assert row.notes == ["依頼資料に年の記載があります。複写した依頼資料で確かめてください。"]


def test_copying_asks_as_often_for_three_requests_as_for_one(audit, asked, admin_user):
    with CaptureQueriesContext(connection) as one:
        AuditCopying().rows(2016, 2017, admin_user)
    for number in (4, 5):
        factories.DocumentRequestFactory(audit=audit, number=number)
    with CaptureQueriesContext(connection) as three:
        AuditCopying().rows(2016, 2017, admin_user)
    assert len(three) == len(one)


def test_duplicate_starts_with_what_was_requested(audit, asked, office, admin_client):
    add = f"{address_of(audit, 'add')}?duplicate={audit.pk}"
    typed = {"fiscal_year": "2017", "schedule_text": "平成29年９月６日"}
    assert_accepted(submit(admin_client, add, typed))
    copied = DocumentRequest.objects.get(audit__fiscal_year=2017)
    assert (facts(copied), copied.department) == (STARTS, office)
