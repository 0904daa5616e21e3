"""What calendars are told about meetings."""

from datetime import date

import pytest
from django.utils import translation

from calendars.entries import EntryStatus
from dates.wording import word
from meetings.sources import MeetingSource
from records import journal
from tests import factories

pytestmark = pytest.mark.django_db
SOURCE = MeetingSource()


@pytest.fixture
def council():
    return factories.BodyFactory(
        slug="representative-council", name="代表者会議", short_name="代表者会議", order=1
    )


@pytest.fixture
def twelfth(council):
    meeting = factories.MeetingFactory(schedule_text="平成28年６月22日", venue="会議室")
    factories.SessionFactory(meeting=meeting, body=council, number=12)
    factories.AgendaItemFactory(meeting=meeting, body=council, title="平成27年度決算")
    return meeting


def test_entry_is_the_meeting_in_plain_values(twelfth):
    with translation.override("en"):
        [entry] = SOURCE.entries()
    assert entry.uid == str(twelfth.uid)
    assert entry.title == "第12回代表者会議"
    assert entry.feed_title == "代表者会議 第12回"
    assert word(entry.schedule) == "平成28年６月22日"
    assert entry.status == EntryStatus.HELD
    assert entry.is_public
    assert entry.keys == {"kind:meeting", "fy:2016", "body:representative-council"}
    assert entry.categories == ("会議", "代表者会議")
    assert entry.description == "平成28年６月22日\n【議事】\n・平成27年度決算"
    assert entry.location == "会議室"
    assert entry.path == f"/meetings/{twelfth.uid}/"


def test_entry_tells_what_was_decided_in_its_own_words(council, twelfth):
    factories.AgendaItemFactory(
        meeting=twelfth, body=council, title="定款の変更", order=32_000, outcome="resolved"
    )
    with translation.override("en"):
        [entry] = SOURCE.entries()
    assert entry.description.endswith("・平成27年度決算\n・定款の変更（議決）")
    assert entry.matters == "平成27年度決算、定款の変更（議決）"


def test_joint_sitting_is_one_entry_of_both_bodies(council, twelfth):
    other = factories.BodyFactory(
        name="リスク管理委員会", short_name="リスク", slug="risk", order=2
    )
    factories.SessionFactory(meeting=twelfth, body=other, number=4)
    factories.AgendaItemFactory(meeting=twelfth, body=other, title="活動報告")
    [entry] = SOURCE.entries()
    assert entry.feed_title == "代表者会議 第12回・リスク 第４回（同時開催）"
    assert entry.has("body:risk", "body:representative-council")
    assert (
        "【議事】代表者会議\n・平成27年度決算\n【議事】リスク管理委員会\n・活動報告"
        in entry.description
    )


def test_body_without_numbers_is_its_short_name_alone():
    body = factories.BodyFactory(short_name="本人確認委", numbering="none")
    factories.SessionFactory(body=body, number=None)
    [entry] = SOURCE.entries()
    assert entry.feed_title == "本人確認委"


def test_entries_are_those_that_carry_every_key(council, twelfth):
    factories.SessionFactory(meeting=factories.MeetingFactory(fiscal_year=2017), number=1)
    assert len(SOURCE.entries()) == 2
    assert [one.title for one in SOURCE.entries(keys=["fy:2016"])] == ["第12回代表者会議"]
    assert len(SOURCE.entries(keys=["body:representative-council", "kind:meeting"])) == 1
    assert SOURCE.entries(keys=["body:representative-council", "fy:2017"]) == []
    assert SOURCE.entries(keys=["body:representative-council", "body:other"]) == []
    assert SOURCE.entries(keys=["kind:audit"]) == []
    assert SOURCE.entries(keys=["fy:x"]) == []


def test_entries_of_a_period_touch_it_and_undated_ones_never_do(twelfth):
    factories.MeetingFactory(schedule_text="随時")
    june = {"first": date(2016, 6, 1), "last": date(2016, 6, 30)}
    assert [one.uid for one in SOURCE.entries(**june)] == [str(twelfth.uid)]
    assert SOURCE.entries(first=date(2016, 7, 1), last=date(2016, 7, 31)) == []
    assert len(SOURCE.entries()) == 2


def test_withdrawn_meeting_is_told_as_withdrawn():
    factories.MeetingFactory(life="withdrawn")
    assert [one.status for one in SOURCE.entries()] == [EntryStatus.WITHDRAWN]


def test_internal_meeting_is_for_staff_only():
    factories.MeetingFactory(internal=True)
    assert SOURCE.entries(viewer=None) == []
    assert SOURCE.entries(viewer=factories.UserFactory()) == []
    [entry] = SOURCE.entries(viewer=factories.UserFactory(staff=True))
    assert not entry.is_public


def test_renamed_body_changes_its_meetings_entries(council, twelfth):
    [before] = SOURCE.entries()
    with journal.change(actor="test", reason="renamed"):
        council.short_name = "代表者会"
        council.save()
    [after] = SOURCE.entries()
    assert after.changed_at > before.changed_at


def test_keys_have_titles_where_anyone_may_know_them(council):
    factories.BodyFactory(slug="hidden", internal=True)
    with translation.override("ja"):
        assert SOURCE.title_of("body:representative-council") == "代表者会議"
    assert SOURCE.title_of("kind:meeting")
    assert SOURCE.title_of("body:hidden") is None
    assert SOURCE.title_of("body:nothing") is None
    assert SOURCE.title_of("regime:internal") is None
