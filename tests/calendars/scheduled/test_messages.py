"""Every code of the dates has words, in both languages, and all of its parameters in them."""

import string
from datetime import date

import pytest
from django.utils import translation

from calendars.scheduled import checked_fiscal_year, message_text
from calendars.scheduled.messages import WEEKDAY_NAMES, WORDS
from dates import ClosureCode, ErrorCode, NotationError, Notice, WarningCode, read

CODES = [*ErrorCode, *WarningCode, *ClosureCode]


@pytest.mark.parametrize("code", CODES)
def test_code_has_words_in_both_languages_with_the_same_parameters(code):
    texts = []
    for language in ("en", "ja"):
        with translation.override(language):
            texts.append(str(WORDS[code]))
    fields = [{name for _, name, _, _ in string.Formatter().parse(text)} for text in texts]
    assert texts[0] != texts[1]
    assert fields[0] == fields[1]


def test_codes_are_told_apart_in_one_table():
    assert len(WORDS) == len(CODES) == len({str(code) for code in CODES})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“（金）” contradicts the date: 1 September 2016 is a Thursday."),
        ("ja", "「（金）」が日付と合いません。平成28年９月１日は木曜日です。"),
    ],
)
def test_parameters_are_put_into_words_in_the_language_of_whoever_reads(language, text):
    with pytest.raises(NotationError) as refusal:
        read("平成28年９月１日（金）")

    assert refusal.value.values == {"part": "（金）", "date": date(2016, 9, 1), "weekday": 3}
    message = message_text(refusal.value)
    with translation.override(language):
        assert str(message) == text


def test_weekdays_are_those_of_the_calendar():
    with translation.override("en"):
        for number, name in enumerate(WEEKDAY_NAMES):
            assert str(name) == f"{date(2024, 1, 1 + number):%A}"


def test_a_notice_is_a_value():
    one, other = (read("平成28年11月３日").warnings for _ in range(2))
    (holiday,) = one
    assert {*one, *other} == {holiday}
    values = (("date", date(2016, 11, 3)), ("name", "文化の日"))
    assert holiday == Notice(WarningCode.HOLIDAY, values)


def test_number_that_is_no_fiscal_year_is_refused_in_words():
    with (
        translation.override("ja"),
        pytest.raises(ValueError, match="年度は1868から2100までです。"),
    ):
        checked_fiscal_year(1867)
