from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings.models import AgendaItem, Handout, Meeting, Session
from records import journal
from records.imports import TableError
from tests.factories import BodyFactory, HandoutFactory
from tests.importing import imported, planned, verdicts

pytestmark = pytest.mark.django_db
FIRST = ["第１回", "平成28年４月21日", "実施計画"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def bodies():
    BodyFactory(slug="representative-council", name="代表者会議", numbering="continuous", order=1)
    BodyFactory(slug="internal-control-committee", name="内部統制委員会", order=2)
    BodyFactory(slug="risk-management-committee", name="リスク管理委員会", order=3)


def messages(item):
    return [(problem.column, str(problem.message)) for problem in item.problems]


def titles(meeting):
    return [item.title for item in meeting.agenda_items.order_by("order")]


def test_sitting_has_its_number_its_day_and_an_item_for_each_line():
    imported(3, [["第12回", "平成28年６月22日", "・平成27年度決算\n・役員の任命"]])
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.status, meeting.visibility) == (
        "第12回代表者会議",
        "held",
        "internal",
    )
    assert titles(meeting) == ["平成27年度決算", "役員の任命"]


@pytest.mark.parametrize("text", ["第１回", "第1回", "1", "１", "第一回", "第 １ 回"])
def test_number_is_read_in_every_writing(text):
    imported(6, [[text, *FIRST[1:]]])
    assert Session.objects.get().number == 1


@pytest.mark.parametrize("text", ["", "初回", "第０回", "第99999回", "第1-2回"])
def test_what_is_no_number_is_an_error(text):
    assert [column for column, _m in messages(planned(6, [[text, *FIRST[1:]]]).items[0])] == [
        "number"
    ]


def test_committees_that_sit_on_one_day_have_one_sitting():
    imported(6, [FIRST, ["第２回", "平成28年12月９日", "報告"]])
    found = imported(7, [FIRST, ["第２回", "平成29年２月16日", "対策"]])
    assert verdicts(found) == ["new", "new"]
    assert "第１回内部統制委員会" in str(found.items[0].notes[0])
    assert sorted(meeting.title for meeting in Meeting.objects.all()) == [
        "第１回内部統制委員会・第１回リスク管理委員会",
        "第２回リスク管理委員会",
        "第２回内部統制委員会",
    ]
    for table in (6, 7):
        assert verdicts(planned(table, [FIRST])) == ["unchanged"]


def test_public_sitting_gains_no_committee_by_an_import():
    imported(6, [FIRST])
    meeting = Meeting.objects.get()
    with journal.change(actor="secretariat"):
        meeting.life, meeting.visibility = "registered", "public"
        meeting.save()
    (item,) = planned(7, [FIRST]).items
    assert "is published already" in messages(item)[0][1]


def test_numbers_that_restart_belong_to_their_year():
    imported(6, [FIRST])
    assert verdicts(planned(6, [["第１回", "平成29年４月20日", ""]], fiscal_year=2017)) == ["new"]


def test_numbers_that_run_on_belong_to_one_meeting_for_ever():
    imported(3, [["第12回", "平成28年６月22日", "決算"]])
    (item,) = planned(3, [["第12回", "平成29年６月22日", "決算"]], fiscal_year=2017).items
    assert messages(item) == [("", "The register has this meeting in another fiscal year (2016).")]


def test_number_that_stands_twice_in_a_table_is_an_error():
    assert verdicts(planned(6, [FIRST, ["1", "平成28年５月１日", ""]])) == ["new", "error"]


def test_changed_agenda_keeps_what_is_known_of_the_items_that_stay():
    imported(3, [["第12回", "６月22日", "決算\n役員の任命\n定款の変更"]])
    item = AgendaItem.objects.get(title="定款の変更")
    with journal.change(actor="secretariat"):
        item.outcome = "resolved"
        item.save()
    found = imported(3, [["第12回", "６月22日", "予算\n定款の変更\n決算"]], mode="update")
    assert verdicts(found) == ["changed"]
    assert titles(Meeting.objects.get()) == ["予算", "定款の変更", "決算"]
    assert AgendaItem.objects.get(title="定款の変更").outcome == "resolved"
    assert AgendaItem.objects.get(title="定款の変更").uid == item.uid


