"""nginx as shipped before the real application: what it keeps, refuses, believes and notes."""

import re
import socket
import subprocess

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from tests.deploy.conftest import DEPLOY, HOST, Site, lay_out, nginx

TOKEN = "s3cret-of-somebody"
SECRETS = [
    f"/feeds/personal/{TOKEN}.ics",
    f"/feeds%2fperson%61l/{TOKEN}.ics?long=monthly",
    f"//feeds//personal/{TOKEN}",
    f"/sign-in/reset/3-{TOKEN}/",
    f"/en/sign-in/reset/3-{TOKEN}/",
]
CONFIGURATION = (DEPLOY / "nginx" / "jlis-gov.conf").read_text()


@pytest.mark.slow
def test_register_behind_nginx(site):
    """One walk: starting both takes longer than all that is asked."""
    page_comes_by_tls_and_a_public_feed_is_kept_but_asked_for(site)
    no_token_is_noted_and_no_query(site)
    large_bodies_are_refused_by_who_knows_their_sender(site)
    address_that_a_client_makes_up_is_not_believed(site)


def page_comes_by_tls_and_a_public_feed_is_kept_but_asked_for(site: Site) -> None:
    page = site.ask("/")
    assert page.status == 200
    assert page.getheader("Strict-Transport-Security").startswith("max-age=31536000")
    assert page.getheader("Server") == "nginx"  # and no version
    first, second = site.ask("/feeds/all.ics"), site.ask("/feeds/all.ics")
    assert (first.status, second.status) == (200, 200)
    assert first.text.startswith("BEGIN:VCALENDAR")
    assert first.text == second.text
    assert first.getheader("X-Accel-Expires") is None
    has = {"If_None_Match": first.getheader("ETag")}
    assert site.ask("/feeds/all.ics", **has).status == 304
    assert site.ask("/feeds/all.ics", Cookie="sessionid=x", **has).status == 304
    kept = site.noted(r'"GET /feeds/all.ics .* "(\w+)" \w+\n', 4)
    assert kept == ["MISS", "REVALIDATED", "REVALIDATED", "BYPASS"]
    for cookie in ({"Cookie": "sessionid=x"}, {}):  # what came by a session is not kept for others
        assert site.ask("/feeds/meetings.ics", **cookie).status == 200
    kept = site.noted(r'"GET /feeds/meetings.ics .* "(\w+)" \w+\n', 2)
    assert kept == ["BYPASS", "MISS"]


def no_token_is_noted_and_no_query(site: Site) -> None:
    for address in SECRETS:
        assert site.ask(address).status in (200, 302, 404)
    site.ask("/search/?q=somebody", Referer=f"https://{HOST}{SECRETS[0]}")
    site.noted("GET /search/", 1)
    noted = site.log("access.log") + site.log("error.log") + site.log("application.log")
    assert TOKEN not in noted
    assert site.log("access.log").count("/feeds/personal/***") == 3
    assert site.log("access.log").count("/sign-in/reset/***") == 2
    assert "somebody" not in site.log("access.log")


