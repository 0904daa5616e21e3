"""The statements on accessibility and privacy, linked from the foot of every page."""

import pytest


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
    with django_assert_max_num_queries(2):  # whether it is unchanged, and what the navigation has
        assert client.get("/privacy/").status_code == 200
