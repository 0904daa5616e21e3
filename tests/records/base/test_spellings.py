"""A word is found however it is written, and nothing else is."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.base.spellings import spelling_pattern


def found(word, text):
    return re.search(spelling_pattern(word), text, re.IGNORECASE) is not None


@pytest.mark.parametrize(
    ("word", "stored"),
    [
        ("LGWAN", "ＬＧＷＡＮ"),
        ("ＬＧＷＡＮ", "lgwan"),
        ("第3回", "第３回"),
        ("第１２回", "第12回"),
        ("バックアップ", "ﾊﾞｯｸｱｯﾌﾟ"),
        ("ﾊﾞｯｸ", "バックアップ"),
        ("高橋", "髙橋"),
        ("山崎", "山﨑"),
        ("隆", "\uf9dc"),
        ("\uf9dc", "隆"),
        ("4月～6月", "４月〜６月"),
        ("(案)", "（案）"),
        ("吉田", "𠮷田"),
    ],
)
def test_word_is_found_in_another_spelling(word, stored):
    assert found(word, stored)


@pytest.mark.parametrize(
    ("word", "stored"),
    [
        ("a.c", "abc"),
        ("監査*", "監査"),
        ("第1回", "第2回"),
        ("1", "①"),
        ("[あ]", "あ"),
        ("か", "が"),
    ],
)
def test_word_is_no_pattern_of_its_own(word, stored):
    assert not found(word, stored)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_every_text_finds_itself_and_its_other_widths(text):
    normal = unicodedata.normalize("NFKC", text)
    assert found(normal, normal)
    assert found(text, normal)
