"""Why a search found something: the text that has a word in it, with the word marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from records.base import marked, person_pattern

BEFORE, AFTER = 24, 64  # letters around the first word of a longer text
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text of a record with the words in it marked, and what the text is."""

    label: str | Promise
    text: SafeString


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of these words however it is written, the longest first."""
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(person_pattern, longest_first)) or "(?!)", re.IGNORECASE)


def highlighted(text: str, pattern: re.Pattern[str]) -> SafeString:
    """`text` as HTML, with all that the pattern finds in a `mark`, and Japanese said to be so."""
    done, at = "", 0
    for match in pattern.finditer(text):
        done += f"{marked(text[at : match.start()])}<mark>{marked(match[0])}</mark>"
        at = match.end()
    return mark_safe(done + marked(text[at:]))  # noqa: S308 (each piece is escaped)


def snippet(text: str, pattern: re.Pattern[str]) -> SafeString:
    """The part of `text` around the first word that is found in it, on one line, marked."""
    line = " ".join(text.split())
    match = pattern.search(line)
    first = max(match.start() - BEFORE, 0) if match else 0
    last = min((match.end() if match else 0) + AFTER, len(line))
    start = LEFT_OUT if first else ""
    end = LEFT_OUT if last < len(line) else ""
    return mark_safe(start + highlighted(line[first:last], pattern) + end)  # noqa: S308 (escaped)
