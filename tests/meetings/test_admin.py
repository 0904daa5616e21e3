"""Bodies and meetings as the secretariat enters them."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import AgendaItem, Attendance, Body, Handout, Meeting, Membership, Session
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    new_meeting,
    queries_of_list,
    rows,
    submit,
    take_step,
)
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    BodyFactory,
    HandoutFactory,
    MeetingFactory,
    MembershipFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/meeting/add/"


def test_joint_sitting_is_saved_in_one_go_and_journalled_once(admin_client, control, risk):
    member = MembershipFactory(body=risk)
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}, {"body": risk.pk, "number": 4}),
        **rows(
            "agenda_items",
            {"body": control.pk, "title": "内部統制の方針", "kind": "report"},
            {"body": risk.pk, "title": "リスクの評価"},
            {"body": risk.pk, "title": "リスクの対応"},
        ),
        **rows("attendances", {"member": member.pk, "presence": "present"}),
        **rows("handouts", {"title": "資料", "label": "資料１", "named_only": "on"}),
    )
    assert_accepted(submit(admin_client, ADD, typed))
    meeting = Meeting.objects.get()
    assert meeting.title == "第１回内部統制委員会・第４回リスク管理委員会"
    assert [(item.title, item.order) for item in meeting.agenda_of(risk)] == [
        ("リスクの評価", 1),
        ("リスクの対応", 2),
    ]
    assert Attendance.objects.get().member == member
    assert Handout.objects.get().order == 1
    entries = JournalEntry.objects.filter(record_type="meetings.Meeting")
    assert [entry.reason for entry in entries] == ["開催決定"]
    assert entries[0].says(meeting.canonical())


def test_agenda_needs_no_body_where_one_sits_alone(admin_client, control):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("agenda_items", {"title": "方針"}, {"title": "評価"}),
    )
    assert_accepted(submit(admin_client, ADD, typed))
    items = AgendaItem.objects.order_by("order").values_list("body", "order", "title")
    assert list(items) == [(control.pk, 1, "方針"), (control.pk, 2, "評価")]


def test_number_that_leaves_others_out_is_asked_about_once(admin_client, control):
    SessionFactory(body=control, number=18, meeting=MeetingFactory(schedule_text="未定"))
    typed = new_meeting(**rows("sessions", {"body": control.pk, "number": 60}))
    page = submit(admin_client, ADD, typed)
    assert "第60回は、最後の第18回から続いていません" in complaints(page)
    assert Meeting.objects.count() == 1
    other = typed | rows("sessions", {"body": control.pk, "number": 61, "asked_number": 60})
    assert "第61回は" in complaints(submit(admin_client, ADD, other))
    asked = typed | rows("sessions", {"body": control.pk, "number": 60, "asked_number": 60})
    assert_accepted(submit(admin_client, ADD, asked))
    assert Session.objects.get(number=60).body == control


def test_page_that_asks_about_a_number_holds_it(admin_client, control):
    SessionFactory(body=control, number=18, meeting=MeetingFactory(schedule_text="未定"))
    typed = new_meeting(**rows("sessions", {"body": control.pk, "number": 60}))
    page = submit(admin_client, ADD, typed).text
    assert re.search(r'name="sessions-0-asked_number" value="60"', page)


def test_number_of_another_year_is_free_where_numbers_restart(admin_client, control):
    earlier = MeetingFactory(fiscal_year=2015, schedule_text="未定")
    SessionFactory(body=control, number=1, meeting=earlier)
    typed = new_meeting(**rows("sessions", {"body": control.pk, "number": 1}))
    assert_accepted(submit(admin_client, ADD, typed))
    assert Session.objects.filter(body=control, number=1).count() == 2


def test_fiscal_year_and_number_can_change_together(admin_client, control):
    later = MeetingFactory(fiscal_year=2017, schedule_text="未定")
    SessionFactory(body=control, number=1)
    moved = SessionFactory(body=control, number=1, meeting=later)
    typed = {"fiscal_year": "2016", "sessions-0-number": "2", "change_reason": "年度の訂正"}
    assert_accepted(submit(admin_client, address_of(later), typed))
    moved.refresh_from_db()
    assert (moved.series, moved.number) == (2016, 2)


def test_fiscal_year_moves_the_series_of_untouched_sessions(admin_client, control):
    session = SessionFactory(
        body=control, number=1, meeting=MeetingFactory(fiscal_year=2017, schedule_text="未定")
    )
    typed = {"fiscal_year": "2016", "change_reason": "年度の訂正"}
    assert_accepted(submit(admin_client, address_of(session.meeting), typed))
    session.refresh_from_db()
    assert session.series == 2016


def test_handout_is_published_once_its_meeting_is(admin_client, control):
    typed = new_meeting(
        **rows("sessions", {"body": control.pk, "number": 1}),
        **rows("handouts", {"title": "公開資料", "named_only": "on"}),
    )
    assert_accepted(submit(admin_client, ADD, typed))
    meeting = Meeting.objects.get()
    assert_accepted(take_step(admin_client, meeting, "approve", decision_number="決裁第１号"))
    assert_accepted(take_step(admin_client, meeting, "publish"))
    typed = {"handouts-0-visibility": "public", "change_reason": "資料の公表"}
    assert_accepted(submit(admin_client, address_of(meeting), typed))
    assert Handout.objects.get().is_public


def test_handout_is_made_public_only_by_those_who_may_publish(client, control):
    handout = HandoutFactory(meeting=SessionFactory(body=control, number=1).meeting)
    clerk = UserFactory(staff=True)
    names = ("meeting", "session", "agendaitem", "attendance", "handout")
    rights = [f"{right}_{name}" for right in ("add", "change") for name in names]
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(clerk)
    address, reason = address_of(handout.meeting), {"change_reason": "資料の追加"}
    more = rows(
        "handouts", {"title": "次の資料", "visibility": "public", "named_only": "on"}, before=1
    )
    assert complaints(submit(client, address, more | reason))
    replaced = {"handouts-0-file": SimpleUploadedFile("new.txt", b"x")}
    assert complaints(submit(client, address, replaced | reason))
    assert Handout.objects.get().file.name == ""
    assert_accepted(submit(client, address, {"handouts-0-title": "改題"} | reason))
    assert Handout.objects.get().is_public


def test_numbering_that_changes_has_every_meeting_count_anew(admin_client, control):
    session = SessionFactory(body=control, number=1)
    typed = {"numbering": "continuous", "change_reason": "通し番号に改める"}
    assert_accepted(submit(admin_client, address_of(control), typed))
    session.refresh_from_db()
    assert session.series == 0


def test_body_is_saved_with_members_and_counts(admin_client):
    typed = {
        "name": "代表者会議",
        "short_name": "代表者",
        "slug": "representatives",
        **rows(
            "memberships", {"name": "鈴木", "category": "知事", "attested_on": "平成29年３月31日"}
        ),
        **rows("yearly_counts", {"fiscal_year": 2016, "sittings": 18, "cases": 70}),
    }
    assert_accepted(submit(admin_client, "/admin/meetings/body/add/", typed))
    body = Body.objects.get()
    assert body.memberships.get().order == 1
    assert body.yearly_counts.get().sittings == 18
    assert JournalEntry.objects.count() == 1


def joint_sitting(*names):
    meeting = MeetingFactory()
    for name in names or ("", ""):
        session = SessionFactory(meeting=meeting, **({"body__name": name} if name else {}))
        AgendaItemFactory(meeting=meeting, body=session.body)
        AttendanceFactory(meeting=meeting, member=MembershipFactory(body=session.body))
    return meeting


def body_with_members():
    return MembershipFactory(body=BodyFactory())


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Meeting, joint_sitting),
        (Body, body_with_members),
        (AgendaItem, joint_sitting),
        (Membership, joint_sitting),
    ],
)
def test_list_asks_as_often_for_three_rows_as_for_one(admin_client, model, make):
    make()
    make()  # one choice alone is no filter
    alone = queries_of_list(admin_client, model)
    make()
    make()
    assert queries_of_list(admin_client, model) == alone


@pytest.mark.parametrize("parameter", ["sessions__body__id__exact", "fiscal_year", "q"])
def test_filter_finds_a_meeting_once(admin_client, parameter):
    meeting = joint_sitting("評価委員会", "倫理委員会")  # no number that another is called by
    other = joint_sitting()
    other_year = SessionFactory(meeting=MeetingFactory(fiscal_year=2015, schedule_text="未定"))
    body = meeting.sessions.get(body__name="評価委員会").body
    value = {"fiscal_year": "2016", "q": body.name}.get(parameter, body.pk)
    found = admin_client.get("/admin/meetings/meeting/", {parameter: value}).context["cl"]
    expected = {meeting.pk, other.pk} if parameter == "fiscal_year" else {meeting.pk}
    assert sorted(row.pk for row in found.result_list) == sorted(expected)
    assert other_year.meeting.pk not in expected


@pytest.mark.parametrize(("model", "field"), [("agendaitem", "opinion"), ("attendance", "member")])
def test_choice_says_where_it_belongs(admin_client, model, field, control):
    session = SessionFactory(body=control, number=1)
    AgendaItemFactory(meeting=session.meeting, body=control, title="予算案")
    MembershipFactory(body=control, name="予算太郎")
    query = {"app_label": "meetings", "model_name": model, "field_name": field, "term": "予算"}
    found = admin_client.get("/admin/autocomplete/", query).json()["results"]
    expected = {"opinion": "予算案（第１回内部統制委員会）", "member": "予算太郎（内部統制委員会）"}
    assert [choice["text"] for choice in found] == [expected[field]]


def test_parts_are_not_offered_as_records_of_their_own(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "/admin/meetings/agendaitem/" not in page
    assert admin_client.get("/admin/meetings/membership/add/").status_code == 403
