"""Every form that has rows: where they stand, and that none names another whole than the form's."""

import pytest
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.urls import reverse

from audits.forms import ContactActions
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS
from tests.admin_forms import filled, rows
from tests.factories import FindingFactory

pytestmark = pytest.mark.django_db
WITH_ROWS = sorted(
    (one for one in admin.site._registry.values() if one.inlines), key=lambda one: str(one.opts)
)


def sets_of(response: HttpResponse) -> list[BaseInlineFormSet]:
    return [one.formset for one in response.context["inline_admin_formsets"]]


@pytest.mark.parametrize(
    "site",
    [one for one in WITH_ROWS if RECORD_FIELDS in (one.fieldsets or ())],
    ids=lambda one: one.opts.label_lower,
)
def test_state_and_reason_stand_last_before_saving(admin_client, site):
    page = admin_client.get(reverse(f"admin:{site.opts.app_label}_{site.opts.model_name}_add")).text
    assert site.fieldsets[-2:] == [RECORD_FIELDS, JOURNAL_FIELDS]
    last_row = page.rindex('class="js-inline-admin-formset')
    places = [
        page.index(f'name="{name}"') for name in ("document_number", "change_reason", "_save")
    ]
    assert [last_row, *places] == sorted([last_row, *places])


@pytest.mark.parametrize("site", WITH_ROWS, ids=lambda one: one.opts.label_lower)
@pytest.mark.parametrize("whole", ["x", "999999"])
def test_row_of_another_whole_is_refused(admin_client, site, whole):
    address = reverse(f"admin:{site.opts.app_label}_{site.opts.model_name}_add")
    typed = {}
    for shown in sets_of(admin_client.get(address)):
        row = dict.fromkeys(shown.empty_form.fields.keys() - {"id", "DELETE"}, "1")
        typed |= rows(shown.prefix, row | {shown.fk.name: whole})
    sent = sets_of(admin_client.post(address, filled(admin_client, address, typed)))
    for rows_sent in sent:
        assert rows_sent.fk.name in rows_sent.errors[0]


@pytest.mark.parametrize("whole", ["x", "999999"])
def test_row_of_another_finding_is_refused_on_the_site(whole):
    finding = FindingFactory(internal=True)
    sent = {
        "actions-TOTAL_FORMS": 1,
        "actions-INITIAL_FORMS": 0,
        "actions-0-description": "研修",
        "actions-0-finding": whole,
    }
    [row] = ContactActions(sent, instance=finding, prefix="actions").forms
    assert "finding" in row.errors
