"""What the front page says has changed: as subscribers were told, and nothing internal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from calendars.feeds.publishing import publish
from calendars.feeds.recent import recent_changes
from jlis_gov.composition import FEEDS
from records import journal
from tests.factories import AuditFactory, AuditorFactory

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


def published_on(day: int) -> None:
    publish(FEEDS, now=datetime(2026, 11, day, 9, tzinfo=TOKYO))


def told() -> list[tuple[str, int, bool]]:
    return [(one.entry.path, one.day.day, one.is_off) for one in recent_changes(5)]


def change(audit, **values) -> None:
    with journal.change(actor="test", reason="変更"):
        for name, value in values.items():
            setattr(audit, name, value)
        audit.full_clean()
        audit.save()


@pytest.fixture
def filled(db):
    """The register as it was filled, which is no news."""
    AuditFactory(subject="当初からの監査")
    published_on(1)


def test_what_the_register_was_filled_with_is_no_news_until_it_changes(filled):
    assert told() == []
    audit = AuditFactory._meta.model.objects.get()
    change(audit, schedule_text="平成28年９月７日")
    published_on(2)
    assert told() == [(f"/audits/{audit.uid}/", 2, False)]


def test_of_one_publication_what_takes_place_last_comes_first(filled):
    days = ("平成28年９月１日", "平成28年11月１日", "平成28年10月１日")
    september, november, october = (AuditFactory(schedule_text=day) for day in days)
    published_on(2)
    paths = [path for path, _day, _is_off in told()]
    assert paths == [f"/audits/{one.uid}/" for one in (november, october, september)]


def test_newest_change_comes_first_and_each_entry_once(filled):
    first = AuditFactory(schedule_text="平成28年９月１日、５日、６日")
    published_on(2)
    second = AuditFactory()
    published_on(3)
    path, other = f"/audits/{first.uid}/", f"/audits/{second.uid}/"
    assert told() == [(other, 3, False), (path, 2, False)]
    change(first, schedule_text="平成28年９月１日、７日")
    published_on(4)
    assert told() == [(path, 4, False), (other, 3, False)]


def test_cancelled_entry_is_told_as_called_off(filled):
    audit = AuditFactory()
    published_on(2)
    change(audit, status="cancelled")
    published_on(3)
    assert told() == [(f"/audits/{audit.uid}/", 3, True)]


def test_internal_record_and_internal_change_are_no_news(filled):
    audit = AuditFactory()
    AuditFactory(internal=True)
    published_on(2)
    AuditorFactory(audit=audit, person_days="3")
    published_on(3)
    assert told() == [(f"/audits/{audit.uid}/", 2, False)]
    change(audit, visibility="internal")
    published_on(4)
    assert told() == []


def test_front_page_tells_the_news(client, filled):
    audit = AuditFactory(subject="新しい監査")
    response = client.get("/en/")
    assert [one.entry.uid for one in response.context["news"]] == [str(audit.uid)]
    assert f"/en/audits/{audit.uid}/" in response.text


def test_news_is_of_the_day_in_tokyo(filled):
    AuditFactory()
    publish(FEEDS, now=datetime(2026, 11, 2, 23, 30, tzinfo=ZoneInfo("UTC")))
    [news] = recent_changes(5)
    assert news.day == date(2026, 11, 3)
