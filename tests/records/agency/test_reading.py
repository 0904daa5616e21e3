"""The settings as plain values: as cheap as one question, and never out of date."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dates import FiscalYear
from records import agency, journal
from records.history import as_of
from records.journal.models import JournalEntry
from tests.factories import AgencySettingsFactory, DrillFactory
from tests.journal import unlocked

pytestmark = pytest.mark.django_db


def rename(row, name):
    with journal.change(actor="test"):
        row.name = name
        row.save()


def made_at(*moments):
    """Say of the settings' entries, in order, that they were made then."""
    entries = JournalEntry.objects.filter(record_type="records.AgencySettings")
    with unlocked():
        for entry, at in zip(entries.order_by("sequence"), moments, strict=True):
            JournalEntry.objects.filter(pk=entry.pk).update(at=at)


def test_register_without_settings_has_an_agency_without_a_name():
    found = agency.current()
    assert (found.name, found.publisher, found.reminder_days) == ("", "", (30, 7, 1))
    assert found.title == "（名称未設定）"
    with translation.override("en"):
        assert found.title == "(name not set)"


def test_settings_are_read_once_and_seen_at_once_when_they_change():
    row = AgencySettingsFactory(name="前の名")
    assert agency.current().name == "前の名"
    with CaptureQueriesContext(connection) as asked:
        assert agency.current().name == "前の名"
    assert len(asked) == 1
    rename(row, "後の名")
    assert agency.current().name == "後の名"


def test_state_that_was_asked_for_already_asks_nothing():
    AgencySettingsFactory(name="〇〇機構")
    agency.current()
    state = agency.stamp().first()
    with CaptureQueriesContext(connection) as asked:
        assert agency.known_by(state).name == "〇〇機構"
    assert len(asked) == 0


def test_change_that_is_rolled_back_is_forgotten():
    row = AgencySettingsFactory(name="前の名")
    with suppress(ZeroDivisionError), journal.change(actor="test"):
        row.name = "後の名"
        row.save()
        assert agency.current().name == "後の名"
        raise ZeroDivisionError
    assert agency.current().name == "前の名"


def test_english_pages_have_the_japanese_name_where_there_is_no_other():
    row = AgencySettingsFactory(name="〇〇機構", name_en="")
    with translation.override("en"):
        assert (agency.current().title, agency.current().is_foreign) == ("〇〇機構", True)
        with journal.change(actor="test"):
            row.name_en = "Agency of Circles"
            row.save()
        assert (agency.current().title, agency.current().is_foreign) == ("Agency of Circles", False)
    assert agency.current().title == "〇〇機構"


def test_report_of_a_year_has_the_name_of_its_last_day():
    row = AgencySettingsFactory(name="一つ目")
    rename(row, "二つ目")
    rename(row, "三つ目")
    made_at(*(datetime(year, 6, 1, tzinfo=UTC) for year in (2018, 2020, 2022)))
    names = [agency.in_fiscal_year(FiscalYear(year)).name for year in range(2017, 2023)]
    assert names == ["一つ目", "一つ目", "一つ目", "二つ目", "二つ目", "三つ目"]


def test_slip_mended_on_the_first_day_is_in_no_old_report():
    row = AgencySettingsFactory(name="誤り")
    rename(row, "正しい名")
    assert agency.in_fiscal_year(FiscalYear(2016)).name == "正しい名"


def test_moment_before_the_settings_knows_no_name():
    row = AgencySettingsFactory(name="一つ目")
    rename(row, "二つ目")
    made_at(datetime(2018, 6, 1, tzinfo=UTC), datetime(2020, 6, 1, tzinfo=UTC))
    found = [agency.at_moment(datetime(year, 6, 2, tzinfo=UTC)).name for year in (2017, 2019, 2021)]
    assert found == ["", "一つ目", "二つ目"]


def test_past_has_the_name_of_then():
    row = AgencySettingsFactory(name="前の名")
    moment = JournalEntry.objects.latest("sequence").at
    rename(row, "後の名")
    with as_of(moment):
        assert agency.current().name == "前の名"
        assert JournalEntry.objects.count() == 2  # the journal itself is never of the past
    assert agency.current().name == "後の名"


def test_period_that_was_settled_is_what_entries_promise():
    row = AgencySettingsFactory()
    with journal.change(actor="test"):
        agency.RetentionPeriod(agency=row, kind="audits.Drill", years=30).save()
    drill = DrillFactory()
    entry = JournalEntry.objects.get(record_id=drill.pk, record_type="audits.Drill")
    assert entry.retain_until.year == FiscalYear.of(entry.at.date()).last_day.year + 30
    assert entry.kept.retain_until == entry.retain_until


def test_period_below_the_kinds_own_does_not_count():
    row = AgencySettingsFactory()
    with journal.change(actor="test"):
        agency.RetentionPeriod(agency=row, kind="audits.Drill", years=1).save()  # past its form
    drill = DrillFactory()
    entry = JournalEntry.objects.get(record_id=drill.pk, record_type="audits.Drill")
    assert entry.retain_until.year == FiscalYear.of(entry.at.date()).last_day.year + 10
