import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calendars.ical.text import calendar_name, clean, escape, fold, one_line

NASTY = [
    "第１回、内部統制委員会",
    r"\\server\new\監査,資料;一覧",
    r"C:\New\n",
    "改行\r\nLF\nCR\r終わり",
    "制御\x00文字\x07と\x1bエスケープ\x7f",
    "𠮷野家👩‍👩‍👧‍👦葛󠄀城市",  # four-byte characters, joined emoji, an IVS
    "隆" * 40,
    "か\u3099" * 30,  # combining
    "\\" * 80,
    ",;" * 40,
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=120),
    st.text(alphabet="\\,;nN\n aあ隆\U00020bb7👩\u200d葛\U000e0100", max_size=120),
)


def unfold(data: bytes) -> str:
    return re.sub(b"\r\n ", b"", data).removesuffix(b"\r\n").decode()


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


@given(texts)
@example("a" * 75)
@example("a" * 76)
def test_fold_keeps_the_text_and_the_limit(text):
    line = "SUMMARY:" + escape(clean(text))
    folded = fold(line)
    assert unfold(folded) == line
    for physical in folded.removesuffix(b"\r\n").split(b"\r\n"):
        physical.decode()  # each part is whole characters
        assert len(physical) <= 75
        assert physical.strip()
        assert (len(physical) - len(physical.rstrip(b"\\"))) % 2 == 0


@pytest.mark.parametrize("character", ["a", "é", "隆", "𠮷", "\\\\", r"\n", r"\,"])
@pytest.mark.parametrize("offset", range(60, 80))
def test_fold_at_every_offset_splits_nothing(character, offset):
    line = "a" * offset + character * 3 + "b" * 80
    first, *rest = fold(line).removesuffix(b"\r\n").split(b"\r\n")
    assert len(first) in range(75 - len(character.encode()) + 1, 76)
    assert first.decode() + "".join(part.decode()[1:] for part in rest) == line
    assert not re.search(rb"(?<!\\)(\\\\)*\\$", first)


@given(texts)
def test_escape_can_be_undone(text):
    cleaned = clean(text)
    assert unescape(escape(cleaned)) == cleaned


def test_clean_removes_what_loses_a_feed():
    assert (
        clean("\ufeff監\x00査\x85第１回\ud800\r\n\x0b 会\t\t議  室 ") == "監査\n第１回\n\n 会 議 室"
    )


def test_clean_keeps_the_characters_of_the_record():
    assert clean("隆 ①～〜−👩‍👧葛󠄀") == "隆 ①～〜−👩‍👧葛󠄀"


def test_one_line_has_no_line_break():
    assert one_line("第１回\r\n委員会") == "第１回 委員会"


def test_calendar_name_has_nothing_that_must_be_escaped():
    assert calendar_name("監査,会議;\\訓練\r\nX:1") == "監査、会議；＼訓練 X:1"
