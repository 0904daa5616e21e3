"""Which statements each test asks a database, and which tests together ask all of them.

Two tests that ask alike are answered alike by a second database: there it is enough to run, of all
tests noted on the first (`--note-statements=FOLDER`), some that together ask everything that all of
them asked (`--covering=FOLDER`).
"""

import heapq
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OVERHEAD = 0.3  # seconds that a test costs beside those that it takes
NO_QUESTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")
TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"(\w+)"')
NAME_OR_TEXT = re.compile(r""""[^"]*"|'(?:[^']|'')*'""")
WORD = re.compile(r"\b[A-Za-z_]{2,}\b|[<>=|&@~]+")


def asked_by(sql: str) -> str | None:
    """What a statement asks: its tables, keywords, functions and operators; None for no question.

    Databases differ in these. Which columns are compared, and with what, they treat alike.
    """
    if sql.lstrip().startswith(NO_QUESTION):
        return None
    tables = sorted(set(TABLE.findall(sql)))
    words = sorted(set(WORD.findall(NAME_OR_TEXT.sub("", sql))))
    return " ".join([sql.split(maxsplit=1)[0], *tables, "/", *words])


class Notes:
    """A plugin that writes down, a line a test, its seconds and what it asked."""

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{worker}.tsv"
        self.asked: set[str] = set()
        self.seconds = 0.0
        connection_created.connect(self.listen)

    def listen(self, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        if self.note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.note)

    def note(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if asked := asked_by(str(sql)):
            self.asked.add(asked)
        return execute(sql, params, many, context)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.asked, self.seconds = set(), 0.0
        result = yield
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\t".join([item.nodeid, f"{self.seconds:.3f}", *sorted(self.asked)]) + "\n")
        return result


class Noted(NamedTuple):
    """One line of such notes."""

    test: str
    seconds: float
    asked: frozenset[str]

    def worth(self, left: set[str]) -> float:
        """How much of what is `left` it asks, for each second that it costs."""
        return len(self.asked & left) / (self.seconds + OVERHEAD)


def read_notes(folder: Path) -> list[Noted]:
    """The notes of every worker in `folder`."""
    lines = [
        line.split("\t")
        for file in sorted(folder.glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [Noted(test, float(seconds), frozenset(asked)) for test, seconds, *asked in lines]


def covering(notes: list[Noted]) -> set[str]:
    """Tests that together ask all that was asked, those worth most first; a greedy set cover."""
    left = {asked for noted in notes for asked in noted.asked}
    waiting = [(-noted.worth(left), number) for number, noted in enumerate(notes)]
    heapq.heapify(waiting)
    taken = set()
    while left:
        _worth, number = heapq.heappop(waiting)
        worth = notes[number].worth(left)
        if worth and waiting and worth < -waiting[0][0]:
            heapq.heappush(
                waiting, (-worth, number)
            )  # others were taken since, and it is worth less
        elif worth:
            left -= notes[number].asked
            taken.add(notes[number].test)
    return taken


def spared(notes: list[Noted], items: list[pytest.Item]) -> list[pytest.Item]:
    """The items that need not run: noted, and asking nothing that those taken do not ask.

    A test that asked nothing itself started programs that did: it runs.
    """
    taken = covering(notes)
    asked = {noted.test for noted in notes if noted.asked}
    return [item for item in items if item.nodeid in asked and item.nodeid not in taken]
