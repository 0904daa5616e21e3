"""The office's first page: every figure is what its list holds, of what one may see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from audits.models import Audit, Finding
from calendars.scheduled.progress import Progress
from dates.fiscal import FiscalYear
from jlis_gov.accounts.roles import AUDIT_OFFICE, EXECUTIVE, SECRETARIAT, sync
from jlis_gov.accounts.tracked import mark_group
from jlis_gov.office.desk import Desk, Figure, changes, desk
from jlis_gov.templatetags.office import change_address, change_text, moment_text, percent
from meetings.models import Meeting
from records import journal
from records.base import Life, Visibility
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditPlanFactory,
    CertificationFactory,
    DepartmentFactory,
    DocumentRequestFactory,
    DrillFactory,
    DutyFactory,
    FindingFactory,
    MeetingFactory,
    ProcedureFactory,
    RequestStepFactory,
    SessionFactory,
    UserFactory,
)
from tests.records.admin.bulk_pages import bulk_address, confirm

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
TODAY = date(2016, 11, 24)
YEAR = FiscalYear(2016)


def line_of(page: Desk, label: str) -> dict[str, int]:
    [line] = [one for one in page.plan if str(one.label) == label]
    return {str(figure.label): figure.number for figure in line.figures}


def every_figure(page: Desk) -> list[Figure]:
    planned = [figure for line in page.plan for figure in line.figures]
    waiting = [figure for _title, figures in page.queues for figure in figures]
    return [*planned, *page.ahead, *waiting, *page.due]


def this_year() -> dict[str, int]:
    return {"fiscal_year": int(FiscalYear.of(timezone.localdate()))}


def busy_office() -> None:
    """One record of each kind that the page counts, dated around the real today."""
    today = timezone.localdate()
    for days, status in ((-40, "planned"), (-40, "held"), (5, "planned"), (5, "cancelled")):
        day = (today + timedelta(days=days)).isoformat()
        AuditClassificationFactory(
            audit=AuditFactory(schedule_text=day, status=status, **this_year())
        )
        SessionFactory(meeting=MeetingFactory(schedule_text=day, status=status, **this_year()))
        DrillFactory(schedule_text=day, status=status, **this_year())
    MeetingFactory(schedule_text="未定", life=Life.DRAFT, internal=True, **this_year())
    AuditFactory(schedule_text="未定", internal=True, **this_year())
    AuditFactory(schedule_text="平成31年11月８日", fiscal_year=2019)
    for days in (-1, 0, 30, 31):
        due = today + timedelta(days=days)
        FindingFactory(found_on=today - timedelta(days=60), due_on=due, internal=True)
    for days in (-1, 0, 7, 8):
        due = today + timedelta(days=days)
        request = DocumentRequestFactory(due_on=due, internal=True)
        RequestStepFactory(request=request, taken_on=today - timedelta(days=60))
    ProcedureFactory(done_by="監査太郎", done_on=today, result="conforming", internal=True)
    for life in (Life.REGISTERED, Life.WITHDRAWN):
        CertificationFactory(valid_until=today, life=life)
    DutyFactory(cycle="month", met_by="submission")  # the month ends within 30 days
    withdrawn = {"life": Life.WITHDRAWN, **this_year()}
    AuditFactory(schedule_text=today.isoformat(), status="planned", **withdrawn)
    FindingFactory(
        found_on=today - timedelta(days=60),
        due_on=today - timedelta(days=1),
        internal=True,
        life=Life.WITHDRAWN,
    )


def test_plan_counts_where_each_record_stands(admin_user):
    for text, status in (("平成28年11月８日", "held"), ("平成28年11月９日", "planned")):
        AuditFactory(schedule_text=text, status=status)
    AuditFactory(schedule_text="平成28年11月", status="planned")
    AuditFactory(schedule_text="平成29年２月", status="planned")
    AuditFactory(schedule_text="平成29年３月", status="cancelled")
    AuditFactory(schedule_text="平成29年11月", fiscal_year=2017)
    assert line_of(desk(admin_user, TODAY), "内部監査") == {
        "planned": 5,
        Progress.TO_COME: 1,
        Progress.UNDER_WAY: 1,
        Progress.EXECUTED: 1,
        Progress.LATE: 1,
        Progress.CANCELLED: 1,
    }


def test_only_an_approved_plan_has_a_rate(admin_user):
    held = AuditFactory(status="held"), DrillFactory(status="held")
    SessionFactory(meeting=MeetingFactory(status="held"))
    assert {line.rate for line in desk(admin_user, TODAY).plan} == {None}
    AuditPlanFactory(rows=held)
    rates = {str(line.label): line.rate for line in desk(admin_user, TODAY).plan}
    assert {label: rate for label, rate in rates.items() if rate is not None} == {
        "内部監査": 1,
        "訓練": 1,
    }


def test_every_figure_is_what_its_list_holds(admin_client, admin_user):
    busy_office()
    figures = every_figure(desk(admin_user, timezone.localdate()))
    told = {figure.address: figure.number for figure in figures}
    held = {one: admin_client.get(one).context["cl"].result_count for one in told}
    assert told == held
    assert len(figures) == len(told)


def test_what_the_page_is_for_is_on_it(admin_user):
    """The counts above would also agree if they were all nought."""
    busy_office()
    page = desk(admin_user, timezone.localdate())
    numbers = [[figure.number for figure in figures] for _title, figures in page.queues]
    assert [numbers[0], numbers[1], numbers[2]] == [[1], [1], [1]]
    assert [figure.number for figure in page.ahead] == [2, 2, 2]
    findings, procedures, requests, certifications = [1, 2, 0], [1], [1, 2], [1]
    duties = [0, 1]
    assert [figure.number for figure in page.due] == [
        *(*findings, *procedures, *requests, *certifications, *duties)
    ]
    assert [figure.number for figure in page.due if figure.is_alarm] == [findings[0], requests[0]]


@pytest.mark.parametrize(
    ("role", "decides"), [(AUDIT_OFFICE, {"audits"}), (SECRETARIAT, {"meetings"}), (EXECUTIVE, ())]
)
def test_only_those_who_decide_are_told_what_waits_for_it(role, decides):
    sync()
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    for life in (Life.DRAFT, Life.REGISTERED):
        AuditFactory(life=life, internal=True)
        SessionFactory(meeting=MeetingFactory(life=life, internal=True))
    *waiting, _doubtful = desk(user, TODAY).queues
    addresses = {figure.address for _title, figures in waiting for figure in figures}
    assert len(waiting) == len(addresses) == 2 * len(decides)
    assert {address.split("/")[2] for address in addresses} == set(decides)


def test_plan_is_offered_for_approval_only_to_those_who_may_approve_all_of_it(client):
    clerk = UserFactory(is_staff=True)
    rights = ["view_audit", "view_auditplan", "approve_auditplan", "approve_audit"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(clerk)
    address = reverse("admin:audits_auditplan_approve", args=[int(FiscalYear.of(TODAY))])
    assert client.get(address).status_code == 403
    assert "/approve/" not in client.get(INDEX).text


def test_next_four_weeks_are_told_whole_however_much_is_under_way(admin_user):
    for _number in range(12):
        AuditFactory(schedule_text="平成28年10月～平成29年３月", status="planned")
    meeting = MeetingFactory(schedule_text="平成28年12月８日", status="planned")
    SessionFactory(meeting=meeting)
    page = desk(admin_user, TODAY)
    assert (len(page.coming), page.left_out) == (13, {})
    assert page.coming[0].entry.uid == str(meeting.uid)


def test_more_than_the_desk_can_show_is_counted(admin_client, admin_user, monkeypatch):
    monkeypatch.setattr("jlis_gov.office.desk.SHOWN_AHEAD", 1)
    for _number in range(3):
        DrillFactory(schedule_text="平成28年12月８日", status="planned")
    page = desk(admin_user, TODAY)
    assert (len(page.coming), page.left_out) == (1, {"count": 2, "month": (2016, 12)})


def test_figure_says_how_many_its_list_holds_beyond_those_shown(admin_client, monkeypatch):
    monkeypatch.setattr("records.kinds.SHOWN", 1)
    for _number in range(3):
        CertificationFactory(valid_until=timezone.localdate())
    page = admin_client.get(INDEX).text
    assert '<a href="/admin/audits/certification/?expiring=1">ほか2件' in page


def test_late_record_is_an_alarm(admin_user):
    AuditFactory(schedule_text="平成28年11月９日", status="planned")
    alarms = [figure.label for figure in every_figure(desk(admin_user, TODAY)) if figure.is_alarm]
    assert alarms == [Progress.LATE]


def test_kind_that_is_not_ones_own_is_not_counted():
    busy_office()
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    page = desk(clerk, timezone.localdate())
    lists = {figure.address.partition("?")[0] for figure in every_figure(page)}
    assert lists == {reverse("admin:meetings_meeting_changelist")}
    assert (page.due, page.changes) == ([], [])


@pytest.mark.parametrize("asked", ["", "1999", "nonsense", "２０１６"])
def test_year_that_is_not_on_record_is_this_year(admin_user, asked):
    AuditFactory(fiscal_year=2014, schedule_text="平成26年11月８日")
    page = desk(admin_user, TODAY, asked)
    assert (page.fiscal_year, page.years) == (YEAR, [YEAR, FiscalYear(2014)])
    assert desk(admin_user, TODAY, "2014").fiscal_year == FiscalYear(2014)


def test_page_asks_as_often_for_three_records_as_for_one(admin_client):
    busy_office()
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert admin_client.get(INDEX).status_code == 200
        counts.append(len(asked))
        busy_office()
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("rate", "text"), [(None, "–"), (0.0, "0%"), (2 / 3, "66%"), (0.999, "99%"), (1.0, "100%")]
)
def test_rate_is_full_only_where_all_was_done(rate, text):
    assert percent(rate) == text


@pytest.mark.parametrize("model", [Meeting, Audit])
def test_unknown_progress_is_no_server_error(admin_client, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for value in ("2016.nonsense", "x.late", ".", "2016", "99999.late"):
        assert admin_client.get(reverse(name), {"plan": value}).status_code == 200


def test_record_page_leads_staff_to_where_it_is_kept(admin_client, client):
    audit = AuditFactory()
    address = reverse("admin:audits_audit_change", args=[audit.pk])
    assert address in admin_client.get(audit.get_absolute_url()).content.decode()
    assert address not in client.get(audit.get_absolute_url()).content.decode()


def test_finding_is_internal_and_still_counted(admin_user):
    """Guards the fixture above: the default of a finding is not what hides it."""
    FindingFactory(found_on=TODAY, due_on=TODAY, visibility=Visibility.INTERNAL)
    assert Finding.objects.count() == 1
    assert desk(admin_user, TODAY).due[1].number == 1


def test_changes_are_told_by_title_in_as_many_queries_for_many_as_for_few(admin_user):
    DepartmentFactory(name="監査室")
    with CaptureQueriesContext(connection) as few:
        assert told(admin_user) == ["部門 監査室: 作成"]
    DepartmentFactory()
    DepartmentFactory(name="総務課")
    with CaptureQueriesContext(connection) as many:
        assert told(admin_user)[::2] == ["部門 総務課: 作成", "部門 監査室: 作成"]
    assert len(many) == len(few)


def told(user) -> list[str]:
    return [change_text(one) for one in changes(user)]


def test_change_of_many_records_is_one_line_that_leads_to_it(admin_client, admin_user):
    audits = [AuditFactory(internal=True) for _number in range(3)]
    confirm(admin_client, bulk_address("publish", *audits), change_reason="年度末")
    assert told(admin_user)[0] == "監査3件: 公表"
    page = admin_client.get(INDEX).text
    address = change_address(changes(admin_user)[0])
    assert f'<a href="{escape(address)}">監査3件: 公表</a>' in page
    assert admin_client.get(address).context["cl"].result_count == 3


def test_command_that_made_many_records_is_one_line_that_leads_to_it(admin_client, admin_user):
    with journal.change(actor="監査室", reason="取込み"):
        DrillFactory.create_batch(2)
        MeetingFactory()
    newest = changes(admin_user)[0]
    assert (newest.count, change_text(newest)) == (3, "複数の種類の記録3件: 作成")
    listed = admin_client.get(change_address(newest)).context["cl"]
    assert listed.result_count == 3
    with translation.override("en"):
        assert change_text(newest) == "Records of several kinds, 3 records: created"


def test_change_of_a_group_is_told_as_one(admin_client, admin_user):
    for _taken_in in range(2):
        sync()
    group = Group.objects.get(name=SECRETARIAT)
    with journal.change(actor="監査室", reason="権限の変更"):
        group.permissions.clear()
        mark_group(group)
    assert change_text(changes(admin_user)[0]) == "アカウントの役割 事務局: 変更"
    assert admin_client.get(INDEX).status_code == 200


def test_moment_of_a_change_is_told_as_officials_write_days():
    assert moment_text(datetime(2026, 11, 30, 15, 11, tzinfo=UTC)) == "令和８年12月１日 00:11"
