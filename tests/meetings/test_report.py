import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dates.fiscal import FiscalYear
from meetings import report
from meetings.models import Body
from tests.factories import (
    AgendaItemFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2016)


def sitting(body, number, schedule_text, title, **fields):
    meeting = MeetingFactory(schedule_text=schedule_text, **fields)
    SessionFactory(meeting=meeting, body=body, number=number)
    AgendaItemFactory(meeting=meeting, body=body, title=title)
    return meeting


def test_members_have_a_category_column_where_anybody_has_a_category():
    council = BodyFactory(slug="council", name="会議")
    MembershipFactory(body=council, name="甲", category="学識経験者", affiliation="教授")
    MembershipFactory(body=council, name="乙", role="議長")
    table = report.members("council", YEAR)
    assert table.title == "会議委員"
    assert table.columns == ("区分", "氏名", "役職", "備考")
    assert table.rows == (("学識経験者", "甲", "教授", ""), ("", "乙", "", "議長"))


def test_members_have_no_category_column_where_nobody_has_one():
    MembershipFactory(body=BodyFactory(slug="council"), name="甲")
    table = report.members("council", YEAR)
    assert table.columns == ("氏名", "役職", "備考")
    assert table.rows == (("甲", "", ""),)


def test_members_of_an_earlier_year_are_left_out():
    MembershipFactory(body=BodyFactory(slug="council"), attested_on=YEAR.first_day.replace(2015))
    assert report.members("council", YEAR).rows == ()


def test_sittings_are_printed_by_date_with_their_own_agenda():
    body = BodyFactory(slug="committee", name="委員会")
    sitting(body, 2, "平成29年３月16日", "後の議題")
    first = sitting(body, 1, "平成28年４月21日", "先の議題")
    other = BodyFactory()
    SessionFactory(meeting=first, body=other, number=7)
    AgendaItemFactory(meeting=first, body=other, title="他の会議の議題")
    AgendaItemFactory(meeting=first, body=body, title="次の議題")
    table = report.sittings("committee", YEAR)
    assert table.title == "平成28年度の委員会の開催状況"
    assert table.columns == ("回数", "開催年月日", "議題")
    assert table.rows == (
        ("第１回", "平成28年４月21日", "先の議題\n次の議題"),
        ("第２回", "平成29年３月16日", "後の議題"),
    )


def test_sittings_of_a_council_have_a_summary():
    BodyFactory(slug="council", kind=Body.Kind.COUNCIL)
    assert report.sittings("council", YEAR).columns == ("回数", "開催年月日", "概要")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "planned"},
        {"status": "cancelled"},
        {"visibility": "internal"},
        {"life": "withdrawn"},
        {"fiscal_year": 2017},
    ],
)
def test_sittings_that_do_not_count_are_left_out(fields):
    sitting(BodyFactory(slug="committee"), 1, "平成29年３月16日", "議題", **fields)
    assert report.sittings("committee", YEAR).rows == ()


@pytest.mark.parametrize("table", [report.members, report.sittings])
def test_a_body_that_the_public_may_not_see_is_not_there(table):
    BodyFactory(slug="committee", internal=True)
    with pytest.raises(Body.DoesNotExist):
        table("committee", YEAR)


def test_sittings_take_as_many_queries_for_three_as_for_one():
    body = BodyFactory(slug="committee")
    sitting(body, 1, "平成28年４月21日", "議題")
    with CaptureQueriesContext(connection) as one:
        report.sittings("committee", YEAR)
    sitting(body, 2, "平成28年５月21日", "議題")
    sitting(body, 3, "平成28年６月21日", "議題")
    with CaptureQueriesContext(connection) as three:
        assert len(report.sittings("committee", YEAR).rows) == 3
    assert len(three) == len(one)
