"""Facts taken from the register: what is kept as a fact, and what is not."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dates import read
from oversight.reading import read_facts
from oversight.rules import Attendance, Quorum, Subject, Submission
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_submission_is_a_fact_of_the_year_that_it_concerns_once_it_is_approved():
    kept = factories.SubmissionFactory(
        kind="submission",
        title="平成28年度財務諸表",
        addressee="総務大臣",
        legal_basis="機構法第31条第１項",
        submitted_text="平成29年６月30日",
        replied_text="平成29年７月",
    )
    factories.SubmissionFactory(draft=True)
    [fact] = read_facts().submissions
    assert fact == Submission(
        subject=Subject("oversight.submission", str(kept.uid)),
        fiscal_year=2016,
        kind="submission",
        title="平成28年度財務諸表",
        addressee="総務大臣",
        legal_basis="機構法第31条第１項",
        schedule=read("平成29年６月30日").schedule,
        text="平成29年６月30日",
        replied=read("平成29年７月").schedule,
    )
    assert read_facts(range(2017, 2018)).submissions == ()
    assert read_facts(range(2016, 2017)).submissions == (fact,)


def test_quorum_of_a_body_and_attendance_of_a_sitting_are_facts():
    kept = factories.QuorumFactory(valid_from=date(2016, 4, 1))
    factories.QuorumFactory(body=kept.body, share="number", number=3, counts_proxies=True)
    member = factories.MembershipFactory(body=kept.body)
    session = factories.SessionFactory(body=kept.body)
    factories.AttendanceFactory(meeting=session.meeting, member=member, presence="proxy")
    facts = read_facts()
    [body], [sitting] = facts.bodies, facts.sittings
    assert body.quorums == (
        Quorum(share="number", number=3, counts_proxies=True),
        Quorum(share="majority", valid_from=date(2016, 4, 1)),
    )
    assert sitting.attendances == (Attendance(body.members[0].key, "proxy"),)


def test_quorum_that_contradicts_itself_is_refused():
    number = {"share": "number"}
    for wrong in (number, {"number": 3}, number | {"number": 0}):
        with pytest.raises(ValidationError):
            factories.QuorumFactory(**wrong)
    with pytest.raises(ValidationError):
        factories.QuorumFactory(valid_from=date(2016, 4, 2), valid_until=date(2016, 4, 1))
    factories.QuorumFactory(valid_from=date(2016, 4, 1), valid_until=date(2016, 4, 1))
