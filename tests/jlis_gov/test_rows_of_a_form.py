"""A row that names another whole than its form's is refused, in every form that has rows."""

import pytest
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.urls import reverse

from audits.forms import ContactActions
from tests.admin_forms import filled, rows
from tests.factories import FindingFactory

pytestmark = pytest.mark.django_db
WITH_ROWS = sorted(
    (one for one in admin.site._registry.values() if one.inlines), key=lambda one: str(one.opts)
)


def sets_of(response: HttpResponse) -> list[BaseInlineFormSet]:
    return [one.formset for one in response.context["inline_admin_formsets"]]


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
