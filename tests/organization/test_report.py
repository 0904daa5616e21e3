import pytest

from dates.fiscal import FiscalYear
from organization import report
from organization.models import Officer
from tests.factories import OfficerFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2016)


def test_officers_are_printed_with_their_post_in_order():
    OfficerFactory(post=Officer.Post.AUDITOR, is_part_time=True, name="監事 乙", order=3)
    OfficerFactory(post=Officer.Post.PRESIDENT, name="理事長 甲", order=1)
    OfficerFactory(post=Officer.Post.DIRECTOR, is_part_time=True, name="理事 丙", order=2)
    table = report.officers(YEAR)
    assert table.title == "役員"
    assert table.columns == ("役職", "氏名")
    assert table.rows == (
        ("理事長", "理事長 甲"),
        ("理事（非常勤）", "理事 丙"),
        ("監事（非常勤）", "監事 乙"),
    )


def test_officers_of_another_year_are_left_out():
    OfficerFactory(attested_on=YEAR.first_day.replace(year=2015))
    OfficerFactory(attested_on=None, term_from=YEAR.first_day, term_until=YEAR.first_day)
    OfficerFactory(attested_on=None, term_from=YEAR.first_day, name="在任")
    assert [name for _post, name in report.officers(YEAR).rows] == ["在任"]


def test_officers_that_are_internal_are_left_out_for_the_public():
    OfficerFactory(internal=True)
    assert report.officers(YEAR).rows == ()
