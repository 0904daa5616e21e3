"""The words of lists of findings."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from audits.columns import finding_state
from audits.models import Finding
from tests.factories import FindingFactory

pytestmark = pytest.mark.django_db
DUE = date(2016, 12, 20)


def test_draft_awaits_nothing_whatever_its_days_say(admin_client, monkeypatch):
    today = DUE + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    draft = FindingFactory(draft=True, found_on=date(2016, 11, 10), due_on=DUE)
    given = FindingFactory(found_on=date(2016, 11, 10), due_on=DUE)
    with translation.override("en"):
        assert (finding_state(draft), finding_state(given)) == (
            "Draft",
            "Waiting for an answer (overdue)",
        )
    assert list(Finding.objects.overdue(today)) == [given]
    assert list(Finding.objects.due_within(1, DUE)) == [given]
    for query in ("state=open", "due=overdue"):
        page = admin_client.get(f"/admin/audits/finding/?{query}")
        assert list(page.context["cl"].result_list) == [given]


def test_form_of_a_finding_tells_its_own_state_and_how_far_the_record_has_come(admin_client):
    finding = FindingFactory(found_on=date(2016, 11, 10))
    page = admin_client.get(f"/admin/audits/finding/{finding.pk}/change/").text
    assert "回答待ち" in page
    assert 'class="stages"' in page
