from datetime import date

import pytest
from django.utils import translation

from calendars.scheduled import message_text
from dates.fiscal import FiscalYear
from dates.messages import NotationError
from dates.notation import MAX_LENGTH, read
from dates.notation.grammar import PRODUCTIONS
from dates.notation.peg import State, read_expression
from dates.notation.reading import GRAMMAR
from dates.notation.tokens import Token, tokenise
from dates.notation.vocabulary import WORDS
from dates.schedule import Schedule
from dates.wording import Style, word
from tests.dates.notation_tables import table


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def warnings(text: str, **context) -> list[str]:
    return [str(message_text(warning)) for warning in read(text, **context).warnings]


@pytest.mark.parametrize("row", table("notations"), ids=lambda row: row["text"])
def test_notation_of_the_source_has_its_stated_meaning(row):
    found = read(row["text"], **row["context"]).schedule

    bounds = [day.isoformat() if day else "" for day in (found.starts_on, found.ends_on)]
    assert (word(found, Style.EDTF) or "-", *bounds, found.precision or "none") == (
        row["edtf"],
        row["start"],
        row["end"],
        row["precision"],
    )
    assert found.is_undated == (row["edtf"] == "-")


@pytest.mark.parametrize("row", table("dated"), ids=lambda row: row["text"])
def test_notation_of_other_offices_has_its_meaning(row):
    reading = read(row["text"], **row["context"])

    found = reading.schedule.canonical().replace("\n", " | ")
    assert (found, len(reading.warnings)) == (row["meaning"], int(row["warnings"]))


@pytest.mark.parametrize("row", table("undated"), ids=lambda row: row["text"])
def test_wording_that_names_no_day_is_kept_as_words(row):
    reading = read(row["text"], **row["context"])

    assert reading.schedule == Schedule(words=row["text"].replace("\n", ""))
    assert reading.schedule.ends_on is None
    assert len(reading.warnings) == int(row["warnings"])  # it warns where it holds a date


@pytest.mark.parametrize("row", table("refused"), ids=lambda row: row["text"])
def test_text_that_is_no_date_is_refused_naming_the_part(row):
    with pytest.raises(NotationError) as refusal:
        read(row["text"], **row["context"])

    error = refusal.value
    assert (error.part, error.suggestion) == (row["part"], row["suggestion"].replace("\\n", "\n"))
    assert error.part in str(message_text(error))


@pytest.mark.parametrize("seed", [seed for _name, _expression, seed in PRODUCTIONS])
def test_production_has_a_seed_that_the_grammar_takes(seed):
    tokens = [*tokenise(seed), Token("end", None, len(seed), len(seed))]

    outcome = GRAMMAR.parse("schedule", State(tokens))

    assert outcome is not None
    assert outcome[0] == len(tokens)


@pytest.mark.parametrize(("kind", "seed"), [(kind, seed) for kind, _value, _words, seed in WORDS])
def test_word_has_a_seed_in_which_it_stands(kind, seed):
    kinds = {token.kind for token in tokenise(seed)}

    assert kind in kinds


@pytest.mark.parametrize("text", ["", " \n　", "\u00ad\u200b"])
def test_blank_text_says_nothing_yet(text):
    assert read(text).schedule == Schedule()


def test_fiscal_year_may_be_given_as_a_number_or_a_value():
    expected = Schedule.from_canonical("2017-02-01..2017-02-28 month")

    assert read("２月", fiscal_year=2016).schedule == expected
    assert read("２月", fiscal_year=FiscalYear(2016)).schedule == expected


def test_text_that_is_too_long_is_refused():
    with pytest.raises(NotationError):
        read("平" * (MAX_LENGTH + 1))


def test_control_character_is_refused_by_its_code():
    with pytest.raises(NotationError) as refusal:
        read("毎月\x00")

    assert refusal.value.part == "'\\x00'"


def test_words_lose_only_the_line_breaks_of_their_cell():
    assert read("年\n間 18 回開催").schedule == Schedule(words="年間 18 回開催")


def test_ended_era_is_named_with_the_real_one():
    assert warnings("平成31年11月") == ["The era had ended: “平成31年11月” is 令和元年."]


