"""A series registered from one form: days by a rule looked at, exceptions struck, drafts made."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import signals
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit, Drill
from calendars.admin.recurrence_form import RecurrenceForm
from jlis_gov.composition import SCHEDULED
from meetings.models import Body, Meeting, Session
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, page_forms, rows, shown
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    BodyFactory,
    DepartmentFactory,
    SessionFactory,
    UserFactory,
)
from tests.jlis_gov.test_japanese import NAMES, WRITTEN, latin

pytestmark = pytest.mark.django_db
AUDITS, MEETINGS, DRILLS = (
    f"/admin/{path}/recurring/" for path in ("audits/audit", "meetings/meeting", "audits/drill")
)


def rule(**typed) -> dict[str, str]:
    """The part of the page that says how it repeats: monthly on the last day, from April 2016."""
    parts = {"freq": "monthly", "interval": "1", "start": "平成28年４月１日", "day": "last_day"}
    parts |= {"closed": "previous", "count": "12"} | typed
    return {f"recurrence-{name}": value for name, value in parts.items() if value is not None}


def fill(client, address, **typed) -> dict:
    """What a browser sends of the page that nobody touched but for `typed`."""
    response = client.get(address)
    assert response.status_code == 200
    data = {}
    for form in page_forms(response):
        data |= shown(form)
    return data | typed


def show(client, address, data, **more):
    response = client.post(address, data | {"again": "1"} | more)
    assert response.status_code == 200
    return response


def confirm(client, address, data, response, struck=()):
    """Confirm the days that the page shows, without those struck."""
    keys = [row.planned.key for row in response.context["rows"]]
    kept = [row.planned.day for row in response.context["rows"] if row.draft]
    days = {"shown": keys, "kept": [day for day in kept if day not in struck]}
    return client.post(address, data | days | {"confirm": "1"})


def texts(response) -> list[str]:
    return [row.planned.text for row in response.context["rows"]]


def notes(response) -> list[str]:
    return [
        str(each)
        for row in response.context["rows"]
        for each in (*row.warnings, *(row.draft.problems if row.draft else ()))
    ]


def monthly_audits(client, **typed) -> dict:
    kind = AuditTypeFactory(regime="auditor", name="例月監査", group="")
    department = DepartmentFactory(name="管理部会計課")
    common = {"regime": "auditor", "change_reason": "平成28年度監事監査計画"}
    parts = rows("classifications", {"type": kind.pk}) | rows(
        "targets", {"department": department.pk}
    )
    return fill(client, AUDITS, **common, **parts, **rule()) | typed


def test_twelve_monthly_audits_are_looked_at_and_nothing_is_written(admin_client):
    data = monthly_audits(admin_client)
    response = show(admin_client, AUDITS, data)
    assert texts(response) == [
        *("平成28年４月28日", "平成28年５月31日", "平成28年６月30日", "平成28年７月29日"),
        *("平成28年８月31日", "平成28年９月30日", "平成28年10月31日", "平成28年11月30日"),
        *("平成28年12月28日", "平成29年１月31日", "平成29年２月28日", "平成29年３月31日"),
    ]
    closed = {row.planned.day: str(row.closed) for row in response.context["rows"] if row.closed}
    assert closed == {
        "2016-04-30": "土曜日",
        "2016-07-31": "日曜日",
        "2016-12-31": "年末年始の休み",
    }
    assert response.context["can_confirm"]
    assert not Audit.objects.exists()
    page = response.content.decode()
    assert "平成28年４月30日 （土）" in page
    assert "平成28年４月28日 （木）" in page


def test_twelve_monthly_audits_become_drafts_in_one_request_of_the_journal(admin_client):
    data = monthly_audits(admin_client)
    before = JournalEntry.objects.count()
    response = confirm(admin_client, AUDITS, data, show(admin_client, AUDITS, data))
    assert response.status_code == 302
    audits = list(Audit.objects.order_by("starts_on"))
    assert [each.fiscal_year for each in audits] == [2016] * 12
    assert {(each.life, each.visibility, each.status) for each in audits} == {
        (Life.DRAFT, Visibility.INTERNAL, "planned")
    }
    assert {str(each) for each in audits} == {"例月監査"}
    assert {str(each.targets.get().department) for each in audits} == {"管理部会計課"}
    entries = JournalEntry.objects.all()[before:]
    assert len(entries) == 12
    assert {(entry.reason, entry.actor) for entry in entries} == {
        ("平成28年度監事監査計画", "admin")
    }
    assert len({entry.request for entry in entries}) == 1


def test_day_struck_is_not_made_and_stays_struck(admin_client):
    data = monthly_audits(admin_client)
    first = show(admin_client, AUDITS, data)
    keys = [row.planned.key for row in first.context["rows"]]
    days = [row.planned.day for row in first.context["rows"] if row.planned.day != "2016-08-31"]
    again = show(admin_client, AUDITS, data, shown=keys, kept=days)
    assert [row.planned.day for row in again.context["rows"] if not row.draft] == ["2016-08-31"]
    confirm(admin_client, AUDITS, data, again)
    assert Audit.objects.count() == 11
    assert not Audit.objects.filter(starts_on=date(2016, 8, 31)).exists()


def test_month_alone_stays_a_month(admin_client):
    data = monthly_audits(admin_client) | rule(day="month", start="平成28年６月15日", count="3")
    response = show(admin_client, AUDITS, data)
    assert texts(response) == ["平成28年６月", "平成28年７月", "平成28年８月"]
    assert not any(row.closed for row in response.context["rows"])
    confirm(admin_client, AUDITS, data, response)
    assert {each.schedule.precision for each in Audit.objects.all()} == {"month"}


def test_days_that_were_not_looked_at_are_shown_before_they_are_made(admin_client):
    data = monthly_audits(admin_client)
    response = show(admin_client, AUDITS, data)
    changed = confirm(admin_client, AUDITS, data | rule(closed="next"), response)
    assert changed.status_code == 200
    assert "平成28年５月２日" in texts(changed)
    assert not Audit.objects.exists()
    straight = admin_client.post(AUDITS, data | {"confirm": "1"})
    assert straight.status_code == 200
    assert not Audit.objects.exists()


def test_closed_day_that_is_dropped_is_shown_and_not_made(admin_client):
    data = monthly_audits(admin_client) | rule(closed="drop")
    response = show(admin_client, AUDITS, data)
    assert texts(response).count("") == 3
    assert "閉庁日のため除く" in response.content.decode()
    confirm(admin_client, AUDITS, data, response)
    assert Audit.objects.count() == 9


def test_what_is_wrong_with_the_form_is_said_once_and_nothing_is_lost(admin_client):
    data = monthly_audits(admin_client, regime="", theme="例月の監査")
    response = show(admin_client, AUDITS, data)
    assert response.context["adminform"].form.errors.keys() == {"regime"}
    assert notes(response) == []
    assert not response.context["can_confirm"]
    refused = confirm(admin_client, AUDITS, data, response)
    assert refused.status_code == 200
    assert not Audit.objects.exists()
    page = refused.content.decode()
    assert 'value="例月の監査"' in page
    assert "平成28年度監事監査計画</textarea>" in page
    assert 'value="平成28年４月１日"' in page


def test_what_is_wrong_on_some_days_is_said_beside_them(admin_client):
    gone = DepartmentFactory(name="廃止部", valid_until=date(2016, 9, 30))
    data = monthly_audits(admin_client) | {"targets-0-department": gone.pk}
    response = show(admin_client, AUDITS, data)
    wrong = [row.planned.day for row in response.context["rows"] if row.draft.problems]
    assert wrong == [
        "2016-10-31",
        "2016-11-30",
        *("2016-12-31", "2017-01-31"),
        "2017-02-28",
        "2017-03-31",
    ]
    assert confirm(admin_client, AUDITS, data, response).status_code == 200
    assert not Audit.objects.exists()
    made = confirm(admin_client, AUDITS, data, response, struck=wrong)
    assert made.status_code == 302
    assert Audit.objects.count() == 6


def test_series_across_april_belongs_to_both_fiscal_years_unless_one_is_said(admin_client):
    data = monthly_audits(admin_client) | rule(start="平成29年３月１日", count="2")
    assert [
        row.planned.fiscal_year for row in show(admin_client, AUDITS, data).context["rows"]
    ] == [*(2016, 2017)]
    data |= rule(start="平成29年３月１日", count="2", fiscal_year="2016")
    confirm(admin_client, AUDITS, data, show(admin_client, AUDITS, data))
    assert [each.fiscal_year for each in Audit.objects.all()] == [2016, 2016]


def test_warning_of_the_reader_is_shown_before_and_can_be_settled(admin_client):
    data = monthly_audits(admin_client) | rule(
        day="start", start="平成28年５月３日", count="1", closed="keep"
    )
    response = show(admin_client, AUDITS, data)
    assert "憲法記念日" in "".join(notes(response))
    confirm(admin_client, AUDITS, data, response)
    assert Audit.objects.get().is_doubtful
    confirm(admin_client, AUDITS, data | {"warnings_settled": "on"}, response)
    assert not Audit.objects.last().is_doubtful


def meetings_of(client, *bodies, **typed) -> dict:
    data = fill(client, MEETINGS, venue="本館大会議室", **rule(count="3"))
    return data | rows("sessions", *({"body": body.pk} for body in bodies)) | typed


def test_numbers_run_on_from_the_next_one_of_each_body(admin_client):
    council = BodyFactory(name="代表者会議", numbering=Body.Numbering.CONTINUOUS)
    committee = BodyFactory(name="内部統制委員会")
    unnumbered = BodyFactory(name="本人確認情報保護委員会", numbering=Body.Numbering.NONE)
    SessionFactory(body=council, number=17)
    data = meetings_of(admin_client, council, committee, unnumbered)
    data |= rule(start="平成29年２月１日", count="3")
    response = show(admin_client, MEETINGS, data)
    assert response.context["can_confirm"], notes(response)
    assert [row.name.split("・")[0] for row in response.context["rows"]] == [
        *("第18回代表者会議", "第19回代表者会議", "第20回代表者会議")
    ]
    assert confirm(admin_client, MEETINGS, data, response).status_code == 302
    made = Meeting.objects.filter(starts_on__gte=date(2017, 2, 1)).by_date()
    assert [[session.number for session in each.sessions.order_by("body")] for each in made] == [
        [18, 1, None],
        [19, 2, None],
        [20, 1, None],  # April 2017
    ]


def test_numbers_close_up_over_a_day_struck_and_a_typed_number_is_the_first(admin_client):
    data = meetings_of(admin_client, BodyFactory(), **{"sessions-0-number": "5"})
    response = show(admin_client, MEETINGS, data)
    confirm(admin_client, MEETINGS, data, response, struck=["2016-05-31"])
    assert [each.sessions.get().number for each in Meeting.objects.by_date()] == [5, 6]


@pytest.mark.parametrize("typed", ["９", "1２", " 7 "])
def test_typed_number_is_read_as_the_form_for_one_reads_it(admin_client, typed):
    data = meetings_of(admin_client, BodyFactory(), **{"sessions-0-number": typed})
    confirm(admin_client, MEETINGS, data, show(admin_client, MEETINGS, data))
    first = int(typed)
    made = [each.sessions.get().number for each in Meeting.objects.by_date()]
    assert made == [first, first + 1, first + 2]


@pytest.mark.parametrize("typed", ["九", "-1", "9" * 30, "\x00"])
def test_number_that_is_none_is_told_and_makes_nothing(admin_client, typed):
    data = meetings_of(admin_client, BodyFactory(), **{"sessions-0-number": typed})
    response = show(admin_client, MEETINGS, data)
    assert not response.context["can_confirm"]
    assert confirm(admin_client, MEETINGS, data, response).status_code == 200
    assert not Meeting.objects.exists()


def test_number_that_leaves_others_out_is_asked_about_once(admin_client):
    body = BodyFactory()
    SessionFactory(body=body, number=2)
    data = meetings_of(admin_client, body, **{"sessions-0-number": "60"})
    response = show(admin_client, MEETINGS, data)
    assert [len(row.draft.problems) for row in response.context["rows"]] == [1, 0, 0]
    assert not response.context["can_confirm"]
    for form in page_forms(response):
        data |= shown(form)
    again = show(admin_client, MEETINGS, data)
    assert again.context["can_confirm"], notes(again)
    confirm(admin_client, MEETINGS, data, again)
    made = Meeting.objects.filter(life=Life.DRAFT).by_date()
    assert [each.sessions.get().number for each in made] == [60, 61, 62]


def test_number_of_the_first_draft_is_not_taken_for_a_typed_one(admin_client):
    data = meetings_of(admin_client, BodyFactory())
    response = show(admin_client, MEETINGS, data)
    form = next(form for form in page_forms(response) if form.prefix == "sessions-0")
    assert form["number"].value() == ""


def test_number_that_is_given_already_is_refused(admin_client):
    body = BodyFactory()
    SessionFactory(body=body, number=2)
    data = meetings_of(admin_client, body, **{"sessions-0-number": "1"})
    response = show(admin_client, MEETINGS, data)
    problems = [row.draft.problems for row in response.context["rows"]]
    assert [bool(each) for each in problems] == [False, True, False]
    assert not response.context["can_confirm"]


def test_all_or_none_is_made_where_somebody_takes_a_number_meanwhile(admin_client):
    body = BodyFactory()
    data = meetings_of(admin_client, body)
    response = show(admin_client, MEETINGS, data)

    def somebody_else(sender, instance, **kwargs):
        if instance.number == 2:
            signals.pre_save.disconnect(somebody_else, sender=Session)
            SessionFactory(body=body, number=2)

    signals.pre_save.connect(somebody_else, sender=Session)
    before = JournalEntry.objects.count()
    refused = confirm(admin_client, MEETINGS, data, response)
    assert refused.status_code == 200
    assert "ほかの人が先に登録しました" in refused.content.decode()
    assert not Meeting.objects.exists()
    assert JournalEntry.objects.count() == before
    assert [row.name[:3] for row in refused.context["rows"]] == ["第１回", "第２回", "第３回"]
    assert confirm(admin_client, MEETINGS, data, refused).status_code == 302


def test_who_may_only_add_is_led_to_the_first_page(client):
    clerk = UserFactory(staff=True)
    names = ["add_drill", "add_drilldepartment"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    data = fill(client, DRILLS, scenario="安否の確認", **rule(count="2"))
    response = confirm(client, DRILLS, data, show(client, DRILLS, data))
    assert response.headers["Location"] == "/admin/"
    assert Drill.objects.count() == 2


def test_hours_stand_behind_each_day(admin_client):
    data = meetings_of(admin_client, BodyFactory()) | rule(count="1", hours="10時～11時30分")
    confirm(admin_client, MEETINGS, data, show(admin_client, MEETINGS, data))
    (meeting,) = Meeting.objects.all()
    assert meeting.schedule_text == "平成28年４月28日 10時～11時30分"
    assert meeting.official_schedule == "平成28年４月28日 10：00～11：30"


def test_two_days_moved_to_one_are_told(admin_client):
    weekly = {"freq": "weekly", "day": "start", "start": "平成28年６月11日", "count": "2"}
    data = meetings_of(admin_client, BodyFactory()) | rule(**weekly)
    data["recurrence-weekdays"] = ["5", "6"]
    response = show(admin_client, MEETINGS, data)
    assert texts(response) == ["平成28年６月10日"] * 2
    assert response.content.decode().count("同じ日に２件以上あります。") == 2


def test_drills_repeat_as_well(admin_client):
    data = fill(admin_client, DRILLS, scenario="安否の確認", **rule(freq="quarterly", count="4"))
    confirm(admin_client, DRILLS, data, show(admin_client, DRILLS, data))
    assert [each.starts_on.month for each in Drill.objects.by_date()] == [4, 7, 10, 1]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"count": None}, "count"),
        ({"until": "平成29年３月31日"}, "count"),
        ({"start": "いつか"}, "start"),
        ({"interval": "0"}, "interval"),
        ({"freq": "hourly"}, "freq"),
        ({"day": "month_day"}, "place"),
        ({"day": "month_day", "place": "32"}, "place"),
        ({"day": "weekday", "place": "2"}, "weekdays"),
        ({"day": "month", "hours": "10時"}, "hours"),
        ({"hours": "いつでも"}, "hours"),
        ({"count": None, "until": "平成28年４月１日"}, "until"),
        ({"freq": "weekly", "day": "start", "count": None, "until": "平成40年３月31日"}, "until"),
        ({"start": "平成20年４月１日"}, "start"),
        ({"start": "1868-01-01"}, "start"),
        ({"start": "令和82年12月31日", "count": "1", "closed": "next", "hours": "10時"}, "hours"),
        ({"fiscal_year": "平成20年度"}, "fiscal_year"),
        ({"day": "month_day", "place": "31", "freq": "yearly"}, "start"),
        ({"count": "101"}, "count"),
    ],
)
def test_rule_that_makes_no_sense_is_refused_beside_its_field(typed, field):
    form = RecurrenceForm(rule(**typed), prefix="recurrence")
    assert list(form.errors) == [field]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"day": "month_day", "place": "31"}, ["５月31日", "７月31日"]),
        ({"day": "weekday", "place": "2", "weekdays": ["1"]}, ["４月12日", "５月10日"]),
        ({"day": "last_weekday", "weekdays": ["4"]}, ["４月29日", "５月27日"]),
        ({"day": "workday", "place": "1"}, ["４月１日", "５月２日"]),
        ({"day": "workday_from_end", "place": "3"}, ["４月26日", "５月27日"]),
        ({"freq": "quarterly"}, ["４月30日", "７月31日"]),
        ({"freq": "weekly"}, ["４月１日", "４月８日"]),
        ({"interval": "2"}, ["４月30日", "６月30日"]),
        ({"day": "start", "start": "平成28年４月８日"}, ["４月８日", "５月８日"]),
    ],
)
def test_days_are_those_that_the_office_means(typed, expected):
    form = RecurrenceForm(rule(**{"closed": "keep", "count": "2"} | typed), prefix="recurrence")
    assert form.is_valid(), form.errors
    assert [each.text.removeprefix("平成28年") for each in form.planned] == expected


def test_months_without_the_day_are_told_of(admin_client):
    told = "この日のない月は除かれます"
    data = monthly_audits(admin_client)
    each = data | rule(day="month_day", place="31")
    assert told in show(admin_client, AUDITS, each).content.decode()
    assert told not in show(admin_client, AUDITS, data).content.decode()


def test_what_was_typed_into_the_form_for_one_comes_along(admin_client):
    typed = {"regime": "auditor", "theme": "例月の監査", "change_reason": "計画"}
    typed |= {"schedule_text": "平成28年６月", "fiscal_year": "2016"}
    form = {}
    for each in page_forms(admin_client.get("/admin/audits/audit/add/")):
        form |= shown(each)
    response = admin_client.post(AUDITS, form | typed | {"_recurring": "1"})
    assert response.status_code == 200
    main = response.context["adminform"].form
    assert (main["theme"].value(), main["change_reason"].value()) == ("例月の監査", "計画")
    assert response.context["errors"] == []
    assert "errorlist" not in response.content.decode()
    assert response.context["rule"].initial == {"start": "平成28年６月１日", "day": "month"}
    timed = typed | {"schedule_text": "６月８日 10：00～11：30"}
    response = admin_client.post(AUDITS, form | timed | {"_recurring": "1"})
    assert response.context["rule"].initial == {
        "start": "平成28年６月８日",
        "hours": "10:00～11:30",
    }
    lost = typed | {"schedule_text": "６月８日、９日"} | rows("findings", {"summary": "不備"})
    response = admin_client.post(AUDITS, form | lost | {"_recurring": "1"})
    told = [str(each) for each in response.context["messages"]]
    assert [("６月８日、９日" in told[0]), ("指摘事項" in told[1])] == [True, True]


def test_number_that_was_proposed_for_one_does_not_come_along(admin_client):
    typed = rows("sessions", {"body": BodyFactory().pk, "number": "7"}) | {"venue": "本館"}
    form = {}
    for each in page_forms(admin_client.get("/admin/meetings/meeting/add/")):
        form |= shown(each)
    response = admin_client.post(MEETINGS, form | typed | {"_recurring": "1"})
    row = next(each for each in page_forms(response) if each.prefix == "sessions-0")
    assert (row["body"].value(), row["number"].value()) == (str(typed["sessions-0-body"]), None)


def test_series_starts_as_a_record_that_is_there(admin_client):
    audit = AuditTargetFactory(audit=AuditFactory(theme="課題の取組状況")).audit
    page = admin_client.get(address_of(audit))
    tools = {str(name): address for name, address in page.context["tools"]}
    response = admin_client.get(tools["くり返して登録"])
    assert response.context["adminform"].form["theme"].value() == "課題の取組状況"


def test_each_draft_more_asks_equally_often(admin_client):
    data, asked = monthly_audits(admin_client), []
    for count in ("1", "2", "3"):
        with CaptureQueriesContext(connection) as queries:
            show(admin_client, AUDITS, data | rule(count=count))
        asked.append(len(queries))
    # Four constraints of an audit and the savepoint around each, which Django asks the database.
    assert asked[2] - asked[1] == asked[1] - asked[0] <= 4 * 3 + 1


@pytest.mark.parametrize("kind", SCHEDULED, ids=lambda kind: kind.name)
def test_every_kind_that_is_scheduled_can_be_repeated_from_its_list_and_its_form(
    admin_client, kind
):
    options = kind.model._meta
    name = f"admin:{options.app_label}_{options.model_name}"
    address = reverse(f"{name}_recurring")
    for page in ("changelist", "add"):
        assert f'="{address}"' in admin_client.get(reverse(f"{name}_{page}")).content.decode()
    page = admin_client.get(address)
    assert page.status_code == 200
    assert latin(page.text) - NAMES - WRITTEN == set()


def test_days_are_shown_in_japanese_alone_or_in_english(admin_client):
    data = monthly_audits(admin_client) | rule(closed="drop")
    assert latin(show(admin_client, AUDITS, data).text) - NAMES - WRITTEN == set()
    admin_client.cookies["django_language"] = "en"
    page = show(admin_client, AUDITS, data).text
    assert "30 April 2016 Sat" in page
    assert "closed: Saturday" in page
    assert "Make 9 drafts" in page


def test_series_of_somebody_without_any_right_to_its_rows_is_shown(client):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="add_meeting"))
    client.force_login(clerk)
    response = show(client, MEETINGS, fill(client, MEETINGS, **rule(count="2")))
    assert [row.name for row in response.context["rows"]] == ["", ""]


def test_only_those_who_may_add_one_may_repeat_it(client):
    clerk = UserFactory(staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_audit", "view_drill"]))
    client.force_login(clerk)
    for send in (client.get, client.post):
        assert send(AUDITS).status_code == 403
    assert AUDITS not in client.get("/admin/audits/audit/").content.decode()
    assert AUDITS not in client.get(address_of(AuditFactory())).content.decode()
    client.logout()
    assert client.get(AUDITS).status_code == 302
