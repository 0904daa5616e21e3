"""What met a duty in a period, or how it stands."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, read
from oversight.rules import Certification, Facts, Item, Subject
from oversight.rules.duties import DutyState, duties_of
from oversight.rules.duty import Cycle, Deadline, DeadlineRule, Fulfilment, Match, MetBy, Waiver
from tests.oversight.rules.duties.values import (
    STATEMENTS,
    YEAR_END,
    audits,
    duty,
    instances,
    items,
    sittings,
    states,
)
from tests.oversight.rules.values import AFTER, audit, audit_type, department, drill, sitting

REPRESENTATIVE, MANAGEMENT = "representative-council", "management-council"
END = date(2017, 3, 31)


def item(title: str, matter: str = "", body: str = REPRESENTATIVE, **values) -> Item:
    return Item(uid=title, body=body, title=title, matter=matter, **values)


def test_statements_fall_under_the_version_in_force_on_their_last_day():
    """Regime B began on a day between 24 May and 23 June 2017 that was not found."""
    between = "平成29年５月24日から６月23日まで"
    submission = Match(kind=MetBy.SUBMISSION)
    a = duty(
        "FS-SUB.A",
        submission,
        since="平成26年４月１日",
        until="平成29年５月23日から６月22日まで",
        deadline=STATEMENTS,
    )
    b = duty("FS-SUB.B", submission, since=between, deadline=STATEMENTS)
    before = date(2016, 5, 1)
    assert [
        (one.duty.code, one.key, one.due, str(one.state), one.is_certain)
        for year in (2015, 2016, 2017)
        for one in instances((a, b), year=year, at=before)
    ] == [
        ("FS-SUB.A", "FY2015", date(2016, 6, 30), "open", True),
        ("FS-SUB.B", "FY2016", date(2017, 6, 30), "open", True),
        ("FS-SUB.B", "FY2017", date(2018, 7, 2), "open", True),
    ]
    assert states((a, b), at=date(2017, 7, 1)) == [("FY2016", "not_recorded", date(2017, 6, 30))]
    # An event within the days of doubt falls under both: neither is chosen.
    event = sitting(REPRESENTATIVE, "平成29年６月１日", item("変更", "budget"), year=2017)
    shown_by = items(REPRESENTATIVE, "budget")
    both = tuple(
        replace(one, cycle=Cycle.EVENT, shown_by=shown_by, deadline=Deadline()) for one in (a, b)
    )
    found = instances(both, Facts(sittings=(event,)), year=2017)
    assert [(one.duty.code, one.is_certain) for one in found] == [
        ("FS-SUB.A", False),
        ("FS-SUB.B", False),
    ]


def test_settlement_is_met_by_its_item_and_due_before_the_statements():
    held = sitting(REPRESENTATIVE, "平成28年６月22日", item("平成27年度決算", "settlement"))
    heard = sitting(
        MANAGEMENT, "平成28年６月８日", item("平成27年度決算", "settlement", MANAGEMENT)
    )
    duties = (
        duty(
            "MC-SET",
            items(MANAGEMENT, "settlement"),
            deadline=Deadline(rule=DeadlineRule.BEFORE_DUTY, before="RC-SET"),
        ),
        duty(
            "RC-SET",
            items(REPRESENTATIVE, "settlement"),
            deadline=Deadline(rule=DeadlineRule.BEFORE_DUTY, before="FS-SUB"),
        ),
        duty("FS-SUB.A", deadline=STATEMENTS),
    )
    facts = Facts(sittings=(held, heard))
    found = instances(duties, facts)
    due = date(2016, 6, 30)  # of the statements of fiscal 2015
    assert [(one.key, one.state, one.due, one.records) for one in found[:2]] == [
        ("FY2016", DutyState.MET, due, (heard.subject,)),
        ("FY2016", DutyState.MET, due, (held.subject,)),
    ]
    assert found[1].met_on == held.schedule
    [early, _rest] = instances(duties[:2], facts, at=date(2016, 6, 7))
    assert (early.state, early.records) == (DutyState.OPEN, (heard.subject,))
    circle = tuple(replace(one, deadline=replace(one.deadline, before=one.code)) for one in duties)
    assert {one.due for one in instances(circle[:2], facts)} == {None}


def test_yearly_duty_by_times_words_and_what_is_kept():
    body = "risk-management-committee"
    first, second = sitting(body, "平成28年４月21日"), sitting(body, "平成29年３月16日", number=2)
    twice = (duty("RM-COM", sittings(body), times=2, deadline=YEAR_END),)
    both = Facts(sittings=(second, first))
    [found] = instances(twice, both)
    assert (found.state, found.met_on) == (DutyState.MET, second.schedule)
    assert states(twice, Facts(sittings=(first,)), at=END) == [("FY2016", "open", END)]
    [late] = instances(twice, Facts(sittings=(first,)))
    assert (late.state, late.is_late) == (DutyState.OPEN, True)
    assert states(twice, Facts(sittings=(replace(first, status="cancelled"),))) == [
        ("FY2016", "open", END)
    ]
    other = sitting("other", "平成28年４月21日")
    assert states(twice, Facts(sittings=(other,)), at=END) == [("FY2016", "open", END)]
    assert states(twice, Facts(sittings=(other,))) == [("FY2016", "not_recorded", END)]
    for at in (date(2016, 4, 1), AFTER):
        unkept = duty("SC-SELF", deadline=YEAR_END)
        assert states((unkept,), both, at=at) == [("FY2016", "not_recorded", END)]
    third = sitting(body, "平成29年３月30日", number=3)
    [found] = instances(twice, Facts(sittings=(third, second, first)))
    assert found.met_on == second.schedule
    year_before = replace(second, fiscal_year=2015)
    assert states(twice, Facts(sittings=(first, year_before))) == [("FY2016", "open", END)]
    assert states((replace(twice[0], is_on=False),), both) == []


def test_duty_of_several_types_of_audit_needs_each():
    types = tuple(audit_type(slug) for slug in ("security", "crisis", "other"))
    both = (duty("IA-YR", audits("security", "crisis"), deadline=YEAR_END),)
    one, another = audit("平成28年５月10日", "security"), audit("平成29年２月１日", "crisis")
    [met] = instances(both, Facts(audit_types=types, audits=(one, another)))
    assert (met.state, met.met_on) == (DutyState.MET, another.schedule)
    assert states(both, Facts(audit_types=types, audits=(one,))) == [("FY2016", "open", END)]
    # Nothing but another type of that regime is kept: it was kept, and these were not held.
    other = audit("平成28年５月10日", "other")
    assert states(both, Facts(audit_types=types, audits=(other,))) == [("FY2016", "open", END)]
    named = (duty("IA-YR", replace(audits("crisis"), words=("危機",)), deadline=YEAR_END),)
    for title, kind, state in (
        ("危機管理監査", "crisis", "met"),
        ("監査", "crisis", "open"),
        ("危機管理監査", "other", "open"),
    ):
        kept = Facts(audit_types=types, audits=(audit("2016-05-10", kind, title=title),))
        assert states(named, kept) == [("FY2016", state, END)], (title, kind)


def test_monthly_duty_has_twelve_periods_of_which_each_is_met_by_what_touches_it():
    facts = Facts(
        audit_types=(audit_type("monthly"),),
        audits=(audit("平成28年６月から８月まで", "monthly"), audit("平成29年３月", "monthly")),
    )
    found = instances(
        (duty("AU-MON", audits("monthly"), cycle=Cycle.MONTH, deadline=YEAR_END),), facts
    )
    assert [one.key for one in found][::11] == ["2016-04", "2017-03"]
    assert len(found) == 12
    assert [one.key for one in found if one.state == DutyState.MET] == [
        *("2016-06", "2016-07", "2016-08", "2017-03")
    ]
    assert [(one.due, one.is_late) for one in found[:2]] == [
        (date(2016, 4, 30), True),
        (date(2016, 5, 31), True),
    ]


def test_calendar_year_is_met_by_what_lies_in_it_of_two_fiscal_years():
    surveillance = (duty("IS-SUR", audits("isms"), cycle=Cycle.CALENDAR_YEAR, deadline=YEAR_END),)
    types = (audit_type("isms", regime="external"),)
    spring = audit("平成28年２月３日", "isms", year=2015, regime="external")
    next_spring = audit("平成29年２月３日", "isms", regime="external")
    due = date(2016, 12, 31)
    for held, state in ((spring, "met"), (next_spring, "open")):
        facts = Facts(audit_types=types, audits=(held,))
        assert states(surveillance, facts) == [("2016", state, due)]


def test_duty_of_each_department_is_met_by_what_covers_it():
    facts = Facts(
        departments=(department(1), department(2), department(3, parent=2)),
        audit_types=(audit_type("pms"),),
        audits=(audit("平成28年５月10日", "pms", covers=(1, 3)),),
        drills=(drill("平成28年５月", 2),),
    )
    each = duty("PM-AUD", audits("pms"), each_department=True, deadline=YEAR_END)
    found = instances((each,), facts)
    assert [(one.key, str(one.state), len(one.records)) for one in found] == [
        ("FY2016:department-1", "met", 1),
        ("FY2016:department-2", "open", 1),
    ]
    drills = replace(each, met_by=Match(kind=MetBy.DRILL))
    assert [str(one.state) for one in instances((drills,), facts)] == ["open", "met"]


def test_event_is_shown_by_a_record_or_there_is_no_instance():
    consent = sitting(
        REPRESENTATIVE, "平成28年８月24日", item("役員の任命同意", "officers"), status="planned"
    )
    articles = sitting(REPRESENTATIVE, "平成28年９月８日", item("定款の変更", "articles"))
    facts = Facts(sittings=(consent, articles))
    resolved = duty("RC-ART", items(REPRESENTATIVE, "articles"), cycle=Cycle.EVENT)
    [met] = instances((resolved,), facts)
    assert (met.key, met.state, met.records) == ("2016-09-08", DutyState.MET, (articles.subject,))
    shown_by = items(REPRESENTATIVE, "officers", words=("任命同意",))
    reported = duty("OFF-NOT", Match(kind=MetBy.SUBMISSION), cycle=Cycle.EVENT, shown_by=shown_by)
    [untold] = instances((reported,), facts)
    assert (untold.state, untold.event, untold.due) == (
        DutyState.NOT_RECORDED,
        consent.subject,
        None,
    )
    assert (
        instances((replace(reported, shown_by=items(REPRESENTATIVE, but=("任命", "定款"))),), facts)
        == []
    )
    assert instances((resolved, reported), facts, year=2017) == []
    by_hand = replace(resolved, fulfilments=(Fulfilment("2016-05-02", articles.subject),))
    assert [one.key for one in instances((by_hand,), facts)] == ["2016-09-08", "2016-05-02"]
    # A period that is no day, of the time when the duty went by months, is no event.
    before = replace(resolved, fulfilments=(Fulfilment("2016-05", articles.subject),))
    assert [one.key for one in instances((before,), facts)] == ["2016-09-08"]


def test_certificate_without_days_is_not_recorded_and_with_them_asks_in_the_year_of_its_day():
    mark = Certification(subject=Subject("audits.certification", "mark"), name="プライバシーマーク")
    certified = Match(kind=MetBy.CERTIFICATION, words=("プライバシーマーク",))
    renewal = duty(
        "PM-REN",
        Match(kind=MetBy.SUBMISSION),
        cycle=Cycle.CERTIFICATE,
        shown_by=certified,
        deadline=Deadline(rule=DeadlineRule.WINDOW, months=8, until_months=4, is_moved=True),
    )
    held = duty(
        "PM-VAL",
        certified,
        cycle=Cycle.CERTIFICATE,
        deadline=Deadline(rule=DeadlineRule.AFTER_START, months=24, days=-1),
    )
    facts = Facts(certifications=(mark,))
    assert states((renewal, held), facts) == [("FY2016", "not_recorded", None)] * 2
    dated = replace(mark, valid_from=date(2022, 12, 2), valid_until=date(2024, 12, 1))
    facts = Facts(certifications=(dated,))
    [window, whole] = instances((renewal, held), facts, year=2024, at=date(2024, 4, 1))
    assert (window.opens, window.due) == (date(2024, 4, 2), date(2024, 8, 1))
    assert (window.key, window.state) == ("2024-12-01", DutyState.OPEN)
    assert (whole.state, whole.due, whole.records) == (
        DutyState.MET,
        date(2024, 12, 1),
        (dated.subject,),
    )
    assert instances((renewal, held), facts, year=2023) == []
    assert instances((renewal, held), year=2024) == []


def test_waiver_and_link_by_hand_count_for_their_period_alone():
    link, record = Subject("meetings.meeting", "linked"), audit("平成28年５月10日", "pms")
    facts = Facts(audit_types=(audit_type("pms"),), audits=(record,))
    yearly = duty("X", audits("isms"), deadline=YEAR_END, fulfilments=(Fulfilment("FY2016", link),))
    [met] = instances((yearly,), facts)
    assert (met.state, met.records) == (DutyState.MET, (link,))
    assert [one.state for one in instances((yearly,), facts, year=2015)] == [DutyState.NOT_RECORDED]
    waived = replace(yearly, fulfilments=(), waivers=(Waiver("FY2016", "廃止のため"),))
    [found] = instances((waived,), facts)
    assert (found.state, found.reason, found.is_late) == (DutyState.WAIVED, "廃止のため", False)


def test_standing_duty_says_so_with_what_bears_witness_to_it():
    body = "identity-committee"
    held = sitting(body, "平成29年３月", number=None)
    standing = duty("PC-JKA", sittings(body), cycle=Cycle.STANDING, since="平成27年10月")
    [found] = instances((standing,), Facts(sittings=(held,)))
    assert (found.state, found.records, found.due) == (DutyState.STANDING, (held.subject,), None)
    # In force from a day within October 2015: in fiscal 2015 at some time, in 2014 never.
    assert [len(instances((standing,), year=year)) for year in (2014, 2015)] == [0, 1]


def test_met_after_its_day_is_late():
    body = "committee"
    by_may = duty("X", sittings(body), deadline=Deadline(rule=DeadlineRule.BEFORE_YEAR))
    [found] = instances((by_may,), Facts(sittings=(sitting(body, "平成28年４月21日"),)))
    assert (found.state, found.due, found.is_late) == (DutyState.MET, date(2016, 3, 31), True)


@given(at=st.dates(date(2016, 1, 1), date(2018, 12, 31)), day=st.dates(date(2016, 4, 1), END))
def test_what_was_met_stays_met_and_nothing_is_late_before_its_day(at, day):
    held = replace(
        sitting("body", "平成28年４月１日"), schedule=read(f"{day:%Y年%-m月%-d日}").schedule
    )
    duties = (duty("X", sittings("body"), deadline=YEAR_END),)
    [found] = duties_of(Facts(sittings=(held,)), duties, FiscalYear(2016), at)
    assert (found.state == DutyState.MET) == (day <= at)
    assert found.is_late == (found.state == DutyState.OPEN and at > END)
    [last] = duties_of(Facts(sittings=(held,)), duties, FiscalYear(2016), AFTER)
    assert last.state == DutyState.MET
