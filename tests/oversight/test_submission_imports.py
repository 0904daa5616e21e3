"""Submissions brought in: from files of their own list without a loss, and from any table."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.utils import translation

from jlis_gov.importing.steps import read_kind
from oversight.imports import ANY_SUBMISSIONS
from oversight.models import Submission
from oversight.submission_columns import SUBMISSIONS
from records import journal
from records.imports import Choice, Mode, Options, Verdict, carry_out, grids, plan
from tests.admin_forms import address_of, assert_accepted, submit
from tests.exported import body_of
from tests.factories import SubmissionFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOT_BROUGHT_IN = {"ID", "公表・非公表"}  # a new record has its own, and is internal
HEAD = "件名,区分,対象年度,提出先,届出日,文書番号,備考\n"


def read_in(text, mode=Mode.UPDATE):
    """The plan of a table, and the submissions that were written."""
    given = read_kind("submissions", grids(BytesIO(text.encode("utf-8-sig")), "a.csv"), Choice())
    found = plan(given.table, given.rows, Options(2016, "held", today=date(2018, 1, 10)))
    with journal.change(actor="test", reason="一括登録"):
        return found, carry_out(found, mode)


def exported(client):
    answer = client.get("/submissions/?_export=csv&_shape=machine&sort=submitted")
    return body_of(answer).decode("utf-8-sig")


def told(text):
    """What a file says beside that which is never brought in."""
    rows = csv.DictReader(StringIO(text, newline=""))
    return [{key: value for key, value in row.items() if key not in NOT_BROUGHT_IN} for row in rows]


def verdicts(found):
    return [item.verdict for item in found.items]


@pytest.fixture
def kept():
    """One with something in every field, and one of another year whose day is not known."""
    return [
        SubmissionFactory(
            fiscal_year=2016,
            kind="submission",
            title="平成28年度財務諸表",
            addressee="総務大臣",
            legal_basis="機構法第31条第１項",
            submitted_text="平成29年６月30日",
            document_number="地情機第100号",
            replied_text="平成29年７月５日",
            reply_number="総行住第100号",
            remarks="正本１部",
        ),
        SubmissionFactory(
            fiscal_year=2015, kind="report", title="事業報告書", submitted_text="平成28年６月"
        ),
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_heading_of_the_lists_own_files_is_read_but_what_follows_from_others(language):
    with translation.override(language):
        labels = [(one.name, str(one.label)) for one in SUBMISSIONS]
        data = [str(one.label) for column in SUBMISSIONS for one in column.for_machines()]
    spec = ANY_SUBMISSIONS.spec
    assert [name for name, label in labels if spec.column(label) is None] == []
    bounds = ("（始）", "（終）", "First day", "Last day")  # of a day that the text tells
    assert all(
        any(bound in label for bound in bounds) for label in data if spec.column(label) is None
    )


def test_file_of_the_list_changes_nothing_and_brings_back_all_that_it_shows(admin_client, kept):
    before = exported(admin_client)
    found, saved = read_in(before)
    assert (verdicts(found), saved) == ([Verdict.UNCHANGED] * 2, [])
    with journal.change(actor="test"):
        for submission in Submission.objects.all():
            submission.delete()
    _found, saved = read_in(before)
    assert {one.life for one in saved} == {"draft"}
    assert told(exported(admin_client)) == told(before)


def test_row_means_the_same_matter_and_a_second_paper_of_a_letter_is_told(kept):
    rows = (
        "平成28年度財務諸表,提出,H28,総務大臣,H29.6.30,地情機第100号,写し１部\n"
        "平成28年度事業報告書,提出,平成28年度,総務大臣,平成29年６月30日,地情機第100号,\n"
        "業務方法書の変更,認可・承認の申請,,総務大臣,平成28年10月,,\n"
    )
    found, saved = read_in(HEAD + rows)
    assert verdicts(found) == [Verdict.CHANGED, Verdict.NEW, Verdict.NEW]
    assert [(one.name, one.after) for one in found.items[0].differences] == [("備考", "写し１部")]
    assert [len(item.parsed.notes) for item in found.items] == [0, 1, 0]
    assert "同じ文書番号で登録されています" in found.items[1].parsed.notes[0]
    last = saved[-1]
    assert (last.fiscal_year, last.kind, last.submitted_text) == (
        2016,
        "application",
        "平成28年10月",
    )
    assert last.submitted_from == date(2016, 10, 1)


def test_bad_rows_are_told_by_cell_and_nothing_is_written():
    rows = (
        ",提出,,総務大臣,H29.6.30,,\n"
        "財務諸表,お知らせ,,総務大臣,H29.6.30,,\n"
        "財務諸表,提出,いつか,総務大臣,６月31日,,\n"
        f"{'財' * 201},提出,,,H29.6.30,,\n"
    )
    found, saved = read_in(HEAD + rows)
    columns = [[problem.column for problem in item.problems] for item in found.items]
    assert columns == [["heading"], ["kind"], ["fiscal_year", "submitted_text"], [""]]
    assert (saved, Submission.objects.count()) == ([], 0)


def test_form_tells_of_another_submission_of_the_same_letter(admin_client, kept):
    twin = SubmissionFactory(
        kind="submission", title="財務諸表", addressee="総務大臣", submitted_text="平成29年６月30日"
    )
    number = {"document_number": "地情機第100号", "change_reason": "番号の補記"}
    answer = submit(admin_client, address_of(twin), number)
    assert_accepted(answer)
    page = admin_client.get(answer.headers["Location"]).text
    assert "「平成28年度財務諸表」が同じ提出先" in page
