"""Facts that a process keeps are those that it would read; a year is judged by those near it."""

from contextlib import suppress
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase

from audits.models import Audit, AuditType
from dates import FiscalYear
from meetings.models import AgendaItem
from organization.models import Department
from oversight.coverage import coverage
from oversight.observations import notice
from oversight.reading import forget_facts, read_facts, read_facts_around
from oversight.reading_kept import KeptFacts, states_of
from records import journal
from tests import factories

DAYS = date(2016, 4, 1), date(2017, 3, 31), date(2018, 7, 1)


def judged(facts, year, at):
    """What the rules notice of a year, and how its departments stand."""
    rows = coverage(facts, year, at).rows
    states = [(row.department.name, *(cell.state for cell in row.cells)) for row in rows]
    return [one.as_plain() for one in notice(facts, [year], at)], states


def change(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    with journal.change(actor="office"):
        record.save()


class RecordTests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_record", stdout=StringIO())

    def test_year_with_those_beside_it_is_judged_as_with_all_years(self):
        webtrust = AuditType.objects.get(slug="webtrust")
        for year in (2014, 2018):  # periods of the chain are missing between them
            audit = factories.AuditFactory(
                fiscal_year=year, regime="external", period_text=f"平成{year - 1988}年４月～９月"
            )
            factories.AuditClassificationFactory(audit=audit, type=webtrust)
        heard = factories.AgendaItemFactory(
            meeting=factories.MeetingFactory(fiscal_year=2014),
            body__slug="heard-long-ago",
        )
        resolved = AgendaItem.objects.filter(meeting__fiscal_year=2016, matter="budget").first()
        change(resolved, opinion=heard)
        whole = read_facts()
        broken = [one.rule.code for one in notice(whole, [FiscalYear(2018)], DAYS[2])]
        assert "audit-periods-not-joined" in broken
        for year in map(FiscalYear, range(2015, 2019)):
            near = read_facts_around(year)
            for at in DAYS:
                assert judged(near, year, at) == judged(whole, year, at), (year, at)

    def test_facts_kept_are_those_that_would_be_read(self):
        audits = Audit.objects.filter(fiscal_year=2016)
        wide = audits.filter(scope=Audit.Scope.ALL_OTHERS).first()
        audit = audits.filter(scope=Audit.Scope.LISTED).exclude(pk=wide.pk).first()
        kind, department = wide.types[0], factories.DepartmentFactory()
        finding = factories.FindingFactory(audit=audit, found_on=date(2016, 12, 1))
        heard = factories.AgendaItemFactory()
        resting = factories.AgendaItemFactory(opinion=heard)
        listed = factories.AuditFactory(regime=wide.regime)
        steps = (
            lambda: change(audit, subject="別の業務"),
            lambda: change(kind, name="改めた監査"),
            lambda: change(department, name="改めた部"),
            lambda: change(heard.meeting, life="draft", visibility="internal"),
            lambda: change(resting, title="改めた議題"),
            lambda: factories.AuditClassificationFactory(audit=listed, type=kind),
            lambda: factories.AuditTargetFactory(audit=listed, department=department),
            lambda: factories.ConductedTogetherFactory(audit=audit, partner=listed),
            lambda: factories.CorrectiveActionFactory(finding=finding),
            lambda: change(listed, fiscal_year=2017),
            lambda: change(audit, life="withdrawn"),
        )
        before = read_facts()
        for place, step in enumerate(steps):
            step()
            kept = read_facts()
            forget_facts()
            assert kept == read_facts(), place
            assert kept != before, place
            before = kept

    def test_change_that_fails_leaves_nothing_behind(self):
        audit = Audit.objects.filter(fiscal_year=2016).first()
        before = read_facts()
        with suppress(ZeroDivisionError), transaction.atomic(), journal.change(actor="office"):
            audit.subject = "書きかけの業務"
            audit.save()
            assert "書きかけの業務" in str(read_facts().audits)
            raise ZeroDivisionError
        assert read_facts() == before


@pytest.mark.django_db
def test_only_records_that_changed_are_read_again():
    one, _other = factories.DepartmentFactory(), factories.DepartmentFactory()
    kept, asked = KeptFacts[str](), []

    def make(records):
        asked.append([record.name for record in records])
        return [(record.pk, record.name, True) for record in records]

    def read():
        records = Department.objects.order_by("-pk")
        return list(kept.read(records, states_of(records), make).values())

    before = read()
    assert read() == before
    change(one, name="改めた部")
    assert read() == [before[0], "改めた部"]
    assert asked == [before, ["改めた部"]]
