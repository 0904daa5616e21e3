"""The page of the certificate of duties, and its files."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from records.journal.models import JournalEntry
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PATH = "/oversight/fy2016/duties/"


@pytest.fixture
def statements():
    """The statements of fiscal 2016, submitted on their last day."""
    return factories.SubmissionFactory(
        kind="submission", title="平成28年度財務諸表", submitted_text="平成29年６月30日"
    )


@pytest.fixture
def duties(statements):
    asked = {"met_by": "submission", "deadline": "after_year_end", "deadline_months": 3}
    return [
        factories.DutyFactory(
            code="FS-SUB", title="財務諸表の提出", met_by_codes="submission", **asked
        ),
        factories.DutyFactory(code="ACC-RUL", title="会計規程", met_by_codes="report", **asked),
        factories.DutyFactory(
            code="CS-COOP", title="資料の提出", certainty="unverified", is_on=False
        ),
    ]


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(is_superuser=True))
    return client


def test_page_names_the_record_that_met_a_duty_and_leaves_no_duty_out(office, duties, statements):
    page = office.get(PATH)
    told = [(one.line.duty.code, one.state, one.records) for one in page.context["lines"]]
    assert [(code, state) for code, state, _records in told] == [
        ("FS-SUB", "履行済み"),
        ("ACC-RUL", "記録なし"),
        ("CS-COOP", "確認の対象外（根拠未確認）"),
    ]
    assert [link.text for link in told[0][2]] == [statements.title]
    assert "平成29年６月30日" in page.text


def test_files_say_what_the_page_says_and_are_noted_in_the_journal(office, duties, statements):
    document = Document(io.BytesIO(office.get(f"{PATH}?_export=docx").content))
    assert document.paragraphs[0].text == "平成28年度　義務履行状況確認書"
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[1][:4] == ["財務諸表の提出", "機構法第31条第１項", "平成28年度", "平成29年６月30日"]
    assert rows[1][4:] == ["履行済み\n平成29年６月30日", statements.title]
    assert len(rows) == 4
    plain = json.loads(office.get(f"{PATH}?_export=json").content)
    assert [one["code"] for one in plain["duties"]] == ["FS-SUB", "ACC-RUL", "CS-COOP"]
    assert plain["duties"][0]["periods"][0]["records"] == [
        {"kind": "oversight.submission", "uid": str(statements.uid)}
    ]
    assert office.get(f"{PATH}?_export=csv").status_code == 404
    payload = json.loads(JournalEntry.objects.with_payloads().latest("sequence").payload)
    assert (payload["what"], payload["fiscal_year"]) == ("certificate of duties", 2016)


def test_page_asks_as_often_for_six_duties_as_for_three(office, duties):
    asked = []
    for _time in range(2):
        office.get(PATH)  # what is kept between requests is made here
        with CaptureQueriesContext(connection) as queries:
            office.get(PATH)
        asked.append(len(queries))
        factories.DutyFactory.create_batch(3)
    assert asked[0] == asked[1]
