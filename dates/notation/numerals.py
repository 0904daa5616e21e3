"""Numbers in kanji."""

KANJI_DIGITS = {
    **{name: value for value, name in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
    "壹": 1,
    "貳": 2,
    "參": 3,
}
KANJI_TENS = {"廿": 20, "卅": 30}
KANJI_SCALES = {"十": 10, "拾": 10, "百": 100, "千": 1000}
CIRCLES = "○◯"  # typed for 〇, but also to leave a number blank
KANJI_NUMERALS = frozenset((*KANJI_DIGITS, *KANJI_TENS, *KANJI_SCALES, *CIRCLES))


def kanji_number(text: str) -> tuple[int, int] | None:
    """Value and number of digits of a number in kanji, by place (二〇一六) or by scale (二十八).

    None if it is neither. A ○ counts as 〇 only in a year of four digits: 平成○年 is a blank.
    """
    if any(name in CIRCLES for name in text):
        text = text.translate(str.maketrans(CIRCLES, "〇" * len(CIRCLES)))
        if len(text) != 4 or not any(KANJI_DIGITS.get(name) for name in text):
            return None
    if all(name in KANJI_DIGITS for name in text):
        return int("".join(str(KANJI_DIGITS[name]) for name in text)), len(text)
    value = scaled(text)
    return None if value is None else (value, len(str(value)))


def scaled(text: str) -> int | None:
    """二千十六 or 廿八 as a number; None if its scales do not fall."""
    total, digit, least = 0, None, 10_000
    for name in text:
        if name in KANJI_DIGITS:
            if digit is not None or not KANJI_DIGITS[name]:
                return None
            digit = KANJI_DIGITS[name]
            continue
        scale = KANJI_SCALES.get(name, 10)
        if scale >= least or (name in KANJI_TENS and digit is not None):
            return None
        total += KANJI_TENS.get(name) or scale * (digit or 1)
        digit, least = None, scale
    return total + (digit or 0)
