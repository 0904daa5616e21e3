"""When the renewal of a certification is due."""

from datetime import date

import pytest

from audits.models import Certification
from audits.models.certification import PRIVACY_MARK, months_after, months_before
from tests.factories import CertificationFactory

END = date(2018, 10, 31)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (END, 8, date(2018, 2, 28)),
        (END, 4, date(2018, 6, 30)),
        (date(2018, 3, 15), 4, date(2017, 11, 15)),
        (date(2018, 1, 1), 1, date(2017, 12, 1)),
        (date(2016, 10, 31), 8, date(2016, 2, 29)),
    ],
)
def test_months_before_stay_within_the_month(day, months, earlier):
    assert months_before(day, months) == earlier


def test_months_after_pass_the_end_of_the_year():
    assert months_after(date(2018, 6, 30), 8) == date(2019, 2, 28)


@pytest.mark.django_db
def test_expiring_are_those_that_end_within_eight_months_or_have_ended():
    later = CertificationFactory(valid_until=END)
    ended = CertificationFactory(valid_until=date(2018, 1, 31))
    CertificationFactory(valid_until=None)
    assert list(Certification.objects.expiring(date(2018, 2, 27))) == [ended]
    assert list(Certification.objects.expiring(date(2018, 2, 28))) == [ended]
    assert list(Certification.objects.expiring(date(2018, 3, 1))) == [ended, later]


def test_privacy_mark_is_applied_for_eight_to_four_months_before_its_end():
    mark = Certification(name=PRIVACY_MARK, valid_until=END)
    assert mark.apply_between() == (date(2018, 2, 28), date(2018, 6, 30))
    assert Certification(name=PRIVACY_MARK).apply_between() is None
    assert Certification(name="ISMS", valid_until=END).apply_between() is None
