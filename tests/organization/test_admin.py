"""Departments, reorganisations and officers as the office enters them."""

from datetime import date

import pytest

from organization.models import Department, Officer, Reorganisation
from records import journal
from records.history.restoring import restore
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    queries_of_list,
    rows,
    submit,
)
from tests.factories import (
    AuditTypeFactory,
    BodyFactory,
    DepartmentFactory,
    OfficerFactory,
    ReorganisationFactory,
    ReorganisationStepFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/organization/department/add/"


def test_department_is_saved_with_what_it_belongs_to(admin_client):
    parent = DepartmentFactory(name="個人番号センター")
    typed = {"name": "公的個人認証部", "slug": "jpki", "parent_department": parent.pk}
    assert_accepted(submit(admin_client, ADD, typed | {"change_reason": "組織規程"}))
    department = Department.objects.get(slug="jpki")
    assert department.full_name == "個人番号センター公的個人認証部"
    assert JournalEntry.objects.last().reason == "組織規程"


def test_department_of_which_one_level_is_kept_by_an_earlier_one_keeps_its_name(admin_client):
    department = DepartmentFactory(name="旧部")
    assert_accepted(
        submit(
            admin_client,
            address_of(department),
            {"valid_until": "2016-06-30", "change_reason": "組織改編"},
        )
    )
    department.refresh_from_db()
    assert (department.name, department.valid_until) == ("旧部", date(2016, 6, 30))


@pytest.mark.parametrize("factory", [DepartmentFactory, BodyFactory, AuditTypeFactory])
def test_code_of_what_was_ever_public_is_shown_and_stays(admin_client, factory):
    record = factory(slug="kept")
    with journal.change(actor="test"):
        record.visibility = "internal"
        record.save()
    page = admin_client.get(address_of(record)).text
    assert 'name="slug"' not in page
    assert "公表したことがあるため変更できません。" in page
    typed = {"slug": "other", "name": "新名称", "change_reason": "改称"}
    assert_accepted(submit(admin_client, address_of(record), typed))
    record.refresh_from_db()
    assert (record.slug, record.name) == ("kept", "新名称")


def test_code_of_what_never_was_public_can_be_changed(admin_client):
    record = DepartmentFactory(slug="typo", internal=True)
    assert_accepted(submit(admin_client, address_of(record), {"slug": "right"}))
    record.refresh_from_db()
    assert record.slug == "right"


def test_code_stays_when_an_earlier_state_is_restored():
    record = DepartmentFactory(slug="early", name="旧名称", internal=True)
    first = JournalEntry.objects.last()
    with journal.change(actor="test"):
        record.slug, record.name = "late", "新名称"
        record.save()
    with journal.change(actor="test"):
        restored = restore(record=record, entry=first)
    assert (restored.slug, restored.name) == ("late", "旧名称")


def test_day_is_taken_as_documents_write_it(admin_client):
    typed = {"name": "部", "slug": "a", "valid_from": "平成28年４月１日"}
    assert_accepted(submit(admin_client, ADD, typed))
    assert Department.objects.get().valid_from == date(2016, 4, 1)


@pytest.mark.parametrize("text", ["平成28年４月31日", "そのうち", "2016-13-01"])
def test_day_that_cannot_be_read_is_refused_and_kept(admin_client, text):
    response = submit(admin_client, ADD, {"name": "部", "slug": "a", "valid_from": text})
    assert complaints(response)
    assert f'value="{text}"' in response.content.decode()


def test_department_that_ends_before_it_begins_is_refused(admin_client):
    typed = {"name": "部", "slug": "a", "valid_from": "2016-07-01", "valid_until": "2016-06-30"}
    assert "廃止日が設置日より前" in complaints(submit(admin_client, ADD, typed))
    assert not Department.objects.exists()


def test_department_cannot_belong_to_what_belongs_to_it(admin_client):
    parent = DepartmentFactory()
    child = DepartmentFactory(parent_department=parent)
    said = complaints(submit(admin_client, address_of(parent), {"parent_department": child.pk}))
    assert "自分自身に属する" in said


def test_department_code_is_used_once(admin_client):
    taken = DepartmentFactory()
    said = complaints(submit(admin_client, ADD, {"name": "部", "slug": taken.slug}))
    assert "すでに" in said or "存在" in said


def test_control_character_in_a_name_is_refused_and_nothing_is_lost(admin_client):
    response = submit(
        admin_client, ADD, {"name": "監査\x1b室", "slug": "a", "duties": "監査の実施"}
    )
    assert "U+001B" in complaints(response)
    assert "監査の実施" in response.content.decode()
    assert not Department.objects.exists()


def test_reorganisation_is_saved_with_its_departments(admin_client):
    old, new = DepartmentFactory(), DepartmentFactory()
    typed = {
        "title": "システム統括室の設置",
        "takes_effect_on": "2016-07-01",
        **rows(
            "steps",
            {"department": old.pk, "role": "predecessor"},
            {"department": new.pk, "role": "successor"},
        ),
    }
    assert_accepted(submit(admin_client, "/admin/organization/reorganisation/add/", typed))
    kept = Reorganisation.objects.get()
    assert (kept.departments("predecessor"), kept.departments("successor")) == ([old], [new])
    assert JournalEntry.objects.filter(record_uid=kept.uid).count() == 1


def test_department_twice_in_one_role_of_a_reorganisation_is_refused(admin_client):
    office = DepartmentFactory()
    row = {"department": office.pk, "role": "successor"}
    typed = {"title": "改編", "takes_effect_on": "2016-07-01", **rows("steps", row, row)}
    response = submit(admin_client, "/admin/organization/reorganisation/add/", typed)
    assert "同じ部門が重複しています" in complaints(response)


def test_term_that_ends_before_it_begins_is_refused(admin_client):
    typed = {"term_from": "2016-07-01", "term_until": "2016-06-30"}
    said = complaints(submit(admin_client, address_of(OfficerFactory()), typed))
    assert "退任日が就任日より前" in said


def section():
    return DepartmentFactory(parent_department=DepartmentFactory())


def reorganisation_with_steps():
    return ReorganisationStepFactory(reorganisation=ReorganisationFactory(), department=section())


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Department, section),
        (Reorganisation, reorganisation_with_steps),
        (Officer, OfficerFactory),
    ],
)
def test_list_asks_as_often_for_three_rows_as_for_one(admin_client, model, make):
    make()
    alone = queries_of_list(admin_client, model)
    make()
    make()
    assert queries_of_list(admin_client, model) == alone


def test_list_of_departments_is_filtered_by_kind(admin_client):
    shown = DepartmentFactory(kind="section")
    DepartmentFactory(kind="office")
    response = admin_client.get("/admin/organization/department/", {"kind__exact": "section"})
    assert list(response.context["cl"].result_list) == [shown]


def test_search_finds_what_belongs_to_a_department(admin_client):
    child = DepartmentFactory(parent_department=DepartmentFactory(name="総務本部"))
    response = admin_client.get("/admin/organization/department/", {"q": "総務本部"})
    assert child in response.context["cl"].result_list


def test_new_department_stands_last(admin_client):
    DepartmentFactory(order=7)
    DepartmentFactory(order=3)
    assert_accepted(submit(admin_client, ADD, {"name": "新設部", "slug": "new"}))
    assert Department.objects.get(slug="new").order == 8
    assert Department.objects.last().slug == "new"


def test_new_department_takes_the_last_place_there_is(admin_client):
    DepartmentFactory(order=32_767)
    assert_accepted(submit(admin_client, ADD, {"name": "新設部", "slug": "new"}))
    assert Department.objects.last().slug == "new"
