"""When the renewal of a certification is due."""

from datetime import date

import pytest

from audits.models import Certification
from audits.models.certification import PRIVACY_MARK
from tests.factories import CertificationFactory

END = date(2018, 10, 31)


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
    assert mark.apply_between() == (date(2018, 3, 1), date(2018, 6, 30))
    assert Certification(name=PRIVACY_MARK).apply_between() is None
    assert Certification(name="ISMS", valid_until=END).apply_between() is None
