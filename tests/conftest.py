"""Fixtures of every test: what a machine may lack, and a browser that forgives nothing."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.emptying import empty_tables
from tests.installations import (  # noqa: F401 (fixtures)
    django_db_modify_db_settings,
    installations,
    new_installation,
)
from tests.statements import Notes, read_notes, spared

LONG = ("browser", "clients", "slow")  # markers
NEED_DATABASE = {"db", "transactional_db", "new_installation"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "of each test take so many of its cases, spread over all of them"
    parser.addoption("--cases", type=int, default=0, metavar="NUMBER", help=text)
    text = "write down in FOLDER what each test asks a database"
    parser.addoption("--note-statements", type=Path, metavar="FOLDER", help=text)
    text = "of the tests noted in FOLDER take some that together ask all that was asked"
    parser.addoption("--covering", type=Path, metavar="FOLDER", help=text)


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("note_statements"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        config.pluginmanager.register(Notes(folder, worker))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "page" in fixtures:
            item.add_marker(pytest.mark.browser)
        is_case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
        if is_case or item.get_closest_marker("django_db") or fixtures & NEED_DATABASE:
            item.add_marker(pytest.mark.database)
    if most := config.getoption("cases"):
        taken = spread(items, most)
        deselect(config, items, {item for item in items if item not in taken})
    if folder := config.getoption("covering"):
        deselect(config, items, set(spared(read_notes(folder), items)))
    # What takes long begins first: at the end no process waits for another.
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))


def deselect(config: pytest.Config, items: list[pytest.Item], gone: set[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item in gone])
    items[:] = [item for item in items if item not in gone]


def spread(items: list[pytest.Item], most: int) -> set[pytest.Item]:
    """At most so many cases of each test, the first and the last among them."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    taken: set[pytest.Item] = set()
    for found in cases.values():
        last = len(found) - 1
        places = {round(n * last / max(most - 1, 1)) for n in range(most)}
        taken.update(found[place] for place in places)
    return taken


@pytest.fixture(autouse=True)
def in_japanese() -> Iterator[None]:
    """Start each test in the site's own language: a request leaves its language behind."""
    with translation.override("ja"):
        yield


@pytest.fixture(scope="session", autouse=True)
def emptied_tables() -> Iterator[None]:
    """Empty a transactional test's tables after it by `emptying`, not by Django's `flush`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_tables())
        yield


def program(name: str) -> str:
    """Return the path of a program that a test needs.

    A developer's machine may lack it, which skips the test and says why; CI may not.
    """
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"CI must have {name}")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = program("chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django takes that for async code of ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of; a test that provokes a complaint takes it out again."""
    return []


TELL_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def page(browser: Browser, live_server, faults: list[str]) -> Iterator[Page]:
    """A new page on the live server; paths are relative to it.

    The test fails on a console error, on a violation of the policy and on an uncaught script error.
    """

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} ({message.location.get('url', '')})")

    context = browser.new_context(
        base_url=live_server.url, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    context.set_default_timeout(10_000)
    context.add_init_script(TELL_POLICY)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []
