"""Every public page, in both languages: what it shows, to whom, and what it costs."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from jlis_gov.templatetags.site import navigation
from records.base import Visibility
from tests import factories


def make_meeting(**facts):
    session = factories.SessionFactory(meeting=factories.MeetingFactory(**facts))
    factories.AgendaItemFactory(meeting=session.meeting, body=session.body)
    factories.HandoutFactory(meeting=session.meeting)
    member = factories.MembershipFactory(body=session.body)
    factories.AttendanceFactory(meeting=session.meeting, member=member)
    return session.meeting


def make_audit(department=None, **facts):
    audit = factories.AuditFactory(**facts)
    factories.AuditClassificationFactory(audit=audit)
    part = factories.DepartmentFactory(
        parent_department=department or factories.DepartmentFactory()
    )
    factories.AuditTargetFactory(audit=audit, department=part)
    factories.AuditorFactory(audit=audit)
    return audit


def make_drill(department=None, **facts):
    drill = factories.DrillFactory(**facts)
    part = factories.DepartmentFactory(
        parent_department=department or factories.DepartmentFactory()
    )
    factories.DrillDepartmentFactory(drill=drill, department=part)
    return drill


def make_one_of_each(**facts):
    """A meeting, an audit with a partner, a wide audit and a drill, all of one department."""
    top = factories.DepartmentFactory()
    audit = make_audit(top, **facts)
    partner = make_audit(top, **facts)
    factories.ConductedTogetherFactory(audit=audit, partner=partner)
    factories.FindingFactory(audit=audit, department=top)
    factories.AuditFactory(scope="all_others", **facts)
    return make_meeting(**facts), audit, make_drill(top, **facts), top


LISTS = ("/meetings/", "/audits/", "/drills/", "/departments/")
CALENDARS = ("/calendar/2016-11/", "/calendar/fy2016/")
PAGES = ("/", "/search/", *LISTS, *CALENDARS)


def get(client, path, language):
    return client.get(path if language == "ja" else f"/en{path}")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("filled", [False, True])
def test_page_answers_everybody_alike(client, today, path, language, filled):
    if filled:
        make_one_of_each()
    response = get(client, path, language)
    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.text
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"  # and no Cookie
    assert "private" not in response.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_record_has_a_page_of_its_own(client, language):
    meeting, audit, drill, department = make_one_of_each()
    body = meeting.sessions.get().body
    for record in (meeting, audit, drill, department, body):
        with translation.override("ja"):
            path = record.get_absolute_url()
        response = get(client, path, language)
        assert response.status_code == 200
        [heading] = re.findall(r"(?s)<h1[^>]*>(.*?)</h1>", response.text)
        assert re.sub(r"<[^>]*>", "", heading).strip() == str(record)
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"  # and no Cookie


def costs(client, paths, django_assert_max_num_queries):
    """How many queries each of these pages takes."""
    found = {}
    for path in paths:
        with django_assert_max_num_queries(100) as queries:
            assert client.get(path).status_code == 200
        found[path] = len(queries)
    return found


@pytest.mark.django_db
def test_queries_do_not_grow_with_records(client, today, django_assert_max_num_queries):
    department = make_one_of_each()[-1]
    narrowed = (
        "/audits/?q=監査",
        "/meetings/?q=第1回",
        f"/audits/?department={department.slug}",
        f"/drills/?department={department.slug}",
    )
    paths = (*PAGES, *narrowed, "/feeds/all.ics", "/feeds/fy2016/audits.ics")
    client.get("/feeds/all.ics")  # it publishes, once for all readers
    before = costs(client, paths, django_assert_max_num_queries)
    for _ in range(2):
        make_one_of_each()
        make_audit(department)
    client.get("/feeds/all.ics")
    assert costs(client, paths, django_assert_max_num_queries) == before


@pytest.mark.django_db
def test_queries_of_record_pages_do_not_grow_with_their_parts(
    client, django_assert_max_num_queries
):
    meeting, audit, drill, department = make_one_of_each()
    body = meeting.sessions.get().body

    def make():
        factories.AgendaItemFactory(meeting=meeting, body=body)
        factories.HandoutFactory(meeting=meeting)
        factories.SessionFactory(meeting=meeting)
        factories.SessionFactory(body=body)
        factories.MembershipFactory(body=body)
        part = factories.DepartmentFactory(parent_department=department)
        factories.AuditTargetFactory(audit=audit, department=part)
        factories.ConductedTogetherFactory(audit=audit, partner=make_audit(department))
        factories.AuditorFactory(audit=audit)
        factories.FindingFactory(audit=audit)
        factories.DrillDepartmentFactory(drill=drill, department=part)
        make_drill(department)
        change = factories.ReorganisationFactory()
        factories.ReorganisationStepFactory(reorganisation=change, department=department)
        factories.ReorganisationStepFactory(reorganisation=change, role="predecessor")

    make()
    paths = [one.get_absolute_url() for one in (meeting, audit, drill, department, body)]
    before = costs(client, paths, django_assert_max_num_queries)
    make()
    make()
    assert costs(client, paths, django_assert_max_num_queries) == before


SECRET = "秘密の件"


@pytest.fixture
def secrets(db):
    """An internal record of each kind beside a public one; each says `SECRET`."""
    make_one_of_each()
    hidden = factories.DepartmentFactory(internal=True, name=f"{SECRET}部", slug="hidden")
    body = factories.BodyFactory(
        internal=True, name=f"{SECRET}会議", slug="hidden", short_name="秘"
    )
    meeting = factories.MeetingFactory(internal=True, fiscal_year=2015, summary=SECRET)
    factories.SessionFactory(meeting=meeting, body=body)
    kind = factories.AuditTypeFactory(internal=True, name=f"{SECRET}監査", slug="hidden")
    audit = factories.AuditFactory(internal=True, fiscal_year=2015, subject=SECRET)
    factories.AuditClassificationFactory(audit=audit, type=kind)
    public = make_audit()
    finding = factories.FindingFactory(internal=True, audit=public, summary=SECRET)
    factories.ConductedTogetherFactory(audit=public, partner=audit)
    drill = factories.DrillFactory(internal=True, fiscal_year=2015, name=SECRET)
    opinion = factories.MeetingFactory()
    session = factories.SessionFactory(meeting=opinion)
    factories.HandoutFactory(meeting=opinion, title=SECRET, visibility=Visibility.INTERNAL)
    factories.AgendaItemFactory(
        meeting=opinion,
        body=session.body,
        opinion=factories.AgendaItemFactory(meeting=meeting, body=body, title=SECRET),
    )
    return {
        "hidden": (hidden, body, meeting, audit, finding, drill),
        "beside": (public, opinion, factories.AuditFactory(scope="all_others")),
    }


OPEN = (
    *PAGES,
    "/calendar/fy2015/",
    "/audits/?fiscal_year=2015",
    "/meetings/?fiscal_year=2015",
    f"/meetings/?q={SECRET}",
    f"/audits/?q={SECRET}",
    f"/drills/?q={SECRET}",
    f"/departments/?q={SECRET}",
    "/feeds/all.ics",
    "/feeds/fy2015/all.ics",
)


@pytest.mark.parametrize("path", OPEN)
def test_internal_record_is_nowhere_for_anyone(client, today, secrets, path):
    text = client.get(path).getvalue().decode()
    shown = text.replace(f'value="{SECRET}"', "").replace(f": {SECRET}", "")
    shown = re.sub(r'href="[^"]*"', "", shown)
    assert SECRET not in shown
    assert "2015</option>" not in text
    assert 'value="2015"' not in text.replace('value="2015" checked', "")
    assert 'value="hidden"' not in text


def test_internal_record_is_not_found_by_its_address(client, secrets):
    for record in secrets["hidden"]:
        assert client.get(record.get_absolute_url()).status_code == 404
    for record in secrets["beside"]:
        assert SECRET not in client.get(record.get_absolute_url()).text


@pytest.mark.parametrize("path", ["/audits/?type=hidden", "/audits/?department=hidden"])
def test_internal_choice_is_no_choice(client, secrets, path):
    assert client.get(path).status_code == 400


def test_feed_of_something_internal_is_unknown(client, secrets):
    assert client.get("/feeds/body/hidden.ics").status_code == 404
    assert client.get("/feeds/department/hidden.ics").status_code == 404


def test_staff_see_internal_records_marked_and_in_private(client, today, secrets):
    client.force_login(factories.UserFactory(staff=True))
    for path in ("/meetings/", "/audits/", "/drills/", "/departments/", "/calendar/fy2015/"):
        response = client.get(path)
        assert "badge-internal" in response.text, path
        assert "private" in response["Cache-Control"]
        assert response["Vary"] == "Cookie"
    for record in secrets["hidden"]:
        response = client.get(record.get_absolute_url())
        assert response.status_code == 200
        assert "badge-internal" in response.text
    for audit in (secrets["beside"][0], secrets["beside"][2]):
        assert SECRET in client.get(audit.get_absolute_url()).text


def test_findings_are_for_those_who_may(client, secrets):
    assert client.get("/findings/").status_code == 404
    client.force_login(factories.UserFactory())
    assert client.get("/findings/").status_code == 404
    client.force_login(factories.UserFactory(staff=True))
    response = client.get("/findings/")
    assert (response.status_code, SECRET in response.text) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/audits/?q=ISMS&fiscal_year=2016", "/en/audits/?q=ISMS&amp;fiscal_year=2016"),
        ("/en/audits/?q=ISMS", "/audits/?q=ISMS"),
        ("/", "/en/"),
        ("/en/", "/"),
        ("/calendar/2016-11/", "/en/calendar/2016-11/"),
        ("/en/nothing/", "/nothing/"),
    ],
)
def test_language_switch_keeps_path_and_query(client, path, link):
    text = re.sub(r"\s+", " ", client.get(path).text)
    assert f'<a href="{link}" hreflang=' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nothing/", "/en/nothing/", "/calendar/2016-13/", "/departments/nothing/"]
)
def test_unknown_address_is_not_found_in_the_sites_clothes(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'class="site-header"' in response.text
    assert not response.cookies


@pytest.mark.django_db
def test_page_that_is_not_found_leads_to_every_section(client):
    text = client.get("/nothing/").text
    ways = re.findall(r'<a href="([^"]+)">', text.partition('<ul class="ways">')[2])
    sections = navigation({})
    assert ways[: 1 + len(sections)] == ["/", *(way.path for way in sections)]


ERRORS = ["400.html", "403.html", "404.html", "413.html", "500.html", "503.html"]


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_of_an_error_needs_neither_request_nor_database(name, language):
    with translation.override(language):
        text = render_to_string(name)
    assert f'<html lang="{language}">' in text
    assert 'class="site-header"' in text
