"""Two people edit one record: the second sees what the first changed, and nothing typed is lost."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from audits.models import Audit, Finding
from meetings.models import AgendaItem, Meeting
from organization.models import Department
from records import journal
from records.admin.concurrent import read_versions
from records.admin.merging import row_as_it_was, target_keys
from records.base import Life
from records.history import publication
from records.journal.models import JournalEntry
from tests import admin_forms
from tests.admin_forms import address_of, assert_accepted, page_forms, shown
from tests.factories import (
    AgendaItemFactory,
    AuditClassificationFactory,
    DepartmentFactory,
    FindingFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def clerk(name: str) -> Client:
    user = get_user_model().objects.create_superuser(name)
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return client


@pytest.fixture
def first() -> Client:
    return clerk("first")


@pytest.fixture
def second() -> Client:
    return clerk("second")


def filled(client, address, typed) -> dict:
    """The form with a reason, which something public needs whenever it changes."""
    return admin_forms.filled(client, address, {"change_reason": "reason"} | typed)


def again(response) -> dict:
    """What the refused page would send if it were saved again as it is."""
    assert response.status_code == 200
    data = {}
    for form in page_forms(response):
        data |= shown(form)
    return data


def notice(response) -> str:
    assert response.status_code == 200, "it was saved"
    return "\n".join(map(str, response.context["adminform"].form.non_field_errors()))


def both_open(first, second, record, one: dict, other: dict):
    """Both open the record; `first` saves `one`, then `second` saves `other`."""
    address = address_of(record)
    ours, theirs = filled(second, address, other), filled(first, address, one)
    assert_accepted(first.post(address, theirs))
    return second.post(address, ours)


def test_second_is_told_who_changed_what_and_why(first, second):
    office = DepartmentFactory(name="旧")
    typed = {"name": "先", "change_reason": "because"}
    response = both_open(first, second, office, typed, {"duties": "職務"})
    text = notice(response)
    for expected in ("first", "because", "旧", "先", "taken over"):
        assert expected in text
    office.refresh_from_db()
    assert (office.name, office.duties) == ("先", "")


def test_saving_again_keeps_both_changes(first, second):
    office = DepartmentFactory(name="旧")
    response = both_open(first, second, office, {"name": "先"}, {"duties": "職務"})
    assert_accepted(second.post(address_of(office), again(response)))
    office.refresh_from_db()
    assert (office.name, office.duties) == ("先", "職務")


def test_what_both_changed_stays_as_typed_and_is_marked(first, second):
    office = DepartmentFactory(name="旧")
    response = both_open(first, second, office, {"name": "先"}, {"name": "後"})
    assert "yours:" in notice(response)
    assert "後" in notice(response)
    data = again(response)
    assert data["name"] == "後"
    assert_accepted(second.post(address_of(office), data))
    office.refresh_from_db()
    assert office.name == "後"


def test_third_change_meanwhile_is_met_again(first, second):
    office = DepartmentFactory(name="旧")
    data = again(both_open(first, second, office, {"name": "先"}, {"duties": "職務"}))
    with journal.change(actor="third"):
        office.refresh_from_db()
        office.order = 77
        office.save()
    assert "third" in notice(second.post(address_of(office), data))


def test_page_without_others_changes_is_saved_at_once(first):
    office = DepartmentFactory(name="旧")
    address = address_of(office)
    assert_accepted(first.post(address, filled(first, address, {"name": "新"})))
    assert Department.objects.get().name == "新"


@pytest.mark.parametrize("forged", ["", "x", "99", "1 1:1 x", "1" * 30, "<b>", "-1"])
def test_forged_version_changes_nothing_and_the_page_is_asked_again(first, forged):
    office = DepartmentFactory(name="旧")
    address = address_of(office)
    data = filled(first, address, {"name": "新"}) | {"seen_versions": forged}
    response = first.post(address, data)
    assert "cannot be told" in notice(response)
    assert "<b>" not in notice(response)
    assert Department.objects.get().name == "旧"
    assert again(response)["name"] == "新"
    assert_accepted(first.post(address, again(response)))


def test_html_in_what_the_other_typed_is_escaped(first, second):
    office = DepartmentFactory()
    typed = {"name": "<script>x</script>", "change_reason": "<i>y</i>"}
    text = notice(both_open(first, second, office, typed, {"duties": "職務"}))
    assert "<script>" not in text
    assert "<i>" not in text


@pytest.fixture
def meeting() -> Meeting:
    session = SessionFactory()
    for order, title in ((1, "一"), (2, "二")):
        AgendaItemFactory(meeting=session.meeting, body=session.body, order=order, title=title)
    return session.meeting


def titles(meeting) -> list[str]:
    return list(AgendaItem.objects.filter(meeting=meeting).values_list("title", flat=True))


def new_item(title: str, order: int, meeting) -> dict:
    body = meeting.sessions.get().body_id
    row = {"title": title, "order": order, "body": body}
    typed = {f"agenda_items-2-{name}": value for name, value in row.items()}
    return typed | {"agenda_items-TOTAL_FORMS": 3}


def test_rows_that_both_added_are_both_kept(first, second, meeting):
    response = both_open(
        first, second, meeting, new_item("先", 3, meeting), new_item("後", 4, meeting)
    )
    assert "先" in notice(response)
    assert_accepted(second.post(address_of(meeting), again(response)))
    assert titles(meeting) == ["一", "二", "先", "後"]


def test_row_that_the_first_removed_and_the_second_left_alone_stays_removed(first, second, meeting):
    response = both_open(first, second, meeting, {"agenda_items-0-DELETE": "on"}, {"venue": "会場"})
    notice(response)
    assert_accepted(second.post(address_of(meeting), again(response)))
    assert titles(meeting) == ["二"]
    assert Meeting.objects.get().venue == "会場"


def test_row_that_the_first_removed_and_the_second_changed_is_kept_as_a_new_one(
    first, second, meeting
):
    response = both_open(
        first, second, meeting, {"agenda_items-0-DELETE": "on"}, {"agenda_items-0-title": "一改"}
    )
    assert "yours is kept" in notice(response)
    assert_accepted(second.post(address_of(meeting), again(response)))
    assert titles(meeting) == ["一改", "二"]


def test_fields_of_one_row_are_joined(first, second, meeting):
    response = both_open(
        first,
        second,
        meeting,
        {"agenda_items-0-bill_number": "議案第１号"},
        {"agenda_items-0-title": "一改"},
    )
    notice(response)
    assert_accepted(second.post(address_of(meeting), again(response)))
    item = AgendaItem.objects.get(order=1)
    assert (item.title, item.bill_number) == ("一改", "議案第１号")


def test_row_that_the_second_removes_while_the_first_changed_it_is_his_to_decide(
    first, second, meeting
):
    response = both_open(
        first, second, meeting, {"agenda_items-0-title": "先"}, {"agenda_items-0-DELETE": "on"}
    )
    assert "先" in notice(response)
    assert titles(meeting) == ["先", "二"]


def test_count_of_rows_that_is_none_breaks_nothing(first, second, meeting):
    address = address_of(meeting)
    data = filled(second, address, {"venue": "x"}) | {"agenda_items-TOTAL_FORMS": "x"}
    assert_accepted(first.post(address, filled(first, address, {"venue": "y"})))
    assert second.post(address, data).status_code == 200
    assert Meeting.objects.get().venue == "y"


def test_schedule_that_both_changed_is_shown_in_official_notation(first, second, meeting):
    response = both_open(
        first,
        second,
        meeting,
        {"schedule_text": "2016-09-01"},
        {"schedule_text": "平成28年10月"},
    )
    assert "1 September 2016" in notice(response)
    assert "平成28年10月" in notice(response)


def test_finding_changed_on_its_own_page_is_not_set_back_by_its_audits_page(first, second):
    audit = AuditClassificationFactory().audit
    finding = FindingFactory(audit=audit, summary="旧")
    address = address_of(audit)
    data = filled(second, address, {"findings-0-grade": "major", "subject": "主題"})
    assert_accepted(
        first.post(address_of(finding), filled(first, address_of(finding), {"summary": "先"}))
    )
    response = second.post(address, data)
    assert "先" in notice(response)
    assert_accepted(second.post(address, again(response)))
    finding.refresh_from_db()
    assert (finding.summary, finding.grade) == ("先", Finding.Grade.MAJOR)
    assert Audit.objects.get().subject == "主題"


def test_deleted_meanwhile_shows_what_was_typed(second):
    office = DepartmentFactory(draft=True)
    address = address_of(office)
    data = filled(second, address, {"duties": "長い文章", "change_reason": "理由"})
    with journal.change(actor="first", reason="not needed"):
        office.delete()
    response = second.post(address, data)
    assert response.status_code == 409
    for text in ("長い文章", "理由", "first", "not needed"):
        assert text in response.content.decode()
    assert JournalEntry.objects.last().action == "delete"


def test_versions_are_read_as_they_are_written():
    assert read_versions("5 12:1 14:3") == {0: 5, 12: 1, 14: 3}
    assert read_versions("5 x:1") == {}


def test_withdrawn_meanwhile_is_told_and_stays_withdrawn(first, second):
    office = DepartmentFactory(name="旧")
    address = address_of(office)
    data = filled(second, address, {"duties": "職務"})
    with journal.change(actor="first", reason="二重の登録"):
        publication.withdraw(record=office)
    response = second.post(address, data)
    assert "二重の登録" in notice(response)
    assert_accepted(second.post(address, again(response)))
    office.refresh_from_db()
    assert (office.life, office.duties) == (Life.WITHDRAWN, "職務")


def test_targets_of_many_rows_are_asked_for_in_one_query(meeting, django_assert_num_queries):
    body = meeting.sessions.get().body_id
    forms = Meeting.objects.get().canonical()["agenda_items"]
    gone = forms[0] | {"body": "00000000-0000-4000-8000-000000000000"}
    with django_assert_num_queries(1):
        keys = target_keys(AgendaItem, [*forms, gone])
        rows = [row_as_it_was(AgendaItem, form, keys) for form in (*forms, gone)]
    assert [row.body_id for row in rows] == [body, body, None]
