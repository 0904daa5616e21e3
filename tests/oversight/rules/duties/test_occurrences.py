"""The periods of which duties ask: their days in words, their last days, what counts in each."""

from dataclasses import replace
from datetime import date

from dates import FiscalYear, Schedule, read
from oversight.rules import Certification, Facts, Item, Sitting, Subject, due_days
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
from tests.oversight.rules.values import audit, audit_type, department, sitting, submission

COUNCIL, END = "representative-council", date(2017, 3, 31)
TWO_WEEKS = Deadline(rule=DeadlineRule.AFTER_EVENT, days=14)
RESOLVED = duty("RC-ART", items(COUNCIL, "articles"), cycle=Cycle.EVENT, deadline=TWO_WEEKS)
DAY = date(2016, 9, 8)


def resolution(day: str) -> Sitting:
    item = Item(uid=day, body=COUNCIL, title="定款の変更", matter="articles")
    return sitting(COUNCIL, day, item)


def test_period_is_told_as_exactly_as_it_is():
    cases = [
        (Cycle.FISCAL_YEAR, "平成28年度"),
        (Cycle.CALENDAR_YEAR, "平成28年"),
        (Cycle.MONTH, "平成28年４月"),
        (Cycle.STANDING, "平成28年度"),
    ]
    for cycle, text in cases:
        [first, *_rest] = instances((duty("X", cycle=cycle),))
        assert first.period == read(text).schedule, cycle
        assert (first.due, first.is_late, first.reason) == (None, False, "")


def test_day_after_the_years_end_is_one_whatever_the_period():
    for cycle in (Cycle.MONTH, Cycle.CALENDAR_YEAR):
        found = instances((duty("X", cycle=cycle, deadline=STATEMENTS),))
        assert {one.due for one in found} == {date(2017, 6, 30)}


def test_standing_duty_is_asked_in_each_year_in_which_it_held_for_a_day():
    standing = duty("X", cycle=Cycle.STANDING, until="平成28年９月")
    assert [len(instances((standing,), year=year)) for year in (2015, 2016, 2017)] == [1, 1, 0]


def test_days_on_which_a_duty_is_due_are_those_of_periods_not_waived_and_certain():
    year, monthly = FiscalYear(2016), duty("X", cycle=Cycle.MONTH, deadline=YEAR_END)
    waived = replace(monthly, waivers=(Waiver("2016-04", "休止"),))
    since = duty("X", cycle=Cycle.MONTH, deadline=YEAR_END, since="平成29年２月２日")
    doubtful = duty("X", cycle=Cycle.MONTH, deadline=YEAR_END, since="平成29年２月から３月まで")
    first = date(2016, 4, 30)
    days = due_days(monthly, Facts(), (monthly,), year)
    assert (len(days), min(days), max(days)) == (12, first, END)
    assert due_days(waived, Facts(), (waived,), year) == days - {first}
    assert due_days(since, Facts(), (since,), year) == {date(2017, 2, 28), END}
    assert due_days(doubtful, Facts(), (doubtful,), year) == {END}
    assert due_days(duty("Y"), Facts(), (), year) == set()
    before = duty("Z", deadline=Deadline(rule=DeadlineRule.BEFORE_DUTY, before="Y"))
    other = duty("Y", deadline=YEAR_END)
    assert due_days(before, Facts(), (before, other), year) == {END}
    held = Facts(sittings=(resolution("2016-09-08"),))
    assert due_days(RESOLVED, held, (RESOLVED,), year) == {date(2016, 9, 22)}


def test_event_is_of_its_own_record_and_day():
    one, other = resolution("2016-09-08"), resolution("2016-11-08")
    found = instances((RESOLVED,), Facts(sittings=(one, other)))
    assert [(each.period, each.due, each.records) for each in found] == [
        (one.schedule, date(2016, 9, 22), (one.subject,)),
        (other.schedule, date(2016, 11, 22), (other.subject,)),
    ]


def test_event_by_hand_is_of_its_day_and_that_of_a_record_is_told_once():
    one, link = resolution("2016-09-08"), Subject("meetings.meeting", "linked")
    days = ("2016-09-08", "2016-05-02", "2015-05-02")
    by_hand = replace(RESOLVED, fulfilments=tuple(Fulfilment(day, link) for day in days))
    both = instances((by_hand,), Facts(sittings=(one,)))
    assert [(each.period, each.due, each.records) for each in both] == [
        (one.schedule, date(2016, 9, 22), (link, one.subject)),
        (Schedule.on(date(2016, 5, 2)), date(2016, 5, 16), (link,)),
    ]
    of_old = duty("X", cycle=Cycle.EVENT, until="平成26年度", fulfilments=by_hand.fulfilments)
    assert instances((of_old,)) == []


def test_event_by_hand_may_name_a_department():
    link = Subject("audits.audit", "linked")
    each = duty(
        "X",
        cycle=Cycle.EVENT,
        each_department=True,
        fulfilments=(Fulfilment("2016-05-02:department-1", link),),
    )
    facts = Facts(departments=(department(1), department(2)))
    assert [(one.key, one.records) for one in instances((each,), facts)] == [
        ("2016-05-02:department-1", (link,)),
        ("2016-05-02:department-2", ()),
    ]


def test_departments_asked_are_those_of_the_years_end_and_each_is_waived_or_all():
    facts = Facts(
        departments=(
            department(1, valid_from=END),
            department(2, valid_until=date(2017, 3, 30)),
            department(3),
        )
    )
    each = duty("X", audits("pms"), each_department=True, deadline=YEAR_END)
    waived = replace(each, waivers=(Waiver("FY2016:department-3", "休止"),))
    found = instances((waived,), facts)
    assert [(one.department.key, str(one.state)) for one in found] == [
        (1, "not_recorded"),
        (3, "waived"),
    ]
    every = replace(each, waivers=(Waiver("FY2016", "休止"),))
    assert [str(one.state) for one in instances((every,), facts)] == ["waived", "waived"]


