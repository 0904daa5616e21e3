"""Formats of lists: each is declared once, and every list offers it."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from records.lists.downloads import Shape
from records.lists.formats import FORMATS, Encoding, Format
from records.lists.formats.answers import streamed
from tests import factories

pytestmark = pytest.mark.django_db


def offered(client, path):
    """The menu's entries: the label of each, and what its address asks beside the filters."""
    menu = client.get(path).text.split('<details class="exports">')[1].split("</details>")[0]
    links = re.findall(r'<a href="\?([^"]*)"\s*>([^<]+)</a>', menu)
    return [(label, parse_qs(unescape(query))) for query, label in links]


def to_tsv(download, asked):
    rows = download.listing(asked.shape).rows
    lines = ("\t".join(map(str, row)).encode() for row in rows)
    return streamed(lines, "text/tab-separated-values", download.file_name(asked.shape, "tsv"))


def test_declared_format_is_offered_and_answers_without_more(client, monkeypatch):
    factories.AuditFactory(subject="入札")
    tsv = Format(name="tsv", label="TSV", write=to_tsv, shapes=(Shape.SHOWN,), most=1)
    assert client.get("/audits/?_export=tsv").status_code == 400
    monkeypatch.setitem(FORMATS, "tsv", tsv)
    assert ("TSV", {"_export": ["tsv"]}) in offered(client, "/audits/")
    answer = client.get("/audits/?_export=tsv")
    assert "入札".encode() in answer.getvalue()
    assert answer["Content-Disposition"].endswith('.tsv"')
    factories.AuditFactory()
    assert client.get("/audits/?_export=tsv").status_code == 400


def test_menu_offers_each_format_in_each_shape_and_encoding_with_the_filters(client):
    entries = offered(client, "/en/audits/?q=ab&sort=schedule&page=1&per_page=50")
    given = {"q": ["ab"], "sort": ["schedule"]}
    assert all(given.items() <= asked.items() for _label, asked in entries)
    assert {name for _label, asked in entries for name in asked} <= {
        *("q", "sort", "_export", "_shape", "_encoding")
    }
    shapes = sum(len(one.shapes) or 1 for one in FORMATS.values())
    encodings = sum(len(one.encodings) - 1 for one in FORMATS.values())
    assert len(entries) == shapes + encodings == 10
    assert ("CSV (Shift_JIS)", given | {"_export": ["csv"], "_encoding": ["cp932"]}) in entries
    assert {asked["_export"][0] for _label, asked in entries} == set(FORMATS)


def test_list_without_events_offers_none(client):
    labels = {label for label, _asked in offered(client, "/departments/")}
    assert "events.json" not in labels
    assert client.get("/departments/?_export=events").status_code == 400


def test_only_text_has_encodings():
    assert [one.name for one in FORMATS.values() if Encoding.CP932 in one.encodings] == ["csv"]
