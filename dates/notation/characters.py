"""A normalised copy of a text, each character knowing where it came from."""

import unicodedata
from dataclasses import dataclass

# What NFKC leaves apart (wave dash, minus, hyphens, rules) or would read as something else.
WAVES = dict.fromkeys("〜～~∼∿〰˜⁓—―ー─━⸺", "~")
HYPHENS = dict.fromkeys("-－−‐‑‒–﹣˗", "-")
WEEKDAYS = "月火水木金土日"
BRACKETED = {chr(0x322A + day): f"({name})" for day, name in enumerate(WEEKDAYS)}  # ㈪
CIRCLED = {chr(0x328A + day): f"({name})" for day, name in enumerate(WEEKDAYS)}  # ㊊
SQUARES = {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"}
OTHERS = {"‥": "..", **dict.fromkeys("’‘′`´ʼ", "'")}
RADICALS = frozenset(map(chr, range(0x2F00, 0x2FD6)))  # PDFs have ⽉ for 月
SPECIAL = {**WAVES, **HYPHENS, **BRACKETED, **CIRCLED, **SQUARES, **OTHERS}
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Character:
    """A character of the copy, the place of its original, and the white space before it."""

    text: str
    place: int
    gap: bool = False
    line: bool = False


def plain(original: str) -> str:
    """The normalised form of one character.

    ① and ⑴ are not the number 1: what NFKC would turn into digits or several characters stays.
    """
    if original in SPECIAL:
        return SPECIAL[original]
    folded = unicodedata.normalize("NFKC", original)
    symbol = unicodedata.category(original) in ("No", "So") and original not in RADICALS
    return original if symbol or len(folded) != 1 else SPECIAL.get(folded, folded)


def characters(text: str) -> list[Character]:
    """The characters of the normalised copy of `text`, white space left out."""
    found: list[Character] = []
    gap = line = False
    for place, original in enumerate(text):
        if original.isspace() or original in INVISIBLE:
            gap, line = True, line or original in LINE_ENDS
            continue
        for piece in plain(original):
            found.append(Character(piece, place, gap, line))
            gap = line = False
    return found
