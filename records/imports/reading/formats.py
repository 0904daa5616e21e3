"""Number formats: a code as its tokens, and its sections.

ECMA-376 part 1, 18.8.30 and 18.8.31. What a section shows of a date is in `shown`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

# Formats that workbooks name by number only, as Excel shows them in Japan.
_ERA_DAY, _ERA_DAY_POINTS = 'ggge"年"m"月"d"日"', "ge.m.d"
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
BUILT_IN = {
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _ERA_DAY_POINTS,
    28: _ERA_DAY,
    29: _ERA_DAY,
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: _YEAR_MONTH,
    35: _MONTH_DAY,
    36: _ERA_DAY_POINTS,
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
    50: _ERA_DAY_POINTS,
    51: _ERA_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _ERA_DAY,
    55: _YEAR_MONTH,
    56: _MONTH_DAY,
    57: _ERA_DAY_POINTS,
    58: _ERA_DAY,
}
_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[(?P<elapsed>h+|m+|s+)\] | \[(?P<condition>[<>=][^\]]*)\] | \[(?P<bracket>[^\]]*)\]
    | (?P<number>general|g/標準|標準|e[+-][0#?]+|[0#?%]+)
    | (?P<half>am/pm|a/p)
    | (?P<weekday>d{3,}|a{3,}) | (?P<initial>m{5,})
    | (?P<date>y+|e+|g+|r+|b\d?|m+|d+|h+|s+(?:\.0+)?)
    | (?P<end>;) | (?P<text>@) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PART_OF = {
    "y": "year",
    "e": "year",
    "g": "era",
    "m": "month",
    "d": "day",
    "h": "hour",
    "s": "second",
}
PARTS = frozenset((*_PART_OF.values(), "weekday", "minute", "initial"))
_LOCALE = re.compile(r"\$([^-]*)-(?:[^,]*,)?([0-9A-F]{0,8})$", re.IGNORECASE)
_FOREIGN_CALENDARS = range(4, 9)  # of Taiwan, Korea, Islam, Thailand and the Jews


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section; `kind` is a part of dates, or words, number, text or another."""

    kind: str
    text: str = ""

    @classmethod
    def of_brackets(cls, text: str) -> Iterator[Self]:
        """The currency and calendar in a pair of brackets; colours and digits say no date."""
        if locale := _LOCALE.match(text):
            if locale[1]:
                yield cls("words", locale[1])
            if int(locale[2] or "0", 16) >> 16 & 0xFF in _FOREIGN_CALENDARS:
                yield cls("calendar")


Section = tuple[Token, ...]


@lru_cache(maxsize=500)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format's code, each as its tokens."""
    found: list[list[Token]] = [[]]
    for match in _TOKENS.finditer(code):
        kind = match.lastgroup or ""
        text = match[kind]
        match kind:
            case "end":
                found.append([])
                continue
            case "quoted" | "escaped":
                kind = "words"
            case "space" | "fill":
                kind, text = "words", " "
            case "date":
                kind = _PART_OF.get(text[0].lower(), "unknown")
            case "other":
                kind = "unknown" if text.isascii() and text.isalpha() else "words"
            case "bracket":
                found[-1] += Token.of_brackets(text)
                continue
        found[-1].append(Token(kind, text))
    return tuple(tuple(_with_minutes(section)) for section in found)


def _with_minutes(section: list[Token]) -> Iterator[Token]:
    """The tokens, those m being minutes that stand after hours or before seconds."""
    before = ""
    for at, token in enumerate(section):
        parts = (later.kind for later in section[at + 1 :] if later.kind in PARTS)
        if token.kind not in PARTS:
            yield token
            continue
        is_short = token.kind == "month" and len(token.text) <= len("mm")
        if is_short and (before == "hour" or next(parts, "") == "second"):
            token = Token("minute", token.text)
        before = token.kind
        yield token
