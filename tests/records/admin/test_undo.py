"""The changes of one request taken back as a whole."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Drill
from meetings.models import Handout
from records import journal
from records.base import Visibility
from records.history import publication
from records.journal.models import JournalEntry, JournalPayload
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DrillDepartmentFactory,
    DrillFactory,
    HandoutFactory,
    SessionFactory,
    UserFactory,
)
from tests.journal import unlocked
from tests.records.admin.bulk_pages import (
    APPROVED,
    PUBLISHED,
    bulk_address,
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


def undo_address(request=""):
    """The page that takes back a request, the last one unless told."""
    request = request or JournalEntry.objects.last().request
    return reverse("admin:records_journalentry_undo", args=[request])


def changed(client, name, *records, **typed):
    """Change many at once; the address at which that is taken back."""
    assert confirm(client, bulk_address(name, *records), **typed).status_code == 302
    return undo_address()


def test_bulk_change_is_taken_back_by_one_act(admin_client):
    drills = [DrillFactory(internal=True) for _number in range(3)]
    address = changed(admin_client, "publish", *drills)
    assert len(going(look(admin_client, address))) == 3
    before = JournalEntry.objects.count()
    response = confirm(admin_client, address, change_reason="誤って公表")
    assert response.status_code == 302
    assert states(*drills) == [APPROVED] * 3
    entries = JournalEntry.objects.filter(sequence__gt=before)
    assert [(entry.actor, entry.reason) for entry in entries] == [("admin", "誤って公表")] * 3
    [request] = {entry.request for entry in entries}
    assert response.url.endswith(f"?request={request}")
    assert admin_client.get(response.url).context["cl"].result_count == 3

    assert confirm(admin_client, undo_address(), change_reason="やはり公表").status_code == 302
    assert states(*drills) == [PUBLISHED] * 3


def test_way_back_is_offered_where_the_change_is_confirmed(admin_client):
    changed(admin_client, "publish", DrillFactory(internal=True))
    text = str([*admin_client.get(list_of(Drill)).context["messages"]][-1])
    assert f'<a href="{undo_address()}">この変更をまとめて戻す</a>' in text
    entry = JournalEntry.objects.last()
    page = admin_client.get(reverse("admin:records_journalentry_change", args=[entry.pk]))
    assert undo_address() in page.content.decode()


def test_records_of_one_title_are_told_apart_by_year_and_date(admin_client):
    texts = ("平成28年11月25日", "平成28年12月26日")
    drills = [DrillFactory(internal=True, name="訓練甲", schedule_text=text) for text in texts]
    page = look(admin_client, changed(admin_client, "publish", *drills))
    assert sorted(row.title for row in page.context["rows"]) == [
        "訓練 訓練甲（平成28年度、平成28年11月25日）",
        "訓練 訓練甲（平成28年度、平成28年12月26日）",
    ]


def test_fields_become_what_they_were_in_each_record(admin_client):
    drills = [DrillFactory(internal=True, status=one) for one in ("held", "planned")]
    address = changed(admin_client, "set-status", *drills, status="cancelled")
    [last, first] = look(admin_client, address).context["rows"]
    assert {last.differences[0].new, first.differences[0].new} == {"実施済み", "予定"}
    confirm(admin_client, address, change_reason="訂正")
    assert [Drill.objects.get(pk=one.pk).status for one in drills] == ["held", "planned"]


def test_documents_that_became_internal_with_their_record_are_public_again_with_it(admin_client):
    meeting = SessionFactory().meeting
    shown, hidden = HandoutFactory(meeting=meeting), HandoutFactory(meeting=meeting, order=2)
    with journal.change(actor="監査室", reason="訂正"):
        hidden.visibility = Visibility.INTERNAL
        hidden.save()
    address = changed(admin_client, "unpublish", meeting, change_reason="誤り")
    assert [one.visibility for one in Handout.objects.order_by("order")] == ["internal"] * 2
    [row] = look(admin_client, address).context["rows"]
    told = [(*one.path, one.old, one.new) for one in row.differences]
    assert [one[-2:] for one in told] == [("非公表", "公表")] * 2
    assert str(shown.uid) in told[1]
    confirm(admin_client, address, change_reason="やはり公表")
    assert states(meeting) == [PUBLISHED]
    assert [one.visibility for one in Handout.objects.order_by("order")] == ["public", "internal"]


def test_document_that_was_changed_after_its_record_became_internal_stays_so(admin_client):
    handout = HandoutFactory(meeting=SessionFactory().meeting)
    address = changed(admin_client, "unpublish", handout.meeting, change_reason="誤り")
    with journal.change(actor="監査室", reason="差替え"):
        handout.title, handout.visibility = "差し替えた資料", Visibility.INTERNAL
        handout.save()
    page = look(admin_client, address)
    assert (going(page), len(problems(page))) == ([], 1)


def test_withdrawal_is_taken_back(admin_client):
    drills = [DrillFactory(), DrillFactory(internal=True)]
    address = changed(admin_client, "withdraw", *drills, change_reason="誤り")
    assert confirm(admin_client, address, change_reason="訂正").status_code == 302
    assert states(*drills) == [PUBLISHED, APPROVED]


def test_approval_is_not_taken_back(admin_client):
    draft = DrillFactory(draft=True)
    address = changed(admin_client, "approve", draft, decision_number="第１号")
    page = look(admin_client, address)
    assert list(problems(page).values()) == ["承認は取り消せません。取下げを行ってください。"]
    assert going(page) == []


def test_what_was_changed_since_stays_as_it_is(admin_client):
    drills = [DrillFactory(internal=True) for _number in range(2)]
    address = changed(admin_client, "publish", *drills)
    with journal.change(actor="別の人", reason="訂正"):
        later = Drill.objects.get(pk=drills[1].pk)
        later.name = "訂正後"
        later.save()
    page = look(admin_client, address)
    assert list(problems(page).values()) == ["その後、さらに変更されています。"]
    assert confirm(admin_client, address, change_reason="誤り").status_code == 302
    assert states(*drills) == [APPROVED, PUBLISHED]


def test_change_after_the_page_was_shown_stops_all(admin_client):
    drills = [DrillFactory(internal=True) for _number in range(2)]
    address = changed(admin_client, "publish", *drills)
    hidden = look(admin_client, address).context["hidden"]
    with journal.change(actor="別の人", reason="誤り"):
        publication.withdraw(record=drills[0])
    sent = hidden | {"confirm": "1", "change_reason": "誤り"}
    assert "１件も変更していません。" in complaints(admin_client.post(address, sent))
    assert [seen for _life, seen in states(*drills)] == ["public"] * 2


def test_reason_is_needed(admin_client):
    drill = DrillFactory(internal=True)
    address = changed(admin_client, "publish", drill)
    assert "必ず入力してください" in complaints(confirm(admin_client, address))
    assert states(drill) == [PUBLISHED]


def test_record_made_by_the_change_stays(admin_client):
    with journal.change(actor="test", reason="取込み", request="a-request-of-ours"):
        drill = Drill(fiscal_year=2016, schedule_text="平成28年７月", scenario="地震")
        drill.full_clean()
        drill.save()
    page = look(admin_client, undo_address("a-request-of-ours"))
    assert "新しく登録された記録" in next(iter(problems(page).values()))


def test_parts_that_were_changed_come_back_whole(admin_client):
    row = DrillDepartmentFactory(drill=DrillFactory(internal=True))
    with journal.change(actor="test", reason="誤り", request="a-request-of-ours"):
        row.delete()
    address = undo_address("a-request-of-ours")
    [shown] = look(admin_client, address).context["rows"]
    assert str(row.department) in shown.differences[0].new
    assert confirm(admin_client, address, change_reason="訂正").status_code == 302
    assert [one.department for one in Drill.objects.get().departments.all()] == [row.department]


def test_step_and_change_in_one_request_are_for_the_record_s_own_history(admin_client):
    drill = DrillFactory(internal=True)
    with journal.change(actor="test", reason="誤り", request="a-request-of-ours"):
        drill.visibility, drill.name = "public", "別の名"
        drill.save()
    page = look(admin_client, undo_address("a-request-of-ours"))
    assert "変更履歴から戻してください" in next(iter(problems(page).values()))


def test_what_is_not_known_any_more_does_not_come_back(admin_client):
    drill = DrillFactory(internal=True)
    address = changed(admin_client, "publish", drill)
    with unlocked():
        JournalPayload.objects.order_by("pk").first().delete()
    page = look(admin_client, address)
    assert list(problems(page).values()) == ["変更前の内容は既に分かりません。"]


def test_parts_that_cannot_come_back_stop_all(admin_client):
    """The department that was named is deleted meanwhile."""
    row = DrillDepartmentFactory(
        drill=DrillFactory(internal=True),
        department__visibility="internal",
        department__life="draft",
    )
    with journal.change(actor="test", reason="誤り", request="a-request-of-ours"):
        row.delete()
    with journal.change(actor="test"):
        row.department.delete()
    address = undo_address("a-request-of-ours")
    assert "当時指していた記録は既に存在しません" in complaints(
        confirm(admin_client, address, change_reason="訂正")
    )
    assert not Drill.objects.get().departments.exists()


@pytest.mark.parametrize("rights", [("change_drill",), ("change_drill", "approve_drill")])
def test_number_of_the_decision_comes_back_by_approvers_only(client, admin_client, rights):
    drill = DrillFactory(internal=True, decision_number="第１号")
    address = changed(admin_client, "set-decision_number", drill, decision_number="第２号")
    page = look(somebody(client, *rights), address)
    assert bool(going(page)) is ("approve_drill" in rights)


def test_change_that_others_stand_in_the_way_of_is_told(admin_client):
    """A department that has become internal cannot be named by what would be public again."""
    audit = AuditFactory()
    target = AuditTargetFactory(audit=audit)
    address = changed(admin_client, "unpublish", audit, change_reason="誤り")
    with journal.change(actor="test"):
        target.department.visibility = "internal"
        target.department.save()
    page = look(admin_client, address)
    assert str(target.department) in next(iter(problems(page).values()))


@pytest.mark.parametrize("rights", [("change_drill",), ("change_drill", "approve_drill")])
def test_way_back_needs_the_right_to_the_step_that_leads_there(client, admin_client, rights):
    drill = DrillFactory(internal=True)
    address = changed(admin_client, "publish", drill)
    clerk = somebody(client, *rights)
    page = look(clerk, address)
    assert "権限がありません" in next(iter(problems(page).values()))
    sequence = JournalEntry.objects.last().sequence
    forged = {"rows": f"{sequence}:0", "confirm": "1", "change_reason": "誤り"}
    assert "権限がありません" in complaints(clerk.post(address, forged))
    assert states(drill) == [PUBLISHED]


def test_request_that_is_not_ours_to_read_is_not_there(client, admin_client):
    address = changed(admin_client, "publish", DrillFactory(internal=True))
    assert somebody(client, "change_meeting").get(address).status_code == 404
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address).status_code == 403
    assert somebody(client, "change_drill").get(undo_address("nothing-like-it")).status_code == 404


@pytest.mark.parametrize("name", ["%00", "%0A", "x" * 300])
def test_request_that_cannot_be_is_not_there(admin_client, name):
    address = undo_address("placeholder").replace("placeholder", name)
    assert admin_client.get(address).status_code == 404


@pytest.mark.parametrize("rows", ["", "x", "999999:0", "0:0"])
def test_nothing_offered_takes_nothing_back(admin_client, rows):
    drill = DrillFactory(internal=True)
    address = changed(admin_client, "publish", drill)
    sent = {"rows": rows, "confirm": "1", "change_reason": "誤り"}
    assert "変更する記録はありません。" in complaints(admin_client.post(address, sent))
    assert states(drill) == [PUBLISHED]


def test_each_more_record_costs_few_questions(admin_client):
    def queries(count):
        drills = [DrillFactory(internal=True) for _number in range(count)]
        address = changed(admin_client, "publish", *drills)
        hidden = look(admin_client, address).context["hidden"]
        sent = hidden | {"confirm": "1", "change_reason": "誤り"}
        with CaptureQueriesContext(connection) as asked:
            assert admin_client.post(address, sent).status_code == 302
        return len(asked)

    queries(1)
    assert queries(12) - queries(2) <= 4 * 10


def test_page_in_english_says_it_in_english(admin_client):
    address = changed(admin_client, "publish", DrillFactory(internal=True, name="Drill"))
    admin_client.cookies["django_language"] = "en"
    text = admin_client.get(address).content.decode()
    assert "Undo this change as a whole" in text
    assert re.search(r"1\s+record would be changed\.", text)
