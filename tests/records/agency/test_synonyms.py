"""Words that mean the same: how lines are read, what is refused, what a word stands for."""

import pytest
from django.core.exceptions import ValidationError

from records.agency.synonyms import groups_of, same_words, validate_synonyms

LINES = "BCP、業務継続 , 事業継続\n\n　、\n外部監査，外部審査\nｂｃｐ、business continuity"


def test_line_is_a_group_of_words():
    assert groups_of(LINES) == (
        ("BCP", "業務継続", "事業継続"),
        ("外部監査", "外部審査"),
        ("ｂｃｐ", "business continuity"),
    )
    assert groups_of(" \n") == ()


def test_word_stands_for_all_of_its_groups_however_it_is_written():
    groups = groups_of(LINES)
    assert same_words("ＢＣＰ", groups) == (
        *("ＢＣＰ", "業務継続", "事業継続"),
        "business continuity",
    )
    assert same_words("外部審査", groups) == ("外部審査", "外部監査")
    assert same_words("審査", groups) == ("審査",)


@pytest.mark.parametrize(
    "text",
    [
        *("BCP", "BCP、", "A、B\n訓練", "、".join("abcdefghijk"), "訓練、" + "長" * 51),
        *("A、B\n" * 101, "BCP、業務継続\nｂｃｐ、事業継続"),
    ],
)
def test_line_that_is_no_group_is_refused(text):
    with pytest.raises(ValidationError):
        validate_synonyms(text)


def test_groups_are_accepted_up_to_their_limits():
    validate_synonyms("")
    lines = ["、".join(f"語{line}-{at}" for at in range(10)) for line in range(99)]
    validate_synonyms("\n".join([*lines, "訓練、" + "長" * 50]))
