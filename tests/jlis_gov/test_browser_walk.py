"""A real browser at every address, as anyone and as somebody who may see it all.

In both languages, on a desktop and on a phone: no barrier that axe finds, no error, no broken
policy, no sideways scroll, no page over its budget, none that shifts while it loads. axe takes
turns at the sizes; with `LOOKS=all` it sees pages in both.
"""

import os
import re
from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from organization.models import Contact
from tests import factories
from tests.jlis_gov.site_pages import pages
from tests.jlis_gov.test_browser_public import SIZES, record  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = Axe().axe_script
# The sheets are as the browser shows them; axe would ask for them anew.
RUN = "axe.run(document, {{resultTypes: ['violations'], preload: false{rules}}})"
# What a page costs: requests, bytes of itself, and by how much it shifted until it was painted
# (https://wicg.github.io/layout-instability/).
COST = """async () => {
  const shifts = [];
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  observer.observe({type: "layout-shift", buffered: true});
  const frame = () => new Promise(requestAnimationFrame);
  await frame().then(frame);
  shifts.push(...observer.takeRecords());
  const asked = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
  const shift = shifts.reduce((sum, one) => sum + one.value, 0);
  return [asked.length, asked[0].encodedBodySize, shift];
}"""
MOST_REQUESTS, MOST_BYTES = 12, 100_000
REFUSALS = ("400.html", "403.html", "500.html")
ASKED = (
    "/audits/?q=ISMS&department=joho",
    "/audits/?q=nothing",
    "/audits/?page=9",
    "/search/?q=ISMS",
    "/search/?q=nothing",
    "/calendar/2030-01/",
    "/calendar/fy2030/",
    "/calendar/fy2016/?by=department",
    "/nothing/",
)
FOR_ANYONE = ("/", "/sign-in/", "/meetings/", "/calendar/2016-11/", "/subscribe/", *ASKED)


def barriers(page: Page, rules: str = "") -> list[str]:
    """What axe-core finds on the page that keeps somebody out, by all its rules or by these."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    found = page.evaluate(RUN.format(rules=rules and f", runOnly: {rules}"))["violations"]
    return [f"{page.url} {one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")


def looked_at(page: Page, path: str, turn: int = 0) -> list[str]:
    """What is wrong with the page at `path`, at any size; a narrow phone has no rules more."""
    found = []
    every = ("desktop", "phone")
    judged = every if os.environ.get("LOOKS") == "all" else (every[turn % 2],)
    width, height = SIZES[every[turn % 2]]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    requests, size, shift = page.evaluate(COST)
    if requests > MOST_REQUESTS or size > MOST_BYTES or shift:
        found.append(f"{path} costs {requests} requests, {size} bytes, shifts by {shift}")
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if scrolls_sideways(page):
            found.append(f"{path} scrolls sideways on a {name}")
        if name in judged:
            found += barriers(page)
    page.emulate_media(color_scheme="dark")
    found += [f"by night: {one}" for one in barriers(page, "['color-contrast']")]
    page.emulate_media(color_scheme="light")
    return found


def walked(page: Page, prefix: str, paths: Iterable[str]) -> list[str]:
    """What is wrong with each page, in English of every other one."""
    step = 2 if prefix and os.environ.get("LOOKS") != "all" else 1
    turns = enumerate(tuple(paths)[step - 1 :: step])
    return [one for turn, path in turns for one in looked_at(page, f"{prefix}{path}", turn)]


def without_refusals(faults: list[str]) -> list[str]:
    """The browser also notes as an error that an address is answered 400, 403, 404 or 500."""
    return [fault for fault in faults if not re.search("status of (40[034]|500)", fault)]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_anyone_meets_no_barrier(page, record, faults, prefix):  # noqa: F811
    assert walked(page, prefix, FOR_ANYONE) == []
    assert without_refusals(faults) == []
    assert len(faults) == 2  # a page that the list has not, and an unknown address
    faults.clear()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_somebody_who_may_see_it_all_meets_none_anywhere(
    page,
    client,
    live_server,
    record,  # noqa: F811
    prefix,
):
    meeting, audit, drill = record
    department = audit.targets.get().department
    finding = factories.FindingFactory(audit=audit, department=department)
    factories.CorrectiveActionFactory(finding=finding)
    factories.FindingFactory(visibility="public", public_summary="入退室の記録の不足")
    user = factories.UserFactory(is_superuser=True, is_staff=True)
    Contact.objects.create(user=user, department=department)
    client.force_login(user)
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    records = {"meeting": meeting, "audit": audit, "drill": drill, "finding": finding}
    records |= {"department": department, "body": meeting.sessions.get().body}
    records["procedure"] = factories.ProcedureFactory(audit=audit, population_size=300)
    records["inspection"] = factories.InspectedDepartmentFactory(department=department).inspection
    asked = factories.DocumentRequestFactory(audit=audit, department=department)
    records["request"] = factories.RequestStepFactory(request=asked).request
    records["submission"] = factories.SubmissionFactory()
    records["issued"] = factories.IssuedDocumentFactory(audit=audit)
    paths = pages({kind: [one] for kind, one in records.items()})
    assert walked(page, prefix, paths) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_of_a_fault_is_in_the_same_clothes(page, faults, language):
    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        with translation.override(language):
            text = render_to_string(name)
        route.fulfill(status=int(name[:3]), content_type="text/html; charset=utf-8", body=text)

    page.route(re.compile(r"\d{3}\.html$"), answer)
    assert [fault for name in REFUSALS for fault in looked_at(page, f"/{name}")] == []
    assert page.locator(".site-header").evaluate("e => getComputedStyle(e).borderBottomWidth")
    assert without_refusals(faults) == []
    assert len(faults) == len(REFUSALS)
    faults.clear()


def test_what_is_wrong_is_seen(page):
    page.goto("/sign-in/")
    page.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")
    assert any(" label: " in one for one in barriers(page))
    assert not scrolls_sideways(page)
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    assert scrolls_sideways(page)
