import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from records.base.validators import control_characters, one_kind_of_line_break, validate_text


@pytest.mark.parametrize(
    "char",
    list("\x00\x1b\t\x7f\x85\u2028\u2029\u202e\u2066\ufffe\ufdd0\U0001ffff\ud800"),
    ids=ascii,
)
def test_character_that_acts_is_named(char):
    with pytest.raises(ValidationError) as caught:
        validate_text(f"監{char}査", multiline=True)
    assert f"U+{ord(char):04X}" in caught.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "監査　室",
        "隆\ufa9c\uf9dc",
        "葛\U000e0100",
        "👨\u200d💼",
        "a\u0301",
        "①㈱〜～",
        "\U0003fffd",
    ],
)
def test_character_that_is_read_is_kept(text):
    validate_text(text, multiline=False)


def test_line_feed_counts_on_one_line_only():
    assert control_characters("a\nb", multiline=False) == ["\n"]
    assert control_characters("a\nb", multiline=True) == []


def test_line_breaks_of_every_system_become_line_feeds():
    assert one_kind_of_line_break("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_every_letter_of_unicode_is_judged_by_what_it_is():
    def acts(code):
        is_control = unicodedata.category(chr(code)) in {"Cc", "Cs", "Zl", "Zp"}
        is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        is_bidi = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
        return is_control or is_noncharacter or is_bidi

    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    found = control_characters(everything, multiline=False)
    assert found == [chr(code) for code in range(sys.maxunicode + 1) if acts(code)]
