"""Requests that nobody would send by mistake: `python -m bench.requests [COUNT [SEED]]`.

Walks the site of the fiscal 2016 register for its addresses and forms, then sends COUNT requests
made from them at random, in every role, with hostile values in paths, queries, headers, fields,
files and bodies. No answer may be 500. What is found is printed with where it comes from. It makes
a database of its own, as the other benchmarks do; the same seed sends the same requests.
"""

import logging
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from io import StringIO
from traceback import format_exc
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.test import Client

from bench import ready  # noqa: F401 (it comes first)
from bench.feed import make_database
from bench.hostile import BODIES, FILES, HEADERS, HOSTILE, KINDS, NAMES, PLAUSIBLE
from bench.pages import settle

METHODS = (
    ["GET"] * 12 + ["POST"] * 6 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO"]
)
QUERIES = ("page", "per_page", "q", "_as_of", "_export", "_shape", "sort")
ALIKE = 3  # pages of one pattern that are walked
MUTATED = (0.0, 0.03, 0.1, 0.4)  # the share of a form's fields that get a hostile value
Field = tuple[str, str, list[str]]  # its name, its kind and the values that it offers


class Form(NamedTuple):
    """A form of a page: where it is sent, and its fields."""

    action: str
    fields: list[Field]


class Page(HTMLParser):
    """The addresses and forms on a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, a field or what it offers."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(urljoin(self.address, given.get("href", "")).partition("#")[0])
        elif tag == "form":
            action = urljoin(self.address, given.get("action", "")).partition("#")[0]
            self.forms.append(Form(action, []))
        elif self.forms and tag in ("input", "select", "textarea", "button") and "name" in given:
            offered = [given["value"]] if "value" in given else []
            self.forms[-1].fields.append((given["name"], given.get("type", tag), offered))
        elif tag == "option" and self.forms and self.forms[-1].fields:
            self.forms[-1].fields[-1][2].append(given.get("value", ""))


class Visitor(NamedTuple):
    """Somebody of a role; anyone, who never signs in, or a superuser."""

    role: str
    client: Client

    def enter(self) -> None:
        """Sign in, again if need be, also after somebody changed the account."""
        self.client.cookies.clear()
        if self.role == "anyone":
            return
        users = get_user_model()._base_manager
        user, _is_new = users.get_or_create(username=f"role {self.role}")
        is_root = self.role == "superuser"
        users.filter(pk=user.pk).update(is_active=True, is_staff=True, is_superuser=is_root)
        user.groups.set(groups().objects.filter(name=self.role))
        self.client.force_login(users.get(pk=user.pk))

    @property
    def is_out(self) -> bool:
        """Whether a request ended the session."""
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return self.role != "anyone" and not (cookie and cookie.value)


def groups() -> Any:
    """The model of groups, which cannot be imported before Django is ready."""
    return apps.get_model("auth", "Group")


def visitors() -> list[Visitor]:
    """One for each role."""
    call_command("sync_roles", stdout=StringIO())
    hosts = {"headers": {"Host": "localhost"}, "raise_request_exception": False}
    names = ["anyone", *groups().objects.values_list("name", flat=True), "superuser"]
    return [Visitor(role, Client(**hosts)) for role in names]


def pattern(address: str) -> str:
    """What addresses have in common that differ in uids, numbers and queries only."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+", "#", urlsplit(address).path)


def walked(client: Client) -> tuple[list[str], list[Form]]:
    """The addresses and forms that links lead to, a few of each pattern."""
    waiting = ["/", "/en/", "/admin/", "/sign-in/", "/feeds/all.ics", "/healthz", "/readyz"]
    seen: dict[str, str] = {}
    forms: list[Form] = []
    for address in waiting:
        if address in seen or Counter(seen.values())[pattern(address)] >= ALIKE:
            continue
        seen[address] = pattern(address)
        response = client.get(address)
        if not response.streaming and "html" in response.get("Content-Type", ""):
            page = Page(address)
            page.feed(response.content.decode())
            forms += page.forms
            waiting += [link for link in page.links if link.startswith("/")]
        response.close()
    return list(seen), forms


