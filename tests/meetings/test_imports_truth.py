"""A row that is another body's, or out of its series, is refused; times and rooms are read."""

from io import BytesIO

import pytest
from django.utils import translation

from jlis_gov.composition import IMPORTS
from meetings.models import Meeting, Session
from records import journal
from records.imports import Options, plan
from records.imports import reading as tabular
from records.imports.reading import Row
from tests.factories import BodyFactory
from tests.importing import imported, planned, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def bodies():
    for order, (slug, name, short, numbering) in enumerate(
        [
            ("representative-council", "代表者会議", "代表者会議", "continuous"),
            ("management-council", "経営審議委員会", "経営審議委", "continuous"),
            ("internal-control-committee", "内部統制委員会", "内部統制委", "yearly"),
            ("risk-management-committee", "リスク管理委員会", "リスク管理委", "yearly"),
            ("contract-monitoring-committee", "契約監視委員会", "契約監視委", "yearly"),
        ],
        start=1,
    ):
        BodyFactory(slug=slug, name=name, short_name=short, numbering=numbering, order=order)


def messages(item):
    return [(problem.column, str(problem.message)) for problem in item.problems]


def sittings(*pairs):
    return [[number, day, "決算"] for number, day in pairs]


DAY = "平成28年７月６日"


@pytest.mark.parametrize(
    "text",
    [
        "第３回契約監視委員会",
        "契約監視委員会第３回",
        "契約監視委員会（第３回）",
        "第３回　契約監視\n委員会",
        "第３回契約監視委",
        "第３回（契約監視）",
        "第３回代表者会議・第３回契約監視委員会",
        "第３回経営審議委員会",
        "第３回懲戒審査委員会",
    ],
)
def test_row_that_names_another_body_is_an_error(text):
    (item,) = planned(3, [[text, DAY, "審査"]]).items
    [(column, message)] = messages(item)
    assert column == "number"
    assert "names another body than 代表者会議" in message
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("text", ["契約監視委員会", "第２回契約監視委員会", "入札監視委員会"])
def test_row_whose_column_of_bodies_names_another_is_an_error(text):
    (item,) = planned(3, [["第12回", DAY, "審査", "", "", "", text]]).items
    assert [column for column, _message in messages(item)] == ["body"]


@pytest.mark.parametrize(
    "text",
    [
        "第３回契約監視委員会",
        "契約監視委員会（第３回）",
        "第３回契約監視委",
        "契約監視委員会 第三回",
    ],
)
def test_row_may_name_the_body_of_its_table(text):
    imported(13, [[text, DAY, "審査", "", "", "", "契約監視委員会"]])
    assert Session.objects.get().title == "第３回契約監視委員会"


def test_agenda_may_name_any_body():
    assert verdicts(planned(3, [["第12回", DAY, "契約監視委員会の報告"]])) == ["new"]


@pytest.mark.parametrize(
    ("text", "own", "partners"),
    [
        ("第１回内部統制委員会・第２回リスク管理委員会", 1, 2),
        ("内部統制委員会第１回、リスク管理委員会第２回", 1, 2),
        ("第１回内部統制委員会及び第２回リスク管理委員会（同時開催）", 1, 2),
        ("第１回内部統制委員会・リスク管理委員会", 1, 1),
        ("内部統制委員会・リスク管理委員会（第１回）", 1, 1),
        ("第１回 内部統制委員会・リスク管理委員会合同会議", 1, 1),
    ],
)
def test_joint_row_has_the_number_of_the_tables_body(text, own, partners):
    row = [text, "平成28年４月21日", "実施計画"]
    imported(6, [row])
    assert Session.objects.get().title == f"第{'０１２'[own]}回内部統制委員会"
    imported(7, [row])
    titles = {session.title for session in Meeting.objects.get().sessions.all()}
    assert titles == {"第１回内部統制委員会", f"第{'０１２'[partners]}回リスク管理委員会"}


def test_number_that_falls_back_is_an_error():
    rows = sittings(("第12回", "６月22日"), ("第13回", "10月17日"), ("第３回", "11月８日"))
    found = planned(3, [*rows, *sittings(("第14回", "12月12日"))])
    assert verdicts(found) == ["new", "new", "error", "new"]
    assert messages(found.items[2]) == [
        ("number", "The number falls back: 第13回 stands before it.")
    ]


