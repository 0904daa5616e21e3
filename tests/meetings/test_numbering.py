import pytest

from meetings.models import Body
from meetings.numbering import NextNumbers
from records.base import Life
from tests.factories import BodyFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_numbers_run_on_over_the_years_or_begin_anew():
    council = BodyFactory(numbering=Body.Numbering.CONTINUOUS)
    committee = BodyFactory()
    for body in (council, committee):
        SessionFactory(body=body, number=3)
    numbers = NextNumbers()
    assert [numbers.take(council, year) for year in (2016, 2016, 2017)] == [4, 5, 6]
    assert [numbers.take(committee, year) for year in (2016, 2017, 2017)] == [4, 1, 2]


def test_number_of_a_withdrawn_meeting_is_not_given_again():
    session = SessionFactory(number=3, meeting__life=Life.WITHDRAWN)
    assert NextNumbers().take(session.body, 2016) == 4


def test_sittings_without_numbers_have_none():
    assert NextNumbers().take(BodyFactory(numbering=Body.Numbering.NONE), 2016) is None


def test_number_that_is_given_is_the_next():
    body, numbers = BodyFactory(), NextNumbers()
    numbers.go_on_from(body, 2016, 12)
    assert [numbers.take(body, 2016), numbers.take(body, 2016), numbers.take(body, 2017)] == [
        12,
        13,
        1,
    ]