def test_item_with_papers_is_not_removed():
    imported(3, [["第12回", "６月22日", "決算\n役員の任命"]])
    meeting = Meeting.objects.get()
    HandoutFactory(
        meeting=meeting,
        agenda_item=meeting.agenda_items.get(title="役員の任命"),
        visibility="internal",
    )
    (item,) = planned(3, [["第12回", "６月22日", "決算"]]).items
    assert messages(item)[0][0] == "agenda"
    assert Handout.objects.count() == 1


def test_date_of_a_joint_sitting_moves_for_both_and_says_so():
    imported(6, [FIRST])
    imported(7, [FIRST])
    found = imported(7, [["第１回", "４月22日", "実施計画"]], mode="update")
    assert "第１回内部統制委員会" in str(found.items[0].notes[0])
    assert str(Meeting.objects.get().starts_on) == "2016-04-22"


def test_title_longer_than_the_register_keeps_is_an_error():
    (item,) = planned(6, [[*FIRST[:2], "長" * 301]]).items
    assert [column for column, _message in messages(item)] == ["agenda"]


def test_body_that_is_not_in_the_register_is_named():
    with pytest.raises(TableError, match="contract-monitoring-committee"):
        planned(13, [FIRST])


def test_verdicts_ask_as_often_for_many_rows_as_for_few():
    rows = [[f"第{n}回", f"平成28年６月{n}日", "決算"] for n in range(1, 6)]
    imported(6, rows)
    queries = []
    for count in (1, 5):
        with CaptureQueriesContext(connection) as captured:
            planned(6, rows[:count])
            planned(7, rows[:count])
        queries.append(len(captured))
    assert queries[0] == queries[1]


@pytest.fixture
def council():
    return BodyFactory(slug="management-council", name="経営審議委員会", order=9)


MEMBER = ["池内 花子", "大学教授", "委員長"]


def test_new_member_is_attested_on_the_years_last_day(council):
    imported(4, [MEMBER, ["大山 一郎", "", ""]])
    seats = council.memberships.values_list("name", "affiliation", "role", "order", "attested_on")
    assert list(seats) == [
        ("池内 花子", "大学教授", "委員長", 1, date(2017, 3, 31)),
        ("大山 一郎", "", "", 2, date(2017, 3, 31)),
    ]


def test_member_who_is_there_already_is_changed_only_where_he_differs(council):
    imported(4, [MEMBER])
    assert verdicts(planned(4, [["池内花子", "大学教授", "委員長"]])) == ["unchanged"]
    found = imported(4, [["池内 花子", "病院長", "委員長"]], mode="update")
    assert [one.after for one in found.items[0].differences] == ["病院長"]
    assert council.memberships.get().affiliation == "病院長"


def test_member_of_another_year_is_no_member_of_this_one(council):
    imported(4, [MEMBER], fiscal_year=2015)
    assert verdicts(planned(4, [MEMBER])) == ["new"]


def test_members_of_a_public_body_are_public_at_once_and_the_preview_says_so(council):
    [item] = planned(4, [MEMBER]).items
    assert "so are its members" in str(item.notes[0])
    with journal.change(actor="test", reason="test"):
        council.visibility = "internal"
        council.save()
    [item] = planned(4, [MEMBER]).items
    assert item.notes == []


def test_members_of_a_withdrawn_body_and_nameless_ones_are_refused(council):
    imported(4, [MEMBER])
    assert verdicts(planned(4, [["", "大学教授", ""]])) == ["error"]
    with journal.change(actor="test", reason="test"):
        council.life = "withdrawn"
        council.save()
    with pytest.raises(TableError):
        planned(4, [MEMBER])