@pytest.mark.parametrize("day", ["未定", "平成28年５月10日"])
def test_number_falls_back_whatever_its_day(day):
    rows = sittings(("第12回", "６月22日"), ("第13回", "10月17日"), ("第１回", day))
    assert verdicts(planned(3, rows)) == ["new", "new", "error"]


def test_second_table_beneath_the_first_is_no_part_of_it():
    rows = sittings(("第１回", "４月21日"), ("第２回", "８月８日"), ("第３回", "12月９日"))
    assert verdicts(planned(13, [*rows, *rows[:1]])) == ["new", "new", "new", "error"]


def test_table_may_have_the_newest_sitting_first():
    rows = sittings(("第14回", "12月12日"), ("第13回", "10月17日"), ("第12回", "６月22日"))
    assert verdicts(planned(3, rows)) == ["new"] * 3
    strange = sittings(("第５回", "10月20日"))
    assert verdicts(planned(3, [*rows[:2], *strange, *rows[2:]])) == ["new", "new", "error", "new"]


def test_gap_in_the_numbers_is_none_of_our_business():
    assert verdicts(planned(3, sittings(("12", "６月22日"), ("15", "10月17日")))) == ["new"] * 2


def test_number_below_those_of_the_years_before_is_an_error_where_numbers_run_on():
    imported(3, sittings(("第16回", "平成29年２月１日"), ("第17回", "平成29年３月９日")))
    (item,) = planned(3, sittings(("第１回", "平成29年６月20日")), fiscal_year=2017).items
    assert messages(item)[0][0] == "number"
    assert "第17回" in messages(item)[0][1]
    assert verdicts(planned(3, sittings(("第18回", "平成29年６月20日")), fiscal_year=2017)) == [
        "new"
    ]


def test_number_above_those_of_later_years_is_an_error():
    imported(3, sittings(("第18回", "平成29年６月20日")), fiscal_year=2017)
    assert verdicts(planned(3, sittings(("第21回", "平成28年６月22日")))) == ["error"]
    assert verdicts(planned(3, sittings(("第12回", "平成28年６月22日")))) == ["new"]


def test_numbers_that_restart_are_no_fall_from_one_year_to_the_next():
    imported(13, sittings(("第１回", DAY), ("第２回", "平成29年１月13日")))
    rows = sittings(("第１回", "平成29年７月６日"))
    assert verdicts(planned(13, rows, fiscal_year=2017)) == ["new"]


def test_sitting_that_was_called_off_is_no_measure():
    imported(3, sittings(("第17回", "平成28年４月20日")))
    with journal.change(actor="secretariat"):
        meeting = Meeting.objects.get()
        meeting.status = "cancelled"
        meeting.save()
    assert verdicts(planned(3, sittings(("第12回", "６月22日")))) == ["new"]


def timed(hours="", venue="", when="平成28年６月22日", number="第12回"):
    return [number, when, "決算", hours, venue]


def test_hours_and_room_of_their_own_columns_are_the_meetings():
    found = imported(3, [timed("10時～11時30分", "本館\n大会議室")])
    meeting = Meeting.objects.get()
    assert meeting.schedule.canonical() == "2016-06-22..2016-06-22 minute 10:00-11:30"
    assert meeting.venue == "本館 大会議室"
    assert verdicts(found) == ["new"]
    assert verdicts(planned(3, [timed("10:00～11:30", "本館大会議室")])) == ["unchanged"]


@pytest.mark.parametrize("first", ["10:00", "10:00～", "10時"])
def test_hours_may_stand_in_two_columns(first):
    imported(3, [[*timed(first), "11:30"]])
    assert Meeting.objects.get().schedule.canonical().endswith("minute 10:00-11:30")


@pytest.mark.parametrize(("first", "until"), [("", "11:30"), ("10:00～11:00", "11:30")])
def test_end_alone_or_a_second_end_is_an_error(first, until):
    (item,) = planned(3, [[*timed(first), until]]).items
    assert [column for column, _message in messages(item)] == ["time"]


def test_change_of_room_or_hours_is_a_change():
    imported(3, [timed("10:00～11:30", "本館大会議室")])
    (item,) = imported(3, [timed("14:00～15:30", "別館")], mode="update").items
    assert [(one.name, one.after) for one in item.differences] == [
        ("開催年月日", "平成28年６月22日 14：00～15：30"),
        ("会場", "別館"),
    ]
    assert Meeting.objects.get().venue == "別館"


