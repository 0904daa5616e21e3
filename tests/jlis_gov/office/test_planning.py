"""A fiscal year copied into another's plan on one page of the office."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, Drill, Regime
from dates import FiscalYear
from jlis_gov.composition import PLANNING
from jlis_gov.office.planning import years_to_copy
from meetings.models import Meeting
from organization.models import ReorganisationStep
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.admin_forms import address_of
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    BodyFactory,
    ConductedTogetherFactory,
    DepartmentFactory,
    DrillDepartmentFactory,
    DrillFactory,
    ReorganisationFactory,
    ReorganisationStepFactory,
    SessionFactory,
    UserFactory,
)
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
PAGE = "/admin/plan/copy/?source=2016&target=2017"


def rows_of(response):
    return [row for section in response.context["sections"] for row in section.rows]


def confirm(client: Client, chosen, reason="平成29年度監査計画の作成", **more):
    typed = {"row": [str(each.uid) for each in chosen], "change_reason": reason}
    return client.post(PAGE, typed | {"confirm": "1"} | more)


@pytest.fixture
def record_of_2016():
    load_record()


@pytest.fixture
def copied(record_of_2016, admin_client):
    """The whole record of fiscal 2016, copied as it is offered."""
    offered = [row.source for row in rows_of(admin_client.get(PAGE)) if row.is_chosen]
    assert confirm(admin_client, offered).status_code == 302


@pytest.mark.parametrize(
    ("day", "years"), [("2027-03-31", (2026, 2027)), ("2027-04-01", (2027, 2028))]
)
def test_next_fiscal_year_is_proposed(admin_client, monkeypatch, day, years):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date.fromisoformat(day))
    form = admin_client.get("/admin/plan/copy/").context["years"]
    assert (form["source"].value(), form["target"].value()) == years


@pytest.mark.parametrize(
    ("shown", "years", "text"),
    [
        ("2016", (2016, 2017), "平成28年度（2016年度）の計画を平成29年度（2017年度）へ複写する"),
        ("", (2029, 2030), "令和11年度（2029年度）の計画を令和12年度（2030年度）へ複写する"),
    ],
)
def test_desk_says_which_year_is_copied_into_which(admin_client, monkeypatch, shown, years, text):
    source, target = years
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2030, 11, 1))
    AuditFactory(fiscal_year=2016)
    desk = admin_client.get(f"/admin/?fiscal_year={shown}").text
    query = f"?source={source}&amp;target={target}"
    assert f'<a href="/admin/plan/copy/{query}">{text}</a>' in desk
    page = admin_client.get("/admin/plan/copy/", {"source": source, "target": target})
    assert page.context["title"] == text


def test_year_that_can_be_copied_into_none_is_not_offered(admin_user):
    assert years_to_copy(admin_user, FiscalYear(2100), is_target=False) is None
    assert years_to_copy(admin_user, FiscalYear(2014), is_target=True) is None
    assert years_to_copy(UserFactory(), FiscalYear(2016), is_target=False) is None


def copy_of(subject="", **found) -> Audit:
    return Audit.objects.get(fiscal_year=2017, subject=subject, **found)


def test_every_record_of_2016_is_offered_and_none_is_written_before_it_is_confirmed(
    record_of_2016, admin_client
):
    rows = rows_of(admin_client.get(PAGE))
    assert len(rows) == 46 + 10 + 18
    assert all(row.is_chosen and row.existing is None for row in rows)
    assert Meeting.objects.in_fiscal_year(2017).get().title == "第15回経営審議委員会"
    assert not Audit.objects.in_fiscal_year(2017).exists()


def test_every_record_of_2016_is_copied_in_one_change(copied):
    for model, number in ((Audit, 46), (Drill, 10), (Meeting, 18)):
        copies = model.objects.in_fiscal_year(2017).exclude(copied_from=None)
        assert {copy.copied_from_id for copy in copies} == set(
            model.objects.in_fiscal_year(2016).values_list("pk", flat=True)
        )
        assert len(copies) == number
        for copy in copies:
            assert (copy.life, copy.visibility) == (Life.DRAFT, Visibility.INTERNAL)
            assert (copy.status, copy.schedule_override) == ("planned", "")
    entries = JournalEntry.objects.filter(reason="平成29年度監査計画の作成")
    assert len(entries) == 46 + 10 + 18
    assert len(set(entries.values_list("request", flat=True))) == 1


def test_monthly_audits_of_the_statutory_auditors_move_month_by_month(copied):
    monthly = (
        Audit.objects.in_fiscal_year(2017).of_regime(Regime.AUDITOR).of_type("monthly-auditor")
    )
    assert [audit.schedule_text for audit in monthly.order_by("order")] == [
        *("平成29年６月", "平成29年７月", "平成29年８月", "平成29年９月", "平成29年10月"),
        *("平成29年11月", "平成29年12月", "平成30年１月", "平成30年２月", "平成30年３月"),
    ]


def test_settlement_audit_after_the_end_of_fiscal_2016_comes_after_that_of_2017(copied):
    closing = copy_of("期末残高の妥当性検証及び財務諸表の表示検討")
    assert (closing.schedule_text, closing.fiscal_year) == ("平成30年５月", 2017)
    assert copy_of("預金証書等の実査及び貯蔵品の棚卸立会").schedule_text == "平成30年４月"


def test_types_scope_and_targets_stay_with_the_copy(copied):
    accounting = Audit.objects.get(fiscal_year=2017, scope="all_but")
    assert accounting.type_text == "会計監査（決算監査及び例月監査）"
    assert accounting.schedule_text == "平成29年５月～平成30年３月"
    assert [(str(t), t.role) for t in accounting.targets.all()] == [("監査室", "excluded")]
    assert len(accounting.partners) == 11
    assert {partner.fiscal_year for partner in accounting.partners} == {2017}
    webtrust = copy_of("LGPKIの運営")
    assert webtrust.type_text == "WebTrust for CA検証及び準拠性監査"
    phases = copy_of("全国サーバ運用管理業務").schedule_text
    assert phases == "事前評価：平成29年９月\n本評価：平成30年１月～２月"


def numbers(body: str, year: int = 2017) -> list[int | None]:
    meetings = Meeting.objects.in_fiscal_year(year).filter(sessions__body__name=body)
    sessions = (
        m.sessions.get(body__name=body) for m in meetings.by_date().exclude(copied_from=None)
    )
    return [session.number for session in sessions]


def test_councils_count_on_from_their_highest_number_and_committees_begin_anew(copied):
    assert numbers("代表者会議") == [18, 19, 20, 21, 22, 23]  # 12 to 17 were those of 2016
    assert numbers("経営審議委員会") == [16, 17, 18, 19]  # the 15th, of June 2017, is entered
    assert numbers("契約監視委員会") == [1, 2]
    assert numbers("本人確認情報保護委員会") == [None]


def test_joint_sittings_stay_joint_and_the_third_of_risk_management_stands_alone(copied):
    meetings = Meeting.objects.in_fiscal_year(2017).filter(sessions__body__name="リスク管理委員会")
    assert [meeting.title for meeting in meetings.by_date()] == [
        "第１回内部統制委員会・第１回リスク管理委員会",
        "第２回内部統制委員会・第２回リスク管理委員会",
        "第３回リスク管理委員会",
        "第３回内部統制委員会・第４回リスク管理委員会",
    ]
    assert not any(meeting.agenda_items.exists() for meeting in meetings)


def test_meeting_that_is_entered_already_is_told(record_of_2016, admin_client):
    notes = {str(row.source): row.notes for row in rows_of(admin_client.get(PAGE)) if row.notes}
    assert "第15回経営審議委員会" in "".join(notes["第10回経営審議委員会"])


def test_copying_twice_doubles_nothing(copied, admin_client):
    response = admin_client.get(PAGE)
    assert all(row.existing for row in rows_of(response))
    assert 'name="confirm"' not in response.content.decode()
    again = confirm(admin_client, Audit.objects.in_fiscal_year(2016))
    assert again.status_code == 200
    assert again.context["reason"].non_field_errors()
    assert Audit.objects.in_fiscal_year(2017).count() == 46


def test_row_left_out_is_not_copied_and_can_be_later(admin_client):
    one, other = AuditClassificationFactory().audit, AuditClassificationFactory().audit
    confirm(admin_client, [one])
    assert [copy.copied_from for copy in Audit.objects.in_fiscal_year(2017)] == [one]
    confirm(admin_client, [other])
    assert Audit.objects.in_fiscal_year(2017).count() == 2


def test_link_to_an_audit_copied_later_is_made_then(admin_client):
    link = ConductedTogetherFactory()
    confirm(admin_client, [link.audit])
    confirm(admin_client, [link.partner])
    later, earlier = (Audit.objects.get(copied_from=each) for each in (link.partner, link.audit))
    assert (earlier.partners, later.partners) == ([later], [earlier])


def test_numbers_close_up_over_a_row_left_out(admin_client):
    council = BodyFactory(numbering="continuous")
    june, october = (
        SessionFactory(body=council, number=number, meeting__schedule_text=text).meeting
        for number, text in ((1, "平成28年６月８日"), (2, "平成28年10月７日"))
    )
    assert [row.shown[:3] for row in rows_of(admin_client.get(PAGE))] == ["第３回", "第４回"]
    shown = admin_client.post(PAGE, {"row": [str(october.uid)], "change_reason": "計画"})
    assert [row.shown[:3] for row in rows_of(shown)] == ["第３回"]
    assert "計画" in shown.content.decode()
    assert not Meeting.objects.in_fiscal_year(2017).exists()
    confirm(admin_client, [october])
    assert Meeting.objects.get(copied_from=october).sessions.get().number == 3
    assert not june.copies.exists()


def test_chosen_rows_are_shown_alone_and_the_reason_stays(admin_client):
    chosen, left = (AuditClassificationFactory().audit for _number in range(2))
    typed = {"row": [str(chosen.uid)], "change_reason": "計画の作成", "again": "1"}
    page = admin_client.post(PAGE, typed)
    assert [row.source for row in rows_of(page)] == [chosen]
    assert "計画の作成" in page.content.decode()
    assert f'href="{PAGE.replace("&", "&amp;")}"' in page.content.decode()
    everything = admin_client.post(PAGE, typed | {"row": []})
    assert {row.source for row in rows_of(everything)} == {chosen, left}


def test_withdrawn_copy_may_be_made_again(admin_client):
    audit = AuditClassificationFactory().audit
    AuditFactory(fiscal_year=2017, copied_from=audit, life=Life.WITHDRAWN)
    confirm(admin_client, [audit])
    assert audit.copies.count() == 2


def test_cancelled_audit_is_offered_but_not_chosen(admin_client):
    AuditFactory(status="cancelled")
    (row,) = rows_of(admin_client.get(PAGE))
    assert (row.is_chosen, len(row.notes)) == (False, 1)


def reorganised():
    """管理部 becomes 総務部 and 経理部 in April 2017, 廃止部 ends without a successor."""
    end, role = date(2017, 3, 31), ReorganisationStep.Role
    whole, gone = (DepartmentFactory(name=name, valid_until=end) for name in ("管理部", "廃止部"))
    parts = [DepartmentFactory(name=name) for name in ("総務部", "経理部")]
    change = ReorganisationFactory(takes_effect_on=date(2017, 4, 1))
    ReorganisationStepFactory(reorganisation=change, department=whole, role=role.PREDECESSOR)
    for part in parts:
        ReorganisationStepFactory(reorganisation=change, department=part)
    return whole, gone, parts


def test_targets_follow_a_reorganisation_and_a_department_without_successor_is_told(admin_client):
    whole, gone, parts = reorganised()
    audit = AuditFactory(targets_override="管理部ほか")
    for order, department in enumerate((parts[1], whole, gone)):
        AuditTargetFactory(audit=audit, department=department, order=order)
    drill = DrillDepartmentFactory(department=whole, drill=DrillFactory()).drill
    admin_client.cookies["django_language"] = "en"
    with_notes = rows_of(admin_client.get(PAGE))
    notes = "".join(with_notes[0].notes)
    assert "管理部 is replaced by 総務部、経理部" in notes
    assert "廃止部 is no more then" in notes
    confirm(admin_client, [audit, drill])
    copy = Audit.objects.get(copied_from=audit)
    assert [str(target) for target in copy.targets.all()] == ["経理部", "総務部"]
    assert copy.targets_override == ""
    assert [str(row) for row in Drill.objects.get(copied_from=drill).departments.all()] == [
        *("総務部", "経理部")
    ]


def test_nothing_is_lost_where_the_reason_is_missing(admin_client):
    one, other = AuditFactory(), AuditFactory()
    response = confirm(admin_client, [other], reason="")
    assert response.context["reason"].errors
    assert [row.is_chosen for row in rows_of(response)] == [False, True]
    assert not Audit.objects.in_fiscal_year(2017).exists()
    assert one.copies.count() == 0


@pytest.mark.parametrize(
    "query", ["source=2017&target=2016", "source=2016", "source=x&target=2017", "target=99999"]
)
def test_years_that_make_no_sense_are_refused_in_words(admin_client, query):
    for response in (
        admin_client.get(f"/admin/plan/copy/?{query}"),
        admin_client.post(f"/admin/plan/copy/?{query}", {"confirm": "1"}),
    ):
        assert response.status_code == 200
        assert response.context["years"].errors


def test_only_kinds_that_one_may_add_are_offered(client):
    AuditFactory(), SessionFactory()
    clerk = UserFactory(staff=True)
    client.force_login(clerk)
    assert client.get(PAGE).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="add_meeting"))
    assert [s.copying.slug for s in client.get(PAGE).context["sections"]] == ["meetings"]
    confirm(client, [*Audit.objects.all(), *Meeting.objects.all()])
    assert (Audit.objects.count(), Meeting.objects.count()) == (1, 2)


def test_way_to_approval_is_shown_to_those_who_may_approve_a_plan(client):
    AuditFactory()
    clerk = UserFactory(staff=True)
    codenames = ["view_audit", "add_audit", "view_auditplan"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(clerk)
    ways = {"/admin/": "approve/", PAGE: "/admin/audits/auditplan/approve/2017/"}
    assert [way in client.get(one).text for one, way in ways.items()] == [False, False]
    rights = ["approve_auditplan", "approve_audit", "approve_drill"]
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    assert [way in client.get(one).text for one, way in ways.items()] == [True, True]


def test_visitor_is_sent_to_the_sign_in(client):
    assert client.get(PAGE).status_code == 302


def offered(client: Client, record) -> dict[str, str]:
    """The tools of a record's page: name and address."""
    response = client.get(address_of(record))
    return {str(name): address for name, address in response.context.get("tools", ())}


