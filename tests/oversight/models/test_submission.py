"""Submissions: their days, what approval asks for, and who may read them."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import InspectionScope
from dates import Precision, Schedule
from jlis_gov.accounts import roles
from oversight.models import Submission
from records import journal
from records.base import Life, Visibility
from records.history import publication
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def refused(**fields):
    with pytest.raises(ValidationError) as caught:
        factories.SubmissionFactory(**fields)
    return caught.value.message_dict


def test_day_keeps_the_precision_that_it_was_written_with():
    exact = factories.SubmissionFactory(submitted_text="平成29年６月30日")
    assert exact.submitted == Schedule.on(date(2017, 6, 30))
    assert exact.submitted_from == date(2017, 6, 30)
    month = factories.SubmissionFactory(submitted_text="平成29年６月")
    assert month.submitted.precision == Precision.MONTH
    assert month.submitted_from == date(2017, 6, 1)
    assert factories.SubmissionFactory(submitted_text="").submitted.segments == ()


def test_text_that_is_no_one_day_or_month_is_refused_and_says_so():
    for text in ("平成29年６月30日、７月３日", "平成29年６月～", "随時"):
        assert "一つに定められません" in refused(submitted_text=text)["submitted_text"][0], text
    # Statements of a year go out in the next: the day says its year itself.
    assert "何年のことか" in refused(submitted_text="６月30日")["submitted_text"][0]
    assert set(refused(submitted_text="某日", replied_text="某日")) == {
        "submitted_text",
        "replied_text",
    }


def test_reply_is_not_earlier_than_what_it_answers():
    told = refused(submitted_text="平成29年６月30日", replied_text="平成29年６月29日")
    assert set(told) == {"replied_text"}
    factories.SubmissionFactory(submitted_text="平成29年６月30日", replied_text="平成29年６月")


def test_submission_is_approved_with_its_day_only_and_never_published():
    submission = factories.SubmissionFactory(draft=True, submitted_text="")
    with journal.change(actor="test"), pytest.raises(ValidationError, match="提出年月日が必要"):
        publication.approve(record=submission, decision_number="決第１号")
    submission.submitted_text = "平成28年６月"
    submission.full_clean()
    with journal.change(actor="test"):
        submission.save()
        kept = publication.approve(record=submission, decision_number="決第１号")
    assert kept.life == Life.REGISTERED
    assert set(refused(visibility=Visibility.PUBLIC)) == {"visibility"}


def somebody(role):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=role))
    return user


def seen(user):
    return set(Submission.objects.visible_to(user))


def test_those_who_keep_submissions_read_drafts_others_what_is_approved():
    kept, draft = factories.SubmissionFactory(), factories.SubmissionFactory(draft=True)
    for role in (roles.AUDIT_OFFICE, roles.SECRETARIAT):
        assert seen(somebody(role)) == {kept, draft}
    for role in (roles.EXECUTIVE, roles.STATUTORY_AUDITOR):
        assert seen(somebody(role)) == {kept}
    for role in (roles.COUNCIL_MEMBER, roles.CONTACT, roles.INSPECTOR):
        assert seen(somebody(role)) == set()
    assert seen(None) == set()


def test_inspection_of_all_regimes_opens_the_submissions_of_its_years_with_their_past():
    of_2016 = factories.SubmissionFactory()
    factories.SubmissionFactory(fiscal_year=2017)
    inspector = somebody(roles.INSPECTOR)
    years = {"first_fiscal_year": 2016, "last_fiscal_year": 2016}
    scope = InspectionScope(user=inspector, regime="internal", **years)
    scope.expires_on = timezone.localdate()
    scope.save()
    assert seen(inspector) == set()
    scope.regime = ""
    scope.save()
    assert seen(inspector) == {of_2016}
    assert set(Submission.objects.with_history_for(inspector)) == {of_2016}


def test_list_asks_as_often_for_three_submissions_as_for_one(client):
    client.force_login(factories.UserFactory(is_superuser=True))
    asked = []
    for number in (1, 2):
        factories.SubmissionFactory.create_batch(number)
        client.get("/submissions/")  # what is kept between requests is made here
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/submissions/")
        asked.append((page.context["table"].paginator.count, len(queries)))
    assert asked == [(1, asked[0][1]), (3, asked[0][1])]


def test_page_tells_the_day_as_exactly_as_it_is_known(client):
    submission = factories.SubmissionFactory(submitted_text="平成29年６月", addressee="総務大臣")
    paper = factories.SubmissionPaperFactory(submission=submission)
    client.force_login(factories.UserFactory(is_superuser=True))
    text = client.get(submission.get_absolute_url()).text
    assert "平成29年６月 " in text
    assert "６月１日" not in text
    assert "６月30日" not in text
    assert paper.title in text
