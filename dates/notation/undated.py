"""Wordings that name no day: recurring, relative, lasting so long, not yet settled."""

import re

from dates.notation.tokens import Token

# Spellings are of the normalised copy, white space left out, each N a number; beside them a
# notation that has one. A strong wording keeps even a text with a full date as words（平成28年４月
# から毎月）; beside a weak one such a date is rather offered as a correction.
STRONG: tuple[tuple[str, str], ...] = (
    ("随時 適時 適宜 都度 常時 不定期 定期的に 必要に応じ 必要時 必要がある 必要な時", "随時実施"),
    (
        "毎月 毎年 毎週 毎日 毎回 毎朝 毎時 毎四半期 各月 各四半期 毎N 月毎 年毎 週毎 四半期毎",
        "毎月",
    ),
    ("偶数月 奇数月 第N月曜 第N火曜 第N水曜 第N木曜 第N金曜 第N土曜 第N日曜", "第２、４水曜日"),
    ("日を除く 祝を除く 曜を除く 休を除く 日は除く 平日のみ", "９月５日～９日（７日を除く）"),
    ("隔年 隔月 隔週 隔日 ごと おきに Nおき 通年 年間を通じ 一年を通じ", "毎年６月から８月の間"),
    ("Nか月 Nヶ月 Nケ月 Nカ月 Nヵ月 Nヵ月 N箇月 N個月 Nか年 Nヶ年 Nカ年 N箇年", "三箇月"),
    ("N年間 N月間 N週間 N日間 N時間 N分間 N週 N営業日", "３年間"),
    ("以内 経過する 経過した", "二月以内"),
    ("N日前 N日後 N年前 N年後 N月前 N月後 の前日 の翌日 の前月 の翌月 の翌年", "会議の３日前"),
    ("いずれか うちN日 うちN回", "９月１日～５日のうち１日"),
    (")前後 旬前後 年前後 半期前後", "９月１日（木）前後"),
    ("未定 未決定 未確定 調整中 検討中 協議中 決定次第", "未定"),
)
WEAK: tuple[tuple[str, str], ...] = (
    ("年間N回 年N回 月N回 週N回 に一回 にN回 N回開催 N回実施 N回程度", "年\n間 18 回開催"),
    ("別途 後日 追って 順次 近日 直ちに 速やかに すみやかに 遅滞なく 終了後 当日", "遅滞なく"),
    ("年度内 年内 年末年始 年度当初 年度初め 年初 中頃 半ば 前半 後半 通期", "年度内"),
)
SEASONS = (
    "春 夏 秋 冬 春頃 夏頃 秋頃 冬頃 春ごろ 夏ごろ 秋ごろ 冬ごろ 春季 夏季 秋季 冬季",
    "令和５年春",
)

# How long and how often, which is no date（三月間, ２年ごと, ３日前; not ３日前後）, and dates.
NOT_A_DATE = re.compile(
    r"N[年月日週](?:度?間|以内|ごと|毎|おき|に(?=N回)|前(?![後半期])|後(?![半期]))"
)
A_DATE = re.compile(
    r"N(?:事業)?年|N月|N日|N[./-]N|曜|旬|N四半期|N半期|(?<!毎)(?:月末|年度末)|[本今来翌同昨当][年月]"
)


def holds_date(plain: str) -> bool:
    """Return True if a wording, every number as N, names a day, month or year, in part or whole."""
    return bool(A_DATE.search(NOT_A_DATE.sub("", plain)))


def names_no_day(plain: str, *, dated: bool) -> bool:
    """Return True if a text is such a wording; `dated` says that a full date can be read in it.

    `plain` is the normalised copy with every number as N.
    """
    if holds(plain, STRONG):
        return True
    return not dated and (holds(plain, WEAK) or plain.endswith(tuple(SEASONS[0].split())))


def holds(plain: str, rows: tuple[tuple[str, str], ...]) -> bool:
    """Return True if one of the spellings of these rows is in the text."""
    return any(spelling in plain for spellings, _seed in rows for spelling in spellings.split())


def numberless(tokens: list[Token], letters: list[tuple[int, str]]) -> str:
    """The normalised copy with every number as N; `letters` are its characters with places."""
    numbers = [(token.first, token.last) for token in tokens if token.digits]
    pieces: list[str] = []
    for place, letter in letters:
        while numbers and numbers[0][1] <= place:
            numbers.pop(0)
        if not numbers or place < numbers[0][0]:
            pieces.append(letter)
        elif place == numbers[0][0]:
            pieces.append("N")
    return "".join(pieces)
