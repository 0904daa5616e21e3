"""Every correction that is offered can itself be read, by whoever refused the text."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from calendars.scheduled.forms import OfficialDateField, OfficialMomentField
from dates.messages import NotationError
from dates.notation import read
from tests.dates.notation_tables import table
from tests.dates.test_notation_properties import alphabet, contexts, examples, texts

pytestmark = pytest.mark.slow

ROWS = [row for name in ("notations", "dated", "undated", "refused") for row in table(name)]
PARTS = 20  # of thousands of rows: a test for each would cost more than reading them
SEEDS = st.sampled_from([row["text"] for row in ROWS])
# What clerks add to a date, what spoils one, and days of the week that may be wrong.
NOISE = ("ほか", " 会議室", "（土）～（日）", " 00:00:30", "\n：", "～")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def correction(text: str, context: dict) -> str:
    """The text that is offered instead of another; nothing where that can be read."""
    try:
        read(text, **context)
    except NotationError as error:
        return error.suggestion
    return ""


def check(text: str, context: dict) -> None:
    """Require that what is offered can be read in the same context, and as dates."""
    offered = correction(text, context)
    assert not offered or read(offered, **context).schedule.segments, (text, offered)


@pytest.mark.parametrize("part", range(PARTS))
def test_correction_of_a_spoilt_notation_can_be_read(part):
    for row in ROWS[part::PARTS]:
        for noise in NOISE:
            for spoilt in (f"{row['text']}{noise}", f"{noise}{row['text']}"):
                check(spoilt, row["context"])
        for day in "月木":
            check(re.sub(r"[（(][月火水木金土日][)）]", f"（{day}）", row["text"]), row["context"])


@examples(500)
@given(texts, contexts)
def test_correction_of_any_text_can_be_read(text, context):
    check(text, context)


@examples(500)
@given(SEEDS, st.data(), contexts)
def test_correction_of_a_notation_with_noise_can_be_read(text, data, context):
    place = data.draw(st.integers(0, len(text)))
    check(text[:place] + data.draw(alphabet) + text[place:], context)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("2016/6/8 10:00 会議室", "2016/6/8 10:00"),
        ("平成28年９月１日（金）～５日（火）", "平成28年９月１日（木）～５日（月）"),
        ("平成28年９月１日（金）、平成28年９月（火）", ""),
    ],
)
def test_correction_is_the_text_put_right_as_a_whole(text, offered):
    assert correction(text, {}) == offered


@pytest.mark.parametrize("field", [OfficialDateField(), OfficialMomentField()])
@pytest.mark.parametrize("part", range(PARTS))
def test_correction_that_a_field_offers_is_one_that_it_takes(field, part):
    for row in ROWS[part::PARTS]:
        for text in (row["text"], f"{row['text']}ほか"):
            try:
                field.clean(text)
            except ValidationError as error:
                found = re.search(r"Did you mean “(.*)”\?", " ".join(error.messages), re.DOTALL)
                assert not found or field.clean(found[1]), text
