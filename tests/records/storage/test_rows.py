"""Records as lists and calendars read them are the records that the ORM reads."""

import pytest
from django.db import models

from audits.models import Audit, AuditTarget, Drill, InspectionReceived
from meetings.models import Meeting
from records.storage.rows import BATCH_SIZE, FIRST_BATCH_SIZE
from tests import factories
from tests.record_of_2016 import load_record

KINDS = [Audit, Drill, Meeting]
by_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
pytestmark = pytest.mark.django_db


def fields_of(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def told(record: models.Model, model: type[models.Model]) -> dict[str, object]:
    """A record's fields, and for each part those of its rows and of what they lead to."""
    parts = {
        name: [
            (fields_of(row), *(fields_of(getattr(row, link)) for link in links))
            for row in getattr(record, name).all()
        ]
        for name, links in model.row_loader.parts.items()
    }
    return fields_of(record) | parts


@by_kind
def test_records_and_parts_are_those_that_the_orm_reads(model):
    load_record()
    records = model.objects.order_by("-pk")
    read = [told(record, model) for record in model.row_loader.read(records)]
    assert read == [told(record, model) for record in records]
    assert all(any(record[name] for record in read) for name in model.row_loader.parts)


def test_parts_stand_in_their_own_order_not_in_that_of_their_keys():
    audit = factories.AuditFactory()
    orders = [3, 1, 2]
    for order in orders:
        factories.AuditTargetFactory(audit=audit, order=order)
    [read] = Audit.row_loader.read(Audit.objects.all())
    assert [target.order for target in read.targets.all()] == sorted(orders)
    assert read.targets.all() == list(AuditTarget.objects.all())


def test_record_without_parts_has_none(django_assert_num_queries):
    factories.AuditFactory()
    [read] = Audit.row_loader.read(Audit.objects.all())
    with django_assert_num_queries(0):
        assert (list(read.targets.all()), read.types) == ([], [])


def audit_with_targets() -> None:
    audit = factories.AuditFactory()
    factories.AuditClassificationFactory(audit=audit)
    for _time in range(2):
        factories.AuditTargetFactory(audit=audit)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_two_queries_and_one_for_each_table_that_is_shared(
    django_assert_num_queries, count
):
    for _time in range(count):
        audit_with_targets()
    with django_assert_num_queries(2 + 2):  # departments, types
        found = Audit.row_loader.read(Audit.objects.all()[:25])
    with django_assert_num_queries(0):
        names = [str(target.department) for audit in found for target in audit.targets.all()]
        assert len(names) == 2 * count
        assert all(audit.types[0].name for audit in found)


def test_department_knows_what_it_belongs_to_without_being_asked(django_assert_num_queries):
    parent = factories.DepartmentFactory(name="総務部")
    section = factories.DepartmentFactory(parent_department=parent, kind="section", name="人事課")
    factories.AuditTargetFactory(department=section)
    [read] = Audit.row_loader.read(Audit.objects.all())
    with django_assert_num_queries(0):
        [target] = read.targets.all()
        assert target.department.parent_department == parent


def test_link_of_a_record_itself_is_read_once_for_all(django_assert_num_queries):
    authority = factories.AuthorityFactory()
    for _time in range(3):
        factories.InspectionReceivedFactory(authority=authority)
    with django_assert_num_queries(2 + 2):  # departments, authorities
        read = InspectionReceived.row_loader.read(InspectionReceived.objects.all())
    with django_assert_num_queries(0):
        assert [one.authority for one in read] == [authority] * 3
        assert [list(one.departments.all()) for one in read] == [[], [], []]


def test_nothing_is_read_for_links_that_no_record_has(django_assert_num_queries):
    factories.DepartmentFactory()
    with django_assert_num_queries(1):
        assert Audit.row_loader.read(Audit.objects.all()) == []


def test_many_records_come_some_at_a_time():
    many = FIRST_BATCH_SIZE + BATCH_SIZE + 1
    form = fields_of(factories.MeetingFactory()) | {"id": None, "uid": None}
    uid = models.UUIDField().to_python("00000000000000000000000000000000").int
    rows = [Meeting(**form | {"uid": f"{uid + n:032x}"}) for n in range(many - 1)]
    models.QuerySet(Meeting).bulk_create(rows)
    sizes = [len(batch) for batch in Meeting.row_loader.batches(Meeting.objects.order_by("pk"))]
    assert sizes == [FIRST_BATCH_SIZE, BATCH_SIZE, 1]
