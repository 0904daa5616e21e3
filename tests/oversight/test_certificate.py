"""The certificate of duties: each is told of, and nothing to who may not read what shows it."""

from datetime import date

from dates import FiscalYear
from oversight.certificate import certificate, told
from oversight.rules import Certainty, Facts
from oversight.rules.duty import Cycle, Match, MetBy
from tests.oversight.rules.duties.values import STATEMENTS, YEAR_END, audits, duty, sittings
from tests.oversight.rules.values import audit, audit_type, sitting, submission

TITLE = "平成28年度財務諸表"
STATEMENT = Match(kind=MetBy.SUBMISSION, codes=("submission",), words=("財務諸表",))
DUTIES = (
    duty("FS-SUB.A", STATEMENT, until="平成29年５月31日", deadline=STATEMENTS),
    duty("FS-SUB.B", STATEMENT, since="平成29年６月１日", deadline=STATEMENTS),
    duty("IA-PMS", audits("pms"), deadline=YEAR_END),
    duty("MC-MEET", sittings("management-council"), deadline=YEAR_END),
    duty("OFF-NOT", Match(kind=MetBy.SUBMISSION, codes=("notification",)), cycle=Cycle.EVENT),
    duty("BOOKS", cycle=Cycle.STANDING),
    duty("MN-YPL", STATEMENT, since="令和３年９月１日"),
    duty("CS-COOP", certainty=Certainty.UNVERIFIED, is_on=False),
)
FACTS = Facts(
    audit_types=(audit_type("pms"),),
    audits=(audit("平成28年11月８日", "other"),),
    sittings=(sitting("management-council", "平成28年６月８日"),),
    submissions=(submission("submission", "平成29年７月３日", TITLE),),
)
FOUND = certificate(FACTS, DUTIES, FiscalYear(2016), date(2017, 7, 31))


def standings(found):
    return [(line.duty.code, str(line.standing)) for line in found.lines]


def test_every_duty_is_told_of_also_where_nothing_is_asked():
    assert standings(FOUND) == [
        ("FS-SUB.A", "not_in_force"),
        ("FS-SUB.B", "met_late"),  # due on 30 June
        ("IA-PMS", "gap"),
        ("MC-MEET", "met"),
        ("OFF-NOT", "no_event"),
        ("BOOKS", "standing"),
        ("MN-YPL", "not_in_force"),
        ("CS-COOP", "off"),
    ]
    others = dict.fromkeys(("met", "met_late", "gap", "standing", "no_event", "off"), 1)
    assert dict(FOUND.counts) == others | {"not_in_force": 2}


def test_reader_learns_neither_of_records_nor_of_their_absence_where_some_are_closed():
    readable = frozenset({subject.uid for line in FOUND.lines for subject in line.records})
    of_audits = told(FOUND, frozenset({MetBy.AUDIT}), readable)
    assert standings(of_audits) == [
        ("FS-SUB.A", "not_in_force"),
        ("FS-SUB.B", "hidden"),
        ("IA-PMS", "gap"),
        ("MC-MEET", "hidden"),
        ("OFF-NOT", "hidden"),
        ("BOOKS", "standing"),
        ("MN-YPL", "not_in_force"),
        ("CS-COOP", "off"),
    ]
    assert "2017-07-03" not in str(of_audits.as_plain())
    everything = frozenset(MetBy)
    assert told(FOUND, everything, readable) == FOUND
    assert standings(told(FOUND, everything, frozenset()))[1] == ("FS-SUB.B", "hidden")


def test_plain_values_have_the_law_of_each_duty_and_what_met_it():
    plain = FOUND.as_plain()
    assert (plain["fiscal_year"], plain["at"]) == (2016, "2017-07-31")
    assert [one["code"] for one in plain["duties"]] == [one.code for one in DUTIES]
    [_before, statements, *_others, unverified] = plain["duties"]
    assert (statements["source"], statements["certainty"]) == ("機構法", "read")
    [record] = statements["periods"][0]["records"]
    assert record == {"kind": "oversight.submission", "uid": f"{TITLE}:平成29年７月３日"}
    assert statements["periods"][0]["due"] == "2017-06-30"
    assert (unverified["certainty"], unverified["is_on"]) == ("unverified", False)
