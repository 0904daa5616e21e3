"""What people ask of the record of fiscal 2016, with all that answers it."""

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from jlis_gov.composition import BY_RANK
from jlis_gov.loading import FILES, NAMESPACE
from jlis_gov.search import Query

QUESTIONS = Path(__file__).parent / "data" / "questions.tsv"
FIRST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found, in keys of the fixtures, beside what answers it."""

    question: str
    right: frozenset[str]
    found: frozenset[str]
    first: tuple[str, ...]
    told: int

    @property
    def recall(self) -> float:
        return len(self.right & self.found) / len(self.right)

    @property
    def precision(self) -> float:
        """Of the first five; of fewer, where there are fewer."""
        return sum(key in self.right for key in self.first) / max(len(self.first), 1)

    def __str__(self) -> str:
        wrong = [key for key in self.first if key not in self.right]
        missing = sorted(self.right - self.found)
        return f"{self.question}: {self.recall:.0%} {self.precision:.0%} {missing} {wrong}"


def answers() -> Iterator[Answer]:
    """Each question asked as anyone may; the search page's first, and the whole of the lists."""
    names = dict(keys())
    for line in QUESTIONS.read_text().splitlines():
        if line.startswith("#"):
            continue
        question, patterns = line.split("\t")
        query = asked(question)
        shown = query.found()
        yield Answer(
            question,
            frozenset(k for k in names.values() for p in patterns.split() if fnmatchcase(k, p)),
            frozenset(names[uid] for uid in listed(query)),
            tuple(names[m.record.uid] for one in shown for m, _address in one.results)[:FIRST],
            sum(one.count for one in shown),
        )


def asked(question: str) -> Query:
    request = RequestFactory().get("/search/", {"q": question})
    request.user = AnonymousUser()
    return Query.of(request, question)


def listed(query: Query) -> Iterator[uuid.UUID]:
    """All that the lists show of every kind under the same words."""
    for kind in BY_RANK:
        if kind.search:
            visible = kind.search.records(query.request.user).current()
            data = {"q": query.text}
            filters = kind.search.filters(data, queryset=visible, request=query.request)
            yield from filters.qs.values_list("uid", flat=True)


def keys() -> Iterator[tuple[uuid.UUID, str]]:
    """The uid of each row of the fixtures, with its kind and key."""
    for file, arrays in FILES.items():
        rows = tomllib.loads((settings.BASE_DIR / "fixtures" / file).read_text())
        for array, model in arrays.items():
            kind = model._meta.model_name
            for row in rows.get(array, ()):
                key = row.get("key") or row["slug"]
                yield uuid.uuid5(NAMESPACE, f"{kind}:{key}"), f"{kind}/{key}"
