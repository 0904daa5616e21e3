"""From a text to tokens, by the table of words in vocabulary.py."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dates.notation.characters import Character, characters
from dates.notation.labels import find_labels
from dates.notation.numerals import KANJI_NUMERALS, kanji_number
from dates.notation.vocabulary import ENGLISH, ERA_SHORT, VOCABULARY

DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
NUMBER_KINDS = {1: "N2", 2: "N2", 3: "N3", 4: "N4", 6: "N6", 8: "N8"}
UNITS = frozenset(("年", "年度", "月", "日", "時", "分", "日間"))
CENTURY = "'"  # stands where an era would:'24年
SIGNS = frozenset(("/", ".", "-", ":"))
LONGEST = max(map(len, VOCABULARY))


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its kind in the grammar, what it stands for, and where it was typed."""

    kind: str
    value: Any
    first: int
    last: int
    gap: bool = False
    line: bool = False
    digits: int = 0
    kanji: bool = False


Found = tuple[str, Any, int, int]  # kind, value, characters used, digits


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`; what the table does not know becomes tokens of the kind "word"."""
    letters = characters(text)
    plain = "".join(letter.text for letter in letters)
    labels = dict(sorted(find_labels(letters, text).items()))
    tokens: list[Token] = []
    place = 0
    while place < len(letters):
        if place in labels:
            label = labels[place]
            found: Found = ("phase", label, label.length, 0)
        else:
            end = next((begin for begin in labels if begin > place), None)
            found = next_word(letters, plain[:end], place)  # 改正 before a label is not 改正予定
        kind, value, length, digits = found
        first, last = letters[place], letters[place + length - 1]
        kanji = first.text in KANJI_NUMERALS
        token = Token(
            kind, value, first.place, last.place + 1, first.gap, first.line, digits, kanji
        )
        place += length
        if kind == "word" and tokens and tokens[-1].kind == "word" and not token.gap:
            token = Token("word", None, tokens[-1].first, token.last, tokens[-1].gap)
            tokens.pop()
        tokens.append(token)
    return joined(tokens)


def next_word(letters: list[Character], plain: str, place: int) -> Found:
    """The token that begins at `place`."""
    letter = plain[place]
    spelling = longest_word(plain, place)
    if spelling and (letter not in LETTERS or "." in spelling or not spelling.isascii()):
        return (*VOCABULARY[spelling], len(spelling), 0)
    if letter in ERA_SHORT and begins_year(plain, place):
        return "era", ERA_SHORT[letter], 1, 0
    if letter == CENTURY and run(letters, place, DIGITS) == 3:
        return "era", CENTURY, 1, 0
    if letter in DIGITS:
        length = run(letters, place, DIGITS)
        return NUMBER_KINDS.get(length, "N"), int(plain[place : place + length]), length, length
    if letter in KANJI_NUMERALS:
        return kanji_word(letters, plain, place)
    if letter in LETTERS:
        return latin_word(letters, plain, place)
    return "word", None, 1, 0


def longest_word(plain: str, place: int) -> str:
    """The longest spelling of the table that begins at `place`, or nothing."""
    for length in range(LONGEST, 0, -1):
        if plain[place : place + length] in VOCABULARY:
            return plain[place : place + length]
    return ""


def begins_year(plain: str, place: int) -> bool:
    """Return True if a letter is an era's: a number follows it, no other letter precedes it."""
    after = plain[place + 1 : place + 2]
    before = plain[place - 1 : place]
    if before in LETTERS or (plain[place] == "T" and before in DIGITS):
        return False
    return after in DIGITS or after == "元" or (after in KANJI_NUMERALS and after not in LETTERS)


def run(letters: list[Character], place: int, allowed: frozenset[str]) -> int:
    """The number of characters from `place` on that are of a set.

    White space ends a number in digits and a word, not a number in kanji.
    """
    length = 1
    while place + length < len(letters):
        letter = letters[place + length]
        if letter.text not in allowed or (letter.gap and allowed is not KANJI_NUMERALS):
            break
        length += 1
    return length


def kanji_word(letters: list[Character], plain: str, place: int) -> Found:
    """A number in kanji; it ends where a word of the table begins（第一四半期）."""
    longest = run(letters, place, KANJI_NUMERALS)
    length = 1
    while length < longest and not longest_word(plain, place + length):
        length += 1
    number = kanji_number(plain[place : place + length])
    if number is None:
        return "word", None, length, 0
    value, digits = number
    return NUMBER_KINDS.get(digits, "N"), value, length, digits


def latin_word(letters: list[Character], plain: str, place: int) -> Found:
    """A word in Latin letters: English, am and pm, Q, or ISO 8601's T."""
    length = run(letters, place, LETTERS)
    word = plain[place : place + length]
    if word == "T":
        return "T", None, 1, 0
    kind, value = ENGLISH.get(word.lower()) or VOCABULARY.get(word, ("word", None))
    return kind, value, length, 0


def joined(tokens: list[Token]) -> list[Token]:
    """Numbers that white space broke (2 8年) in one piece, where a unit says they are one."""
    result: list[Token] = []
    for token, following in pairwise([*tokens, Token("end", None, -1, -1)]):
        if result and broken(result, token, following):
            head = result.pop()
            digits = head.digits + token.digits
            value = head.value * 10**token.digits + token.value
            token = Token(
                NUMBER_KINDS[digits], value, head.first, token.last, head.gap, head.line, digits
            )
        result.append(token)
    return result


def broken(result: list[Token], token: Token, following: Token) -> bool:
    """Return True if `token` continues the number before it."""
    head = result[-1]
    if head.kanji or token.kanji:
        return False
    if not (head.digits and token.digits and token.gap and following.kind in UNITS):
        return False
    digits = head.digits + token.digits
    if len(result) > 1 and result[-2].kind in SIGNS:
        return False
    begins = len(result) == 1 or head.line  # １ ２月３日 can be item 1 of a list
    return digits == 4 or (digits == 2 and not begins)
