"""A real browser at every page of the office: no barrier that axe finds, nothing beside the screen.

In both languages, at a desk and on a phone, by day and by night; all of it in both with
`LOOKS=all .venv/bin/pytest tests/jlis_gov/office/test_browser_office.py`.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page, expect

from audits.models import Audit
from records import journal
from records.addresses import bulk_address
from records.history import Step
from tests import factories
from tests.jlis_gov.test_browser_public import record  # noqa: F401 (a fixture)
from tests.jlis_gov.test_browser_walk import barriers, scrolls_sideways

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Pages take turns at the looks of a language, and in English every other page its turn;
# `LOOKS=all` looks at each page in all four, in both.
LOOKS = {
    "ja": ((DESK, "light"), (PHONE, "dark")),
    "en": ((PHONE, "light"), (DESK, "dark")),
}
ALL = (*LOOKS["ja"], *LOOKS["en"])


def looked_at(page: Page, turn: int = 0) -> list[str]:
    """What is wrong with the page that is open, in the look of its language whose turn it is."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = []
    language = page.locator("html").get_attribute("lang")
    for size, scheme in ALL if os.environ.get("LOOKS") == "all" else [LOOKS[language][turn % 2]]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if scrolls_sideways(page):
            found.append(f"{page.url} scrolls sideways at {size['width']}")
        found += [f"{size['width']} {scheme} {one}" for one in barriers(page)]
    return found


@pytest.fixture
def office(page: Page, client, live_server, record) -> Iterator[Page]:  # noqa: F811
    """The browser of somebody who may do it all, in an office that has something of each kind."""
    _meeting, audit, _drill = record
    finding = factories.FindingFactory(audit=audit, department=audit.targets.get().department)
    factories.CorrectiveActionFactory(finding=finding)
    for make in (
        *(factories.InspectedDepartmentFactory, factories.CertificationFactory),
        *(factories.ReorganisationFactory, factories.OfficerFactory, factories.AuditPlanFactory),
    ):
        make()
    with journal.change(actor="clerk", reason="訂正"):
        audit.subject = "後の題名"
        audit.save()
    factories.AuditFactory(internal=True)
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    return page


@pytest.fixture(params=["ja", "en"])
def language(request, office: Page, live_server) -> str:
    cookie = {"name": "django_language", "value": request.param, "url": live_server.url}
    office.context.add_cookies([cookie])
    return request.param


def named(name: str, *args: Any) -> list[str]:
    """The address of this name in the admin, where there is one."""
    try:
        return [reverse(f"admin:{name}", args=args)]
    except NoReverseMatch:
        return []


def models() -> Iterator[tuple[str, Any]]:
    for model in admin.site._registry:
        yield f"{model._meta.app_label}_{model._meta.model_name}", model._default_manager.last()


def walked(page: Page, language: str, paths: list[str]) -> list[str]:
    found = []
    step = 2 if language == "en" and os.environ.get("LOOKS") != "all" else 1
    for turn, path in enumerate(paths[::step]):
        page.goto(path)
        found += looked_at(page, turn)
    return found


def test_no_list_of_the_office_has_a_barrier(office: Page, language):
    lists = [path for name, _last in models() for path in named(f"{name}_changelist")]
    searched = [
        f"{reverse('admin:audits_audit_changelist')}{asked}"
        for asked in ("?q=x", "?regime__exact=internal")
    ]
    assert walked(office, language, [*lists, *searched, "/admin/", "/admin/audits/"]) == []


def test_no_form_of_the_office_has_a_barrier(office: Page, language):
    office.goto("/admin/")
    links = office.locator(".office-rooms a[href$='/add/']")
    forms = links.evaluate_all("links => links.map((link) => link.pathname)")
    assert reverse("admin:audits_audit_add") in forms
    assert walked(office, language, forms) == []


def test_no_form_of_something_kept_has_a_barrier(office: Page, language):
    forms = [path for name, last in models() if last for path in named(f"{name}_change", last.pk)]
    assert walked(office, language, forms) == []


def test_no_page_of_what_is_done_with_a_record_has_a_barrier(office: Page, language):
    audit, draft = Audit.objects.filter(subject="後の題名").get(), Audit.objects.last()
    change = reverse("admin:audits_audit_change", args=[audit.pk]).removesuffix("change/")
    entry = journal.JournalEntry.objects.get(reason="訂正")
    first = journal.JournalEntry.objects.filter(record_id=entry.record_id).first()
    paths = [
        *(
            f"{change}{page}"
            for page in ("history/", "delete/", "step/withdraw/", "step/unpublish/")
        ),
        f"{change}history/{first.sequence}/restore/",
        *named("audits_audit_step", draft.pk, "approve"),
        bulk_address(Audit, Step.APPROVE, waiting="approval"),
        *named("records_journalentry_past", entry.pk),
        *(
            path
            for name in ("import", "plan_copy", "audits_audit_recurring")
            for path in named(name)
        ),
        f"{reverse('admin:plan_copy')}?source=2016&target=2017",
        *named("audits_auditplan_approve", 2016),
        *(path for name, last in models() if last for path in named(f"{name}_history", last.pk)),
    ]
    assert walked(office, language, paths) == []


def test_no_answer_of_the_office_has_a_barrier(office: Page, language):
    office.goto(reverse("admin:audits_audit_add"))
    office.locator("input[name=_save]").click()
    expect(office.locator(".errornote")).to_be_visible()
    found = looked_at(office)

    audit = Audit.objects.last()
    office.goto(reverse("admin:audits_audit_change", args=[audit.pk]))
    with journal.change(actor="another", reason="先の変更"):
        audit.subject = "先の題名"
        audit.save()
    office.locator("#id_subject").fill("後の題名")
    office.locator("#id_change_reason").fill("届出による")
    office.locator("input[name=_save]").click()
    expect(office.locator(".conflict")).to_be_visible()
    found += looked_at(office, 1)

    office.goto(reverse("admin:import"))
    office.locator("#id_table").select_option("9")
    office.locator("#id_fiscal_year").fill("2016")
    office.locator("#id_text").fill(
        "監査種別\t対象部門\t監査実施年月日\nISMS内部監査\t情報課\t９月１日\n"
    )
    office.locator(".import-form button").click()
    expect(office.locator(".import-rows")).to_be_visible()
    assert found + looked_at(office) == []


def test_menu_of_the_office_leads_by_the_keyboard_to_every_list_of_the_desk(office: Page):
    office.goto("/admin/")
    office.locator(".office-menu > summary").press("Enter")
    expect(office.locator(".office-rooms")).to_be_visible()
    hrefs = "links => links.map((link) => link.pathname)"
    wanted = office.locator(".desk-apps th a").evaluate_all(hrefs)
    assert wanted
    assert set(wanted) <= set(office.locator(".office-rooms a").evaluate_all(hrefs))
    assert looked_at(office) == []


def test_what_saves_covers_no_field_that_has_the_focus(office: Page):
    """WCAG 2.2, 2.4.11."""
    office.set_viewport_size({"width": 1280, "height": 720})
    office.goto(reverse("admin:audits_audit_add"))
    office.locator("#id_regime").focus()
    for _ in range(25):
        office.keyboard.press("Tab")
        covered = office.evaluate(
            """() => {
              const field = document.activeElement.getBoundingClientRect();
              const bar = document.querySelector(".submit-row").getBoundingClientRect();
              return !document.activeElement.closest(".submit-row") && field.bottom > bar.top
                && field.top < bar.bottom;
            }"""
        )
        assert not covered, office.evaluate("document.activeElement.outerHTML")
