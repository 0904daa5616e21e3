"""What a phone folds: the menu of every page and the filters of every list, as markup."""

import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def summary_of(text: str, name: str) -> str:
    """What the handle of the folded part `name` says."""
    found = re.search(rf'<details class="{name}"[^>]*>\s*<summary[^>]*>(.*?)</summary>', text, re.S)
    assert found, name
    return found[1].strip()


@pytest.mark.parametrize(("prefix", "word"), [("", "メニュー"), ("/en", "Menu")])
def test_menu_holds_all_ways_of_the_page_once(client, prefix, word):
    text = client.get(f"{prefix}/audits/").text
    assert summary_of(text, "site-menu") == word
    menu = text.split('<details class="site-menu">')[1].split("</details>")[0]
    for path in ("meetings/", "audits/", "drills/", "departments/", "search/"):
        assert menu.count(f'href="{prefix}/{path}"') == 1
    assert "sign-in/" in menu
    assert text.count('id="site-tools"') == 1


@pytest.mark.parametrize(
    ("query", "words", "english"),
    [
        ("", "絞り込み", "Filters"),
        ("?regime=internal", "絞り込み（1）", "Filters (1)"),
        ("?regime=internal&q=ISMS", "絞り込み（2）", "Filters (2)"),
    ],
)
def test_folded_filters_say_how_many_are_in_force(client, query, words, english):
    factories.AuditFactory()
    assert summary_of(client.get(f"/audits/{query}").text, "filters-fold") == words
    assert summary_of(client.get(f"/en/audits/{query}").text, "filters-fold") == english


def test_filters_are_unfolded_where_one_is_wrong(client):
    wrong = client.get("/audits/?regime=nothing")
    assert wrong.status_code == 400
    assert '<details class="filters-fold" open>' in wrong.text
    assert '<details class="filters-fold">' in client.get("/audits/?regime=internal").text
