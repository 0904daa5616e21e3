"""No way of writing passes the door, and no record holds what it must not."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from organization.models import Department
from records import change, journal
from records.base import JournalledModel, Life, Part, Record, Visibility, sees_history, sees_past_of
from records.journal.models import JournalEntry
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    FindingFactory,
    HandoutFactory,
    MeetingFactory,
    UserFactory,
)

KEPT = [model for model in apps.get_models() if issubclass(model, JournalledModel)]
PARTS = [model for model in KEPT if issubclass(model, Part)]
RECORDS = [model for model in KEPT if issubclass(model, Record)]


def called(method: Callable[[], Any]) -> Any:
    """An async method runs in a thread of its own: a browser test may have left a loop in ours."""
    if not inspect.iscoroutinefunction(method):
        return method()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(method())).result()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "method"),
    list(product(KEPT, ["update", "delete", "bulk_create", "bulk_update", "aupdate", "adelete"])),
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
@pytest.mark.parametrize("manager", ["_default_manager", "_base_manager"])
def test_queryset_refuses_to_write_past_the_journal(model, method, manager):
    queryset = getattr(model, manager).all()
    with journal.change(actor="test"):  # even with the door open
        refused = getattr(queryset, method)
        with pytest.raises(change.OutsideChangeError):
            called(refused)


@pytest.mark.django_db
def test_related_manager_refuses_to_move_parts_past_the_journal():
    target, other = AuditTargetFactory(), AuditFactory()
    with pytest.raises(change.OutsideChangeError):
        other.targets.add(target)
    target.refresh_from_db()
    assert target.audit != other


@pytest.mark.django_db
def test_related_manager_creates_through_the_door_only():
    audit, office = AuditFactory(), DepartmentFactory()
    with pytest.raises(change.OutsideChangeError):
        audit.targets.create(department=office)
    assert not audit.targets.exists()


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_every_link_is_protected_and_none_is_bare(model):
    assert model._meta.many_to_many == ()
    for field in model._meta.concrete_fields:
        if field.remote_field:
            assert field.remote_field.on_delete.__name__ == "PROTECT", field


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_every_part_is_listed_by_its_whole(model):
    link = model._meta.get_field(model.part_of)
    assert link.remote_field.related_name in link.related_model.parts


@pytest.mark.django_db
def test_text_is_kept_with_line_feeds_as_browsers_do_not_send_it():
    office = DepartmentFactory.build(duties="一\r\n二\r三")
    office.full_clean()
    assert office.duties == "一\n二\n三"


@pytest.mark.django_db
def test_line_break_in_a_one_line_field_is_refused():
    with pytest.raises(ValidationError) as caught:
        DepartmentFactory(name="監査\n室")
    assert list(caught.value.message_dict) == ["name"]
    assert not Department.objects.exists()


@pytest.mark.django_db
def test_new_record_is_an_internal_draft():
    office = Department()
    assert (office.visibility, office.life) == (Visibility.INTERNAL, Life.DRAFT)
    assert not office.is_public


@pytest.mark.django_db
def test_draft_cannot_be_public():
    with pytest.raises(ValidationError) as caught:
        DepartmentFactory(life=Life.DRAFT)
    assert not Department.objects.exists()
    assert caught.value.message_dict


@pytest.mark.django_db
def test_finding_is_never_more_visible_than_its_audit():
    with pytest.raises(ValidationError) as caught:
        FindingFactory(audit=AuditFactory(internal=True), published=True)
    assert list(caught.value.message_dict) == ["visibility"]


@pytest.mark.django_db
def test_audit_with_a_public_finding_cannot_be_hidden():
    audit = FindingFactory(published=True).audit
    audit.visibility = Visibility.INTERNAL
    with pytest.raises(ValidationError) as caught:
        audit.full_clean()
    assert list(caught.value.message_dict) == ["visibility"]


@pytest.mark.django_db
def test_handout_is_never_more_visible_than_its_meeting():
    with pytest.raises(ValidationError) as caught:
        HandoutFactory(meeting=MeetingFactory(internal=True))
    assert list(caught.value.message_dict) == ["visibility"]


@pytest.mark.django_db
def test_handout_is_hidden_with_its_meeting():
    handout = HandoutFactory()
    assert handout.is_public
    handout.meeting.visibility = Visibility.INTERNAL
    assert not handout.is_public


@pytest.mark.django_db
def test_visible_to_tells_strangers_readers_and_writers():
    shown = DepartmentFactory()
    hidden = DepartmentFactory(internal=True)
    draft = DepartmentFactory(internal=True, life=Life.DRAFT)
    asleep = UserFactory(staff=True, is_active=False)
    for stranger in (None, AnonymousUser(), UserFactory(), UserFactory(is_staff=True), asleep):
        assert set(Department.objects.visible_to(stranger)) == {shown}
    assert set(Department.objects.visible_to(UserFactory(staff=True))) == {shown, hidden}
    writer = UserFactory()
    writer.user_permissions.set(Permission.objects.filter(codename="change_department"))
    assert set(Department.objects.visible_to(writer)) == {shown, hidden, draft}


@pytest.mark.django_db
def test_history_is_for_those_who_write():
    office = DepartmentFactory()
    writer = UserFactory()
    writer.user_permissions.set(Permission.objects.filter(codename="change_department"))
    asleep = UserFactory(is_superuser=True, is_active=False)
    assert sees_history(writer, office)
    assert sees_past_of(writer, Department)
    for other in (None, AnonymousUser(), UserFactory(), UserFactory(staff=True), asleep):
        assert not sees_history(other, office)
        assert not sees_past_of(other, Department)


@pytest.mark.django_db
def test_list_holds_what_its_reader_may_see_and_is_not_withdrawn():
    shown, hidden = DepartmentFactory(), DepartmentFactory(internal=True)
    draft = DepartmentFactory(draft=True)
    DepartmentFactory(life=Life.WITHDRAWN)
    assert set(Department.objects.listed_for(None)) == {shown}
    assert set(Department.objects.listed_for(UserFactory())) == {shown}
    assert set(Department.objects.listed_for(UserFactory(staff=True))) == {shown, hidden}
    writer = UserFactory(is_superuser=True)
    assert set(Department.objects.listed_for(writer)) == {shown, hidden, draft}


@pytest.mark.django_db
def test_withdrawn_record_is_not_current():
    office = DepartmentFactory()
    DepartmentFactory(life=Life.WITHDRAWN)
    assert list(Department.objects.current()) == [office]


@pytest.mark.django_db
def test_canonical_form_holds_plain_data_and_nothing_derived():
    audit = AuditTargetFactory().audit
    form = type(audit).objects.get().canonical()
    assert {"id", "changed_at", "starts_on", "precision_rank"}.isdisjoint(form)
    assert form["fiscal_year"] == 2016
    assert form["uid"] == str(audit.uid)
    assert JournalEntry.objects.filter(record_uid=audit.uid).last().says(form)


@pytest.mark.django_db
def test_save_with_update_fields_writes_those_alone():
    office = DepartmentFactory(duties="監査")
    office.name, office.duties = "新", "別"
    with journal.change(actor="test"):
        office.save(update_fields=["name"])
    kept = Department.objects.get()
    assert (kept.name, kept.duties, kept.version) == ("新", "監査", 2)


@pytest.mark.django_db
def test_copy_of_a_deleted_record_does_not_bring_it_back():
    office = DepartmentFactory()
    with journal.change(actor="test"):
        Department.objects.get().delete()
    with pytest.raises(DatabaseError), journal.change(actor="test"):
        office.save()
    assert not Department.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_kind_of_record_has_its_rights(model):
    options = model._meta
    found = Permission.objects.filter(
        content_type__app_label=options.app_label, content_type__model=options.model_name
    )
    rights = ["add", "change", "delete", "view", "approve", "publish"]
    own = {codename for codename, _name in options.permissions}
    assert {right.codename for right in found} - own == {
        f"{right}_{options.model_name}" for right in rights
    }
