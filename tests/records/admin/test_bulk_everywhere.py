"""Every operation of every kind of record, on the record of fiscal 2016."""

import pytest
from django.contrib import admin
from django.urls import reverse

from records.admin.bulk import BulkAdmin
from records.admin.bulk_operations import FIELD_PREFIX
from records.agency.models import AgencySettings
from records.history import Step
from records.journal.models import JournalEntry
from tests import factories
from tests.admin_forms import take_step
from tests.factories import DrillFactory
from tests.record_of_2016 import load_record
from tests.records.admin.bulk_pages import (
    APPROVED,
    PUBLISHED,
    bulk_address,
    confirm,
    going,
    look,
    somebody,
    states,
)

EVERY_KIND = [
    *(factories.AuditFactory, factories.AuditTypeFactory, factories.AuthorityFactory),
    *(factories.BodyFactory, factories.CertificationFactory, factories.DepartmentFactory),
    *(factories.DrillFactory, factories.InspectionReceivedFactory, factories.MeetingFactory),
    *(factories.OfficerFactory, factories.ReorganisationFactory),
]
# Those that are made with the first of their rows.
WHOLES = {
    factories.AuditFactory: (factories.AuditTargetFactory, "audit", {}),
    factories.MeetingFactory: (factories.SessionFactory, "meeting", {}),
}
OF_PUBLIC_KINDS = (Step.PUBLISH, Step.UNPUBLISH)
HOSTILE = ("", "\x00", "9" * 400, "令和99年13月32日")


@pytest.fixture
def register(db):
    load_record()


def operations(model_admin):
    return [*Step.values, *(f"{FIELD_PREFIX}{name}" for name in model_admin.bulk_fields)]


@pytest.mark.slow
def test_every_operation_of_every_kind_answers(admin_client, register):
    kept = JournalEntry.objects.count()
    found = [
        one
        for one in admin.site._registry.values()
        if isinstance(one, BulkAdmin) and one.model is not AgencySettings  # of which there is one
    ]
    assert len(found) > 8
    for model_admin in found:
        records = model_admin.model.objects.all()[:1]
        for name in operations(model_admin) if records else ():
            page = admin_client.get(bulk_address(name, *records))
            is_known = model_admin.model.may_be_public or name not in OF_PUBLIC_KINDS
            assert page.status_code == (200 if is_known else 403), (model_admin, name)
            if not is_known:
                continue
            fields = [one for one in page.context["form"].fields if one != "change_reason"]
            for value in HOSTILE if fields else ():
                typed = page.context["hidden"] | dict.fromkeys(fields, value) | {"again": "1"}
                answer = admin_client.post(bulk_address(name, *records), typed)
                assert answer.status_code == 200, (model_admin, name, value)
    assert JournalEntry.objects.count() == kept


def drafts(factory, number):
    if factory in WHOLES:
        part, name, more = WHOLES[factory]
        rows = [part(**{f"{name}__draft": True, **more}) for _number in range(number)]
        return [getattr(row, name) for row in rows]
    return [factory(draft=True) for _number in range(number)]


@pytest.mark.parametrize("factory", EVERY_KIND, ids=lambda one: one.__name__)
def test_records_of_a_kind_are_approved_by_a_series_and_published_together(
    admin_client, db, factory
):
    records = drafts(factory, 3)
    typed = {"decision_number": "決裁第９号", "runs_on": "on", "change_reason": "年度計画"}
    page = look(admin_client, bulk_address("approve", *records), **typed)
    assert len(going(page)) == 3
    assert all(row.differences for row in page.context["rows"])
    confirm(admin_client, bulk_address("approve", *records), **typed)
    assert states(*records) == [APPROVED] * 3
    numbers = type(records[0]).objects.in_bulk([one.pk for one in records])
    assert {one.decision_number for one in numbers.values()} == {
        "決裁第９号",
        "決裁第10号",
        "決裁第11号",
    }
    confirm(admin_client, bulk_address("set-document_number", *records), document_number="監第１号")
    confirm(admin_client, bulk_address("publish", *records), change_reason="公表の決定")
    assert states(*records) == [PUBLISHED] * 3
    confirm(admin_client, bulk_address("unpublish", *records), change_reason="誤り")
    assert states(*records) == [APPROVED] * 3
    entries = JournalEntry.objects.exclude(request="").values_list("request", "reason").distinct()
    assert list(entries.order_by("sequence").values_list("reason", flat=True)) == [
        *["年度計画"] * 3,
        *[""] * 3,
        *["公表の決定"] * 3,
        *["誤り"] * 3,
    ]


@pytest.mark.parametrize("factory", EVERY_KIND, ids=lambda one: one.__name__)
def test_desk_leads_to_the_first_that_waits_and_each_step_to_the_next(admin_client, db, factory):
    one, other = drafts(factory, 2)
    model = type(one)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    first = reverse(f"{name}_first", args=["approve"])
    assert first in admin_client.get(reverse("admin:index")).text
    address = admin_client.get(first).url
    addresses = {reverse(f"{name}_change", args=[each.pk]) for each in (one, other)}
    assert address in addresses
    taken = one if address.endswith(f"/{one.pk}/change/") else other
    take_step(admin_client, taken, "approve", decision_number="決裁第１号")
    [following] = addresses - {address}
    assert f'href="{following}"' in admin_client.get(address).text
    assert admin_client.get(first).url == following


def test_way_to_the_first_that_waits_is_for_those_who_take_the_step(client, admin_client):
    drill = DrillFactory(draft=True)
    first = reverse("admin:audits_drill_first", args=["approve"])
    assert somebody(client, "change_drill").get(first).status_code == 403
    assert somebody(client, "approve_drill").get(first).url.endswith(f"/{drill.pk}/change/")
    assert admin_client.get(first.replace("approve", "withdraw")).status_code == 404
    none = admin_client.get(first.replace("approve", "publish"), follow=True)
    assert "ほかに待っている記録はありません" in none.text


def test_first_load_came_by_a_command_and_no_request_of_it_can_be_undone(admin_client, register):
    entry = JournalEntry.objects.last()
    page = admin_client.get(reverse("admin:records_journalentry_change", args=[entry.pk]))
    assert "この変更をまとめて戻す" not in page.content.decode()
