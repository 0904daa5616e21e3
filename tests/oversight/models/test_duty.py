"""Duties as records: their days, what is refused, and who may read them."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from audits.models import InspectionScope
from jlis_gov.accounts import roles
from oversight.models import Duty
from records.base import Visibility
from tests import factories

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def refused(factory, **fields):
    with pytest.raises(ValidationError) as caught:
        factory(**fields)
    return set(caught.value.message_dict)


def test_bounds_are_kept_as_exactly_as_they_are_known():
    duty = factories.DutyFactory(
        valid_from_text="平成29年５月24日から６月23日まで", valid_until_text="平成30年３月"
    )
    [begins], [ends] = duty.valid_from.segments, duty.valid_until.segments
    assert (begins.start, begins.end) == (date(2017, 5, 24), date(2017, 6, 23))
    assert (ends.start, ends.end) == (date(2018, 3, 1), date(2018, 3, 31))
    assert factories.DutyFactory().valid_from.segments == ()


def test_what_makes_no_sense_is_refused_at_its_field():
    duty = factories.DutyFactory
    assert refused(duty, valid_from_text="某日", valid_until_text="某日") == {
        "valid_from_text",
        "valid_until_text",
    }
    assert refused(duty, deadline="window") == {"deadline_months", "deadline_until_months"}
    assert refused(duty, deadline="before_duty") == {"deadline_duty"}
    assert refused(duty, code="fs sub") == {"code"}
    assert refused(duty, visibility=Visibility.PUBLIC) == {"visibility"}
    assert refused(duty, certainty="unverified") == {"__all__"}
    duty(certainty="unverified", is_on=False)


def test_code_that_the_register_does_not_know_is_refused_and_the_known_ones_are_named():
    factories.BodyFactory(slug="council")
    factories.AuditTypeFactory(slug="pms")
    cases = [
        ("item", "council", None),
        ("sitting", "council budget-council", "budget-council"),
        ("audit", "pms", None),
        ("audit", "PMS council", "PMS council"),
        ("submission", "report", None),
        ("submission", "reports", "reports"),
        ("submission", " ", None),
        ("none", "", None),
    ]
    for met_by, codes, unknown in cases:
        duty = factories.DutyFactory.build(met_by=met_by, met_by_codes=codes)
        if unknown is None:
            duty.full_clean()
            continue
        with pytest.raises(ValidationError) as caught:
            duty.full_clean()
        [told] = caught.value.message_dict["met_by_codes"]
        assert told.startswith(f"「{unknown}」というコードはありません。使えるコード："), codes
    kinds = "application gazette inspection notification other publication report submission"
    assert told.endswith(f"：{kinds}")
    assert refused(factories.DutyFactory, met_by="drill", met_by_codes="pms") == {"met_by_codes"}
    wrong = {"met_by_matters": "budgets", "shown_by_matters": "articles pays"}
    assert refused(factories.DutyFactory, met_by="item", **wrong) == set(wrong)


def test_rows_by_hand_name_a_period_of_their_duty_and_a_record_that_is_there():
    monthly = factories.DutyFactory(cycle="month")
    assert refused(factories.WaiverFactory, duty=monthly, period="FY2016") == {"period"}
    factories.WaiverFactory(duty=monthly, period="2016-04")
    assert refused(factories.WaiverFactory, period="FY2016:training") == {"period"}
    event = factories.DutyFactory(cycle="event")
    for wrong in ("2016-02-30", "2016-13-01", "２０１６-04-01", "2016-04"):
        assert refused(factories.WaiverFactory, duty=event, period=wrong) == {"period"}, wrong
    factories.WaiverFactory(duty=event, period="2016-02-29")
    each = factories.DutyFactory(each_department=True)
    factories.WaiverFactory(duty=each, period="FY2016:training")
    unknown = factories.DutyFactory().uid
    assert refused(factories.FulfilmentFactory, record_uid=unknown) == {"record_uid"}


def test_who_keeps_records_reads_duties_and_so_do_executives_and_inspectors_of_all_regimes():
    roles.sync()
    factories.DutyFactory()
    seen = {}
    for name in (roles.SECRETARIAT, roles.AUDIT_OFFICE, roles.EXECUTIVE, roles.CONTACT):
        user = factories.UserFactory()
        user.groups.add(Group.objects.get(name=name))
        seen[name] = Duty.objects.visible_to(user).count()
    inspector = factories.UserFactory()
    inspector.groups.add(Group.objects.get(name=roles.INSPECTOR))
    before = Duty.objects.visible_to(inspector).count()
    scope = InspectionScope(user=inspector, first_fiscal_year=2016, last_fiscal_year=2016)
    scope.expires_on = timezone.localdate()
    scope.save()
    after = Duty.objects.visible_to(inspector).count()
    assert (*seen.values(), before, after) == (1, 1, 1, 0, 0, 1)
    assert Duty.objects.visible_to(None).count() == 0
