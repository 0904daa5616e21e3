"""The words of lists of findings."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from audits.finding_columns import finding_state
from audits.models import Finding
from tests.factories import CorrectiveActionFactory, FindingFactory

pytestmark = pytest.mark.django_db
DUE = date(2016, 12, 20)


def test_draft_awaits_nothing_whatever_its_days_say(admin_client, monkeypatch):
    today = DUE + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    draft = FindingFactory(draft=True, found_on=date(2016, 11, 10), due_on=DUE)
    given = FindingFactory(found_on=date(2016, 11, 10), due_on=DUE)
    with translation.override("en"):
        assert (finding_state(draft), finding_state(given)) == (
            "Drafted",
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


def test_effect_of_an_action_is_told_in_the_words_of_the_field(admin_client):
    finding = FindingFactory(found_on=date(2016, 11, 10))
    done = {"completed_on": date(2016, 11, 20), "effectiveness_checked_on": date(2016, 12, 1)}
    CorrectiveActionFactory(finding=finding, was_effective=False, **done)
    page = admin_client.get(f"/admin/audits/finding/{finding.pk}/change/").text
    assert re.findall(r'<option value="(\w+)"(?: selected)?>(未確認|有効|有効でない)<', page)[
        :3
    ] == [
        ("unknown", "未確認"),
        ("true", "有効"),
        ("false", "有効でない"),
    ]
    history = admin_client.get(f"/admin/audits/finding/{finding.pk}/history/").text
    assert "有効でない" in history
