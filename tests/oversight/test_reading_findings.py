"""Findings, requests and plans as rules read them, and who is told what is not on record."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from audits.models import InspectionScope
from dates import FiscalYear
from jlis_gov.accounts import roles
from oversight.access import readable
from oversight.observations import Noticed
from oversight.reading import read_facts
from oversight.reading_findings import read_planned
from oversight.rules import RULES, Acceptance, Action, Extension, Observation, Step
from records.base import Life
from tests import factories

pytestmark = pytest.mark.django_db
DUE, LATER = date(2016, 12, 28), date(2017, 1, 31)


def test_finding_and_request_are_read_with_their_parts():
    given = {"life": Life.REGISTERED}
    office = factories.DepartmentFactory(**given)
    checked = factories.DepartmentFactory(**given)
    audit = factories.AuditFactory(fiscal_year=2016, **given)
    finding = factories.FindingFactory(audit=audit, department=checked, due_on=DUE, **given)
    factories.FindingFactory(audit=audit, life=Life.DRAFT)
    factories.CorrectiveActionFactory(
        finding=finding, completed_on=DUE, responsible="甲", checker_department=office
    )
    factories.DueDateExtensionFactory(finding=finding, due_on=LATER, granted_on=DUE)
    factories.RiskAcceptanceFactory(finding=finding, approved_on=DUE, until=LATER)
    request = factories.DocumentRequestFactory(audit=audit, department=office, **given)
    factories.RequestStepFactory(request=request, kind="sent", taken_on=DUE)
    facts = read_facts()
    [found], [asked] = facts.findings, facts.requests
    assert (found.audit_title, found.fiscal_year, found.due_on) == (audit.title, 2016, DUE)
    assert found.actions == (
        Action(completed_on=DUE, responsible="甲", checker_department=office.pk),
    )
    assert found.extensions == (Extension(LATER, DUE),)
    assert found.acceptances == (Acceptance(DUE, LATER),)
    assert asked.steps == (Step("sent", DUE),)


def test_planned_is_what_the_last_version_lists():
    audits = [factories.AuditFactory(fiscal_year=2016) for _one in range(2)]
    drill = factories.DrillFactory(fiscal_year=2016)
    factories.AuditPlanFactory(rows=audits)
    factories.AuditPlanFactory(revision=1, reason="追加", rows=[audits[0], drill])
    assert read_planned() == {2016: frozenset({str(audits[0].uid), str(drill.uid)})}


def test_what_is_not_on_record_is_told_to_whoever_may_read_all_of_it():
    call_command("sync_roles", verbosity=0)
    user, year = factories.UserFactory(), FiscalYear(2016)
    user.groups.add(Group.objects.get(name=roles.INSPECTOR))
    InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=date(2999, 1, 1),
    )
    noticed = [
        Noticed(RULES[0], year, Observation(message="", whole=whole))
        for whole in ("", "internal", "external", "drills")
    ]
    office = factories.UserFactory(staff=True)
    assert readable(noticed, office, year) == noticed
    assert readable(noticed, user, year) == noticed[:2]
