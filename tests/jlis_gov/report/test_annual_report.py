import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, Drill
from dates.fiscal import FiscalYear
from jlis_gov import report
from jlis_gov.models import ReportNote
from meetings.models import Body
from records import journal
from tests.factories import AuditFactory
from tests.printed_report import CELLS, TABLES, printed_cells
from tests.record_of_2016 import load_record

# Typed by hand from the printed report, never made from what the program prints.
PRINTED = list(TABLES.values())


def run(*arguments):
    out = StringIO()
    call_command("annual_report", *arguments, stdout=out)
    return out.getvalue()


def squeezed(text):
    """Without white space: a PDF's own says nothing."""
    return "".join(text.split())


class ReportOf2016Tests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()

    def test_the_report_of_2016_is_the_printed_one_cell_by_cell(self):
        tables = json.loads(run("2016", "--format", "json"))
        assert [list(table) for table in tables] == [list(table) for table in PRINTED]
        for key in ("number", "title", "columns"):
            assert [table[key] for table in tables] == [table[key] for table in PRINTED]
        printed = printed_cells(PRINTED)
        assert printed_cells(tables) == printed
        assert len(printed) == CELLS
        notes = [[squeezed(note) for note in table["notes"]] for table in tables]
        assert notes == [table["notes"] for table in PRINTED]
        for table, by_hand in zip(tables, PRINTED, strict=True):
            footnotes = [
                [squeezed(str(one)) for one in each] for each in table.get("footnotes", ())
            ]
            typed = [[squeezed(str(one)) for one in each] for each in by_hand.get("footnotes", ())]
            assert footnotes == typed

    def test_the_report_of_2016_holds_one_wording_typed_by_hand(self):
        found = list(report.overrides(FiscalYear(2016)))
        assert [override.text for override in found] == ["平成29年５月11～19日\n平成29年５月25日"]
        lines = run("2016", "--list-overrides").splitlines()
        assert "平成29年５月11～19日 / 平成29年５月25日" in lines[0]
        assert "1" in lines[1]
        assert len(lines) == 2

    def test_the_report_prints_from_meaning_not_from_the_text_as_typed(self):
        audit = Audit.objects.of_type("compliance-internal").get()
        with journal.change(actor="test"):
            audit.schedule_text = "H29.2.8-H29.2.17"
            audit.full_clean()
            audit.save()
        assert printed_cells(
            table.as_data() for table in report.tables(FiscalYear(2016))
        ) == printed_cells(PRINTED)

    def test_internal_records_are_not_in_the_report(self):
        with journal.change(actor="test"):
            for record in (Drill.objects.first(), ReportNote.objects.get(table_number=6)):
                record.visibility = "internal"
                record.save()
        tables = report.tables(FiscalYear(2016))
        assert len(tables[7].rows) == len(PRINTED[7]["rows"]) - 1
        assert tables[5].notes == ()

    def test_the_report_takes_a_bounded_number_of_queries(self):
        with CaptureQueriesContext(connection) as queries:
            report.tables(FiscalYear(2016))
        assert len(queries) <= 70  # 13 tables, the departments above four of them counted

    def test_markdown_holds_every_table_and_note(self):
        text = run("2016", "--format", "markdown")
        assert text.count("\n| --- |") == len(PRINTED)
        assert "## 第１表　役員" in text
        assert "| 管理部リスク管理課 | 平成28年７月、12月 |" in text
        assert "※ 監事監査と同時に実施" in text

    def test_a_year_without_records_is_refused(self):
        for year in ("2015", "1600", "99999"):
            with pytest.raises(CommandError):
                run(year)


@pytest.mark.django_db
def test_a_register_without_the_councils_is_refused():
    AuditFactory()
    with pytest.raises(CommandError) as failure:
        run("2016")
    assert isinstance(failure.value.__cause__, Body.DoesNotExist)