def test_era_that_had_not_begun_is_named_with_the_real_one():
    assert warnings("令和元年４月") == ["The era had not begun: “令和元年４月” is 平成31年."]


def test_first_fiscal_year_of_an_era_begins_before_it_without_warning():
    assert warnings("令和元年度") == []


def test_national_holiday_is_named():
    assert warnings("平成28年11月３日") == ["3 November 2016 is a national holiday (文化の日)."]


def test_national_holiday_that_the_text_names_is_not_repeated():
    assert warnings("平成28年11月３日（木・祝）") == []


def test_span_longer_than_a_year_is_remarked():
    assert warnings("平成28年４月１日～平成29年４月２日") == [
        "“平成28年４月１日～平成29年４月２日” is longer than a year."
    ]
    assert warnings("平成28年４月１日～平成29年３月31日") == []


def test_wrong_weekday_says_which_it_is_and_offers_it():
    with pytest.raises(NotationError) as refusal:
        read("平成28年９月１日（金）")

    assert (
        str(message_text(refusal.value))
        == "“（金）” contradicts the date: 1 September 2016 is a Thursday."
    )
    assert refusal.value.suggestion == "平成28年９月１日（木）"


def test_reference_is_nearest_when_no_fiscal_year_is_known():
    context = {"reference": date(2017, 6, 16)}

    assert read("４月及び５月", **context).schedule.starts_on == date(2017, 4, 1)


@pytest.mark.parametrize("reference", [date(1, 1, 1), date(9999, 12, 31)])
def test_reference_out_of_range_is_refused(reference):
    with pytest.raises(NotationError):
        read("４月", reference=reference)


@pytest.mark.parametrize("day", [date(1868, 1, 1), date(2100, 12, 31)])
@pytest.mark.parametrize(
    "text", ["上半期", "本年度", "前年度", "元年12月", "２年３月", "12月", "来月"]
)
def test_context_at_the_ends_of_the_range_raises_only_refusals(text, day):
    try:
        schedule = read(text, reference=day).schedule
    except NotationError:
        return
    assert 1868 <= schedule.starts_on.year <= 2100


def test_half_of_a_fiscal_year_out_of_range_is_not_the_nearest():
    schedule = read("上半期", reference=date(1868, 1, 1)).schedule

    assert schedule == Schedule.from_canonical("1868-04-01..1868-09-30 half_year")


def test_expression_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not an expression"):
        read_expression("a | b )")


MACHINE_MIDNIGHT = "2016/10/24 0:00"


def test_midnight_that_a_program_left_is_said_to_be_left_out():
    (warning,) = warnings(MACHINE_MIDNIGHT)
    assert warning.startswith("“2016/10/24 0:00” is read without its time")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (MACHINE_MIDNIGHT, "2016-10-24..2016-10-24 minute 00:00-"),
        ("平成28年10月24日（月）０：００", "2016-10-24..2016-10-24 minute 00:00-"),
        ("2016/10/24 0:00～2016/10/26 0:00", "2016-10-24..2016-10-26 minute 00:00-00:00"),
        ("2016-10-24T00:00:00.000", "2016-10-24..2016-10-24 day"),
    ],
)
def test_midnight_that_a_person_confirms_is_a_time(text, meaning):
    reading = read(text, midnight=True)

    assert reading.schedule == Schedule.from_canonical(meaning)
    assert reading.warnings == ()


def test_two_wrong_weekdays_are_righted_at_once():
    with pytest.raises(NotationError) as refusal:
        read("平成28年９月１日（金）～５日（火）")

    assert refusal.value.part == "（金）"
    assert refusal.value.suggestion == "平成28年９月１日（木）～５日（月）"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2016/10/24 13:30:45", "“13:30:45” is exact to the second"),
        ("2016-10-24T00:00:00Z", "“T00:00:00Z” is in another time zone"),
    ],
)
def test_time_that_would_be_moved_or_cut_is_refused_without_a_guess(text, message):
    with pytest.raises(NotationError) as refusal:
        read(text)

    assert str(message_text(refusal.value)).startswith(message)
    assert refusal.value.suggestion == ""
