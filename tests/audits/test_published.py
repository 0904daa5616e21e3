"""Findings that are published one by one: by a step of their own, and never more than was meant."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Finding
from records import journal
from records.base import Life, Visibility
from records.history import publication
from tests import factories
from tests.admin_forms import filled

pytestmark = pytest.mark.django_db
LIST, COUNTS = "/findings/published/", "/findings/measures/"
SECRET = "秘密の事実"
TEXT = "台帳の点検に不備があった。"


@pytest.fixture
def finding():
    """A published one all of whose own words are secret, with parts that are."""
    names = ("title", "summary", "criteria", "clause", "cause", "effect", "evidence")
    more = ("recommendation", "similar_cases", "owner", "answer", "answered_by")
    days = {"answered_on": date(2017, 2, 1), "due_on": date(2017, 3, 31)}
    finding = factories.FindingFactory(
        published=True,
        department=factories.DepartmentFactory(name=SECRET),
        **dict.fromkeys((*names, *more), SECRET),
        **days,
    )
    factories.CorrectiveActionFactory(finding=finding, description=SECRET, responsible=SECRET)
    factories.DueDateExtensionFactory(finding=finding, reason=SECRET)
    return finding


def take(step, record, **arguments):
    with journal.change(actor="監査室", reason="公表の決裁"):
        return step(record=record, **arguments)


def test_publishing_is_a_step_that_asks_for_what_the_public_is_to_read():
    finding = factories.FindingFactory()
    with pytest.raises(ValidationError, match="公表する文章"):
        take(publication.publish, finding)
    assert not Finding.objects.published().exists()
    finding = factories.FindingFactory(public_summary=TEXT)
    take(publication.publish, finding)
    assert Finding.objects.published().get() == finding
    take(publication.unpublish, finding)
    assert not Finding.objects.published().exists()


def test_finding_is_no_more_public_than_its_audit():
    audit = factories.AuditFactory(internal=True)
    finding = factories.FindingFactory(audit=audit, public_summary=TEXT)
    with pytest.raises(ValidationError):
        take(publication.publish, finding)
    take(publication.publish, audit)
    take(publication.publish, finding)
    with pytest.raises(ValidationError, match="先にそちらを非公表に"):
        take(publication.unpublish, audit)
    assert Finding.objects.published().exists()


def test_withdrawing_the_audit_or_the_finding_takes_it_from_the_public(client, finding):
    for record in (finding.audit, finding):
        take(publication.withdraw, record)
        assert client.get(finding.get_absolute_url()).status_code == 404
        assert client.get(LIST).status_code == 404
        take(publication.reinstate, record)
        assert client.get(LIST).status_code == 200


def test_draft_is_never_published():
    finding = factories.FindingFactory(draft=True, public_summary=TEXT)
    with pytest.raises(ValidationError):
        take(publication.publish, finding)


@pytest.mark.parametrize(
    "facts",
    [
        {"visibility": Visibility.INTERNAL},
        {"life": Life.WITHDRAWN},
        {"public_summary": ""},
    ],
)
def test_database_and_record_agree_on_what_is_published(facts):
    finding = factories.FindingFactory(**{"published": True} | facts)
    assert not finding.is_published
    assert not Finding.objects.published().exists()
    assert factories.FindingFactory(published=True).is_published


def test_anyone_reads_what_was_written_for_the_public_and_nothing_else(client, finding):
    page = client.get(finding.get_absolute_url())
    assert page.status_code == 200
    pages = [page, client.get(LIST), client.get("/findings/")]
    pages.append(client.get(finding.audit.get_absolute_url()))
    for response in pages:
        assert TEXT in response.text
        assert SECRET not in response.text
    assert finding.get_absolute_url() in client.get(LIST).text
    assert client.get(f"{finding.get_absolute_url()}history/").status_code == 404
    assert client.get(f"{finding.get_absolute_url()}answer/").status_code == 302


@pytest.mark.parametrize("kind", ["csv", "json", "schema", "print"])
def test_files_hold_the_same(client, finding, kind):
    body = client.get(LIST, {"_export": kind})
    text = b"".join(body).decode() if body.streaming else body.text
    assert SECRET not in text
    if kind == "json":
        [record] = json.loads(text)["records"]
        kept = {"uid", "visibility", "life", "audit", "number", "reference", "grade"}
        assert set(record) == kept | {"public_summary"}


def test_words_that_are_not_public_find_nothing(client, finding):
    assert client.get(LIST, {"q": "台帳"}).context["table"].page.paginator.count == 1
    assert client.get(LIST, {"q": SECRET}).context["table"].page.paginator.count == 0
    assert SECRET not in client.get("/search/", {"q": "台帳"}).text
    assert client.get(LIST, {"measures": "overdue"}).status_code == 400


def test_where_none_is_published_nobody_learns_that_there_are_findings(client):
    factories.FindingFactory(public_summary=TEXT)
    for path in (LIST, "/findings/", f"{LIST}?_export=csv"):
        assert client.get(path).status_code == 404


def test_who_may_read_the_finding_is_shown_all_of_it(client, finding):
    client.force_login(factories.UserFactory(staff=True))
    assert SECRET in client.get(finding.get_absolute_url()).text
    assert SECRET not in client.get(LIST).text


def test_calendars_do_not_change(client):
    factories.AuditFactory(schedule_text="平成28年11月８日")
    feed = "/feeds/all.ics"
    before = client.get(feed).getvalue()
    finding = factories.FindingFactory(audit=factories.AuditFactory(), public_summary=TEXT)
    before = client.get(feed).getvalue()
    take(publication.publish, finding)
    assert client.get(feed).getvalue() == before


def test_text_of_a_published_finding_cannot_be_taken_off(admin_client, finding):
    path = f"/admin/audits/finding/{finding.pk}/change/"
    response = admin_client.post(path, filled(admin_client, path, {"public_summary": ""}))
    assert response.status_code == 200
    finding.refresh_from_db()
    assert finding.public_summary == TEXT


def test_step_in_the_admin_says_what_anyone_can_then_read(admin_client):
    finding = factories.FindingFactory(public_summary=TEXT)
    path = f"/admin/audits/finding/{finding.pk}/step/publish/"
    page = admin_client.get(path)
    assert "公表用の要旨" in page.text
    version = page.context["form"].record.version
    assert admin_client.post(path, {"change_reason": "", "version": version}).status_code == 302
    assert Finding.objects.published().get() == finding


def test_counts_are_of_public_audits_without_drafts_and_withdrawn_ones(client):
    made = {"found_on": date(2017, 2, 8)}
    closed = {"closed_on": date(2017, 4, 10), "closing_reason": "業務の廃止"}
    factories.FindingFactory(**made, **closed)
    factories.FindingFactory(**made)
    factories.FindingFactory()
    factories.FindingFactory(**made, draft=True)
    factories.FindingFactory(**made, life=Life.WITHDRAWN)
    factories.FindingFactory(**made, audit=factories.AuditFactory(internal=True))
    context = client.get(COUNTS, {"as_of": "2017-05-31"}).context
    counts = [(line.query, line.count.given, line.count.completed) for line in context["lines"]]
    assert counts == [({"made": "2016"}, 2, 1), ({"condition": "no-day"}, 1, 0)]
    assert (context["total"].given, context["total"].completed) == (3, 1)
    before = client.get(COUNTS, {"as_of": "平成29年４月９日"}).context
    assert before["total"].completed == 0
    assert client.get(COUNTS, {"as_of": "2100-01-01"}).status_code == 400


def test_queries_of_public_pages_do_not_grow(client):
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    factories.FindingFactory(published=True)
    client.get(LIST)
    before = [asked(path) for path in (LIST, COUNTS)]
    for _number in range(2):
        factories.FindingFactory(published=True)
    assert [asked(path) for path in (LIST, COUNTS)] == before
