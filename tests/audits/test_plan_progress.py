"""How far a year's plan has come, as the Board of Audit counts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, Drill
from audits.plan_progress import PlanProgress, plan_progress, standing
from calendars.scheduled.progress import Progress
from records.base import Life, Visibility
from tests.factories import AuditFactory, AuditPlanFactory, DrillFactory

pytestmark = pytest.mark.django_db
AT = date(2016, 11, 30)


def audit(text: str, status: str = "planned", **fields) -> Audit:
    return AuditFactory(schedule_text=text, status=status, **fields)


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("平成28年11月８日", "held", Progress.EXECUTED),
        ("平成28年12月１日", "planned", Progress.TO_COME),
        ("平成28年11月", "planned", Progress.UNDER_WAY),  # its last day is not over
        ("平成28年11月29日", "planned", Progress.LATE),
        ("平成28年11月29日", "postponed", Progress.LATE),
        ("平成28年10月、平成29年１月", "planned", Progress.UNDER_WAY),
        ("平成28年７月～", "planned", Progress.UNDER_WAY),  # what has no end is never late
        ("平成28年12月～", "planned", Progress.TO_COME),
        ("未定", "planned", Progress.TO_COME),
        ("平成28年11月29日", "cancelled", Progress.CANCELLED),
    ],
)
def test_audit_stands_by_its_status_and_its_schedule(text, status, expected):
    assert Progress.of(audit(text, status), AT) == expected


def test_undated_audit_is_late_once_its_fiscal_year_has_ended():
    undated = audit("随時")
    assert Progress.of(undated, date(2017, 3, 31)) == Progress.TO_COME
    assert Progress.of(undated, date(2017, 4, 1)) == Progress.LATE


def test_year_without_an_approved_plan_counts_every_audit_that_is_not_withdrawn():
    audit("平成28年６月８日", "held")
    audit("平成29年２月", life=Life.DRAFT, visibility=Visibility.INTERNAL)
    audit("平成28年６月８日", "held", life=Life.WITHDRAWN)
    audit("平成29年６月８日", "held", fiscal_year=2017)
    assert plan_progress(2016, AT) == PlanProgress(
        planned=2,
        executed=1,
        under_way=0,
        to_come=1,
        late=0,
        cancelled=0,
        unplanned=0,
        is_approved=False,
    )


def test_approved_plan_says_what_was_planned():
    held, late, cancelled, withdrawn = (
        audit("平成28年６月８日", "held"),
        audit("平成28年７月"),
        audit("平成28年８月", "cancelled"),
        audit("平成28年９月", life=Life.WITHDRAWN),
    )
    AuditPlanFactory(rows=[held, late, cancelled, withdrawn])
    audit("平成28年10月", "held")  # nobody had planned it
    audit("平成29年１月")
    progress = plan_progress(2016, AT)
    assert (progress.planned, progress.executed, progress.unplanned) == (4, 1, 1)
    assert (progress.late, progress.cancelled, progress.to_come) == (1, 2, 0)
    assert progress.rate == 0.25


def test_last_version_of_the_plan_counts():
    first, second = audit("平成28年６月８日", "held"), audit("平成28年７月")
    AuditPlanFactory(rows=[first, second])
    AuditPlanFactory(rows=[first], revision=1, reason="対象の見直し")
    assert plan_progress(2016, AT).rate == 1


def test_rate_of_nothing_is_not_a_number():
    AuditPlanFactory()
    assert plan_progress(2016, AT).rate is None


def test_year_without_an_approved_plan_has_no_rate():
    audit("平成28年６月８日", "held")
    assert plan_progress(2016, AT).rate is None


def test_only_the_audits_given_are_counted():
    audit("平成28年６月８日", "held")
    audit("平成28年６月８日", "held", visibility=Visibility.INTERNAL)
    assert plan_progress(2016, AT, Audit.objects.visible_to(None)).planned == 1


def test_drills_are_counted_by_their_own_rows():
    listed = DrillFactory(schedule_text="平成28年７月", status="held")
    other = DrillFactory(schedule_text="平成28年８月", status="held")
    AuditPlanFactory(rows=[listed])
    found = standing(Drill.objects.all(), 2016, AT)
    assert (set(found.planned), set(found.unplanned)) == ({listed.pk}, {other.pk})


def test_three_audits_ask_the_database_as_often_as_one():
    asked = []
    for revision in (0, 1):
        for _more in range(1 + revision):
            audit("平成28年６月")
        reason = "見直し" if revision else ""
        AuditPlanFactory(rows=list(Audit.objects.all()), revision=revision, reason=reason)
        with CaptureQueriesContext(connection) as queries:
            plan_progress(2016, AT)
        asked.append(len(queries))
    assert asked[0] == asked[1]
