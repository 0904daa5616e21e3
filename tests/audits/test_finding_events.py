"""A finding's life as its page tells it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Finding
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding():
    audit = factories.AuditFactory(schedule_text="平成29年２月８日")
    made = factories.FindingFactory(
        audit=audit,
        found_on=date(2017, 2, 8),
        due_on=date(2017, 3, 31),
        answer="改めます。",
        answered_on=date(2017, 2, 20),
        answered_by="田中 花子",
    )
    factories.DueDateExtensionFactory(finding=made)
    factories.CorrectiveActionFactory(
        finding=made,
        description="様式の改定",
        completed_on=date(2017, 4, 20),
        effectiveness_checked_on=date(2017, 6, 1),
        was_effective=True,
    )
    return made


@pytest.fixture
def staff(client):
    client.force_login(factories.UserFactory(staff=True))
    return client


def page(client, finding):
    response = client.get(f"/en/findings/{finding.uid}/")
    assert response.status_code == 200
    return response


def test_page_tells_the_life_in_the_order_of_its_days(staff, finding):
    audit = factories.AuditFactory(schedule_text="平成29年６月20日")
    factories.FollowUpFactory(finding=finding, audit=audit)
    events = page(staff, finding).context["events"]
    assert [(event.day, event.name) for event in events] == [
        (date(2017, 2, 8), "Found"),
        (date(2017, 2, 20), "Answered by 田中 花子"),
        (date(2017, 3, 24), "Due date extended to 28 April 2017"),
        (date(2017, 4, 20), "Action completed"),
        (date(2017, 6, 1), "Found effective"),
        (date(2017, 6, 20), "Follow-up audit"),
    ]
    assert events[2].text == "機器の納入の遅れ"
    assert events[5].path == f"/en/audits/{audit.uid}/"


def test_repeats_are_linked_both_ways(staff, finding):
    again = factories.FindingFactory(is_repeat=True, repeats=finding)
    assert page(staff, again).context["earlier"] == finding
    assert list(page(staff, finding).context["later"]) == [again]


def test_page_asks_as_often_for_many_follow_ups_as_for_few(staff, finding):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            page(staff, Finding.objects.get(pk=finding.pk))
        return len(asked)

    factories.FollowUpFactory(finding=finding)
    cost()  # the day's first reading is noted
    few = cost()
    for _n in range(2):
        factories.FollowUpFactory(finding=finding)
        factories.CorrectiveActionFactory(finding=finding)
    assert cost() == few
