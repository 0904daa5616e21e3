"""Properties of reading; HYPOTHESIS_EXAMPLES=100000 runs as many strings as the promise says."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from calendars.scheduled import message_text
from dates.fiscal import FiscalYear
from dates.messages import NotationError
from dates.notation import read
from dates.notation.context import Context
from dates.notation.reading import Attempt
from dates.schedule import Schedule
from tests.dates.notation_tables import table

pytestmark = pytest.mark.slow


def examples(ordinary: int) -> settings:
    """As many examples as asked for by the environment, or the ordinary number, always the same."""
    return settings(
        max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", ordinary)),
        deadline=None,
        derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )


FRAGMENTS = """
平成 令和 昭和 大正 明治 H R S ㍻ 28 29 元 年 年度 月 日 時 分 ～ 、 及び から まで 以降
頃 上旬 末 （月） （木） （祝） 10：00 11:30 午後 正午 第 四半期 上半期 下期 同年 翌年
本年 同月 翌日 2016 / - . 平成28年 ９月 １日 12日 ２月 自 至 事前評価： 改正 必着 中 の
毎月 未定 以内 日間 年間 回 20170403 二十八 2016-06-08 6/8 R5.7.1 各日 元年 ( ) 【 】
期間 1867 2101 100 from until about June fiscal half of 年度末 中頃
""".split()  # noqa: SIM905 - a list of words reads best as words
alphabet = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.sampled_from("0123456789０１９一二十〇年月日～〜、・（）()：:.-/ 　\n※①あAzT"),
    st.characters(),
)
texts = st.lists(alphabet, max_size=14).map("".join)
seeds = st.sampled_from([row["text"] for name in ("notations", "dated") for row in table(name)])
contexts = st.fixed_dictionaries(
    {},
    optional={
        "fiscal_year": st.integers(1868, 2100),
        "reference": st.dates(date(1868, 1, 1), date(2100, 12, 31)),
        "era": st.sampled_from(["平成", "令和", "H", "S"]),
    },
)


def check(text: str, context: dict) -> None:
    """Read a text; any answer but an error of reading keeps what is promised of it."""
    try:
        reading = read(text, **context)
    except NotationError:
        return
    for segment in reading.schedule.segments:
        for day in (segment.start, segment.end):
            assert day is None or 1868 <= day.year <= 2100
    assert Schedule.from_canonical(reading.schedule.canonical()) == reading.schedule
    assert all(str(message_text(one)) for one in reading.warnings)


@examples(2000)
@given(texts, contexts)
@example("平成28年９月１日", {})
def test_any_text_reads_or_is_refused(text, context):
    check(text, context)


@examples(2000)
@given(seeds, st.data(), contexts)
def test_notation_with_noise_reads_or_is_refused(text, data, context):
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 2))
    check(text[:place] + data.draw(alphabet) + text[place + length :], context)


@pytest.mark.parametrize("row", table("dated"), ids=lambda row: row["text"])
def test_white_space_between_any_two_characters_changes_nothing(row):
    """A break inside a word or before a unit; not one that would part digits or join dates."""
    expected = read(row["text"], **row["context"]).schedule
    text = row["text"]
    for place in range(1, len(text)):
        if set(text[place - 1 : place + 1]) & set("0123456789０１２３４５６７８９ 　\n：:)）】"):
            continue
        if text[place - 1] in "日月年度期末頃旬半時分" or text[place].isascii():
            continue
        broken = f"{text[:place]}\n{text[place:]}"
        try:
            found = read(broken, **row["context"]).schedule
        except NotationError:
            continue
        assert [segment.known_days() for segment in found.segments] == [
            segment.known_days() for segment in expected.segments
        ], broken


DIGITS = "0123456789０１２３４５６７８９"
ERAS = ("明治", "大正", "昭和", "平成", "令和")


def changes(text: str):
    """The text with one digit, one era or one separator changed."""
    for place, letter in enumerate(text):
        if letter in DIGITS:
            row = DIGITS[:10] if letter in DIGITS[:10] else DIGITS[10:]
            for digit in row:
                if digit != letter:
                    yield text[:place] + digit + text[place + 1 :]
        if letter in "～、":
            other = "、" if letter == "～" else "～"
            yield text[:place] + other + text[place + 1 :]
            if not text[place + 1 :][:1].isspace():  # a line break stands for 、 as well
                yield text[:place] + text[place + 1 :]
    for era in ERAS:
        if "平成" in text and era != "平成":
            yield text.replace("平成", era, 1)


DATED = [row for row in table("notations") if row["edtf"] != "-"]


@pytest.mark.parametrize("row", DATED, ids=lambda row: row["text"])
def test_changed_notation_has_the_changed_meaning_or_is_refused(row):
    original = read(row["text"], **row["context"])
    for text in changes(row["text"]):
        try:
            changed = read(text, **row["context"])
        except NotationError:
            continue
        assert changed.schedule != original.schedule, text


@pytest.mark.parametrize(
    "fragment",
    [
        "平成28年９月１日、",
        "１・",
        "9/1、",
        "（",
        "1～",
        "10:00～",
        "a：",
        "月 ",
        "十",
        "平成",
        "から",
    ],
)
def test_work_grows_with_the_length_of_the_text_and_no_faster(fragment):
    """Counted in rules tried, which no busy machine changes; bench/notation.py shows the times."""
    work = []
    for length in (200, 400):
        attempt = Attempt((fragment * length)[:length], Context(FiscalYear(2016)))
        with pytest.raises(NotationError):
            attempt.reading()
        work.append(len(attempt.state.memory))

    assert work[1] <= 2.2 * work[0] + 10
    assert work[0] < 12_000