def test_one_record_is_copied_into_the_next_year_by_itself(admin_client):
    council = BodyFactory(numbering="continuous")
    june, october = (
        SessionFactory(body=council, number=number, meeting__schedule_text=text).meeting
        for number, text in ((1, "平成28年６月８日"), (2, "平成28年10月７日"))
    )
    page = offered(admin_client, june)["来年度へ複写"]
    (row,) = rows_of(admin_client.get(page))
    assert (row.source, row.is_chosen, row.shown[:3]) == (june, True, "第３回")
    assert row.draft.schedule_text == "平成29年６月"
    typed = {"row": [row.key, str(october.uid)], "change_reason": "計画", "confirm": "1"}
    response = admin_client.post(page, typed)
    (copy,) = Meeting.objects.in_fiscal_year(2017)
    assert response.headers["Location"] == address_of(copy)
    assert (copy.copied_from, copy.sessions.get().number) == (june, 3)
    (again,) = rows_of(admin_client.get(page))
    assert again.existing == copy


def test_record_that_cannot_be_copied_is_not_offered_to_be(admin_client, client):
    audit = AuditFactory()
    assert "来年度へ複写" in offered(admin_client, audit)
    assert "来年度へ複写" not in offered(admin_client, AuditFactory(life=Life.WITHDRAWN))
    last = AuditFactory(fiscal_year=2099, schedule_text="令和81年６月", status="planned")
    assert "来年度へ複写" not in offered(admin_client, last)
    reader = UserFactory(staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_audit"))
    client.force_login(reader)
    assert "来年度へ複写" not in offered(client, audit)


def test_preview_asks_as_often_for_three_rows_as_for_one(admin_client):
    asked = []
    for more in (1, 2):
        for _row in range(more):
            AuditTargetFactory(audit=ConductedTogetherFactory().audit)
            DrillDepartmentFactory()
            SessionFactory()
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_kinds_are_told_apart():
    assert len({each.slug for each in PLANNING}) == len(PLANNING)
