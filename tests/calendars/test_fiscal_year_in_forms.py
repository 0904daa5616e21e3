"""The fiscal year in the office's forms: by any of its names, or proposed from the date."""

import pytest

from audits.models import Drill
from dates import FiscalYear
from tests.admin_forms import address_of, assert_accepted, complaints, submit
from tests.factories import DrillFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/audits/drill/add/"
READING = "/admin/audits/drill/reading/"


@pytest.fixture
def today(monkeypatch):
    """The last day of fiscal 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: FiscalYear(2026).last_day)


def drill(**typed):
    usual = {"name": "安否確認訓練", "scenario": "震度６弱", "schedule_text": "令和８年９月１日"}
    return usual | {"fiscal_year": ""} | typed


@pytest.mark.parametrize("name", ["令和８", "令和８年度", "R8", "２０２６", "2026", "FY2026"])
def test_fiscal_year_is_taken_by_any_name(admin_client, name):
    assert_accepted(submit(admin_client, ADD, drill(fiscal_year=name)))
    assert Drill.objects.get().fiscal_year == 2026


@pytest.mark.parametrize("name", ["8", "平成", "2013", "2101", "令和８年９月", "9" * 50, "\x00"])
def test_what_is_no_fiscal_year_of_the_register_is_refused(admin_client, name):
    answer = submit(admin_client, ADD, drill(fiscal_year=name))
    assert "令和８、R8、2026" in complaints(answer)
    assert not Drill.objects.exists()


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和８年９月１日", 2026),
        ("令和９年４月１日", 2027),
        ("９月１日", 2026),
        ("未定", 2026),
        ("平成29年３月", 2016),
    ],
)
def test_year_left_empty_is_that_of_the_date_or_today(admin_client, today, text, year):
    assert_accepted(submit(admin_client, ADD, drill(schedule_text=text)))
    assert Drill.objects.get().fiscal_year == year


@pytest.mark.parametrize("text", ["令和９年３月～４月", "2026年"])
def test_year_of_a_date_in_two_years_is_asked_for(admin_client, today, text):
    answer = submit(admin_client, ADD, drill(schedule_text=text))
    assert "複数の年度にまたがって" in complaints(answer)
    assert not Drill.objects.exists()


def test_year_of_a_kept_record_may_be_emptied_to_follow_its_date(admin_client, today):
    kept = DrillFactory(fiscal_year=2016, schedule_text="平成28年９月１日")
    typed = {"schedule_text": "平成29年９月１日", "fiscal_year": "", "change_reason": "延期"}
    assert_accepted(submit(admin_client, address_of(kept), typed))
    kept.refresh_from_db()
    assert (kept.fiscal_year, kept.starts_on.year) == (2017, 2017)


def test_reading_says_the_year_that_is_proposed(admin_client, today):
    query = {"schedule_text": "９月１日", "fiscal_year": ""}
    page = admin_client.get(READING, query).content.decode()
    assert "令和８年度（2026年度）" in page
    assert "令和８年９月１日" in page
    typed = admin_client.get(READING, query | {"fiscal_year": "R7"}).content.decode()
    assert "令和７年９月１日" in typed
    assert "年度（" not in typed
