"""English pages speak English: Japanese stands only where it is marked as such."""

import re
from html.parser import HTMLParser

import pytest

from tests.jlis_gov.test_pages import make_one_of_each

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
PAGES = (
    "/meetings/",
    "/audits/?fiscal_year=2016&sort=schedule",
    "/audits/?sort=nothing",
    "/drills/",
    "/departments/",
    "/reports/",
    "/sign-in/",
    "/nothing/",
)


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


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_english_page_has_no_japanese_of_its_own(client, path):
    make_one_of_each()
    client.get("/")
    assert Unmarked(client.get(f"/en{path}").text).found == []
