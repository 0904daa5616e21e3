"""events.json is after the government's event model, and says nothing that the record does not."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests import factories
from tests.exported import body_of
from tests.jlis_gov.test_settings import SECRET, read_settings, run

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).parent / "data" / "gif_event.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


def events(client, name="meetings", query=""):
    body = json.loads(body_of(client.get(f"/{name}/?_export=events{query}")))
    for event in body["events"]:
        VALIDATOR.validate(event)
        assert event.keys() == SCHEMA["properties"].keys()
    return body["events"]


@pytest.fixture
def council():
    return factories.BodyFactory(name="代表者会議", short_name="代表者会議", slug="council")


def make(council, text, number=12, **values):
    meeting = factories.MeetingFactory(schedule_text=text, **values)
    factories.SessionFactory(meeting=meeting, body=council, number=number)
    return meeting


def test_whole_event_of_a_meeting(client, council):
    meeting = make(council, "平成28年11月８日 10：00～11：30", venue="大会議室")
    factories.AgendaItemFactory(meeting=meeting, body=council, title="平成27年度決算")
    assert events(client) == [
        {
            "id": str(meeting.uid),
            "eventName": "第12回代表者会議",
            "eventNameEn": None,
            "alternateName": "代表者会議",
            "subTitle": "第12回",
            "description": "平成27年度決算",
            "subEvent": [],
            "eventType": "会議",
            "eventUrl": f"http://testserver/meetings/{meeting.uid}/",
            "status": "実施済み",
            "keyword": None,
            "tag": "会議;代表者会議",
            "holdingPattern": None,
            "dateOfStart": "2016-11-08",
            "dateOfEnd": "2016-11-08",
            "startTime": "10:00",
            "endTime": "11:30",
            "dateTimeDescription": "平成28年11月８日 10：00～11：30",
            "location": "大会議室",
            "locationAddress_MP00": None,
            "webinarStatus": None,
            "organizer": "代表者会議",
            "relatedGroup": None,
            "targetPerson": "代表者会議の構成員",
            "capacity": None,
            "feeStatus": None,
            "contactPointInformation": None,
        }
    ]


@pytest.mark.parametrize(
    ("regime", "kind"),
    [
        ("internal", "内部監査"),
        ("external", "外部審査・外部監査"),
        ("accounting", "会計監査"),
        ("auditor", "監事監査"),
    ],
)
def test_audit_is_for_its_departments(client, regime, kind):
    audit = factories.AuditFactory(regime=regime, schedule_text="平成28年９月１日、５日")
    department = factories.DepartmentFactory(name="情報処理部")
    factories.AuditTargetFactory(audit=audit, department=department)
    [event] = events(client, "audits")
    assert (event["eventType"], event["targetPerson"]) == (kind, "情報処理部")
    assert event["organizer"] == "（名称未設定）"
    factories.AgencySettingsFactory(name="〇〇機構")
    [event] = events(client, "audits")
    assert event["organizer"] == "〇〇機構"
    assert (event["dateOfStart"], event["dateOfEnd"]) == ("2016-09-01", "2016-09-05")
    assert event["subEvent"] == [
        f"{audit.uid}-{day}@governance-register.j-lis" for day in ("20160901", "20160905")
    ]


def test_days_of_a_list_are_named_as_the_feed_names_them(client):
    factories.AuditFactory(schedule_text="平成28年９月１日、５日、12日")
    [event] = events(client, "audits")
    feed = client.get("/feeds/all.ics").getvalue().replace(b"\r\n ", b"").decode()
    assert [line.removeprefix("UID:") for line in feed.splitlines() if line.startswith("UID:")] == (
        event["subEvent"]
    )


def test_drill_is_for_those_who_practise(client):
    drill = factories.DrillFactory(scenario="安否の確認", schedule_text="平成28年11月")
    factories.DrillDepartmentFactory(
        drill=drill, department=factories.DepartmentFactory(name="管理部")
    )
    [event] = events(client, "drills")
    assert (event["eventType"], event["targetPerson"]) == ("訓練", "管理部")
    assert event["description"] == "安否の確認"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("平成28年９月", None, None),
        ("平成28年12月頃", None, None),
        ("平成28年９月上旬", None, None),
        ("平成29年３月～", None, None),
        ("平成29年３月１日～", "2017-03-01", None),
        ("平成28年９月１日～12月", "2016-09-01", None),
        ("平成28年９月１日、10月", "2016-09-01", None),
        ("平成28年９月、10月３日", None, "2016-10-03"),
        ("平成28年９月１日～５日", "2016-09-01", "2016-09-05"),
        ("平成28年９月１日頃", None, None),
        ("未定", None, None),
        ("毎月", None, None),
    ],
)
def test_day_is_told_only_where_it_is_known(client, council, text, start, end):
    meeting = make(council, text)
    [event] = events(client)
    assert (event["dateOfStart"], event["dateOfEnd"]) == (start, end)
    assert event["dateTimeDescription"] == meeting.official_schedule
    assert event["startTime"] is event["endTime"] is None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("毎月", "毎月"), ("随時", "随時"), ("未定", None), ("平成28年９月", None)],
)
def test_pattern_is_told_where_the_record_has_one(client, council, text, pattern):
    make(council, text)
    [event] = events(client)
    assert event["holdingPattern"] == pattern


@pytest.mark.parametrize(
    ("venue", "status"),
    [
        ("", None),
        ("大会議室", None),
        ("オンライン", "オンライン"),
        ("大会議室及びオンライン（ハイブリッド）", "ハイブリッド"),
        ("オンラインシステム室", None),
    ],
)
def test_web_meeting_is_told_only_where_the_venue_says_it(client, council, venue, status):
    make(council, "平成28年９月１日", venue=venue)
    [event] = events(client)
    assert event["webinarStatus"] == status


def test_events_are_in_japanese_whatever_the_language_of_the_page(client, council):
    make(council, "平成28年９月１日", status="postponed")
    audit = factories.AuditFactory(regime="external")
    meeting, other = (
        json.loads(body_of(client.get(f"/en/{name}/?_export=events")))["events"][0]
        for name in ("meetings", "audits")
    )
    assert (meeting["status"], meeting["eventType"]) == ("延期", "会議")
    assert other["eventType"] == "外部審査・外部監査"
    assert other["eventUrl"].endswith(f"/audits/{audit.uid}/")


def test_ids_are_unique_and_the_old_names_are_gone(client, council):
    for number in (1, 2, 3):
        make(council, "平成28年９月１日", number=number)
    found = events(client)
    assert len({event["id"] for event in found}) == 3
    old = {"eventID", "eventStatus", "timeOfStart", "timeOfEnd", "url"}
    assert not any(old & event.keys() for event in found)


def test_events_take_as_many_queries_for_three_as_for_one(
    client, council, django_assert_max_num_queries, django_assert_num_queries
):
    make(council, "平成28年９月１日", number=1)
    with django_assert_max_num_queries(30) as one:
        body_of(client.get("/meetings/?_export=events"))
    for number in (2, 3):
        make(council, "平成28年９月１日、２日", number=number)
    with django_assert_num_queries(len(one)):
        body_of(client.get("/meetings/?_export=events"))


def test_contact_is_that_of_the_settings(client, council, settings):
    settings.CONTACT_POINT = {"連絡先名称": "監査室"}
    make(council, "平成28年９月１日")
    [event] = events(client)
    assert event["contactPointInformation"] == {"連絡先名称": "監査室"}


def test_contact_point_comes_from_the_environment():
    text = '{"連絡先名称": "監査室"}'
    assert read_settings("CONTACT_POINT") == [None]
    assert read_settings("CONTACT_POINT", CONTACT_POINT=text) == [{"連絡先名称": "監査室"}]


@pytest.mark.parametrize("text", ["監査室", "[]", "{}", '{"連絡先名称": 1}', '"監査室"'])
def test_contact_point_that_is_none_is_refused(text):
    result = run("-c", "from django.conf import settings; settings.DEBUG", SECRET_KEY=SECRET,
                 CONTACT_POINT=text)  # fmt: skip
    assert result.returncode != 0
    assert "CONTACT_POINT is not a JSON object of texts" in result.stderr
