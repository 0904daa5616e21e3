"""What a meeting's form refuses: clearly, saving nothing, keeping all that was typed."""

import threading

import pytest
from django.db import connection

from meetings.models import Meeting, Membership
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    complaints,
    filled,
    new_meeting,
    rows,
    submit,
)
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/meeting/add/"


def refused(client, typed, *kept: str) -> str:
    """What the form says; nothing is saved and all that was typed is still on the page."""
    before = Meeting.objects.count(), JournalEntry.objects.count()
    response = submit(client, ADD, typed)
    said = complaints(response)
    assert (Meeting.objects.count(), JournalEntry.objects.count()) == before
    page = response.content.decode()
    for text in ("第一会議室", "当日の概要", "開催決定", *kept):
        assert text in page
    return said


def test_meeting_without_a_body_is_refused(admin_client):
    assert "会議体を１つ以上" in refused(admin_client, new_meeting())


def test_meeting_cannot_lose_its_last_body(admin_client):
    meeting = SessionFactory().meeting
    said = complaints(submit(admin_client, address_of(meeting), {"sessions-0-DELETE": "on"}))
    assert "会議体を１つ以上" in said
    assert meeting.sessions.count() == 1


def test_agenda_of_a_body_that_does_not_sit_is_refused(admin_client, control, risk):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("agenda_items", {"body": risk.pk, "title": "方針の決定"}),
    )
    said = refused(admin_client, typed, "方針の決定")
    assert "リスク管理委員会はこの会議の会議体に入っていません" in said


def test_body_that_leaves_its_agenda_behind_is_refused(admin_client, control, risk):
    session = SessionFactory(body=control, number=1)
    AgendaItemFactory(meeting=session.meeting, body=control)
    typed = {"sessions-0-body": risk.pk}
    said = complaints(submit(admin_client, address_of(session.meeting), typed))
    assert "内部統制委員会はこの会議の会議体に入っていません" in said


def test_attendance_of_a_stranger_is_refused(admin_client, control, risk):
    member = MembershipFactory(body=risk, name="鈴木")
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("attendances", {"member": member.pk, "presence": "present"}),
    )
    said = refused(admin_client, typed)
    assert "鈴木委員はリスク管理委員会の委員ですが" in said


def test_member_listed_twice_is_refused(admin_client, control):
    member = MembershipFactory(body=control)
    row = {"member": member.pk, "presence": "present"}
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}), **rows("attendances", row, row)
    )
    assert "同じ委員が重複" in refused(admin_client, typed)


def test_body_listed_twice_in_one_form_is_refused(admin_client, control):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 7}, {"body": control.pk, "number": 8})
    )
    assert "同じ会議体が重複しています" in refused(admin_client, typed, 'value="7"', 'value="8"')


@pytest.mark.parametrize(("numbering", "year"), [("yearly", 2016), ("continuous", 2015)])
def test_number_twice_in_one_body_is_refused(admin_client, numbering, year):
    body = BodyFactory(numbering=numbering)
    first = MeetingFactory(fiscal_year=year, schedule_text="未定")
    SessionFactory(body=body, number=12, meeting=first)
    typed = new_meeting(**rows("sessions", {"body": body.pk, "number": 12}))
    assert "同じ回の会議がすでにあります" in refused(admin_client, typed, 'value="12"')


def test_fiscal_year_that_makes_two_numbers_meet_is_refused(admin_client, control):
    later = MeetingFactory(fiscal_year=2017, schedule_text="未定")
    SessionFactory(body=control, number=1)
    SessionFactory(body=control, number=1, meeting=later)
    said = complaints(submit(admin_client, address_of(later), {"fiscal_year": "2016"}))
    assert "同じ回の会議がすでにあります" in said
    later.refresh_from_db()
    assert later.fiscal_year == 2017


def test_number_is_refused_where_the_body_does_not_number(admin_client):
    body = BodyFactory(numbering="none")
    typed = new_meeting(**rows("sessions", {"body": body.pk, "number": 1}))
    assert "回を付けません" in refused(admin_client, typed)


@pytest.mark.parametrize("year", ["0", "3000", "99999", "平成"])
def test_fiscal_year_out_of_range_is_refused(admin_client, control, year):
    typed = new_meeting(fiscal_year=year, **rows("sessions", {"body": control.pk, "number": 1}))
    assert refused(admin_client, typed, f'value="{year}"')


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u2028", "\u202e"], ids=ascii)
def test_control_character_in_an_agenda_title_is_refused(admin_client, control, char):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("agenda_items", {"title": f"議{char}案", "bill_number": "議案第１号"}),
    )
    assert "文字" in refused(admin_client, typed, "議案第１号")


def test_handout_more_visible_than_its_meeting_is_refused(admin_client, control):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("handouts", {"title": "公開資料", "visibility": "public", "named_only": "on"}),
    )
    assert "公表できません" in refused(admin_client, typed, "公開資料")


def test_member_with_attendances_cannot_be_removed(admin_client):
    attendance = AttendanceFactory()
    body = attendance.member.body
    typed = {"memberships-0-DELETE": "on"}
    assert complaints(submit(admin_client, address_of(body), typed))
    assert Membership.objects.filter(pk=attendance.member.pk).exists()


@pytest.mark.parametrize("numbering", ["continuous", "none"])
def test_numbering_that_the_meetings_contradict_is_refused(admin_client, control, numbering):
    SessionFactory(body=control, number=1)
    SessionFactory(
        body=control, number=1, meeting=MeetingFactory(fiscal_year=2017, schedule_text="未定")
    )
    said = complaints(submit(admin_client, address_of(control), {"numbering": numbering}))
    assert "数え方に合いません" in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="writers wait for one another, so nobody can be faster"
)
def test_number_that_a_colleague_takes_a_moment_earlier_is_refused_kindly(admin_client, control):
    def colleague() -> None:
        try:
            SessionFactory(body=control, number=12)
        finally:
            connection.close()

    rivals = [threading.Thread(target=colleague)]

    def let_him_pass(execute, sql, params, many, context):
        if "INSERT INTO" in sql and "meetings_session" in sql and rivals:
            rival = rivals.pop()
            rival.start()
            rival.join()
        return execute(sql, params, many, context)

    address, typed = ADD, new_meeting(**rows("sessions", {"body": control.pk, "number": 12}))
    data = filled(admin_client, address, typed)
    with connection.execute_wrapper(let_him_pass):
        response = admin_client.post(address, data)
    assert "同じ回の会議がすでにあります" in complaints(response)
    assert Meeting.objects.count() == 1
    assert JournalEntry.objects.filter(reason="開催決定").count() == 0


def test_agenda_of_a_joint_sitting_must_say_whose(admin_client, control, risk):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}, {"body": risk.pk, "number": 1}),
        **rows("agenda_items", {"title": "方針の決定"}),
    )
    assert "どの会議体の議事か" in refused(admin_client, typed, "方針の決定")


def test_number_is_asked_for_where_the_body_numbers(admin_client, control):
    typed = new_meeting(**rows("sessions", {"body": control.pk}))
    assert "回の入力が必要です" in refused(admin_client, typed)