def test_what_a_table_does_not_say_is_not_changed():
    imported(3, [timed("10:00～11:30", "本館大会議室")])
    imported(3, [["第12回", "平成28年６月22日", ""]], mode="update")
    meeting = Meeting.objects.get()
    assert meeting.schedule.canonical() == "2016-06-22..2016-06-22 minute 10:00-11:30"
    assert meeting.venue == "本館大会議室"
    assert [item.title for item in meeting.agenda_items.all()] == ["決算"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (timed("11:00", when="平成28年６月22日 10:00"), "contradicts the time"),
        (timed("10:00", when="平成28年６月"), "one exact day"),
        (timed("10:00", when="未定"), "one exact day"),
        (timed("２時間"), "is not a time of day"),
    ],
)
def test_hours_that_do_not_fit_are_an_error_of_their_column(row, reason):
    (item,) = planned(3, [row]).items
    [(column, message)] = messages(item)
    assert column == "time"
    assert reason in message


def test_room_longer_than_the_register_keeps_is_an_error():
    assert verdicts(planned(3, [timed(venue="長" * 201)])) == ["error"]


@pytest.mark.parametrize("first", [6, 7])
def test_joint_sitting_is_one_though_only_one_table_tells_its_hours(first):
    plain = ["第１回", "平成28年４月21日", "実施計画"]
    imported(first, [[*plain, "10:00～11:00", "本館"]])
    imported(13 - first, [plain])
    meeting = Meeting.objects.get()
    assert meeting.sessions.count() == 2
    assert (meeting.schedule.segments[0].start_time.hour, meeting.venue) == (10, "本館")


def test_plan_of_the_other_committee_takes_back_nothing_of_a_joint_sitting():
    row = ["第１回", "平成28年４月21日", "実施計画"]
    imported(6, [row])
    imported(7, [row], status="planned")
    assert Meeting.objects.get().status == "held"


def test_body_of_merged_cells_is_that_of_each_row_beneath():
    lines = [
        "会議名,回数,開催年月日,議題",
        f"契約監視委員会,第12回,{DAY},審査",
        ",第13回,11月８日,審査",
    ]
    sheet = tabular.read(BytesIO("\n".join(lines).encode()), "list.csv", IMPORTS[3].spec)
    found = plan(IMPORTS[3], sheet.rows, Options(2016, "held"))
    assert [messages(item)[0][0] for item in found.items] == ["body", "body"]
    assert [str(said) for said in sheet.remarks] == [
        "“会議名” is blank in rows 3; what stands above was taken."
    ]


def test_dates_that_run_against_the_numbers_of_their_table_are_told():
    rows = sittings(("第12回", "７月６日"), ("第13回", "６月22日"), ("第14回", "10月17日"))
    found = planned(3, rows)
    assert verdicts(found) == ["new"] * 3
    assert [[str(note) for note in item.notes] for item in found.items] == [
        ["The dates of this table run against its numbers: compare 第13回."],
        ["The dates of this table run against its numbers: compare 第12回."],
        [],
    ]


@pytest.mark.parametrize(
    "days", [("６月", "６月22日"), ("６月22日", "６月22日"), ("未定", "６月22日")]
)
def test_dates_that_may_go_with_the_numbers_are_not(days):
    found = planned(3, sittings(("第12回", days[0]), ("第13回", days[1])))
    assert [item.notes for item in found.items if "numbers" in str(item.notes)] == []


def test_number_that_leaves_others_out_is_told_before_it_is_imported():
    imported(3, sittings(("第12回", "６月22日")))
    rows = sittings(("第12回", "６月22日"), ("第13回", "７月６日"), ("第60回", "10月17日"))
    found = planned(3, rows)
    assert verdicts(found) == ["unchanged", "new", "new"]
    assert [[str(note) for note in item.notes] for item in found.items] == [
        [],
        [],
        ["The number leaves some out: the one before is 第13回."],
    ]


def test_row_without_the_column_of_bodies_says_nothing_of_them():
    row = Row(2, {"number": "第12回", "when": DAY, "agenda": "決算"})
    assert "body" not in row.cells
    assert verdicts(planned(3, [list(row.cells.values())])) == ["new"]
