"""The sittings of a body before and after one, for each body of a joint sitting."""

import pytest

from meetings.series import places_of_meeting
from tests import factories

pytestmark = pytest.mark.django_db


def make(number, *bodies, year=2016, **facts):
    facts.setdefault("schedule_text", f"{year}年11月８日")
    meeting = factories.MeetingFactory(fiscal_year=year, **facts)
    for body in bodies:
        factories.SessionFactory(meeting=meeting, body=body, number=number)
    return meeting


def around(meeting, user=None):
    return [(one.earlier, one.later, one.name) for one in places_of_meeting(meeting, user)]


def test_numbers_that_run_on_lead_across_the_years():
    body = factories.BodyFactory(numbering="continuous")
    first, second, third = (make(n, body, year=2014 + n) for n in (1, 2, 3))
    assert around(second) == [(first, third, "")]
    assert around(first) == [(None, second, "")]


def test_numbers_that_restart_follow_their_fiscal_year():
    body = factories.BodyFactory(numbering="yearly")
    last = make(4, body, year=2015)
    first = make(1, body, year=2016)
    second = make(2, body, year=2016)
    assert around(first) == [(last, second, "")]


def test_sittings_without_a_number_follow_by_date():
    body = factories.BodyFactory(numbering="none")
    later = make(None, body, schedule_text="平成29年３月９日")
    earlier = make(None, body, schedule_text="平成28年６月９日")
    assert around(earlier) == [(None, later, "")]


def test_joint_sitting_has_a_place_in_each_series():
    control = factories.BodyFactory(name="内部統制委員会", order=1)
    risk = factories.BodyFactory(name="リスク管理委員会", order=2)
    joint = make(1, control, risk)
    next_risk = make(2, risk)
    assert around(joint) == [
        (None, None, "内部統制委員会"),
        (None, next_risk, "リスク管理委員会"),
    ]


@pytest.mark.parametrize("facts", [{"internal": True}, {"draft": True}, {"life": "withdrawn"}])
def test_hidden_sitting_is_passed_over(facts):
    body = factories.BodyFactory(numbering="continuous")
    first = make(1, body, year=2014)
    make(2, body, year=2015, **facts)
    third = make(3, body)
    assert around(third) == [(first, None, "")]


def test_cost_does_not_grow_with_the_series(django_assert_num_queries):
    body = factories.BodyFactory(numbering="continuous")
    first = make(1, body, year=2014)
    make(2, body, year=2015)
    first.sessions.all()
    with django_assert_num_queries(5):
        around(first)
    for number in (3, 4, 5):
        make(number, body)
    with django_assert_num_queries(5):
        around(first)


def test_printed_schedule_keeps_its_lines_and_days_stand_on_a_strip(client):
    text = "平成28年11月１日、４日"
    meeting = make(
        1, factories.BodyFactory(), schedule_text=text, schedule_override="11月１日\n11月４日"
    )
    page = client.get(meeting.get_absolute_url()).text
    assert "11月１日<br>11月４日" in page
    marked = [part.split("</span>")[0] for part in page.split("is-marked")[1:]]
    assert [part.split(">")[1] for part in marked] == ["1", "4"]
