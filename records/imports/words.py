"""Names as tables write them, and the nearest known ones where nobody knows them."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.functional import Promise

MOST_SUGGESTIONS = 5
LEAST_LIKENESS = 0.4


class UnknownWordError(ValueError):
    """A name that the register does not know; `suggestions` are nearby ones that it does.

    `message` is translated when it is shown.
    """

    def __init__(self, word: str, message: str | Promise, known: Iterable[str] = ()) -> None:
        self.word, self.message = word, message
        self.suggestions = suggestions(word, known)
        super().__init__(word)

    def __str__(self) -> str:
        return str(self.message)


def folded(text: str) -> str:
    """A copy to compare names by: without white space, and one width for every letter."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def suggestions(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names nearest to `word`, the nearest first, at most five."""
    names = {folded(name): name for name in known}
    near = get_close_matches(folded(word), names, MOST_SUGGESTIONS, LEAST_LIKENESS)
    return tuple(names[name] for name in near)
