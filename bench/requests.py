"""Requests that nobody would send by mistake: `python -m bench.requests [COUNT [SEED]]`.

Walks the site of a small register for its addresses and forms, then sends COUNT requests made from
them at random, in every role, with hostile values in paths, queries, headers, fields, files and
bodies. No answer may be 500. What is found is printed with all that repeats it. It makes a database
of its own, as the other benchmarks do; the same seed sends the same requests.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database
from bench.pages import settle

HOSTILE = [
    *(
        "",
        " ",
        "\x00",
        "%00",
        "\ud800",
        "\ufffe",
        "\r\nX: y",
        "'\"<>&",
        "../..",
        "%s{}{{}}",
        "a" * 5_000,
    ),
    *(
        "0",
        "-1",
        "1.5",
        "²",
        "９９",
        "九",
        "1e9",
        "9" * 30,
        "NaN",
        "2016-02-31",
        "9999-12-31",
        "0000-00-00",
    ),
    *(
        "平成28年９月１日～",
        "令和元年",
        "昭和64年１月８日",
        "平成28年13月",
        "2016年",
        "９月",
        "第三木曜日",
        "未定",
    ),
    *("True", "None", "[]", "__proto__", "id; DROP TABLE", "😀", "é", "\u202e", "\x1b[0m", "\x85"),
]
HEADERS = {
    "If-None-Match": ["", "*", '"', 'W/"x"', '"' + "a" * 9_000 + '"', "\xff", '"a", "b'],
    "If-Modified-Since": ["", "x", "Tue, 99 Foo 0000 99:99:99 GMT", "9" * 99],
    "If-Match": ["*", '"x"', "\xff"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", "bytes=" + "0-1," * 500, "x"],
    "Accept-Language": ["", "en", "x" * 5_000, "\xff;q=x", "ja;q=9"],
    "Accept": ["", "text/calendar", "\xff"],
    "Cookie": ["sessionid=\xff", "sessionid=" + "a" * 5_000, "csrftoken=\x00", ";=;"],
    "Host": ["", "localhost:99999999", "[::1", "evil.example", "\xff", "localhost\x00"],
    "X-Forwarded-For": ["x", "::1, " * 200], "X-Forwarded-Proto": ["https", "\xff"],
    "Referer": ["http://[", "\xff", "x"], "Origin": ["null", "http://[", "x"],
    "HX-Request": ["true"], "X-Request-ID": ["\xff", "a" * 64], "Content-Encoding": ["gzip", "x"],
}  # fmt: skip
KINDS = [
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b"),
    *("application/x-www-form-urlencoded; charset=x", "application/x-www-form-urlencoded"),
    *(
        "application/json",
        "text/plain; charset=utf-16",
        "",
        "\xff",
        "application/x-www-form-urlencoded; charset=utf-7",
    ),
]
BODIES = [
    *(b"", b"x", b"=&=&", b"a=%ff&b=%00", b"--b\r\n", b"--b--", b"\x00" * 100, b"a" * 2_000_000),
    b'--b\r\nContent-Disposition: form-data; name="a"; filename="\xff/../x"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="\x00"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n=\r\n--b--",
    b"&".join(b"f%d=1" % number for number in range(6_000)),
]
FILES = [
    b"",
    b"\x00\xff",
    b"PK\x03\x04broken",
    b"%PDF-1.7",
    "監査,日程\r\n１,".encode(),
    b",,,\n" * 500,
]
METHODS = (
    ["GET"] * 12 + ["POST"] * 6 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO"]
)
WALKED = 120  # pages


class Form(NamedTuple):
    """A form of a page: where it is sent, and its fields with what they hold."""

    action: str
    fields: dict[str, str]


class Page(HTMLParser):
    """The addresses and forms on a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form or a field."""
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.address, told.get("href", "")))
        elif tag == "form":
            self.forms.append(Form(urljoin(self.address, told.get("action", "")), {}))
        elif self.forms and tag in ("input", "select", "textarea", "button") and "name" in told:
            self.forms[-1].fields[told["name"]] = told.get("value", "")


class Visitor(NamedTuple):
    """Somebody of a role; None for anyone."""

    role: str
    client: Client
    user: Any

    def enter(self) -> None:
        """Sign in, again if need be."""
        self.client.cookies.clear()
        if self.user is not None:
            self.client.force_login(self.user)


def visitors() -> list[Visitor]:
    """One for each role."""
    call_command("sync_roles", stdout=StringIO())
    make = get_user_model().objects.create_user
    users: dict[str, Any] = {"anyone": None}
    for group in apps.get_model("auth", "Group").objects.all():
        users[group.name] = make(group.name, is_staff=True)
        users[group.name].groups.add(group)
    users["superuser"] = get_user_model().objects.create_superuser("root")
    hosts = {"headers": {"Host": "localhost"}, "raise_request_exception": False}
    return [Visitor(role, Client(**hosts), user) for role, user in users.items()]


def walked(client: Client) -> tuple[list[str], list[Form]]:
    """The addresses and forms that links lead to."""
    waiting, seen, forms = ["/", "/en/", "/admin/", "/sign-in/", "/feeds/all.ics"], {}, []
    while waiting and len(seen) < WALKED:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = response.status_code
        if response.streaming or "html" not in response.get("Content-Type", ""):
            response.close()
            continue
        page = Page(address)
        page.feed(response.content.decode())
        forms += page.forms
        waiting += [link for link in page.links if link.startswith("/")]
    return list(seen), forms


class Maker:
    """Makes requests from what was found."""

    def __init__(self, chance: random.Random, addresses: list[str], forms: list[Form]) -> None:
        self.chance, self.addresses, self.forms = chance, addresses, forms
        self.names = sorted({name for form in forms for name in form.fields})

    def request(self) -> tuple[str, str, dict[str, Any]]:
        """A method, an address and the rest of what `Client.generic` takes."""
        method, chance = self.chance.choice(METHODS), self.chance
        address, rest = self._address(), {"headers": self._headers()}
        if method == "POST" and chance.random() < 0.7:
            form = chance.choice(self.forms)
            if chance.random() < 0.8:
                address = form.action
            rest["form"] = self._filled(form)
        elif method not in ("GET", "HEAD"):
            rest |= {"data": chance.choice(BODIES), "content_type": chance.choice(KINDS)}
        return method, address, rest

    def _value(self) -> str:
        return self.chance.choice(HOSTILE)

    def _address(self) -> str:
        parts = urlsplit(self.chance.choice(self.addresses))
        path, query = parts.path, parts.query
        if self.chance.random() < 0.3:
            pieces = path.split("/")
            value = quote(self._value()[:200], errors="surrogatepass")
            pieces[self.chance.randrange(len(pieces))] = value
            path = "/" + "/".join(pieces).lstrip("/")
        if self.chance.random() < 0.6:
            names = self.chance.choices(
                [*self.names, "page", "q", "_as_of", "_export", "sort"], k=3
            )
            pairs = [(name, self._value()) for name in names]
            query = urlencode(pairs, errors="surrogatepass")
        return f"{path}?{query}" if query else path

    def _headers(self) -> dict[str, str]:
        names = self.chance.sample(sorted(HEADERS), self.chance.choice((0, 0, 0, 1, 2)))
        return {name: self.chance.choice(HEADERS[name]) for name in names}

    def _filled(self, form: Form) -> dict[str, Any]:
        filled: dict[str, Any] = dict(form.fields)
        for name in filled:
            draw = self.chance.random()
            if draw < 0.3:
                filled[name] = self._value().encode("utf-8", "replace").decode()
            elif draw < 0.33:
                file = self.chance.choice(FILES)
                filled[name] = SimpleUploadedFile(self._value()[:50] or "x", file)
        return filled


def send(visitor: Visitor, method: str, address: str, rest: dict[str, Any]) -> int:
    """The status of the answer, read to its end."""
    client, headers = visitor.client, rest["headers"]
    if "form" in rest:
        response = client.post(address, rest["form"], headers=headers)
    else:
        told = {name: rest[name] for name in ("data", "content_type") if name in rest}
        response = client.generic(method, address, headers=headers, **told)
    if response.streaming:
        for _piece in response:
            pass
    response.close()
    return response.status_code


def answers(count: int, seed: int) -> Iterator[tuple[int, str]]:
    """The status of each answer, and what was asked by whom."""
    people = visitors()
    for visitor in people:
        visitor.enter()
    maker = Maker(random.Random(seed), *walked(people[-1].client))
    for number in range(count):
        visitor = people[number % len(people)]
        if number % 500 < len(people):
            visitor.enter()
        method, address, rest = maker.request()
        try:
            status = send(visitor, method, address, rest)
        except UnicodeError:  # of a header that no client could send
            continue
        yield status, f"{visitor.role}: {method} {address[:300]} {str(rest)[:600]}"


def main() -> None:
    """Print how many answers of each kind there were, and each of 500; exit with 1 if any."""
    count, seed = [*map(int, sys.argv[1:]), *(100_000, 1)[len(sys.argv) - 1 :]]
    settings.ROOT_URLCONF = "jlis_gov.urls"  # without what other benchmarks measure against
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_database()
    register.fill_audits(2016, 30)
    register.fill(2017, 10)
    settle()
    found: Counter[int] = Counter()
    try:
        for status, what in answers(count, seed):
            found[status] += 1
            if status == 500:
                print(what, flush=True)
    finally:  # Ctrl-C ends it early
        print(f"{found.total():,} requests: {dict(sorted(found.items()))}")
    sys.exit(found[500] > 0)


if __name__ == "__main__":
    main()
