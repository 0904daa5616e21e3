"""Words that mean the same in searches, as the office lists them: a line for each group."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_GROUPS, MOST_WORDS, LONGEST_WORD = 100, 10, 50
_BETWEEN = re.compile("[、,，]")


def groups_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The groups of words that a text lists, a line each; a word may have spaces in it."""
    lines = ([word.strip() for word in _BETWEEN.split(line)] for line in text.splitlines())
    groups = (tuple(filter(None, words)) for words in lines)
    return tuple(group for group in groups if group)


def validate_synonyms(text: str) -> None:
    """Refuse a line that has no other word beside its first, and more than a search can ask.

    A word in several lines would mean all of them at once: hundreds of words for one.
    """
    groups = groups_of(text)
    if len(groups) > MOST_GROUPS:
        raise ValidationError(
            _("Please list at most %(most)d lines."), params={"most": MOST_GROUPS}, code="groups"
        )
    for words in groups:
        if not 2 <= len(words) <= MOST_WORDS or max(map(len, words)) > LONGEST_WORD:
            raise ValidationError(
                _("Please give 2 to %(most)d words of at most %(longest)d letters: “%(line)s”"),
                params={"most": MOST_WORDS, "longest": LONGEST_WORD, "line": "、".join(words)[:80]},
                code="words",
            )
    known = Counter(chain.from_iterable({_plain(word) for word in words} for words in groups))
    if twice := [word for word, lines in known.items() if lines > 1]:
        raise ValidationError(
            _("Please put all words that mean the same on one line: “%(word)s” stands on several."),
            params={"word": twice[0]},
            code="twice",
        )


def same_words(word: str, groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """`word` and the others of its groups, the word itself first."""
    others = {
        other: None
        for group in groups
        if _plain(word) in map(_plain, group)
        for other in group
        if _plain(other) != _plain(word)
    }
    return (word, *others)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
