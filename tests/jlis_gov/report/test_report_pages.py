"""The annual report on the site and in files: the printed report's cells, and nothing internal."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import load_workbook

from audits.models import Audit, Finding
from meetings.models import Body
from records import journal
from records.journal.models import JournalEntry
from records.lists.rendering.delimited import BYTE_ORDER_MARK
from tests.factories import (
    AuditFactory,
    AuditorFactory,
    AuditPlanFactory,
    BodyFactory,
    FindingFactory,
    UserFactory,
)
from tests.html_tables import tables_of
from tests.printed_layout import abridged, laid_out, specimen, typed
from tests.printed_report import CELLS, TABLES, printed_cells
from tests.record_of_2016 import load_record

PRINTED = list(TABLES.values())
PAGE = "/reports/2016/"


def squeezed(text: str) -> str:
    """Without white space: how a cell is broken into lines differs from form to form."""
    return "".join(text.split())


class ReportOf2016Tests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()

    def exported(self, query):
        response = self.client.get(f"{PAGE}?_export={query}")
        assert response.status_code == 200
        return response.content

    def test_page_shows_every_printed_cell_merged_cells_once(self):
        page = tables_of(self.client.get(PAGE).text)
        assert [table["columns"] for table in page] == [table["columns"] for table in PRINTED]
        assert printed_cells(page) == printed_cells(PRINTED)
        assert len(printed_cells(page)) == CELLS

    def test_page_shows_captions_above_and_notes_below_the_tables(self):
        page = tables_of(self.client.get(PAGE).text)
        for table, printed in zip(page, PRINTED, strict=True):
            assert squeezed(table["caption"]).endswith(f"表{squeezed(printed['title'])}")
            footnotes = [text for _mark, _term, text in printed.get("footnotes", ())]
            notes = [*printed["notes"], *footnotes]
            assert list(map(squeezed, table["notes"])) == list(map(squeezed, notes))

    def test_document_is_laid_out_as_the_printed_report(self):
        document = Document(BytesIO(self.exported("docx")))
        by_hand = typed()
        assert abridged(laid_out(document), by_hand) == by_hand

    def test_document_has_the_look_of_the_specimen(self):
        document = Document(BytesIO(self.exported("docx")))
        widths = [[round(one.width.mm) for one in table.columns] for table in document.tables]
        assert widths == specimen()
        [section] = document.sections
        assert 'w:instr="PAGE"' in section.footer.paragraphs[0]._p.xml
        assert "w:br w:type" not in document.element.xml  # tables follow one another
        fonts = document.styles["Normal"].font
        assert (fonts.name, fonts.size.pt) == ("ＭＳ 明朝", 10.5)
        captions = [one for one in document.paragraphs if squeezed(one.text).startswith("第")]
        assert len(captions) == len(PRINTED)
        assert {one.alignment for one in captions} == {WD_ALIGN_PARAGRAPH.CENTER}

    def test_document_of_one_table_holds_that_one_with_its_notes(self):
        document = Document(BytesIO(self.exported("docx&table=10")))
        [table], by_hand = laid_out(document), typed()[9]
        assert abridged([table], [by_hand]) == [by_hand]
        assert self.client.get(f"{PAGE}?_export=docx&table=14").status_code == 404

    def test_document_says_what_the_report_lacks_only_if_asked(self):
        plain, counted = (Document(BytesIO(self.exported(q))) for q in ("docx", "docx&_counts=1"))
        said = [paragraph.text for paragraph in plain.paragraphs if paragraph.text]
        assert len(said) == len(PRINTED) + sum(len(table["notes"]) for table in PRINTED)
        more = {paragraph.text for paragraph in counted.paragraphs} - set(said)
        assert {"委員６名", "開催６回", "訓練10件（対象９部門）"} <= more

    def test_workbook_holds_every_printed_cell_as_text(self):
        workbook = load_workbook(BytesIO(self.exported("xlsx")))
        for sheet, table in zip(workbook, PRINTED, strict=True):
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            values = [squeezed(cell) for row in rows for cell in row if cell]
            wanted = [squeezed(cell) for row in table["rows"] for cell in row if cell]
            assert set(wanted) <= set(values)
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
            assert kinds == {"s"}

    def test_json_is_that_of_the_command(self):
        out = StringIO()
        call_command("annual_report", "2016", stdout=out)
        assert json.loads(self.exported("json")) == json.loads(out.getvalue())

    def test_csv_holds_one_table(self):
        text = self.exported("csv&table=9").decode()
        assert text.startswith(BYTE_ORDER_MARK + "監査種別,対象部門,監査実施年月日\r\n")
        assert self.client.get(f"{PAGE}?_export=csv").status_code == 404
        assert self.client.get(f"{PAGE}?_export=csv&table=14").status_code == 404

    def test_numbers_above_the_tables_are_those_of_their_rows(self):
        facts = {table.number: table.facts for table in self.client.get(PAGE).context["tables"]}
        rows = {table["number"]: len(table["rows"]) for table in PRINTED}
        counted = {
            number: int("".join(filter(str.isdecimal, fact.partition("（")[0])))
            for number, (fact,) in ((n, f) for n, f in facts.items() if f)
        }
        assert counted == {number: rows[number] for number in counted}
        assert set(counted) == set(range(2, 14))

    def test_page_asks_as_often_for_three_more_audits(self):
        self.client.get(PAGE)  # what is asked once a process
        with CaptureQueriesContext(connection) as before:
            self.client.get(PAGE)
        for _number in range(3):
            AuditFactory()
        with CaptureQueriesContext(connection) as after:
            self.client.get(PAGE)
        assert len(after) == len(before)

    def test_body_that_is_hidden_takes_its_tables_along(self):
        with journal.change(actor="test"):
            for session in Body.objects.get(slug="contract-monitoring-committee").sessions.all():
                session.meeting.visibility = "internal"
                session.meeting.save()
            body = Body.objects.get(slug="contract-monitoring-committee")
            body.visibility = "internal"
            body.save()
        response = self.client.get(PAGE)
        assert [table.number for table in response.context["tables"]] == list(range(1, 13))
        assert "契約監視委員会" not in strip_tags(response.text)


@pytest.mark.django_db
def test_internal_audit_is_in_nobodys_report_but_the_offices(client):
    BodyFactory()
    AuditFactory(theme="公開の監査")
    AuditFactory(theme="内部の監査", internal=True)
    for export in ("", "?_export=json", "?_export=csv&table=9"):
        text = client.get(PAGE + export).text
        assert "公開の監査" in text
        assert "内部の監査" not in text
    client.force_login(UserFactory(staff=True))
    assert "内部の監査" in client.get(f"{PAGE}?_export=csv&table=9").text


@pytest.mark.django_db
def test_taking_internal_records_in_a_report_is_noted_in_the_journal(client):
    BodyFactory()
    AuditFactory(theme="公開の監査")
    office = UserFactory(staff=True)
    client.force_login(office)
    exports = JournalEntry.objects.filter(action="export")
    for export in ("json", "csv&table=9"):
        assert client.get(f"{PAGE}?_export={export}").status_code == 200
    assert not exports.exists()
    AuditFactory(theme="内部の監査", internal=True)
    client.get(PAGE)
    assert client.get(f"{PAGE}?_export=csv&table=8").status_code == 200
    assert client.get(f"{PAGE}?_export=exe").status_code == 404
    assert not exports.exists()
    for export in ("docx", "csv&table=9"):
        assert client.get(f"{PAGE}?_export={export}").status_code == 200
    told = {"what": "annual report", "fiscal_year": 2016}
    assert [(entry.actor, json.loads(entry.payload)) for entry in exports] == [
        (office.username, told | {"format": "docx", "table": ""}),
        (office.username, told | {"format": "csv", "table": "9"}),
    ]


@pytest.mark.django_db
def test_year_without_visible_records_says_so_and_leads_to_those_that_have_some(client):
    AuditFactory(fiscal_year=2015, schedule_text="平成27年11月", internal=True)
    AuditFactory()
    for path in ("/reports/2013/", "/reports/x/", "/reports/2015/?_export=docx"):
        assert client.get(path).status_code == 404
    assert "2015" not in client.get("/en/reports/").text
    response = client.get("/reports/2015/")
    assert "この年度の表には、載せる記録がありません。" in response.text
    assert "<table" not in response.text
    assert "_export" not in response.text
    assert '<a href="/reports/2016/"' in response.text


@pytest.mark.django_db
def test_tables_without_an_entry_are_named_and_not_drawn(client):
    AuditFactory()
    response = client.get(PAGE)
    assert [table.number for table in response.context["tables"]] == [9]
    assert response.text.count("<table") == 1
    assert "第８表　平成28年度の業務継続計画等に基づく訓練の実施状況" in response.text


@pytest.mark.django_db
def test_unknown_format_is_not_found(client):
    AuditFactory()
    assert client.get(f"{PAGE}?_export=exe").status_code == 404


@pytest.mark.django_db
def test_execution_is_told_to_those_who_see_findings_as_of_their_day(client):
    audit = AuditFactory(status="held")
    AuditPlanFactory(rows=[audit, AuditFactory(status="planned", schedule_text="平成29年２月")])
    AuditorFactory(audit=audit, planned_days="3", person_days="2.5")
    AuditorFactory(audit=audit, person_days="1")
    for closed_on in (date(2017, 1, 31), date(2017, 3, 31)):
        FindingFactory(
            audit=audit,
            found_on=date(2016, 11, 8),
            closed_on=closed_on,
            closing_reason="対象業務の廃止",
            internal=True,
        )
    assert Audit.objects.count() == 2
    assert Finding.objects.count() == 2
    assert "execution" not in client.get(PAGE).context
    client.force_login(UserFactory(staff=True))
    table = client.get(PAGE, {"as_of": "平成29年２月28日"}).context["execution"]
    assert table.title == "監査の実施状況（平成29年２月28日現在）"
    internal = dict(zip(table.columns, table.rows[0], strict=True))
    assert internal == {
        "区分": internal["区分"],
        "計画": "2",
        "実施": "1",
        "実施率": "50%",
        "計画外の実施": "0",
        "予定人日": "3.0",
        "実績人日": "3.5",
        "措置完了": "1",
        "措置未完了": "1",
    }
    assert table.rows[1][1:] == ("0", "0", "－", "0", "－", "－", "0", "0")
    refused = client.get(PAGE, {"as_of": "いつか"})
    assert refused.status_code == 400
    assert "execution" not in refused.context
