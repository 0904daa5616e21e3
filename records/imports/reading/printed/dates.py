"""Dates in a printed table, found by whoever can read dates."""

import re
from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.printed.tokens import Token, by_lines, joined

Reads = Callable[[str], bool]

TOO_MUCH = _("The text is too long to be read at once. Please paste the table alone, or a part.")
_ERA = "明治|大正|昭和|平成|令和"
_START = re.compile(rf"(?:[^：:]{{1,12}}[：:])?自?(?:{_ERA}|[MTSHR][0-9]|[12][0-9]{{3}}[-/.年])")
_GOES_ON = re.compile(r"[0-9０-９年月日時分旬期度頃末～〜~、，・：:平成令和昭及び]")
_PROSE = re.compile(r"[0-9０-９年月日度にのをはがで]")
_OPEN = ("～", "〜", "~", "、", "，", "・", "及び")
_LONGEST = 24  # words
_MOST_LINES = 20  # dates in a cell
_MOST_READ = 20_000  # texts; some seconds
_UNDATED = 6  # letters of a wording without a date (未定, 随時)


class Reader:
    """`reads`, asked once for each text and not without end."""

    def __init__(self, reads: Reads) -> None:
        self._reads, self._known = reads, dict[str, bool]()

    def __call__(self, text: str) -> bool:
        """Whether `text` is a date. Raises `TabularError` after very many."""
        if text not in self._known:
            if len(self._known) >= _MOST_READ:
                raise TabularError(TOO_MUCH)
            self._known[text] = self._reads(text)
        return self._known[text]


def end_of_date(tokens: list[Token], first: int, reads: Reads) -> int:
    """The end of the date that begins at a word; the word itself if none does."""
    token = tokens[first]
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    if not _START.match(token.text):
        is_alone = following is None or following.is_first
        return first + (is_alone and len(token.text) <= _UNDATED and reads(token.text))
    end = first
    for last in range(first, min(first + _LONGEST, len(tokens))):
        if not _GOES_ON.search(tokens[last].text):
            break
        if reads(joined(tokens[first : last + 1])):
            behind = tokens[last + 1] if last + 1 < len(tokens) else None
            is_prose = behind and not behind.is_first and _PROSE.match(behind.text)
            end = end if is_prose else last + 1
    return end


def end_of_dates(tokens: list[Token], first: int, reads: Reads) -> int:
    """The same for a cell that may hold several dates, each on lines of its own."""
    end = end_of_date(tokens, first, reads)
    for _line in range(_MOST_LINES):
        if end in (first, len(tokens)) or not tokens[end].is_first:
            break
        following = end_of_date(tokens, end, reads)
        if following == end:
            break
        end = following
    return end


def date_lines(tokens: list[Token], reads: Reads) -> list[str]:
    """The dates of one cell, a line each; a date that was broken over lines is one."""
    lines = by_lines(tokens)

    @cache
    def parts(first: int) -> tuple[str, ...]:
        """The most dates that the lines from `first` on can be; none if they cannot be."""
        best: tuple[str, ...] = ()
        for end in range(first + 1, len(lines) + 1):
            text = joined(token for line in lines[first:end] for token in line)
            below = lines[end][0].text if end < len(lines) else ""
            goes_on = below and (text.endswith(_OPEN) or below.startswith(_OPEN))
            if goes_on or not reads(text):
                continue
            rest = parts(end) if end < len(lines) else ()
            if (rest or end == len(lines)) and len(rest) + 1 > len(best):
                best = (text, *rest)
        return best

    return list(parts(0)) or [joined(tokens)]
