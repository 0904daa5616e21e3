"""Labels of phases: 事前評価：平成28年９月."""

from dataclasses import dataclass
from itertools import pairwise

from dates.notation.characters import Character
from dates.notation.numerals import KANJI_NUMERALS
from dates.notation.vocabulary import DUE, ERA_SHORT

BOUNDARIES = frozenset("、,;。")
DATE_ENDS = frozenset("0123456789年月日旬末期頃度半時分)")
NUMBERS = frozenset("0123456789元") | KANJI_NUMERALS
ERA_BEGINS = frozenset(ERA_SHORT)
ERA_ENDS = frozenset(ERA_SHORT) | frozenset("治正和成")
NOT_LABELS = ("自", "至")
LIMIT = 60
# Words that are a label even without a colon, where white space or brackets part them from a date
# that follows: 受付期間 平成28年４月１日～, （日時）令和５年７月10日.
HEADINGS = (
    *("期間", "日時", "日程", "期限", "期日", "納期", "工期", "会期", "時期", "開催日", "実施日"),
    *("公告日", "開札日", "入札日", "締切日", "提出日", "説明会", "調査", "監査", "評価", "審査"),
)
HEADING_LIMIT = 16


@dataclass(frozen=True, slots=True)
class Label:
    """The words before a colon, and how many characters they and the colon take.

    `dated` says that they hold a year themselves（平成27年度決算：）: one that is missing after the
    colon may be that one, or not. Words that hold a month or a day are no label.
    """

    words: str
    length: int
    dated: bool


def find_labels(letters: list[Character], text: str) -> dict[int, Label]:
    """The labels of a text, by the place of their first character among `letters`."""
    found = find_headings(letters, text)
    begin, gap = 0, None
    for place, letter in enumerate(letters):
        if letter.line and place and letters[place - 1].text not in BOUNDARIES:
            begin, gap = place, None
        start = begin if gap is None else gap
        if letter.gap and place > start + 1 and letters[place - 1].text in DATE_ENDS:
            gap = place
        if letter.text == "【":
            begin, gap = place, None
        if letter.text in BOUNDARIES:
            begin, gap = place + 1, None
        elif is_colon(letters, place):
            label = make_label(letters[start : place + 1], text)
            if label:
                found[start + label[0]] = label[1]
            begin, gap = place + 1, None
        elif letter.text == "】" and letters[begin].text == "【" and goes_on(letters, place):
            label = make_label(letters[begin + 1 : place + 1], text)
            if label and label[1].words not in DUE:
                found[begin] = Label(label[1].words, place - begin + 1, label[1].dated)
            begin, gap = place + 1, None
    return found


def find_headings(letters: list[Character], text: str) -> dict[int, Label]:
    """The headings, at the beginning of a text or after white space or a comma."""
    found: dict[int, Label] = {}
    for place, letter in enumerate(letters):
        if place and not letter.gap and letters[place - 1].text not in BOUNDARIES:
            continue
        length = heading(letters, place)
        if length:
            words = text[letters[place].place : letters[place + length - 1].place + 1]
            found[place] = Label("".join(words.split()).strip("()（）"), length, False)
    return found


def heading(letters: list[Character], place: int) -> int:
    """The number of characters of the heading that begins here; 0 if none does."""
    bracket = letters[place].text == "("
    plain = ""
    for letter in letters[place : place + HEADING_LIMIT]:
        plain += letter.text
        if letter.text in NUMBERS or not (letter.text.isalpha() or letter.text in "()"):
            return 0
        after = letters[place + len(plain) : place + len(plain) + 1]
        if not after or (bracket and letter.text != ")") or not (bracket or after[0].gap):
            continue
        begins = after[0].text in NUMBERS or after[0].text in ERA_BEGINS
        if plain.strip("()").endswith(HEADINGS) and begins:
            return len(plain)
    return 0


def goes_on(letters: list[Character], place: int) -> bool:
    """Return True if something follows of which the words in brackets can be the label."""
    after = letters[place + 1 : place + 2]
    return bool(after) and after[0].text not in BOUNDARIES


def is_colon(letters: list[Character], place: int) -> bool:
    """Return True if a colon here ends a label; between two digits it is a clock's."""
    if letters[place].text != ":":
        return False
    around = letters[place - 1 : place] + letters[place + 1 : place + 2]
    return not (len(around) == 2 and all(letter.text.isdigit() for letter in around))


def make_label(letters: list[Character], text: str) -> tuple[int, Label] | None:
    """The label that the characters before a colon make, and how many bullets precede it."""
    bullets = 0
    while letters[bullets].text == "・":
        bullets += 1
    words = letters[bullets:-1]
    if not words or len(words) > LIMIT:
        return None
    plain = "".join(letter.text for letter in words)
    if plain in NOT_LABELS or plain.count("(") != plain.count(")"):
        return None
    if not any(letter.isalpha() and letter not in KANJI_NUMERALS for letter in plain):
        return None
    if numbered(plain, "月日時"):
        return None
    original = " ".join(text[words[0].place : words[-1].place + 1].split())
    years = plain.replace("事業年度", "年度")
    return bullets, Label(original, len(words) + 1, numbered(years, "年") or names_era(plain))


def numbered(plain: str, units: str) -> bool:
    """Return True if the words of a label hold a number of one of these units, or of an era."""
    return any(first in NUMBERS and second in units for first, second in pairwise(plain))


def names_era(plain: str) -> bool:
    """Return True if the words of a label hold the year of an era."""
    return any(first in ERA_ENDS and second in NUMBERS for first, second in pairwise(plain))
