"""The user guide on the site, and the link that leads to the page of it that helps."""

import re
from urllib.parse import unquote, urljoin

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jlis_gov import manual
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(factories.UserFactory())
    return client


def names_in(patterns) -> set[str]:
    names = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names |= names_in(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.add(pattern.name)
    return names


def test_every_page_of_the_office_has_its_page_of_the_guide():
    names = names_in(admin.site.urls[0])
    assert len(names) > 100
    assert [name for name in names if not manual.help_page(f"admin:{name}")] == []


@pytest.mark.parametrize("page", sorted({page for _name, page in manual.HELP}))
def test_page_that_helps_is_there_and_so_is_its_section(page):
    name, _hash, section = page.partition("#")
    html = manual.rendered(name, "ja").html
    assert not section or f'id="{section}"' in html


def test_every_name_of_an_address_that_help_is_said_for_exists():
    names = {f"admin:{name}" for name in names_in(admin.site.urls[0])}
    for resolver in get_resolver().url_patterns:
        names |= site_names(resolver)
    idle = [one for one, _page in manual.HELP if not any(manual.fnmatchcase(n, one) for n in names)]
    assert idle == []


def site_names(pattern, space: str = "") -> set[str]:
    if isinstance(pattern, URLPattern):
        return {f"{space}{pattern.name}"}
    inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
    return set().union(*(site_names(one, inner) for one in pattern.url_patterns))


@pytest.mark.parametrize("page", sorted(manual.FILES))
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_of_the_guide_shows_its_pictures_and_leads_on(reader, prefix, page):
    path = f"{prefix}/help/" if page == manual.CONTENTS else f"{prefix}/help/{page}/"
    text = reader.get(path).text
    assert text.count("<h1>") == 1
    main = text[text.index("<main") : text.index("</main>")]
    assert "style=" not in main
    assert ".md" not in main
    for link in re.findall(r'(?:href|src)="([^"]+)"', main):
        address, _hash, section = urljoin(path, link).partition("#")
        found = reader.get(address)
        assert found.status_code == 200, link
        assert not section or f'id="{unquote(section)}"' in found.text, link
        assert address.startswith(f"{prefix}/help/")


@pytest.mark.parametrize(
    "path",
    ["nothing/", "../../settings/", "images/nothing.png", "images/../README.md/", "README/x/"],
)
def test_what_is_no_page_of_the_guide_is_not_there(reader, path):
    assert reader.get(f"/help/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "workflows/entry/", "images/bulk.png"])
def test_guide_is_for_those_who_have_an_account(client, path):
    answer = client.get(f"/help/{path}")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign_in"))


def test_help_stands_in_the_header_and_leads_to_the_page_that_helps(admin_client):
    text = admin_client.get("/admin/import/").text
    assert 'href="/help/workflows/import/"' in text
    assert 'href="/help/"' in admin_client.get("/meetings/").text


def test_visitors_are_shown_no_guide(client):
    assert "/help/" not in client.get("/meetings/").text


def test_raw_html_in_the_guide_stays_text(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("# 題\n\n<script>alert(1)</script>\n\n|a|\n|--:|\n|b|\n", encoding="utf-8")
    monkeypatch.setitem(manual.FILES, "raw", page)
    html = manual.rendered("raw", "ja").html
    assert "<script" not in html
    assert "style" not in html
