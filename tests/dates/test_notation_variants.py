"""Notations of real lists, in every width, with kanji numerals, broken by spaces and lines."""

import re

import pytest

from dates.messages import NotationError
from dates.notation import read

pytestmark = pytest.mark.slow

YEAR = {"fiscal_year": 2016}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
DIGITS = "〇一二三四五六七八九"
NOTATIONS = (
    *(
        "平成28年９月１日から５日間",
        "平成28年９月１日より起算して30日間",
        "平成28年９月５日から２週間",
    ),
    *("平成28年４月１日より３か月間", "平成28年４月１日から３ヶ月", "平成28年４月１日から１年間"),
    *("平成28年９月から３か月間", "平成28年度から３年間", "平成28年４月１日～６月30日（３か月間）"),
    *(
        "平成28年９月１日午前10時開議",
        "平成28年９月１日付け改正",
        "平成28年９月１日修正、10月３日更新",
    ),
    *("平成28年９月１日から５日までの日程", "平成28年９月１日～５日の日程で開催", "平成28事業年度"),
    *("平成28事業年度第１四半期", "平成28年７月１日、同８月１日", "平成28年７月１日から同15日まで"),
    *("本年（2016年）10月３日", "2016年（本年）10月", "自平成28年４月１日、至平成29年３月31日"),
    *("【平成28年９月１日】", "【平成28年度】", "平成28年９月１（木）～５日（月）"),
    *("平成28年９月１日 第33回", "平成28年９月５日～９日（土日を除く）", "６月の第３木曜日"),
    *("平成28年９月５日～９日（土・日・祝日を除く）", "平成28年６月第２・第４木曜日"),
    "平成28年６月16日（第３木曜日）",
)


def in_kanji(number: str) -> str:
    """二〇一六 for a year of four digits, 三十一 for the rest."""
    value = int(number)
    if len(number) > 2:
        return "".join(DIGITS[int(digit)] for digit in number)
    tens, ones = divmod(value, 10)
    head = ("", "十")[tens > 0] if tens < 2 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def forms(text: str) -> dict[str, str]:
    """The same notation as others write it."""
    narrow = text.translate(NARROW)
    number, unit = r"(?<=\d)(?=\D)", r"(?<=[年月日、～])(?=[\d第同])"
    return {
        "narrow": narrow,
        "wide": narrow.translate(WIDE),
        "kanji": re.sub(r"\d+", lambda found: in_kanji(found[0]), narrow),
        "spaced": re.sub(f"{number}|{unit}", " ", text),
        "ideographic": re.sub(f"{number}|{unit}", "　", text),
        "broken": re.sub(number, "\n", text),
        "brackets": text.replace("（", "(").replace("）", ")"),
    }


@pytest.mark.parametrize("text", NOTATIONS)
def test_notation_means_the_same_in_every_form(text):
    expected = read(text, **YEAR)
    assert expected.schedule.segments
    for name, form in forms(text).items():
        found = read(form, **YEAR)
        labels = [segment.label for segment in found.schedule.segments]
        plain = [segment.canonical() for segment in unlabelled(found)]
        assert plain == [segment.canonical() for segment in unlabelled(expected)], (name, form)
        assert len(found.warnings) == len(expected.warnings), (name, form)
        assert all(labels) == all(segment.label for segment in expected.schedule.segments)


def unlabelled(reading):
    """The segments without their labels, which keep the numerals that were typed."""
    return [type(one)(**{**fields(one), "label": ""}) for one in reading.schedule.segments]


def fields(segment) -> dict:
    return {name: getattr(segment, name) for name in segment.__slots__}


DATED = (
    ("平成28年９月１日（{}）から５日間", "木"),
    ("平成28年９月１日（{}）付け", "木"),
    ("平成28年９月１日（{}）更新", "木"),
    ("平成28年７月１日、同８月１日（{}）", "月"),
    ("本年（2016年）10月３日（{}）", "月"),
    ("自平成28年４月１日（{}）、至平成29年３月31日", "金"),
    ("【平成28年９月１日（{}）】", "木"),
    ("9月1日(木)～5日({})", "月"),
    ("9/1(木)～5({})", "月"),
    ("'16年９月１日（{}）", "木"),
    ("11/19({}) 15:30-", "土"),
    ("第33回 平成28年９月１日（{}）", "木"),
    ("平成28年９月５日～９日（{}）（土日を除く）", "金"),
    ("平成28年６月の第３木曜日（{}）", "木"),
    ("2016/10/24({}) 0:00", "月"),
)


@pytest.mark.parametrize(("text", "right"), DATED)
def test_day_of_the_week_that_contradicts_it_is_refused_and_righted(text, right):
    assert read(text.format(right), **YEAR).schedule.segments
    for wrong in set("月火水木金土日") - {right}:
        with pytest.raises(NotationError) as refusal:
            read(text.format(wrong), **YEAR)
        assert refusal.value.suggestion == text.format(right)
