"""Schedules as rows: what happens in a period, in which order, and never the hull."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from audits.models import Audit, Drill
from records import journal
from records.base import Life
from tests.factories import AuditFactory, DrillFactory

pytestmark = pytest.mark.django_db


def audit(text: str, **values) -> Audit:
    return AuditFactory(schedule_text=text, **values)


def found(first: date, last: date) -> list[Audit]:
    return list(Audit.objects.during(first, last).order_by("pk"))


def test_drill_of_july_and_december_is_not_found_in_september():
    drill = DrillFactory(schedule_text="平成28年７月、12月")
    months = {month: date(2016, month, 15) for month in (7, 9, 12)}
    hits = {month for month, day in months.items() if Drill.objects.during(day, day).exists()}
    assert hits == {7, 12}
    assert list(Drill.objects.during(date(2016, 7, 1), date(2016, 12, 31))) == [drill]


@pytest.mark.parametrize(
    ("first", "last", "is_found"),
    [
        (date(2017, 2, 8), date(2017, 2, 8), True),
        (date(2017, 2, 17), date(2017, 2, 17), True),
        (date(2017, 2, 17), date(2017, 3, 1), True),
        (date(2017, 2, 18), date(2017, 3, 1), False),
        (date(2017, 1, 1), date(2017, 2, 7), False),
        (date(2017, 2, 10), date(2017, 2, 11), True),
    ],
)
def test_range_is_found_by_any_of_its_days(first, last, is_found):
    audit("平成29年２月８日～17日")
    assert bool(found(first, last)) is is_found


def test_range_that_is_open_is_known_to_the_end_of_what_it_names():
    kept = audit("平成29年３月～")
    assert found(date(2017, 3, 31), date(2017, 3, 31)) == [kept]
    assert found(date(2017, 4, 1), date(2030, 1, 1)) == []


@pytest.mark.parametrize("text", ["未定", "随時", "毎月"])
def test_undated_record_is_found_in_no_day(text):
    kept = audit(text)
    assert kept.schedule.is_undated
    assert found(date(1900, 1, 1), date(2100, 12, 31)) == []
    assert (kept.starts_on, kept.precision_rank, kept.segments.count()) == (None, None, 0)


def test_month_is_never_a_day():
    kept = audit("平成28年11月")
    row = kept.segments.get()
    assert (row.first_day, row.last_day) == (date(2016, 11, 1), date(2016, 11, 30))
    assert row.precision == "month"


def test_exact_stands_before_vague_and_undated_last_either_way():
    undated = audit("未定")
    month = audit("平成28年11月")
    day = audit("平成28年11月１日")
    later = audit("平成28年11月２日")
    assert list(Audit.objects.by_date()) == [day, month, later, undated]
    assert list(Audit.objects.by_date(newest_first=True)) == [later, day, month, undated]


def test_index_holds_the_order_of_lists():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL sorts so few rows; bench.pages measures many")
    plan = Audit.objects.by_date(newest_first=True)[:25].explain()
    assert "audits_audit_newest" in plan
    assert "TEMP B-TREE" not in plan


def test_fiscal_years_are_those_of_the_records_asked_for(django_assert_num_queries):
    for year in (2016, 2014, 2016, 2019, 2100):
        AuditFactory(fiscal_year=year)
    AuditFactory(fiscal_year=2018, internal=True)
    with django_assert_num_queries(1):
        assert Audit.objects.fiscal_years() == {2014, 2016, 2018, 2019, 2100}
    assert Audit.objects.visible_to(None).fiscal_years() == {2014, 2016, 2019, 2100}
    assert Audit.objects.filter(pk__in=[]).fiscal_years() == set()
    assert Drill.objects.fiscal_years() == set()


def test_text_is_read_in_the_fiscal_year_of_the_record():
    kept = audit("２月８日", fiscal_year=2016)
    assert kept.starts_on == date(2017, 2, 8)
    kept.fiscal_year = 2017
    kept.full_clean()
    assert kept.schedule.starts_on == date(2018, 2, 8)


def test_fiscal_year_is_the_record_s_own_wherever_its_dates_fall():
    kept = audit("平成29年５月10日", fiscal_year=2016)
    assert list(Audit.objects.in_fiscal_year(2016)) == [kept]
    assert not Audit.objects.in_fiscal_year(2017).exists()


def test_new_schedule_leaves_no_old_segment():
    kept = audit("平成28年９月１日、５日、６日、12日")
    assert kept.segments.count() == 4
    kept.schedule_text = "平成28年10月３日"
    kept.full_clean()
    with journal.change(actor="test"):
        kept.save()
    assert [row.first_day for row in kept.segments.all()] == [date(2016, 10, 3)]


def test_schedule_saved_alone_brings_its_derived_columns():
    kept = audit("平成28年９月１日")
    kept.schedule_text = "平成28年10月"
    kept.full_clean()
    with journal.change(actor="test"):
        kept.save(update_fields=["schedule", "schedule_text"])
    kept.refresh_from_db()
    assert kept.starts_on == date(2016, 10, 1)
    assert kept.segments.get().first_day == date(2016, 10, 1)


def test_text_that_cannot_be_read_names_the_field_and_the_part():
    with pytest.raises(ValidationError) as caught:
        audit("平成29年13月８日")
    assert list(caught.value.message_dict) == ["schedule_text"]
    assert "13月" in caught.value.messages[0]


def test_weekday_that_contradicts_is_answered_with_the_right_one():
    with pytest.raises(ValidationError) as caught:
        audit("平成29年２月８日（月）")
    assert "平成29年２月８日（水）" in "".join(caught.value.messages)


def test_warning_is_told_to_the_typist_and_not_kept():
    kept = AuditFactory.build(schedule_text="平成33年度", fiscal_year=2021)
    kept.full_clean()
    assert len(kept.schedule_warnings) == 1
    with journal.change(actor="test"):
        kept.save()
    assert Audit.objects.get().schedule_warnings == ()


@pytest.mark.parametrize("year", [None, 0, 1, 2013, 2101, 30_000])
def test_days_of_a_fiscal_year_out_of_range_are_any(year):
    kept = Audit(fiscal_year=year, schedule_text="未定")
    assert kept.days() == (date.min, date.max)


def test_days_span_all_segments_or_the_fiscal_year():
    assert audit("平成28年７月、12月").days() == (date(2016, 7, 1), date(2016, 12, 31))
    assert audit("未定").days() == (date(2016, 4, 1), date(2017, 3, 31))


def test_withdrawn_record_outranks_the_status_of_its_event():
    kept = audit("平成28年９月１日")
    assert kept.entry_status == "held"
    kept.life = Life.WITHDRAWN
    assert kept.entry_status == "withdrawn"


def test_wording_of_the_printed_report_goes_before_the_rule():
    kept = audit("平成29年１月11日～19日")
    assert kept.official_schedule == "平成29年１月11日～19日"
    kept.schedule_override = "11～19日"
    assert kept.official_schedule == "11～19日"


def test_segment_that_ends_before_it_begins_is_refused_by_the_database():
    kept = audit("平成28年９月１日")
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.segments.update(last_day=date(2016, 8, 31))


def test_record_is_deleted_with_its_segments_or_not_at_all():
    kept = audit("平成28年９月１日")
    other = AuditFactory()
    with journal.change(actor="test"):
        other.conducted_with.create(partner=kept)
    with journal.change(actor="test"):
        with pytest.raises(Exception, match="protected"):
            kept.delete()
        assert kept.segments.count() == 1
        other.delete()
        kept.delete()
    assert not Audit.objects.exists()


ENDED_ERA = "平成31年11月８日"  # the era had ended on 30 April of that year


@pytest.mark.parametrize(
    ("text", "settled", "is_doubtful"),
    [(ENDED_ERA, False, True), (ENDED_ERA, True, False), ("令和元年11月８日", False, False)],
)
def test_schedule_read_with_a_warning_is_doubtful_until_settled(text, settled, is_doubtful):
    kept = audit(text, fiscal_year=2019, warnings_settled=settled)
    assert list(Audit.objects.doubtful()) == ([kept] if is_doubtful else [])
