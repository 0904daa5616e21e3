"""A duty's values: words in titles, versions, keys of periods."""

from datetime import date

from dates import FiscalYear
from oversight.rules import Subject
from oversight.rules.duty import Fulfilment, Match, MetBy, Waiver, day_of, year_key
from tests.oversight.rules.duties.values import duty


def test_title_has_one_of_the_words_and_none_of_the_others():
    cases = [
        (Match(), "決算", True),
        (Match(words=("任命", "解任")), "役員の解任", True),
        (Match(words=("任命", "解任")), "役員の選任", False),
        (Match(words=("任命",), but=("同意",)), "役員の任命", True),
        (Match(words=("任命",), but=("同意",)), "役員の任命同意", False),
        (Match(but=("同意", "報告")), "任命の報告", False),
        (Match(but=("同意",)), "任命", True),
    ]
    for match, title, expected in cases:
        assert match.has_words(title) == expected, (match, title)


def test_version_of_a_code():
    versions = {code: duty(code).is_version_of("FS-SUB") for code in ("FS-SUB", "FS-SUB.A", "FS")}
    assert versions == {"FS-SUB": True, "FS-SUB.A": True, "FS": False}
    assert not duty("FS-SUBX").is_version_of("FS-SUB")


def test_kinds_that_show_it_and_periods_said_by_hand():
    one = duty(
        "X",
        Match(kind=MetBy.SUBMISSION),
        fulfilments=(Fulfilment("FY2016", Subject("x", "y")),),
        waivers=(Waiver("FY2017", "廃止"),),
    )
    assert (one.kinds, one.periods_by_hand) == ({MetBy.SUBMISSION}, {"FY2016", "FY2017"})


def test_keys_of_periods():
    assert (day_of("2016-09-08"), day_of("FY2016")) == (date(2016, 9, 8), None)
    assert year_key(FiscalYear(2016)) == "FY2016"
