"""Every operation of every kind of record, on the record of fiscal 2016."""

from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from records.admin.bulk import BulkAdmin
from records.admin.bulk_operations import FIELD_PREFIX
from records.history import Step
from records.journal.models import JournalEntry
from tests.records.admin.bulk_pages import bulk_address

HOSTILE = ("", "\x00", "9" * 400, "令和99年13月32日")


@pytest.fixture
def register(db):
    call_command("load_record", stdout=StringIO())


def operations(model_admin):
    return [*Step.values, *(f"{FIELD_PREFIX}{name}" for name in model_admin.bulk_fields)]


@pytest.mark.slow
def test_every_operation_of_every_kind_answers(admin_client, register):
    kept = JournalEntry.objects.count()
    found = [one for one in admin.site._registry.values() if isinstance(one, BulkAdmin)]
    assert len(found) > 8
    for model_admin in found:
        records = model_admin.model.objects.all()[:1]
        for name in operations(model_admin) if records else ():
            page = admin_client.get(bulk_address(name, *records))
            assert page.status_code == 200, (model_admin, name)
            fields = [one for one in page.context["form"].fields if one != "change_reason"]
            for value in HOSTILE if fields else ():
                typed = page.context["hidden"] | dict.fromkeys(fields, value) | {"again": "1"}
                answer = admin_client.post(bulk_address(name, *records), typed)
                assert answer.status_code == 200, (model_admin, name, value)
    assert JournalEntry.objects.count() == kept


def test_first_load_came_by_a_command_and_no_request_of_it_can_be_undone(admin_client, register):
    entry = JournalEntry.objects.last()
    page = admin_client.get(reverse("admin:records_journalentry_change", args=[entry.pk]))
    assert "この変更をまとめて戻す" not in page.content.decode()
