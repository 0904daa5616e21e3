"""Headers that every answer bears, and the reports of browsers: few, short, without a token."""

import json
from contextlib import closing

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

from jlis_gov import browser_policy
from jlis_gov.browser_policy import LARGEST_REPORT, LINES_A_MINUTE, PerMinute, headers_of_a_refusal
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOKEN = "s3cret-Token_of-256-bits"
REPORT = {
    "document-uri": "https://register.example/en/audits/?q=山田",
    "blocked-uri": "https://elsewhere.example/x.js?secret=1",
    "effective-directive": "script-src-elem",
    "script-sample": "alert(1)",
}


@pytest.fixture(autouse=True)
def no_line_yet(monkeypatch):
    monkeypatch.setattr(browser_policy, "_lines", PerMinute(LINES_A_MINUTE))


def send(body: object, kind: str = browser_policy.REPORT_TYPE, **headers) -> int:
    text = body if isinstance(body, str) else json.dumps(body)
    return (
        Client(enforce_csrf_checks=True)
        .generic("POST", "/policy-reports", text, kind, **headers)
        .status_code
    )


@pytest.mark.parametrize(
    "path", ["/", "/feeds/all.ics", "/nothing/", "/robots.txt", "/healthz", "/sign-in/"]
)
def test_every_answer_bears_them(client, path):
    with closing(client.get(path)) as answer:
        headers = answer.headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    policy = headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(policy)
    assert not [one for one in policy if one.startswith("publickey-credentials")]


def test_refusal_of_the_server_bears_them_too():
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        headers = headers_of_a_refusal()
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers_of_a_refusal()  # over plain HTTP


def test_report_is_one_line_of_directive_origin_and_route(caplog):
    assert send({"csp-report": REPORT}) == 204
    assert caplog.messages == [
        "A browser reports that the policy stopped script-src-elem from https://elsewhere.example "
        "on en/audits/"
    ]


@pytest.mark.parametrize(
    ("changed", "ends"),
    [
        ({"blocked-uri": "inline"}, " from inline on en/audits/"),
        ({"blocked-uri": ""}, " from inline on en/audits/"),
        ({"blocked-uri": "https://a:b@c.example:8/x"}, " from https://c.example:8 on en/audits/"),
        ({"blocked-uri": "data"}, " from data on en/audits/"),
        (
            {"document-uri": f"https://r.example/feeds/personal/{TOKEN}.ics"},
            " on feeds/personal/<str:token>.ics",
        ),
        ({"document-uri": f"https://r.example/x/{TOKEN}"}, " on an unknown page"),
        (
            {"blocked-uri": f"https://r.example/feeds/personal/{TOKEN}.ics"},
            "r.example on en/audits/",
        ),
    ],
)
def test_line_holds_no_path_no_token_and_no_sample(caplog, changed, ends):
    assert send({"csp-report": REPORT | changed}) == 204
    [line] = caplog.messages
    assert line.endswith(ends)
    assert TOKEN not in line
    assert "alert" not in line


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[1]",
        "{}",
        "[" * 8000,
        {"csp-report": None},
        {"csp-report": REPORT | {"effective-directive": "script-src\nERROR forged"}},
        {"csp-report": REPORT | {"effective-directive": 1}},
        {"csp-report": REPORT | {"blocked-uri": "https://a\x1b[2J.example/"}},
        {"csp-report": REPORT | {"blocked-uri": "https://[/"}},
        {"csp-report": REPORT | {"document-uri": None}},
    ],
)
def test_what_is_no_report_is_refused_and_not_told(caplog, body):
    assert send(body) == 400
    assert [line for line in caplog.messages if "policy stopped" in line] == []


def test_report_in_another_guise_or_too_large_is_refused(caplog):
    assert send({"csp-report": REPORT}, "application/json") == 400
    assert send("x" * (LARGEST_REPORT + 1)) == 413
    assert Client().get("/policy-reports").status_code == 405
    assert [line for line in caplog.messages if "policy stopped" in line] == []


def test_flood_of_reports_is_a_few_lines_a_minute(caplog):
    answers = {send({"csp-report": REPORT}) for _number in range(LINES_A_MINUTE + 5)}
    assert answers == {204}
    assert len(caplog.messages) == LINES_A_MINUTE


def test_next_minute_has_its_own_lines():
    lines = PerMinute(2)
    assert [lines.allows(at) for at in (0, 1, 59.9, 60, 61, 62)] == [
        *(True, True, False, True, True, False),
    ]


@pytest.mark.parametrize("path", ["/", "/healthz", "/feeds/all.ics", "/sign-in/", "/metrics"])
def test_trace_is_not_answered_with_what_was_sent(client, path):
    answer = client.trace(path, headers={"x-told": TOKEN})
    assert answer.status_code in {404, 405}
    assert TOKEN not in answer.content.decode()


def test_no_cookie_is_for_scripts(client, settings):
    UserFactory(username="clerk", password=make_password("a long password of the office"))
    client.get("/sign-in/")
    answer = client.post(
        "/sign-in/", {"username": "clerk", "password": "a long password of the office"}
    )
    assert answer.status_code == 302
    client.post("/admin/language/", {"language": "en"})
    names = {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"}
    cookies = [client.cookies[getattr(settings, name)] for name in names]
    assert [(one["httponly"], one["samesite"]) for one in cookies] == [(True, "Lax")] * 3
