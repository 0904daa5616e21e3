"""One word in all the ways it may be written: widths, compatibility forms, variants of kanji.

Neither SQLite nor PostgreSQL compares texts by NFKC, and what is stored stays as it was typed. So
the word becomes a regular expression that both understand: each letter stands for all that NFKC
turns into that letter, and for the variants that names are written with. It is made of literals
and alternatives only, so that no text makes it slow. Not covered are letters that NFKC takes apart
(㈱, ㌔) and variation selectors; ①, which it turns into 1, is left out on purpose.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

# Full and half width, and the ideographs that older character sets had twice.
_BLOCKS = ((0xFF01, 0xFFEF), (0xF900, 0xFAFF), (0x2E80, 0x2FDF), (0x2F800, 0x2FA1F))
_HALF_WIDTH_KANA, _VOICING = (0xFF66, 0xFF9D), "ﾞﾟ"
# Each group is one letter, in the forms that names and titles are written with.
_VARIANTS = (
    *("-‐‑–—―−", "~〜", "高髙", "崎﨑", "斎齋斉齊", "辺邊邉", "浜濱濵", "沢澤", "徳德", "桜櫻"),
    *("国國", "広廣", "島嶋嶌", "吉𠮷", "富冨", "柳栁", "瀬瀨", "頼賴", "真眞", "恵惠", "栄榮"),
    *("寿壽", "竜龍", "滝瀧", "関關", "条條", "会會", "総總", "検檢", "証證", "実實", "清淸"),
)


@lru_cache(maxsize=1024)
def spelling_pattern(word: str) -> str:
    """The regular expression that finds `word` however it is written."""
    return "".join(_letters(word))


@lru_cache(maxsize=1024)
def person_pattern(word: str) -> str:
    """The same for the name of a person, which has spaces between its parts, or has not."""
    return "[ \u3000]*".join(_letters("".join(word.split())))


def is_spelled(word: str, text: str) -> bool:
    """Return True if `word`, however it is written, is in `text`."""
    return re.search(spelling_pattern(word), text, re.IGNORECASE) is not None


def _letters(word: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFKC", word):
        spellings = sorted(_spellings().get(letter, {letter}))
        either = "|".join(map(re.escape, spellings))
        yield f"(?:{either})" if spellings[1:] else either


@cache
def _spellings() -> dict[str, set[str]]:
    """Each letter that can be written in several ways, with all of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in chain.from_iterable(range(first, last + 1) for first, last in _BLOCKS):
        _note(found, chr(code))
    for code in range(_HALF_WIDTH_KANA[0], _HALF_WIDTH_KANA[1] + 1):
        for mark in _VOICING:
            _note(found, chr(code) + mark)
    for group in _VARIANTS:
        together = set(group).union(*(found.get(letter, ()) for letter in group))
        found.update(dict.fromkeys(group, together))
    return found


def _note(found: dict[str, set[str]], written: str) -> None:
    """`written` is a way of writing the letter that NFKC turns it into."""
    letter = unicodedata.normalize("NFKC", written)
    if len(letter) == 1 and letter != written:
        found[letter] |= {letter, written}
