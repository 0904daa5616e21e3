"""The statements on accessibility and privacy, linked from the foot of every page."""

import pytest

from records import journal
from records.agency import AgencySettings


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accessibility/", ("JIS X 8341-3:2016", "適合レベルAA", "配慮", "例外事項")),
        ("/privacy/", ("クッキー", "変更記録", "個人情報の保護に関する法律")),
        ("/en/accessibility/", ("JIS X 8341-3:2016", "level AA", "Regard", "Exceptions")),
        ("/en/privacy/", ("cookie", "journal", "Personal Information")),
    ],
)
def test_statement_says_what_it_is_about(client, address, words):
    response = client.get(address)
    assert [word for word in words if word not in response.text] == []
    assert response.cookies == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("front", "prefix"), [("/", ""), ("/en/", "/en")])
def test_statements_are_linked_at_the_foot_of_pages(client, front, prefix):
    page = client.get(front).text
    assert f'href="{prefix}/accessibility/"' in page
    assert f'href="{prefix}/privacy/"' in page


@pytest.mark.django_db
def test_statement_asks_no_more_than_the_frame_of_every_page(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # the state of the page, and its own text
        assert client.get("/privacy/").status_code == 200


@pytest.mark.django_db
def test_text_of_the_settings_takes_the_place_of_the_usual_one(client):
    with journal.change(actor="test"):
        row = AgencySettings.objects.first() or AgencySettings(name="機構")
        row.accessibility = "当機構の方針です。\n\n<b>窓口</b>は監査室です。"
        row.privacy, row.privacy_en = "取扱い", "How it is handled"
        row.save()
    page = client.get("/accessibility/").text
    assert "<p>当機構の方針です。</p>" in page
    assert "&lt;b&gt;窓口" in page
    assert "適合レベルAA" not in page
    assert '<div lang="ja">' in client.get("/en/accessibility/").text
    english = client.get("/en/privacy/").text
    assert "How it is handled" in english
    assert '<div lang="ja">' not in english
