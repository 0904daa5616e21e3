"""English pages speak English: Japanese stands only where it is marked as such."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from audits.models import Audit, Drill
from meetings.models import Body, Meeting
from organization.models import Contact, Department
from records import journal
from tests import factories
from tests.jlis_gov.site_pages import pages
from tests.jlis_gov.test_pages import make_one_of_each
from tests.record_of_2016 import load_record

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
READ_OUT = {
    "alt",
    "aria-label",
    "aria-description",
    "content",
    "data-label",
    "placeholder",
    "title",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Unmarked(HTMLParser):
    """Collects Japanese outside elements that are marked as Japanese. A title cannot be marked."""

    def __init__(self, text):
        super().__init__()
        self.languages, self.found = [("", "en")], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        language = given.get("lang") or self.languages[-1][1]
        if language != "ja":
            told = (given[name] or "" for name in READ_OUT & set(given))
            self.found += [part for one in told for part in JAPANESE.findall(one)]
        if tag not in VOID:
            self.languages.append((tag, language))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self.languages.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.languages[-1][1] != "ja" and "title" not in [tag for tag, _l in self.languages]:
            self.found += JAPANESE.findall(text)


def test_what_is_unmarked_is_found():
    text = (
        '<title>監</title><p>a<br>査</p><p lang="ja">監<b title="監">査</b></p><i title="名">b</i>'
    )
    assert Unmarked(text).found == ["査", "名"]


ASKED = (
    "/audits/?fiscal_year=2016&per_page=100&sort=schedule",
    "/audits/?department=nothing&sort=nothing",
    "/audits/?department=personal-number-centre&q=監査",
    "/meetings/?fiscal_year=2016&per_page=100",
    "/drills/?q=nothing",
    "/search/?q=第12回",
    "/search/?q=平成28年11月8日",
    "/search/?q=nothing",
    "/search/?q=a+b+c+d+e+f+g+h+i+j+k",
    "/calendar/fy2016/?by=department",
    "/calendar/fy2030/",
    "/calendar/2030-01/",
    "/subscribe/?of=nothing",
    "/nothing/",
)


@pytest.fixture
def register(db):
    """The record of fiscal 2016, and beside it what that has not; with somebody who sees all."""
    load_record()
    meeting, audit, drill, department = make_one_of_each()
    finding = audit.findings.get()
    with journal.change(actor="監査室", reason="訂正"):
        department.duties = "システムの運用"
        department.valid_from = date(2014, 4, 1)
        department.save()
    factories.CorrectiveActionFactory(finding=finding)
    factories.FindingFactory(visibility="public", public_summary="入退室の記録の不足")
    inspection = factories.InspectionReceivedFactory(asked="帳簿", result="指摘なし")
    factories.InspectedDepartmentFactory(inspection=inspection, department=department)
    factories.InspectionDocumentFactory(inspection=inspection)
    asked = factories.DocumentRequestFactory(audit=audit, department=department)
    user = factories.UserFactory(is_superuser=True, is_staff=True)
    Contact.objects.create(user=user, department=department)
    return {
        "meeting": [meeting, *Meeting.objects.filter(fiscal_year=2016)[:8]],
        "body": Body.objects.all()[:3],
        "audit": [audit, *Audit.objects.filter(fiscal_year=2016)[::12]],
        "drill": [drill, *Drill.objects.all()[:3]],
        "inspection": [inspection, factories.InspectionReceivedFactory(internal=True)],
        "finding": [finding],
        "procedure": [
            factories.ProcedureFindingFactory(finding=finding, procedure__audit=audit).procedure
        ],
        "request": [factories.RequestStepFactory(request=asked).request],
        "issued": [factories.IssuedDocumentFactory(audit=audit)],
        "submission": [factories.SubmissionFactory(replied_text="平成28年７月", remarks="添付")],
        "department": [department, Department.objects.get(slug="number-centre")],
    }, user


def unmarked(response) -> list[str]:
    """The Japanese of an answer's page; of the way to the page of signing in, none."""
    if response.status_code == 302:
        return []
    assert response["Content-Language"] == "en"
    return Unmarked(response.text).found


def test_every_english_page_has_no_japanese_of_its_own(client, register):
    """Nor, with that, any date of an era: what is marked are the records' own words."""
    records, user = register
    paths = pages(records)
    found = {path: unmarked(client.get(f"/en{path}")) for path in (*paths, *ASKED)}
    client.force_login(user)
    for path in paths:
        response = client.get(f"/en{path}")
        assert response.status_code == 200, path
        found[path] += unmarked(response)
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.django_db
def test_names_in_english_stand_first_and_the_own_name_beside(client):
    centre = factories.DepartmentFactory(
        name="番号センター", kind="centre", english_name="Number Centre"
    )
    part = factories.DepartmentFactory(
        name="運用部", parent_department=centre, english_name="Operations Department"
    )
    audit = factories.AuditFactory(subject="継続審査", scope="all_others", fiscal_year=2016)
    kind = factories.AuditTypeFactory(name="監査一", english_name="first audit")
    factories.AuditClassificationFactory(audit=audit, type=kind)
    factories.AuditTargetFactory(audit=audit, department=part, role="excluded")
    body = factories.BodyFactory(name="評議会", english_name="Grand Council")
    meeting = factories.MeetingFactory()
    factories.SessionFactory(meeting=meeting, body=body, number=3)
    nameless = factories.MeetingFactory()
    factories.SessionFactory(meeting=nameless, body=factories.BodyFactory(name="委員会"), number=1)
    text = client.get("/en/audits/").text
    assert '">First audit (<span lang="ja">継続審査</span>)</a>' in text
    assert '<span class="cell-note" lang="ja">監査一（継続審査）</span>' in text
    assert "All other departments except Operations Department, Number Centre" in text
    text = client.get("/en/meetings/").text
    assert '">Grand Council No. 3</a><span class="cell-note" lang="ja">第３回評議会</span>' in text
    assert 'lang="ja">第１回委員会</a>' in text
    assert f'<option value="{body.slug}">Grand Council</option>' in text
    later = factories.MeetingFactory(fiscal_year=2017, schedule_text="平成29年６月８日")
    factories.SessionFactory(meeting=later, body=body, number=4)
    text = client.get(f"/en{later.get_absolute_url().removeprefix('/en')}").text
    assert re.search(r"Grand Council</a>\s*<span>No. 4</span>", text)
    assert ">Grand Council No. 3</a>" in text
    text = client.get(f"/en{centre.get_absolute_url().removeprefix('/en')}").text
    assert '<h1 lang="en">' in text
    assert re.search(r"<title>\s*Number Centre\s*\|", text)
    assert "Operations Department, Number Centre</a>" in text
    assert "番号センター" in client.get(f"/departments/{centre.slug}/").text
