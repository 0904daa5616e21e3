"""What a search shows of a record: its name, and why it was found."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from records.base import local_name
from records.lists.snippets import Snippet, highlighted, pattern_of, snippet
from records.lists.words import WordsFilter

Texts = list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """A record that was found; its texts have the words marked.

    `title` is what it is called on the page and `own_name` what it is called in Japanese where that
    is something else. `beside` tells records of one name apart.
    """

    record: Any
    title: SafeString
    own_name: SafeString
    beside: SafeString
    snippets: tuple[Snippet, ...]


def matches(
    words: WordsFilter, value: str, records: Sequence[Any], beside: Callable[[Any], str]
) -> list[Match]:
    """Each of the records with why it meets every word of `value`; one query for all of them."""
    terms = {term: words.alike(term) for term in words.terms(value)}
    every = pattern_of(word for alike in terms.values() for word in alike)
    texts = words.texts(records) if records else {}
    return [_match(words, terms, every, one, texts.get(one.pk, []), beside(one)) for one in records]


def _match(
    words: WordsFilter,
    terms: dict[str, tuple[str, ...]],
    every: re.Pattern[str],
    record: Any,
    texts: Texts,
    beside: str,
) -> Match:
    title, own = local_name(record), str(record)
    shown = f"{title}\n{own}\n{beside}"
    untold = [alike for alike in terms.values() if not pattern_of(alike).search(shown)]
    return Match(
        record,
        highlighted(title, every),
        highlighted(own if own != title else "", every),
        highlighted(beside, every),
        tuple(dict.fromkeys(_reasons(words, untold, every, record, texts))),
    )


def _reasons(
    words: WordsFilter,
    untold: list[tuple[str, ...]],
    every: re.Pattern[str],
    record: Any,
    texts: Texts,
) -> Iterator[Snippet]:
    """For each word that its name does not have, the text that has it, or the reason without."""
    for alike in untold:
        pattern = pattern_of(alike)
        told = next(((head, text) for head, text in texts if pattern.search(text)), None)
        if told:
            yield Snippet(told[0], snippet(told[1], every))
            continue
        for word in alike:
            for reason in words.reasons(record, word)[:1]:
                yield Snippet("", highlighted(reason, every))
