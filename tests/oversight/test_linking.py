"""Records linked to a duty by hand: how they are searched for, named and refused."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jlis_gov.accounts import roles
from oversight.models import Fulfilment
from tests import factories
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FOUND = "/admin/oversight/duty/records/"


@pytest.fixture
def meeting():
    body = factories.BodyFactory(name="代表者会議")
    found = factories.MeetingFactory(fiscal_year=2016, schedule_text="平成28年６月22日")
    factories.SessionFactory(meeting=found, body=body, number=13)
    return found


@pytest.fixture
def submission():
    return factories.SubmissionFactory(
        title="平成28年度財務諸表", submitted_text="平成29年６月30日"
    )


@pytest.fixture
def duty():
    return factories.DutyFactory(code="FS-SUB", title="財務諸表の提出")


def offered(client, term):
    return [one["text"] for one in client.get(FOUND, {"term": term}).json()["results"]]


def test_search_offers_registered_records_of_every_kind_with_their_day(
    admin_client, meeting, submission
):
    factories.CertificationFactory(name="ISMS認証", valid_until="2018-03-31")
    factories.SubmissionFactory(title="平成28年度財務諸表の案", life="draft")
    named = "会議　第13回代表者会議（平成28年６月22日）"
    filed = "届出等　平成28年度財務諸表（平成29年６月30日）"
    assert offered(admin_client, "代表者会議") == [named]
    assert offered(admin_client, "平成28年度財務諸表") == [filed]
    assert offered(admin_client, "ＩＳＭＳ") == ["認証　ISMS認証（平成30年３月31日まで）"]
    assert offered(admin_client, "nothing of that name") == []
    for words in (
        str(submission.uid),
        submission.uid.hex.upper(),
        f"https://example.org{submission.get_absolute_url()}",
        f"/admin/oversight/submission/{submission.pk}/change/",
    ):
        assert offered(admin_client, words) == [filed], words
    for words in ("\0", "あ" * 101, "/admin/auth/user/1/", "/admin/no/model/1/"):
        assert offered(admin_client, words) == [], words


def test_search_offers_nothing_that_the_visitor_may_not_read(client, meeting, submission):
    call_command("sync_roles", verbosity=0)
    audit = factories.AuditFactory(fiscal_year=2016, internal=True)
    secretariat = factories.UserFactory(is_staff=True)
    secretariat.groups.add(Group.objects.get(name=roles.SECRETARIAT))
    client.force_login(secretariat)
    assert offered(client, str(audit.uid)) == []
    assert len(offered(client, str(submission.uid))) == 1
    client.force_login(factories.UserFactory(is_staff=True))
    assert client.get(FOUND, {"term": "代表者会議"}).status_code == 403


def sent(client, duty, *typed):
    """The form of a duty, sent with these periods and records in new rows."""
    new = [{"period": period, "record": record} for period, record in typed]
    before = duty.fulfilments.count()
    return submit(client, address_of(duty), rows("fulfilments", *new, before=before))


def test_record_is_linked_by_what_was_chosen_or_pasted(admin_client, duty, meeting, submission):
    address = f"http://testserver{submission.get_absolute_url()}"
    assert_accepted(
        sent(admin_client, duty, ("FY2016", ["", address]), ("FY2017", str(meeting.uid)))
    )
    assert [(one.period, one.record_type, one.record_uid) for one in Fulfilment.objects.all()] == [
        ("FY2016", "oversight.submission", submission.uid),
        ("FY2017", "meetings.meeting", meeting.uid),
    ]
    assert (
        "届出等　平成28年度財務諸表（平成29年６月30日）" in admin_client.get(address_of(duty)).text
    )
    assert_accepted(sent(admin_client, duty))  # rows that stay as they are
    assert Fulfilment.objects.count() == 2


def test_wrong_record_is_refused_with_all_that_was_typed(admin_client, duty, submission):
    draft = factories.SubmissionFactory(title="業務報告", life="draft")
    uid = str(submission.uid)
    for typed, message in (
        (
            [("FY2016", "平成28年の財務諸表")],
            "該当する記録がありません。件名などで検索してください。",
        ),
        ([("FY2016", str(draft.uid))], "「業務報告」は登録済みではありません"),
        ([("FY2016", uid), ("FY2016", uid)], "この記録は、既にこの期間に結び付けられています。"),
        ([("2016", uid)], "この義務の期間を表していません"),
    ):
        answer = sent(admin_client, duty, *typed)
        assert message in complaints(answer)
        assert all(f'value="{record}" selected' in answer.text for _period, record in typed)
    assert not Fulfilment.objects.exists()


def test_form_asks_as_often_for_three_links_as_for_one(admin_client, duty):
    numbers = []
    admin_client.get(address_of(duty))  # what is kept between requests is made here
    for count in (1, 3):
        while duty.fulfilments.count() < count:
            factories.FulfilmentFactory(duty=duty, record_uid=factories.SubmissionFactory().uid)
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(address_of(duty))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