def grouped(found: Iterable[Any], key: Callable[[Any], object]) -> list[list[Any]]:
    """So that a chance takes one of each kind as often as one of another."""
    groups: dict[object, list[Any]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


class Maker:
    """Makes requests from what was found."""

    def __init__(self, chance: random.Random, addresses: list[str], forms: list[Form]) -> None:
        self.chance = chance
        self.addresses = grouped(addresses, pattern)
        self.forms = grouped(
            forms,
            lambda form: (pattern(form.action), frozenset(name for name, *_rest in form.fields)),
        )
        self.names = sorted({name for form in forms for name, *_rest in form.fields})

    def request(self) -> tuple[str, str, dict[str, Any]]:
        """A method, an address and the rest of what `Client.generic` takes."""
        method, chance = self.chance.choice(METHODS), self.chance
        address, rest = self._address(), {"headers": self._headers()}
        if method == "POST" and chance.random() < 0.8:
            form = chance.choice(chance.choice(self.forms))
            if chance.random() < 0.9:
                address = form.action
            rest["form"] = self._filled(form)
        elif method not in ("GET", "HEAD"):
            rest |= {"data": chance.choice(BODIES), "content_type": chance.choice(KINDS)}
        return method, address, rest

    def _value(self) -> str:
        return self.chance.choice(HOSTILE)

    def _address(self) -> str:
        parts = urlsplit(self.chance.choice(self.chance.choice(self.addresses)))
        path, query = parts.path, parts.query
        if self.chance.random() < 0.3:
            pieces = path.split("/")
            value = quote(self._value()[:200], errors="surrogatepass")
            pieces[self.chance.randrange(len(pieces))] = value
            path = "/" + "/".join(pieces).lstrip("/")
        if self.chance.random() < 0.6:
            names = self.chance.choices([*self.names, *QUERIES], k=3)
            pairs = [(name, self._value()) for name in names]
            query = urlencode(pairs, errors="surrogatepass")
        return f"{path}?{query}" if query else path

    def _headers(self) -> dict[str, str]:
        names = self.chance.sample(sorted(HEADERS), self.chance.choice((0, 0, 0, 1, 2)))
        return {name: self.chance.choice(HEADERS[name]) for name in names}

    def _filled(self, form: Form) -> dict[str, Any]:
        filled: dict[str, Any] = {}
        mutated = self.chance.choice(MUTATED)
        for name, kind, offered in form.fields:
            left_out = 0.5 if kind in ("checkbox", "radio", "submit") else mutated / 4
            if self.chance.random() < left_out:
                continue
            if kind == "file" and self.chance.random() < 0.6:
                filled[name] = self._file()
            elif self.chance.random() < mutated:
                filled[name] = self._value().encode("utf-8", "replace").decode()
            else:
                filled[name] = self.chance.choice(offered or ["", *PLAUSIBLE])
        return filled

    def _file(self) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.chance.choice(NAMES), self.chance.choice(FILES))


def send(visitor: Visitor, method: str, address: str, rest: dict[str, Any]) -> int:
    """The status of the answer, read to its end."""
    client, headers = visitor.client, rest["headers"]
    if "form" in rest:
        response = client.post(address, rest["form"], headers=headers)
    else:
        content = {name: rest[name] for name in ("data", "content_type") if name in rest}
        response = client.generic(method, address, headers=headers, **content)
    if response.streaming:
        for _piece in response:
            pass
    response.close()
    return response.status_code


def answers(count: int, seed: int) -> Iterator[tuple[int, str]]:
    """The status of each answer, and what was asked by whom."""
    people = visitors()
    people[-1].enter()
    maker = Maker(random.Random(seed), *walked(people[-1].client))
    for number in range(count):
        visitor = people[number % len(people)]
        if visitor.is_out or number % 400 < len(people):
            visitor.enter()
        method, address, rest = maker.request()
        try:
            status = send(visitor, method, address, rest)
        except UnicodeError:  # of a header that no client could send
            continue
        yield status, f"{visitor.role}: {method} {address[:300]} {str(rest)[:2_000]}"


def show(**_signal: object) -> None:
    """Print where an answer of 500 comes from."""
    print("".join(format_exc(limit=-6)), flush=True)


def main() -> None:
    """Print how many answers of each kind there were, and each of 500; exit with 1 if any."""
    count, seed = [*map(int, sys.argv[1:]), *(100_000, 1)[len(sys.argv) - 1 :]]
    settings.ROOT_URLCONF = "jlis_gov.urls"  # without what other benchmarks measure against
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    logging.disable()
    got_request_exception.connect(show)
    make_database()
    call_command("load_record", stdout=StringIO())
    settle()
    found: Counter[int] = Counter()
    try:
        for status, what in answers(count, seed):
            found[status] += 1
            if status >= 500:
                print(status, what, flush=True)
            if found.total() % 1_000 == 0:
                print(f"{found.total():,} sent, {found[500]} answered by 500", flush=True)
    finally:  # Ctrl-C ends it early
        print(f"{found.total():,} requests: {dict(sorted(found.items()))}")
    sys.exit(found[500] > 0)


if __name__ == "__main__":
    main()
