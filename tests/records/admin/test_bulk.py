"""Many records of a list take a step at once: previewed, one reason, all of them or none."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit, Drill
from jlis_gov.office.desk import desk
from meetings.models import Handout, Meeting
from records import journal
from records.admin.bulk_forms import number_after
from records.admin.bulk_page import MOST
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, take_step
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    HandoutFactory,
    UserFactory,
)
from tests.records.admin.bulk_pages import (
    APPROVED,
    DRAFT,
    PUBLISHED,
    bulk_address,
    choose,
    complaints,
    confirm,
    going,
    list_of,
    look,
    problems,
    somebody,
    states,
)

pytestmark = pytest.mark.django_db
TODAY = date(2016, 11, 24)


def test_chosen_records_are_published_in_one_request(admin_client):
    drills = [DrillFactory(internal=True) for _number in range(3)]
    chosen = choose(admin_client, "bulk_publish", *drills[:2], query="?life=registered")
    page = look(admin_client, chosen.url)
    assert set(going(page)) == {one.pk for one in drills[:2]}
    assert [(row.differences[0].old, row.differences[0].new) for row in page.context["rows"]] == [
        ("非公表", "公表"),
        ("非公表", "公表"),
    ]
    assert states(*drills) == [APPROVED] * 3
    before = JournalEntry.objects.count()

    response = confirm(admin_client, chosen.url, change_reason="年度末の公表")
    assert response.url == f"{list_of(Drill)}?life=registered"
    assert states(*drills) == [PUBLISHED, PUBLISHED, APPROVED]
    entries = JournalEntry.objects.filter(sequence__gt=before)
    assert {entry.record_id for entry in entries} == {one.pk for one in drills[:2]}
    assert len({entry.request for entry in entries}) == 1
    assert {(entry.actor, entry.reason) for entry in entries} == {("admin", "年度末の公表")}


def test_records_of_one_title_are_told_apart_by_year_date_and_departments(admin_client):
    kind, department = AuditTypeFactory(name="例月監査"), DepartmentFactory(name="会計部")
    audits = [
        AuditFactory(internal=True, regime=kind.regime, subject="", schedule_text=text)
        for text in ("平成28年11月25日", "平成28年12月26日")
    ]
    for audit in audits:
        AuditClassificationFactory(audit=audit, type=kind)
        AuditTargetFactory(audit=audit, department=department)
    page = look(admin_client, bulk_address("publish", *audits))
    assert [row.title for row in page.context["rows"]] == [
        "例月監査（平成28年度、平成28年11月25日、会計部）",
        "例月監査（平成28年度、平成28年12月26日、会計部）",
    ]


def test_all_that_the_list_holds_are_chosen_with_its_filter(admin_client):
    waiting, draft = [DrillFactory(internal=True) for _number in range(2)], DrillFactory(draft=True)
    query = "?waiting=publication"
    chosen = choose(admin_client, "bulk_publish", waiting[0], query=query, across=True)
    assert set(going(look(admin_client, chosen.url))) == {one.pk for one in waiting}
    assert confirm(admin_client, chosen.url).status_code == 302
    assert states(*waiting, draft) == [PUBLISHED, PUBLISHED, DRAFT]


def test_record_that_cannot_take_the_step_is_shown_with_why_and_stays(admin_client):
    waiting, public = DrillFactory(internal=True), DrillFactory()
    address = bulk_address("publish", waiting, public)
    page = look(admin_client, address)
    assert going(page) == [waiting.pk]
    assert "「公表」は現在行えません" in problems(page)[public.pk]
    entries = JournalEntry.objects.filter(record_id=public.pk, record_type="audits.Drill").count()
    assert confirm(admin_client, address).status_code == 302
    assert states(waiting, public) == [PUBLISHED, PUBLISHED]
    told = JournalEntry.objects.filter(record_id=public.pk, record_type="audits.Drill")
    assert told.count() == entries


def test_rules_of_the_record_are_those_of_a_single_step(admin_client):
    named, other = DepartmentFactory(internal=True, name="未公表部"), DepartmentFactory()
    audits = [AuditFactory(internal=True) for _number in range(2)]
    for audit, department in zip(audits, (named, other), strict=True):
        AuditTargetFactory(audit=audit, department=department)
    page = look(admin_client, bulk_address("publish", *audits))
    assert going(page) == [audits[1].pk]
    assert "未公表部" in problems(page)[audits[0].pk]


def test_each_record_needs_its_own_right(client):
    approver = somebody(client, "approve_drill")
    internal, public = DrillFactory(internal=True), DrillFactory()
    address = bulk_address("withdraw", internal, public)
    page = look(approver, address)
    assert going(page) == [internal.pk]
    assert "権限がありません" in problems(page)[public.pk]
    forged = {"rows": f"{internal.pk}:1 {public.pk}:1", "confirm": "1", "change_reason": "二重"}
    assert "権限がありません" in complaints(approver.post(address, forged))
    assert states(internal, public) == [APPROVED, PUBLISHED]


@pytest.mark.parametrize("name", ["approve", "publish", "withdraw", "set-status"])
def test_without_any_right_there_is_neither_action_nor_page(client, name):
    drill = DrillFactory(internal=True)
    reader = somebody(client)
    assert reader.get(list_of(Drill)).context["action_form"] is None
    address = bulk_address(name, drill)
    forged = {"rows": f"{drill.pk}:1", "confirm": "1", "change_reason": "理由", "status": "held"}
    assert reader.get(address).status_code == 403
    assert reader.post(address, forged).status_code == 403
    assert states(drill) == [APPROVED]


def test_actions_are_those_that_the_sender_has_the_right_to(client):
    found = somebody(client, "publish_drill").get(list_of(Drill)).context["action_form"]
    names = [name for name, _label in found.fields["action"].choices if name]
    assert names == ["bulk_publish", "bulk_unpublish", "bulk_withdraw", "bulk_reinstate"]


def test_right_without_sight_of_the_records_is_no_right(client):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    assert client.get(bulk_address("approve", DrillFactory(draft=True))).status_code == 403


def test_hidden_record_is_not_there(client):
    publisher = somebody(client, "publish_drill")
    waiting, draft = DrillFactory(internal=True), DrillFactory(draft=True, name="秘密の訓練")
    address = bulk_address("publish", waiting, draft)
    page = look(publisher, address)
    assert (going(page), problems(page)) == ([waiting.pk], {})
    forged = {"rows": f"{waiting.pk}:1 {draft.pk}:1", "confirm": "1"}
    assert "秘密の訓練" not in publisher.post(address, forged).content.decode()
    assert states(waiting, draft) == [APPROVED, DRAFT]


@pytest.mark.parametrize("name", ["burn", "set-", "set-slug", "set-visibility", "APPROVE"])
def test_operation_that_does_not_exist_is_not_found(admin_client, name):
    assert admin_client.get(bulk_address(name, DrillFactory())).status_code == 404


@pytest.mark.parametrize("keys", ["", "x", "9" * 40, "-1", "1.5,０", "\x00"])
def test_impossible_keys_are_passed_over(admin_client, keys):
    page = admin_client.get(f"{list_of(Drill)}bulk/publish/", {"id__in": keys})
    assert page.status_code == 200
    assert going(page) == []
    sent = admin_client.post(f"{list_of(Drill)}bulk/publish/", {"rows": keys, "confirm": "1"})
    assert "変更する記録はありません。" in complaints(sent)


def test_wrong_filter_leads_back_to_the_list(admin_client):
    response = admin_client.get(f"{list_of(Drill)}bulk/publish/?nothing__is=1")
    assert response.status_code == 302
    assert response.url.startswith(list_of(Drill))


def test_more_records_than_one_change_takes_are_told(admin_client, monkeypatch):
    monkeypatch.setattr("records.admin.bulk_page.MOST", 1)
    drills = [DrillFactory(internal=True) for _number in range(2)]
    response = admin_client.get(bulk_address("publish", *drills), follow=True)
    assert [str(one) for one in response.context["messages"]] == [
        "一度に変更できるのは1件までです。選択を減らしてください。"
    ]
    address = bulk_address("publish", drills[0])
    sent = {"rows": f"{drills[0].pk}:1 {drills[1].pk}:1", "confirm": "1"}
    assert admin_client.post(address, sent).status_code == 302
    assert states(*drills) == [APPROVED] * 2
    assert MOST >= 500


@pytest.mark.parametrize(
    ("runs_on", "numbers"),
    [("", ["決裁第９号", "決裁第９号"]), ("on", ["決裁第９号", "決裁第10号"])],
)
def test_drafts_are_approved_by_one_number_or_by_a_series(admin_client, runs_on, numbers):
    drafts = [DrillFactory(draft=True, schedule_text=f"平成28年{n}月") for n in (5, 6)]
    typed = {"decision_number": "決裁第９号", "runs_on": runs_on}
    address = bulk_address("approve", *drafts)
    page = look(admin_client, address, **typed)
    shown = [row.differences[-1].new for row in page.context["rows"]]
    assert shown == numbers
    assert confirm(admin_client, address, **typed).status_code == 302
    assert states(*drafts) == [APPROVED] * 2
    kept = Drill.objects.in_bulk([one.pk for one in drafts])
    assert [kept[one.pk].decision_number for one in drafts] == numbers


def test_series_counts_only_what_is_approved(admin_client):
    lacking = AuditFactory(draft=True, schedule_text="平成28年４月１日")
    whole = [AuditFactory(draft=True, schedule_text=f"平成28年{n}月") for n in (5, 6)]
    for audit in whole:
        AuditTargetFactory(audit=audit)
    typed = {"decision_number": "第1号", "runs_on": "on"}
    address = bulk_address("approve", lacking, *whole)
    assert "対象部門" in problems(look(admin_client, address))[lacking.pk]
    assert confirm(admin_client, address, **typed).status_code == 302
    kept = Audit.objects.in_bulk([one.pk for one in whole])
    assert [kept[one.pk].decision_number for one in whole] == ["第1号", "第2号"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("", "必ず入力してください"),
        ("決裁", "連番にできる数字がありません。"),
        ("第\x1b1号", "制御文字"),
        ("1" * 51, "50"),
    ],
)
def test_number_that_will_not_do_is_told_and_changes_nothing(admin_client, number, told):
    draft = DrillFactory(draft=True)
    typed = {"decision_number": number, "runs_on": "on"}
    assert told in complaints(confirm(admin_client, bulk_address("approve", draft), **typed))
    assert states(draft) == [DRAFT]


@pytest.mark.parametrize(
    ("first", "count", "number"),
    [
        ("決裁第12号", 0, "決裁第12号"),
        ("決裁第９号", 1, "決裁第10号"),
        ("決裁第８号", 1, "決裁第９号"),
        ("第０９９号", 1, "第１００号"),
        ("H28-009", 2, "H28-011"),
        ("平成28年決裁第99号の二", 1, "平成28年決裁第100号の二"),
    ],
)
def test_number_runs_on_as_it_is_written(first, count, number):
    assert number_after(first, count) == number


@pytest.mark.parametrize("name", ["withdraw", "unpublish"])
def test_step_off_the_usual_way_needs_its_reason(admin_client, name):
    drill = DrillFactory()
    assert "必ず入力してください" in complaints(confirm(admin_client, bulk_address(name, drill)))
    assert states(drill) == [PUBLISHED]
    assert confirm(admin_client, bulk_address(name, drill), change_reason="誤り").status_code == 302
    assert JournalEntry.objects.last().reason == "誤り"


@pytest.mark.parametrize(
    ("name", "field", "is_required"),
    [
        ("approve", "decision_number", True),
        ("approve", "change_reason", False),
        ("withdraw", "change_reason", True),
    ],
)
def test_what_must_be_filled_in_is_marked(admin_client, name, field, is_required):
    drill = DrillFactory(draft=True)
    page = look(admin_client, bulk_address(name, drill))
    label = page.context["form"][field].label_tag()
    assert ('class="required"' in label) is is_required
    step = admin_client.get(f"/admin/audits/drill/{drill.pk}/step/{name}/").context["form"]
    assert ('class="required"' in step[field].label_tag()) is is_required


def test_record_changed_since_it_was_shown_stops_all(admin_client):
    early, late = (DrillFactory(internal=True, name=name) for name in ("甲", "乙"))
    address = bulk_address("publish", early, late)
    hidden = look(admin_client, address).context["hidden"]
    with journal.change(actor="別の人", reason="訂正"):
        changed = Drill.objects.get(pk=late.pk)
        changed.name = "乙改"
        changed.save()
    entries = JournalEntry.objects.count()
    page = admin_client.post(address, hidden | {"confirm": "1"})
    assert (
        "「乙改（平成28年度、平成28年11月８日）」：このページを開いた後に、ほかの人が変更しました。"
        in complaints(page)
    )
    assert states(early, late) == [APPROVED] * 2
    assert JournalEntry.objects.count() == entries
    again = admin_client.post(address, page.context["hidden"] | {"confirm": "1"})
    assert again.status_code == 302
    assert states(early, late) == [PUBLISHED] * 2


def test_record_that_is_gone_stops_all(admin_client):
    kept, gone = (DrillFactory(draft=True) for _number in range(2))
    address = bulk_address("approve", kept, gone)
    hidden = look(admin_client, address).context["hidden"]
    with journal.change(actor="別の人"):
        Drill.objects.get(pk=gone.pk).delete()
    sent = hidden | {"confirm": "1", "decision_number": "第１号"}
    assert "削除された記録" in complaints(admin_client.post(address, sent))
    assert states(kept) == [DRAFT]


def test_one_that_has_become_impossible_stops_all(admin_client):
    audits = [AuditFactory(internal=True) for _number in range(2)]
    department = DepartmentFactory()
    AuditTargetFactory(audit=audits[1], department=department)
    address = bulk_address("publish", *audits)
    hidden = look(admin_client, address).context["hidden"]
    with journal.change(actor="別の人"):
        department.visibility = Visibility.INTERNAL
        department.save()
    entries = JournalEntry.objects.count()
    assert department.name in complaints(admin_client.post(address, hidden | {"confirm": "1"}))
    assert states(*audits) == [APPROVED] * 2
    assert JournalEntry.objects.count() == entries


def test_withdrawn_records_become_again_what_they_were(admin_client):
    drills = [DrillFactory(), DrillFactory(draft=True)]
    assert confirm(admin_client, bulk_address("withdraw", *drills), change_reason="誤り").url
    assert [life for life, _seen in states(*drills)] == [Life.WITHDRAWN] * 2
    assert confirm(admin_client, bulk_address("reinstate", *drills), change_reason="誤り").url
    assert states(*drills) == [PUBLISHED, DRAFT]


def test_departments_are_published_with_what_they_belong_to(admin_client):
    centre = DepartmentFactory(internal=True, order=9)
    office = DepartmentFactory(internal=True, order=5, parent_department=centre)
    section = DepartmentFactory(internal=True, order=1, parent_department=office)
    alone = DepartmentFactory(
        internal=True, order=2, parent_department=DepartmentFactory(internal=True)
    )
    address = bulk_address("publish", section, alone, office, centre)
    page = look(admin_client, address)
    assert going(page) == [centre.pk, office.pk, section.pk]
    assert list(problems(page)) == [alone.pk]
    assert confirm(admin_client, address).status_code == 302
    assert states(section, office, centre, alone) == [PUBLISHED] * 3 + [APPROVED]


def test_department_stays_internal_with_a_parent_that_does(admin_client):
    above = DepartmentFactory(internal=True)
    parent = DepartmentFactory(internal=True, parent_department=above)
    section = DepartmentFactory(internal=True, parent_department=parent)
    page = look(admin_client, bulk_address("publish", section, parent))
    assert going(page) == []


def test_documents_are_hidden_with_their_meetings(admin_client):
    handouts = [HandoutFactory() for _number in range(2)]
    meetings = [one.meeting for one in handouts]
    assert confirm(admin_client, bulk_address("unpublish", *meetings), change_reason="誤り").url
    assert set(Handout.objects.values_list("visibility", flat=True)) == {Visibility.INTERNAL}
    for meeting in Meeting.objects.all():
        entry = JournalEntry.objects.filter(record_uid=meeting.uid).last()
        assert entry.says(meeting.canonical())


def test_copies_that_would_meet_in_one_year_are_not_both_reinstated(admin_client):
    source = DrillFactory(fiscal_year=2015, schedule_text="平成27年11月８日")
    copies = [DrillFactory(copied_from=source, life=Life.WITHDRAWN) for _number in range(2)]
    response = confirm(admin_client, bulk_address("reinstate", *copies), change_reason="誤り")
    assert "この年度には既に複写されています。" in complaints(response)
    assert [life for life, _seen in states(*copies)] == [Life.WITHDRAWN] * 2


def audits_to_publish(count):
    kind, department = AuditTypeFactory(), DepartmentFactory()
    audits = [AuditFactory(internal=True, regime=kind.regime) for _number in range(count)]
    for audit in audits:
        AuditClassificationFactory(audit=audit, type=kind)
        AuditTargetFactory(audit=audit, department=department)
    return audits


def queries(client, count):
    """How many questions the preview and the change of so many audits ask."""
    address = bulk_address("publish", *audits_to_publish(count))
    with CaptureQueriesContext(connection) as preview:
        hidden = client.get(address).context["hidden"]
    with CaptureQueriesContext(connection) as change:
        assert client.post(address, hidden | {"confirm": "1"}).status_code == 302
    return len(preview), len(change)


def test_each_more_record_costs_few_questions(admin_client):
    queries(admin_client, 1)
    (preview, change), (preview_of_ten, change_of_ten) = (
        queries(admin_client, count) for count in (2, 12)
    )
    # Four constraints of an audit and the savepoint around each, which Django asks the database.
    assert preview_of_ten - preview <= 4 * 3 * 10
    assert change_of_ten - change <= (4 * 3 + 1) * 10  # and the row itself


def test_after_a_step_the_next_that_waits_is_one_click_away(admin_client):
    first, second, third = (
        DrillFactory(internal=True, schedule_text=f"平成28年{n}月") for n in (5, 6, 7)
    )
    DrillFactory(draft=True)

    def said(record):
        take_step(admin_client, record, "publish")
        page = admin_client.get(address_of(record))
        return [str(one) for one in page.context["messages"]][-1]

    text = said(second)
    assert f'<a href="{address_of(third)}">' in text
    assert "残り2件" in text
    assert "平成28年７月" in text
    assert f'<a href="{address_of(first)}">' in said(third)
    assert "ほかに待っている記録はありません。" in said(first)


def test_desk_leads_to_all_that_wait_for_those_with_the_right(client, admin_user):
    drill = DrillFactory(internal=True)
    FindingFactory(draft=True)
    (_drafts, drafts), (_approved, approved), _doubtful = desk(admin_user, TODAY).queues
    assert [one.bulk_address for one in drafts] == [
        reverse("admin:audits_finding_bulk", args=["approve"]) + "?waiting=approval"
    ]
    client.force_login(admin_user)
    assert going(client.get(approved[0].bulk_address)) == [drill.pk]
    assert [one for _title, few in desk(UserFactory(staff=True), TODAY).queues for one in few] == []
