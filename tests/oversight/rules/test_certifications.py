"""Certifications: their ends and renewals, surveillance by calendar year, chains of periods."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, read
from oversight.rules import Certification, Facts, Subject
from oversight.rules.certifications import renewal
from oversight.rules.duty import Deadline, DeadlineRule, Fulfilment, Match, MetBy, Waiver
from tests.oversight.rules.duties.values import YEAR_END, duty
from tests.oversight.rules.values import audit, department, noticed, submission, told

MARK = Certification(
    subject=Subject("audits.certification", "p"), name="プライバシーマーク", cycle=24
)
TITLE = "プライバシーマーク付与適格性審査の更新申請"
WINDOW = Deadline(rule=DeadlineRule.WINDOW, months=8, until_months=4, is_moved=True)
BY_MARK = Match(kind=MetBy.CERTIFICATION, words=("プライバシーマーク",))
ISMS = Certification(subject=Subject("audits.certification", "i"), name="ISMS", cycle=36)


def codes(*certifications, code: str, year: int = 2016, at: date, **facts) -> list[str]:
    found = Facts(certifications=certifications, **facts)
    return [each for each, _ in noticed(found, code, year=year, at=at)]


def test_certification_has_ended_the_day_after_its_last():
    one = replace(ISMS, valid_until=date(2017, 3, 31))
    code = "certification-ended"
    assert codes(one, code=code, at=date(2017, 3, 31)) == []
    assert codes(one, code=code, at=date(2017, 4, 1)) == [code]
    assert codes(one, code=code, at=date(2017, 4, 1), year=2017) == []
    assert codes(ISMS, code=code, at=date(2017, 4, 1)) == []


def windows(until: date, at: date, year: int = 2024) -> list[tuple[date | None, str]]:
    facts = Facts(
        certifications=(replace(MARK, valid_until=until), replace(ISMS, valid_until=until))
    )
    return [(one.due, str(one)) for one in renewal(facts, FiscalYear(year), at)]


def test_window_of_the_privacy_mark():
    """From the day after that 8 months before the end; its last day alone moves, over holidays."""
    told = (
        "「プライバシーマーク」の更新申請の期間は、令和６年４月２日から令和６年８月１日までです。"
    )
    until = date(2024, 12, 1)
    assert windows(until, date(2024, 4, 1)) == []
    assert windows(until, date(2024, 4, 2)) == [(date(2024, 8, 1), told)]
    assert windows(until, until) == [(date(2024, 8, 1), told)]
    assert windows(until, date(2024, 12, 2)) == []
    assert windows(until, date(2024, 4, 2), year=2023) == []
    # Saturday 14 September 2024; Monday is a holiday, too.
    [(due, told)] = windows(date(2025, 1, 14), date(2024, 9, 1))
    assert (due, "令和６年５月15日から令和６年９月17日まで" in told) == (date(2024, 9, 17), True)


def test_application_within_the_window_settles_the_renewal_of_the_privacy_mark():
    """The window of a mark until 1 December 2024 is from 2 April to 1 August 2024."""
    code, at = "renewal-to-apply-for", date(2024, 12, 1)
    one = replace(MARK, valid_until=date(2024, 12, 1))
    asked = duty("PM-REN", deadline=WINDOW, shown_by=BY_MARK)
    linked = replace(asked, fulfilments=(Fulfilment("2024-12-01", Subject("x", "y")),))
    cases = [
        ("令和６年４月１日", "application", TITLE, at, [code]),
        ("令和６年４月２日", "application", TITLE, at, []),
        ("令和６年８月１日", "application", TITLE, at, []),
        ("令和６年８月２日", "application", TITLE, at, [code]),
        ("令和６年８月", "application", TITLE, at, []),  # for all we know, in time
        ("令和６年７月１日", "application", TITLE, date(2024, 6, 30), [code]),  # not yet
        ("令和６年７月１日", "application", TITLE, date(2024, 7, 1), []),
        ("令和６年７月１日", "report", TITLE, at, [code]),
        ("令和６年７月１日", "application", "ISMS認証の申請", at, [code]),
    ]
    for text, kind, title, day, expected in cases:
        handed_in = {"submissions": (submission(kind, text, title, year=2024),)}
        assert codes(one, code=code, year=2024, at=day, **handed_in) == expected, (text, day)
    by_hand = [
        (linked, []),
        (replace(asked, waivers=(Waiver("2024-12-01", "返上する"),)), []),
        (replace(linked, fulfilments=(Fulfilment("2022-12-01", Subject("x", "y")),)), [code]),
        (replace(linked, deadline=YEAR_END), [code]),
        (replace(linked, shown_by=replace(BY_MARK, words=("ISMS",))), [code]),
    ]
    for n, (each, expected) in enumerate(by_hand):
        assert codes(one, code=code, year=2024, at=at, duties=(each,)) == expected, n


def test_certification_longer_than_its_cycle():
    code = "certification-longer-than-cycle"
    one = replace(ISMS, valid_from=date(2016, 5, 1))
    cases = [
        (date(2019, 5, 1), 36, []),
        (date(2019, 5, 2), 36, [code]),
        (date(2030, 5, 2), None, []),
        (None, 36, []),
    ]
    for until, cycle, expected in cases:
        case = replace(one, valid_until=until, cycle=cycle)
        assert codes(case, code=code, at=date(2016, 5, 1)) == expected, (until, cycle)
        assert codes(case, code=code, at=date(2017, 5, 1), year=2017) == []


def test_isms_is_surveilled_in_each_calendar_year():
    code, last = "isms-not-surveilled", date(2016, 12, 31)
    own = replace(ISMS, department=1)
    kept = {"departments": (department(1), department(2, parent=1), department(3))}
    external = {"regime": "external"}
    before = audit("平成28年２月", "isms-review", covers=(3,), year=2015, **external)
    in_year = audit("平成28年11月", "isms-review", covers=(1,), **external)
    later = audit("平成29年２月", "isms-review", covers=(1,), **external)
    cases = [
        ((before, in_year), last, own, []),
        ((before, later), last, own, [code]),
        ((before, later), date(2016, 12, 30), own, []),
        ((before, later), last, ISMS, []),  # of the agency: that of February will do
        ((in_year,), last, own, []),  # January to March are on no record
        ((later,), last, own, []),
        ((before, later), last, replace(own, valid_from=date(2016, 1, 1)), []),
        ((before, later), last, replace(own, valid_from=date(2015, 12, 31)), [code]),
        ((before, later), last, replace(own, valid_until=date(2016, 12, 30)), []),
        ((before, later), last, replace(own, valid_until=last), [code]),
        ((before, later), last, replace(own, name="Pマーク"), []),
        ((before, replace(in_year, status="cancelled"), later), last, own, [code]),
    ]
    for n, (audits, at, one, expected) in enumerate(cases):
        assert codes(one, code=code, at=at, audits=audits, **kept) == expected, n


def webtrust(period: str, year: int = 2016, **values):
    schedule = read(period).schedule
    return audit("平成28年12月", "webtrust", year=year, title=period, period=schedule, **values)


def chain(code: str, *audits, at: date = date(2018, 3, 31)) -> list[str]:
    return codes(code=code, at=at, audits=audits)


def test_audit_periods_follow_one_another_without_a_day_between():
    code = "audit-periods-not-joined"
    before = webtrust("平成27年10月１日～平成28年９月30日", 2015, covers=(1,))
    joined = webtrust("平成28年10月１日～平成29年９月30日", covers=(1,))
    gap = webtrust("平成28年10月２日～平成29年９月30日", covers=(1,))
    assert chain(code, joined, before) == []
    assert chain(code, gap, before) == [code]
    assert chain(code, webtrust("平成28年９月30日～平成29年９月30日", covers=(1,)), before) == []
    assert chain(code, gap) == []
    twice = replace(gap, subject=Subject("audits.audit", "再度"))
    assert chain(code, gap, twice, before) == [code]  # both of one period: one gap
    assert chain(code, replace(gap, covers=()), before) == []  # another authority
    assert chain(code, replace(gap, types=("assurance",)), before) == []
    assert chain(code, replace(gap, status="cancelled"), before) == []
    assert chain(code, replace(gap, fiscal_year=2015), before) == []


def test_audit_period_of_a_year_at_most():
    code = "audit-period-too-long"
    assert chain(code, webtrust("平成27年10月１日～平成28年９月30日")) == []
    assert chain(code, webtrust("平成27年10月～平成28年９月")) == []
    assert chain(code, webtrust("平成27年10月１日～平成28年10月１日")) == [code]
    assert chain(code, webtrust("平成27年10月～")) == []
    assert chain(code, webtrust("平成27年10月上旬～平成28年11月上旬")) == []  # not known to the day


def test_report_within_three_months_of_the_period():
    code, last = "webtrust-report-late", date(2017, 2, 28)  # three months after 30 November
    one = webtrust("平成27年12月１日～平成28年11月30日")
    late = replace(one, reported_on=date(2017, 3, 1))
    assert chain(code, one, at=last) == []
    assert chain(code, one, at=date(2017, 3, 1)) == [code]
    assert chain(code, late, at=date(2017, 3, 1)) == [code]
    assert chain(code, replace(one, reported_on=last)) == []


@given(until=st.dates(date(2015, 4, 1), date(2030, 12, 31)))
def test_window_opens_before_it_closes_and_closes_before_the_end(until):
    at = until.replace(day=1)
    years = [FiscalYear(year) for year in range(until.year - 2, until.year + 2)]
    facts = Facts(certifications=(replace(MARK, valid_until=until),))
    [one] = [each for year in years for each in renewal(facts, year, at)]
    assert one.due is not None
    assert one.due.weekday() < 5
    assert 90 < (until - one.due).days <= 123


def test_observations_of_a_certification_name_it_and_its_days():
    one = replace(ISMS, valid_from=date(2016, 5, 1), valid_until=date(2019, 5, 2))
    cases = [
        (
            "certification-ended",
            "認証「ISMS」の有効期限（令和元年５月２日）を過ぎていますが、更新の記録がありません。",
            (2019, date(2019, 5, 2)),
        ),
        (
            "certification-longer-than-cycle",
            "「ISMS」の有効期間（平成28年５月１日から令和元年５月２日まで）は、"
            "認証の周期より長くなっています。",
            (2016, date(2019, 5, 1)),
        ),
    ]
    for code, sentence, (year, day) in cases:
        found = told(Facts(certifications=(one,)), code, year=year)
        assert found == [(sentence, (one.subject,), day, day, "", "")]


def test_observation_of_surveillance_names_the_department_and_the_calendar_year():
    """Only who may read all external audits is told."""
    code, last = "isms-not-surveilled", date(2016, 12, 31)
    gone = department(2, parent=1, valid_until=date(2016, 3, 31))
    external = {"regime": "external", "covers": (2,)}
    kept = {
        "departments": (department(1), gone, department(3)),
        "audits": (
            audit("平成28年２月", "isms-review", year=2015, **external),
            audit("平成29年２月", "isms-review", **external),
        ),
    }
    subject = (ISMS.subject,)
    for key, place in ((1, "（第1部）"), (9, "")):
        facts = Facts(certifications=(replace(ISMS, department=key),), **kept)
        sentence = f"「ISMS」{place}について、平成28年（暦年）に行った維持審査の記録がありません。"
        assert told(facts, code) == [(sentence, subject, last, last, "", "external")]
    nothing = tuple(replace(one, schedule=read("平成29年").schedule) for one in kept["audits"])
    facts = Facts(certifications=(ISMS,), departments=kept["departments"], audits=nothing)
    sentence = "「ISMS」について、平成28年（暦年）に行った維持審査の記録がありません。"
    assert told(facts, code) == [(sentence, subject, last, last, "", "external")]


def test_observations_of_an_audit_period_name_its_days():
    before = webtrust("平成27年10月１日～平成28年９月30日", 2015)
    one = replace(webtrust("平成28年10月３日～平成29年10月３日"), title="検証")
    cases = [
        (
            "audit-periods-not-joined",
            "「検証」の監査対象期間は平成28年10月３日に始まりますが、前回の期間は平成28年９月30日に"
            "終わっています。",
            date(2016, 10, 1),
        ),
        (
            "audit-period-too-long",
            "「検証」の監査対象期間（平成28年10月３日から平成29年10月３日まで）は、"
            "１年を超えています。",
            date(2017, 10, 2),
        ),
        (
            "webtrust-report-late",
            "「検証」の報告について、監査対象期間の終了から３か月となる平成30年１月３日までの"
            "記録がありません。",
            date(2018, 1, 3),
        ),
    ]
    for code, sentence, day in cases:
        found = told(Facts(audits=(one, before)), code)
        assert found == [(sentence, (one.subject,), day, day, "", "")], code
