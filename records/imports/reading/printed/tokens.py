"""Words of a printed table: what stands between blanks, and how it is put together again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from records.imports.reading.printed.pages import Line

_OPENING, _CLOSING = "（(「｢『", "）)」｣』"
_NARROW = re.compile(r"[A-Za-z0-9０-９\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, its line, whether it is the line's first, and whether it begins a paragraph.

    `is_apart` is true after a blank between two Japanese letters: only a cell's edge or an
    author's own blank is there, while PDFs put blanks around letters and digits of their own.
    """

    text: str
    line: int
    is_first: bool
    is_apart: bool
    opens: bool | None


def tokens_of(lines: Iterable[Line]) -> list[Token]:
    """The words of some lines."""
    found: list[Token] = []
    opens: bool | None = True
    for line in lines:
        for at, word in enumerate(line.text.split()):
            is_apart = bool(found) and not (_narrow(found[-1].text[-1]) or _narrow(word[0]))
            found.append(Token(word, line.number, at == 0, is_apart, opens if at == 0 else False))
        opens = line.ends
    return found


def _narrow(letter: str) -> bool:
    return bool(_NARROW.match(letter))


def joined(tokens: Iterable[Token]) -> str:
    """The words as one text: Japanese has no blanks, Latin words keep one between them."""
    text = ""
    for token in tokens:
        latin = text[-1:].isascii() and text[-1:].isalnum()
        blank = " " if latin and token.text[0].isascii() and token.text[0].isalnum() else ""
        text += blank + token.text
    return text


def by_lines(tokens: Iterable[Token]) -> list[list[Token]]:
    """The words, line by line."""
    lines: list[list[Token]] = []
    for token in tokens:
        if token.is_first or not lines:
            lines.append([])
        lines[-1].append(token)
    return lines


def is_balanced(text: str) -> bool:
    """Return True if every bracket that is opened is closed, and the other way round."""
    depth = 0
    for letter in text:
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if depth < 0:
            return False
    return depth == 0


def outside_brackets(text: str) -> str:
    """A balanced text without what stands in brackets."""
    outside, depth = "", 0
    for letter in text:
        depth += letter in _OPENING
        outside += "" if depth else letter
        depth -= letter in _CLOSING
    return outside
