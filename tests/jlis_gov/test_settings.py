"""What the environment decides, and what it may not leave out."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-this-test-0123456789-abcdefghijklmnopqrstuvwxyz"
# Nothing of this test run's environment; an empty value hides that of a local .env.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "jlis_gov.settings",
    "SECRET_KEY": "",
    "DEBUG": "false",
    "PLAIN_HTTP": "false",
    "PROXY_COUNT": "0",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the product's own settings."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read_settings(*names: str, **environment: str) -> list:
    """Return the values that settings take in that environment."""
    program = (
        "import json; from django.conf import settings;"
        f"print(json.dumps([getattr(settings, name) for name in {names!r}], default=str))"
    )
    result = run("-c", program, SECRET_KEY=SECRET, **environment)
    assert result.stderr == ""
    return json.loads(result.stdout)


REFUSAL = """SECRET_KEY is not set. It signs sessions and must stay secret.
Make one with:  python3 -c "import secrets; print(secrets.token_urlsafe(50))"
"""


def test_command_without_a_secret_stops_and_says_how_to_make_one():
    result = run("manage.py", "migrate")
    assert result.returncode == 1
    assert REFUSAL in result.stderr


def test_server_without_a_secret_stops_and_says_only_how_to_make_one():
    result = run("-m", "gunicorn", "--config", "python:jlis_gov.serving", "--bind", "127.0.0.1:0")
    assert result.returncode == 1
    assert REFUSAL in result.stderr
    assert "Traceback" not in result.stderr


def test_deployment_check_with_production_settings_has_no_warning():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=SECRET)
    assert result.stderr == ""
    assert result.returncode == 0


def test_production_is_the_default():
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert read_settings(*names) == [False, True, True, True]


def test_local_profile_serves_plain_http():
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    assert read_settings(*names, PLAIN_HTTP="true") == [False, False, False, 0]


def test_sqlite_waits_for_its_turn_to_write():
    [databases] = read_settings("DATABASES", DATABASE_URL="sqlite:////tmp/register.sqlite3")
    database = databases["default"]
    assert database["NAME"] == "/tmp/register.sqlite3"
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    assert database["CONN_MAX_AGE"] == 600


def test_postgresql_keeps_its_connections():
    [databases] = read_settings("DATABASES", DATABASE_URL="postgres://clerk@db.example/register")
    database = databases["default"]
    assert (database["ENGINE"], database["HOST"]) == (
        "django.db.backends.postgresql",
        "db.example",
    )
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)


def test_plans_and_cursors_do_not_outlive_a_transaction_behind_a_pooler():
    url = "postgres://register@localhost/register"
    for pooled, threshold in (("false", 5), ("true", None)):
        [found] = read_settings("DATABASES", DATABASE_URL=url, DATABASE_POOLED=pooled)
        assert found["default"]["OPTIONS"]["prepare_threshold"] == threshold
        assert found["default"]["DISABLE_SERVER_SIDE_CURSORS"] is (pooled == "true")


def test_url_decides_how_long_a_connection_lives():
    url = "postgres://clerk@db.example/register?conn_max_age=0"
    [databases] = read_settings("DATABASES", DATABASE_URL=url)
    assert databases["default"]["CONN_MAX_AGE"] == 0


def test_proxy_header_is_believed_only_behind_a_proxy():
    assert read_settings("SECURE_PROXY_SSL_HEADER") == [None]
    assert read_settings("SECURE_PROXY_SSL_HEADER", PROXY_COUNT="1") == [
        ["HTTP_X_FORWARDED_PROTO", "https"]
    ]


def test_sqlite_connection_checks_foreign_keys_and_writes_ahead(tmp_path):
    program = (
        "from django.db import connection;"
        "cursor = connection.cursor();"
        "print([cursor.execute(f'PRAGMA {name}').fetchone()[0]"
        " for name in ('foreign_keys', 'journal_mode', 'synchronous', 'busy_timeout')])"
    )
    url = f"sqlite:///{tmp_path}/register.sqlite3"
    result = run("-c", program, SECRET_KEY=SECRET, DATABASE_URL=url)
    assert result.stdout == "[1, 'wal', 1, 20000]\n"


def test_cookies_are_of_this_host_alone_where_there_is_https():
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")
    assert read_settings(*names) == [
        *("__Host-sessionid", "__Host-csrftoken", "__Host-django_language")
    ]
    assert read_settings("SESSION_COOKIE_NAME", PLAIN_HTTP="true") == ["sessionid"]


def test_sign_in_settings_that_cannot_be_meant_are_refused():
    whole = {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": "register"}
    whole |= {"OIDC_CLIENT_SECRET": "secret", "OIDC_ROLES": '{"kansa": "監査室"}'}
    [directory] = read_settings("DIRECTORY", **whole)
    assert directory["roles"] == {"kansa": "監査室"}
    for wrong, told in (
        ({"SESSION_HOURS": "13"}, "SESSION_HOURS"),
        (whole | {"OIDC_ISSUER": "http://login.example"}, "OIDC_ISSUER is not"),
        (whole | {"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        (whole | {"OIDC_ROLES": '["kansa"]'}, "OIDC_ROLES is not"),
    ):
        assert told in run("manage.py", "check", SECRET_KEY=SECRET, **wrong).stderr
