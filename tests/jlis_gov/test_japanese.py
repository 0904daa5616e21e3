"""The office's pages in Japanese speak Japanese: what is Latin there is a name or an example."""

import html
import re

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from tests import factories
from tests.jlis_gov.office.test_office import busy_office

pytestmark = pytest.mark.django_db
LATIN = re.compile(r"(?<![\w.-])[A-Za-z][A-Za-z.'-]*(?![\w-])")  # no slug, hash or uid
READ_OUT = re.compile(r'(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)"')
# Scripts, styles, how a password is kept, and forms as the journal's digests cover them.
UNREAD = re.compile(r"(?s)<(script|style|bdi|pre)\b.*?</\1>")
NAMES = {
    *(
        "English",
        "ID",
        "IP",
        "HTTP",
        "Accept",
        "ISMS",
        "JIS",
        "Q",
        "WebTrust",
        "CA",
        "J",
        "LIS",
        "BCP",
    ),
    *(
        "PDF",
        "CSV",
        "JSON",
        "XLSX",
        "Excel",
        "Word",
        "Ctrl",
        "Command",
        "Mac",
        "Enter",
        "kansa.taro",
    ),
    *("Board", "of", "Audit", "Japan"),  # an authority's name in English, as an example
    *("FS-SUB", "FS-SUB.B", "budget", "settlement"),  # codes of duties and matters, as examples
}
# What this test has on record, and what the sign-ins call their rows.
WRITTEN = {"admin", "test", "made", "by", "a", "factory", "unknown", "Access", "Log", "for"}


def latin(page: str) -> set[str]:
    shown = UNREAD.sub(" ", page)
    texts = [re.sub(r"(?s)<[^>]*>", " ", shown), *READ_OUT.findall(shown)]
    return {word for text in texts for word in LATIN.findall(html.unescape(text))}


def pages() -> list[str]:
    names = ["admin:index", "admin:import", "admin:plan_copy", "admin:password_change"]
    found = [reverse(name) for name in names]
    found.append(reverse("admin:audits_auditplan_approve", args=[2016]))
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{base}_changelist"), reverse(f"{base}_add")]
        for one in model._default_manager.all()[:2]:
            for page in ("change", "delete", "history", "step"):
                steps = [["approve"], ["publish"], ["withdraw"]] if page == "step" else [[]]
                for step in steps:
                    try:
                        found.append(reverse(f"{base}_{page}", args=[one.pk, *step]))
                    except NoReverseMatch:
                        continue
    return found


def test_page_of_the_office_says_nothing_in_english(admin_client):
    busy_office()
    factories.AuditPlanFactory()
    factories.OfficerFactory(term_from="2016-04-01")
    for make in (
        *(factories.CorrectiveActionFactory, factories.ReorganisationStepFactory),
        *(factories.MembershipFactory, factories.HandoutFactory, factories.AgendaItemFactory),
    ):
        make()
    found = {}
    for path in pages():
        page = admin_client.get(path)
        words = latin(page.text) - NAMES - WRITTEN if page.status_code == 200 else set()
        if words:
            found[path] = words
    assert found == {}


def test_days_and_ticks_of_lists_are_written_as_officials_do(admin_client):
    factories.OfficerFactory(term_from="2016-04-01", is_part_time=True)
    page = admin_client.get(reverse("admin:organization_officer_changelist")).text
    row = page.split('id="result_list"')[1]
    assert "平成28年４月１日" in row
    assert re.search(r'field-is_part_time[^>]*">○<', row)
