"""Language from the path, and public pages that do not know about cookies."""

import re
from contextlib import closing

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.utils import translation

import jlis_gov.urls
from jlis_gov.middleware import client_address
from tests.factories import UserFactory

TEMPLATE = """{% load i18n %}{% get_current_language as language %}{{ language }}
{% for message in messages %}{{ message }}{% endfor %}"""
PASSWORD = "a long password of the office"


def show_page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(engines["django"].from_string(TEMPLATE).render({}, request))
    response["Cache-Control"] = "public, max-age=60"
    return response


def show_user(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.get_username()))


urlpatterns = [
    *jlis_gov.urls.urlpatterns,
    *i18n_patterns(
        path("page/", show_page, name="page"),
        path("user/", show_user, name="user"),
        prefix_default_language=False,
    ),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_superuser("clerk", "", PASSWORD)


@pytest.mark.parametrize(
    ("url", "language"),
    [("/page/", "ja"), ("/en/page/", "en")],
)
def test_language_comes_from_the_path(client, url, language):
    response = client.get(
        url, headers={"accept-language": "fr,en;q=0.9"}, HTTP_COOKIE="django_language=en"
    )
    assert response.text.split() == [language]
    assert response["Content-Language"] == language
    assert not response.has_header("Vary")


@pytest.mark.parametrize("url", ["/ja/page/", "/fr/page/", "/en-us/page/", "/enpage/"])
def test_path_of_no_language_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_reverse_follows_the_active_language():
    with translation.override("en"):
        assert reverse("page") == "/en/page/"
    with translation.override("ja"):
        assert reverse("page") == "/page/"


def test_language_of_one_request_does_not_reach_the_next(client):
    client.get("/en/page/")
    assert client.get("/page/").text.split() == ["ja"]


@pytest.mark.parametrize(("cookie", "language"), [("", "ja"), ("en", "en"), ("fr", "ja")])
def test_admin_honours_the_language_cookie(client, db, cookie, language):
    client.cookies["django_language"] = cookie
    client.force_login(UserFactory(is_staff=True))
    response = client.get("/admin/", headers={"accept-language": "en"})
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(("cookie", "prefix"), [("", ""), ("en", "/en")])
def test_admin_leads_to_the_sites_sign_in_in_its_language(client, db, cookie, prefix):
    client.cookies["django_language"] = cookie
    response = client.get("/admin/audits/audit/?life__exact=draft", follow=True)
    asked = "/admin/audits/audit/%3Flife__exact%3Ddraft"
    assert response.redirect_chain[-1] == (f"{prefix}/sign-in/?next={asked}", 302)
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["https://example.org/", "//example.org/", "/admin/login/"])
def test_admin_sign_in_leads_nowhere_else(client, clerk, path):
    client.force_login(clerk)
    response = client.get(f"/admin/login/?next={path}")
    assert response["Location"].startswith(("/admin/", "/sign-in/?next="))


def test_public_page_without_cookie_asks_no_session(client, db, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:  # whether the page is still the same
        response = client.get("/user/")
    assert "session" not in asked[0]["sql"]
    assert response.text == ""
    assert response["Vary"] == "Accept-Encoding"  # and no Cookie
    assert "private" not in response["Cache-Control"]
    assert not response.cookies


def test_public_page_with_messages_in_its_template_does_not_vary(client):
    response = client.get("/page/")
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.has_header("Vary")


def test_answer_to_somebody_signed_in_is_private(client, clerk):
    client.force_login(clerk)
    response = client.get("/user/")
    assert response.text == "clerk"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert response["Vary"] == "Cookie"


def test_page_that_never_looks_at_the_user_stays_public(client, clerk, django_assert_num_queries):
    client.force_login(clerk)
    with django_assert_num_queries(0):
        response = client.get("/page/")
    assert response["Cache-Control"] == "public, max-age=60"


def test_cookie_of_an_ended_session_is_nobody(client, db):
    client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    response = client.get("/user/")
    assert response.text == ""
    assert not response.has_header("Cache-Control")


def sign_in(client: Client, password: str) -> HttpResponse:
    form = client.get("/admin/login/?next=/user/", follow=True).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    fields = {"username": "clerk", "password": password, "csrfmiddlewaretoken": token}
    return client.post("/sign-in/?next=/user/", fields)


def test_admin_sign_in_works_with_csrf_checks(clerk):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/user/")
    assert "private" in response["Cache-Control"]
    assert client.get("/user/").text == "clerk"


def test_sign_in_is_closed_after_five_wrong_passwords(clerk):
    client = Client(enforce_csrf_checks=True)
    statuses = [sign_in(client, f"wrong {attempt}").status_code for attempt in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, PASSWORD).status_code == 429
    elsewhere = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 198.51.100.1", "192.0.2.1"),
        (2, "192.0.2.1", "127.0.0.1"),
        (1, "", None),
    ],
)
def test_client_address_trusts_only_our_proxies(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


def test_policy_is_strict(client):
    directives = dict(
        part.strip().split(" ", 1)
        for part in client.get("/page/")["Content-Security-Policy"].split(";")
    )
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "report-uri": "/policy-reports",
    }


@pytest.mark.parametrize("url", ["/favicon.ico", "/robots.txt"])
def test_files_that_everybody_asks_for_are_there(client, db, url):
    with closing(client.get(url)) as response:
        assert response.status_code == 200


def test_stock_admin_keeps_the_policy(page, clerk):
    page.goto("/admin/")
    page.get_by_label("ユーザー名").fill("clerk")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    page.wait_for_url("**/admin/")
    page.goto("/admin/auth/user/")
    page.get_by_role("link", name="clerk", exact=True).click()
    page.wait_for_url("**/change/")
    page.goto("/admin/auth/group/add/")
    assert page.get_by_role("heading", level=1).count() == 1


def test_browser_fixture_notes_a_violation(page, faults):
    page.goto("/page/")
    with (
        page.expect_console_message(lambda told: told.text.startswith("policy: script-src")),
        page.expect_console_message(lambda told: "Content Security Policy" in told.text),
        page.expect_response("**/policy-reports") as reported,
    ):
        page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "document.title = 'bad'";
                document.head.append(script);
            }"""
        )
    assert len(faults) == 2
    faults.clear()
    assert reported.value.status == 204  # a browser's report is one that is understood