def test_only_audits_and_drills_are_of_a_department_and_only_of_their_own():
    facts = Facts(
        departments=(department(1), department(2)),
        sittings=(sitting("committee", "2016-05-10"),),
        audit_types=(audit_type("pms"),),
        audits=(audit("2016-05-10", "pms", covers=(1,)),),
    )
    values = {"each_department": True, "deadline": YEAR_END}
    met, without = instances((duty("X", audits("pms"), **values),), facts)
    assert (len(met.records), len(without.records)) == (1, 0)
    found = instances((duty("X", sittings("committee"), **values),), facts)
    assert [(str(one.state), one.records) for one in found] == [("open", ())] * 2


def test_instance_has_plain_values_for_programs():
    facts = Facts(
        departments=(department(1),),
        audit_types=(audit_type("pms"),),
        audits=(audit("2016-05-10", "pms", covers=(1,)),),
    )
    [one] = instances((duty("X", audits("pms"), each_department=True, deadline=YEAR_END),), facts)
    assert one.as_plain() == {
        "code": "X",
        "title": "X",
        "source": "機構法",
        "period": "FY2016:department-1",
        "due": "2017-03-31",
        "state": "met",
        "records": [facts.audits[0].subject.uid],
        "certainty": "read",
    }
    [drills] = instances((duty("X", Match(kind=MetBy.DRILL)),), facts)
    plain = drills.as_plain()
    assert (plain["due"], plain["state"], plain["records"]) == (None, "not_recorded", [])


def test_last_day_is_that_of_the_duty_that_follows():
    before = duty("X", deadline=Deadline(rule=DeadlineRule.BEFORE_DUTY, before="Y"))
    nobody = Deadline(rule=DeadlineRule.BEFORE_DUTY, before="NOBODY")
    earlier = duty("Z", deadline=Deadline(rule=DeadlineRule.AFTER_YEAR_END, months=1))
    cases = [
        ((duty("Y", deadline=YEAR_END),), END),
        ((earlier, duty("Y", deadline=STATEMENTS)), date(2016, 6, 30)),
        ((duty("Y.A", deadline=nobody), duty("Y.B", deadline=STATEMENTS)), date(2016, 6, 30)),
        ((duty("Y", deadline=Deadline(rule=DeadlineRule.BEFORE_DUTY, before="X")),), None),
        ((earlier,), None),
    ]
    for others, expected in cases:
        [found, *_rest] = instances((before, *others))
        assert found.due == expected, others


MARK = Certification(
    subject=Subject("audits.certification", "mark"),
    name="プライバシーマーク",
    valid_from=date(2022, 12, 2),
    valid_until=date(2024, 12, 1),
)
OTHER = replace(MARK, subject=Subject("audits.certification", "isms"), name="ISMS")
BY_MARK = Match(kind=MetBy.CERTIFICATION, words=("プライバシー",))
RENEWAL = duty(
    "PM-REN",
    Match(kind=MetBy.SUBMISSION, words=("更新",)),
    cycle=Cycle.CERTIFICATE,
    shown_by=BY_MARK,
    deadline=Deadline(rule=DeadlineRule.WINDOW, months=8, until_months=4),
)


def renewed(one: Certification, text: str, asked=RENEWAL) -> list[str]:
    handed_in = submission("application", text, "更新", year=2024)
    facts = Facts(certifications=(one,), submissions=(handed_in,))
    return [str(each.state) for each in instances((asked,), facts, year=2024)]


def test_application_counts_from_the_certificates_first_day_to_the_last_of_the_window():
    days = ["令和４年12月１日", "令和４年12月２日", "令和６年８月１日", "令和６年８月２日"]
    assert [renewed(MARK, day) for day in days] == [["open"], ["met"], ["met"], ["open"]]
    no_start = replace(MARK, valid_from=None)  # then from the day on which the window opens
    days = ["令和６年４月１日", "令和６年４月２日"]
    assert [renewed(no_start, day) for day in days] == [["open"], ["met"]]
    by_expiry = replace(RENEWAL, deadline=Deadline(rule=DeadlineRule.BEFORE_EXPIRY))
    days = ["令和６年３月31日", "令和６年４月１日", "令和６年12月１日"]
    found = [renewed(no_start, day, by_expiry) for day in days]
    assert found == [["open"], ["met"], ["met"]]


def test_certificates_are_those_whose_names_have_the_words():
    certified = duty(
        "PM-VAL",
        BY_MARK,
        cycle=Cycle.CERTIFICATE,
        deadline=Deadline(rule=DeadlineRule.BEFORE_EXPIRY),
    )
    facts = Facts(certifications=(OTHER, MARK))
    [window, whole] = instances((RENEWAL, certified), facts, year=2024, at=date(2024, 4, 1))
    assert (window.records, whole.records) == ((), (MARK.subject,))
    assert (window.key, whole.key) == ("2024-12-01", "2024-12-01")
    assert window.period == whole.period == read("令和６年度").schedule


def test_certificate_without_days_has_no_last_day_and_nothing_is_told_of_it():
    bare = replace(MARK, valid_from=None, valid_until=None)
    facts, start = Facts(certifications=(bare,)), date(2016, 4, 1)
    for deadline in (RENEWAL.deadline, YEAR_END):
        asked = replace(RENEWAL, deadline=deadline)
        assert states((asked,), facts, at=start) == [("FY2016", "not_recorded", None)]
        assert instances((asked,), facts)[0].period == read("平成28年度").schedule