def large_bodies_are_refused_by_who_knows_their_sender(site: Site) -> None:
    by_proxy = site.ask("/sign-in/", "POST", b"x" * 1_100_000)
    assert (by_proxy.status, by_proxy.getheader("Content-Type")) == (
        413,
        "text/plain; charset=utf-8",
    )
    by_application = site.ask("/admin/import/", "POST", b"x" * 1_100_000)
    assert by_application.status == 413
    assert "送信されたファイルが大きすぎます" not in by_application.text
    most = settings.UPLOAD_MAX_MIB * 1024 * 1024
    announced = (
        f"POST /admin/import/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {most + 1}\r\n\r\n"
    )
    with (
        socket.create_connection(("127.0.0.1", site.port)) as raw,
        site.context.wrap_socket(raw, server_hostname=HOST) as client,
    ):
        client.sendall(announced.encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")
    asked = site.noted(r'"POST .*" 413 \d+ [\d.]+ "(\S+)"', 3)
    assert [seconds == "-" for seconds in asked] == [True, False, True]  # the application, once


def address_that_a_client_makes_up_is_not_believed(site: Site) -> None:
    page = site.ask("/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    cookie = page.getheader("Set-Cookie").partition(";")[0]
    made_up = {"X_Forwarded_For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    form = f"csrfmiddlewaretoken={token}&username=nobody&password=wrong".encode()
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    named = {"Cookie": cookie, "Referer": f"https://{HOST}/sign-in/"} | kind
    assert site.ask("/sign-in/", "POST", form, **named, **made_up).status == 200
    asked = (
        "from axes.models import AccessAttempt as A; print(*A.objects.values_list('ip_address'))"
    )
    assert site.installation.manage("shell", "-c", asked).splitlines()[-1] == "('127.0.0.1',)"


@pytest.mark.slow
def test_office_behind_one_address_is_served_and_a_flood_of_files_is_not(folder):
    alone = Site(folder, None)  # its application is away
    with alone.proxy():
        answers = [alone.ask("/feeds/all.ics") for _number in range(150)]
        assert {answer.status for answer in answers} == {503}
        assert answers[0].getheader("Content-Type") == "text/plain; charset=utf-8"
        assert answers[0].getheader("Retry-After") == "60"
        assert "ただいまご利用いただけません" in answers[0].text
        assert {alone.ask("/sign-in/").status for _number in range(50)} == {503}
        checked = [alone.ask("/verify/", "POST", b"x").status for _number in range(15)]
        assert (checked[:11], checked[-1]) == ([503] * 11, 429)
        for address in SECRETS:
            alone.ask(address)
    alone.noted(re.escape("/sign-in/reset/***"), 2)
    assert TOKEN not in alone.log("access.log") + alone.log("error.log")
    assert "connect() to unix:" in alone.log("error.log")  # other addresses are noted in full


def test_configuration_is_understood(tmp_path):
    (tmp_path / "site").mkdir()
    server = (DEPLOY / "nginx" / "jlis-gov" / "server.conf").read_text()
    for shipped, there in {
        "/etc/ssl/certs/jlis-gov.pem": f"{tmp_path}/site/site.pem",
        "/etc/ssl/private/jlis-gov.key": f"{tmp_path}/site/site.key",
        "/var/log/jlis-gov": f"{tmp_path}/site/temp",
    }.items():
        assert shipped in server
        server = server.replace(shipped, there)
    lay_out(tmp_path / "site", server, "unix:/run/jlis-gov/http.sock", others=True)
    command = [nginx(), "-t", "-p", tmp_path / "site", "-c", tmp_path / "site" / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "[warn]" in done.stderr) == (0, False), done.stderr


def uploading(patterns, prefix="") -> list[str]:
    """Addresses that files are sent to: of views that name the right to it."""
    found = []
    for one in patterns:
        address = f"{prefix}{one.pattern}"
        if not isinstance(one, URLPattern):
            found += uploading(one.url_patterns, address)
        elif getattr(getattr(one.callback, "view_class", None), "upload_right", ""):
            found.append(re.sub(r"<[^>]+>", "0b7e", address))
    return found


def test_addresses_that_take_files_have_the_limit_of_the_settings():
    [pattern, size] = re.search(
        r"location ~ (\S+) \{\n +client_max_body_size (\d+)m;\n +proxy_request_buffering off",
        CONFIGURATION,
    ).groups()
    assert int(size) == settings.UPLOAD_MAX_MIB
    addresses = uploading(get_resolver().url_patterns)
    assert len(addresses) >= 2
    for address in (*addresses, "admin/import/"):
        assert re.match(pattern, f"/{address}"), address
    of_bundles = r"location ~ \S+verify/\$ \{\n +client_max_body_size (\d+)m;"
    assert int(re.search(of_bundles, CONFIGURATION)[1]) == settings.VERIFY_MAX_MIB
    for address in ("/", "/findings/0b7e/", "/sign-in/", "/x/admin/"):
        assert not re.match(pattern, address)
