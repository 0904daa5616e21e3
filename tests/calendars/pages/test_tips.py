"""What is told of a bar: all of it, within the drawing, and not on the bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.pages.tips import LETTER, MOST_LETTERS, PADDING, letters, tip, wrapped

WIDTH = 1210
TEXTS = st.text(st.sampled_from("監査情報 ab、（"), max_size=150)


@given(st.lists(TEXTS, max_size=4), st.floats(0, WIDTH), st.integers(0, 400))
def test_tip_tells_everything_within_the_drawing_and_beside_the_bar(pieces, x, y):
    box = tip(pieces, x, y, y + 16, WIDTH)
    told = "".join(line.text for line in box.lines)
    assert told.replace(" ", "") == "".join(pieces).replace(" ", "")
    assert box.x >= 0
    assert box.x + box.width <= WIDTH
    assert box.y >= 0
    assert box.y + box.height <= y or box.y >= y + 16
    for line in box.lines:
        assert letters(line.text) <= MOST_LETTERS
        assert line.x + letters(line.text) * LETTER <= box.x + box.width - PADDING + 0.1
        assert box.y < line.y <= box.y + box.height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("監査", ["監査"]),
        ("監" * 41, ["監" * 40, "監"]),
        (" ".join(["audits"] * 12), [" ".join(["audits"] * 11), "audits"]),
        ("a" * 81, ["a" * 80, "a"]),
    ],
)
def test_long_text_goes_on_in_another_line(text, lines):
    assert list(wrapped(text, MOST_LETTERS)) == lines


def test_first_bar_is_told_of_beneath_it():
    assert tip(["平成28年度"], 200, 30, 46, WIDTH).y > 46
    assert tip(["平成28年度"], 200, 300, 316, WIDTH).y < 300
