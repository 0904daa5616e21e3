import pytest

from audits.models import Audit
from tests.factories import UserFactory

READING = "/admin/audits/audit/reading/"


@pytest.fixture
def office(client, db):
    client.force_login(UserFactory(staff=True, is_superuser=True))
    return client


def ask(client, text, fiscal_year="2016", **more):
    answer = client.get(READING, {"schedule_text": text, "fiscal_year": fiscal_year, **more})
    return answer.status_code, answer.content.decode()


def test_reading_shows_both_calendars_weekdays_and_strip(office):
    status, page = ask(office, "２月８日～17日")
    assert status == 200
    assert "平成29年２月８日～17日" in page
    assert "2017年2月8日～17日" in page
    assert "（水）～（金）" in page
    assert page.count("is-marked") == 10


def test_reading_of_a_month_marks_no_day(office):
    _status, page = ask(office, "11月")
    assert "平成28年11月" in page
    assert "is-marked" not in page


def test_reading_says_what_was_not_understood(office):
    _status, page = ask(office, "平成28年２月30日")
    assert "２月30日" in page
    assert "reading-errors" in page


def test_reading_warns_of_a_closed_day(office):
    _status, page = ask(office, "平成28年12月30日")
    assert "年末年始の休み" in page


def test_reading_of_undated_words_says_that_they_are_kept(office):
    _status, page = ask(office, "随時")
    assert "随時" in page
    assert "reading-parts" not in page
    assert "reading-warning" not in page


def test_reading_of_words_that_hold_a_date_warns_that_no_calendar_shows_it(office):
    _status, page = ask(office, "９月１日前後")
    assert "「９月１日前後」は言葉のまま保存され、カレンダーには載りません。" in page


def test_reading_of_midnight_follows_the_box_that_settles_it(office):
    _status, page = ask(office, "2016/10/24 0:00")
    assert "平成28年10月24日</strong>" in page
    assert "reading-warning" in page

    _status, page = ask(office, "2016/10/24 0:00", warnings_settled="on")
    assert "平成28年10月24日 午前０時</strong>" in page
    assert "reading-warning" not in page


@pytest.mark.parametrize("fiscal_year", ["", "x", "99999999999", "²"])
def test_reading_without_a_fiscal_year_still_reads_what_is_complete(office, fiscal_year):
    _status, page = ask(office, "平成29年２月８日", fiscal_year)
    assert "平成29年２月８日" in page


def test_reading_of_nothing_is_empty(office):
    assert ask(office, " ")[1].strip() == ""


def test_reading_escapes_what_was_typed(office):
    _status, page = ask(office, "<script>alert(1)</script>")
    assert "<script>" not in page


def test_reading_saves_nothing(office):
    ask(office, "平成29年２月８日")
    assert Audit.objects.count() == 0


def test_reading_is_for_those_who_may_write(client, db):
    answer = client.get(READING, {"schedule_text": "x"})
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]
    client.force_login(UserFactory(staff=True))
    assert ask(client, "平成29年２月８日")[0] == 403
