"""Duties as the register ships them, and as the command tells how they stand."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from dates import FiscalYear
from oversight.models import Duty
from oversight.reading_duties import read_duties
from oversight.rules import Facts, duties_of
from tests import factories
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.database

STATES = ("met", "open", "waived", "not_recorded", "standing")
MET_IN_2016 = {
    *("RC-ART", "RC-BUD", "RC-SET", "MC-BUD", "MC-SET"),  # tables 3 and 5
    *("OFF-APP.A", "OFF-CON", "OFF-CONC"),  # table 3: 24 August 2016, 9 March 2017
    *("IC-COM", "RM-COM", "PM-REV", "CM-COM"),  # tables 6, 7 and 13
    *("PM-AUD", "IS-INT", "IA-YR"),  # table 9
    *("IS-SUR", "PK-AUD", "WT-PER"),  # table 10
    "EA-ACC",  # table 11
    *("AU-SET", "AU-MON", "AU-DEP"),  # table 12; the monthly audit in ten months of twelve
    *("DR-YR", "CA-BCP"),  # table 8
}


@pytest.mark.django_db
def test_duties_are_read_in_as_many_queries_for_three_as_for_one():
    counts = []
    for _n in range(2):
        duty = factories.DutyFactory(met_by="item", met_by_words="任命 -同意")
        factories.WaiverFactory(duty=duty)
        factories.DutyFactory(draft=True)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = list(read_duties())
        counts.append((len(found), len(asked)))
    assert counts == [(1, 3), (2, 3)]
    assert (found[0].met_by.words, found[0].met_by.but) == (("任命",), ("同意",))
    [instance] = duties_of(Facts(), found[:1], FiscalYear(2016), date(2018, 4, 1))
    assert str(instance.state) == "waived"


class ShippedTests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()

    def lines(self, year, at):
        out = StringIO()
        call_command("duties", year, "--at", at, stdout=out)
        return [tuple(line.split("\t")[:4]) for line in out.getvalue().splitlines()]

    def test_shipped_duties_are_those_of_the_law_and_what_is_unverified_is_off(self):
        assert Duty.objects.count() == 104
        off = Duty.objects.filter(is_on=False)
        assert list(off.values_list("code", "certainty")) == [
            ("MN-TRN", "unverified"),
            ("CS-COOP", "unverified"),
        ]
        assert not Duty.objects.filter(code__startswith="NOT-").exists()

    def test_duties_of_2016_stand_as_the_report_says(self):
        """Each judged against the report: what it tells of is met, what it is silent on is not."""
        found = self.lines("2016", "2018-04-01")
        of = {state: {code for one, code, _key, _due in found if one == state} for state in STATES}
        assert {key: of[key] for key in ("met", "open", "waived")} == {
            "met": MET_IN_2016,
            "open": {"AU-MON"},
            "waived": set(),
        }
        assert [line for line in found if line[0] == "open"] == [
            ("open", "AU-MON", "2016-04", "2016-04-30"),
            ("open", "AU-MON", "2016-05", "2016-05-31"),
        ]
        submissions = Duty.objects.filter(met_by="submission").values_list("code", flat=True)
        asked = {code for _state, code, _key, _due in found}
        assert asked.intersection(submissions) <= of["not_recorded"]

    def test_statements_are_those_of_the_law_in_force_on_their_last_day(self):
        found = [
            line
            for year in ("2015", "2016", "2017", "2018", "2023")
            for line in self.lines(year, "2016-05-01")
            if line[1].startswith("FS-SUB")
        ]
        assert found == [
            ("open", "FS-SUB.A", "FY2015", "2016-06-30"),
            ("open", "FS-SUB.B", "FY2016", "2017-06-30"),
            ("open", "FS-SUB.B", "FY2017", "2018-07-02"),
            ("open", "FS-SUB.B", "FY2018", "2019-07-01"),
            ("open", "FS-SUB.B", "FY2023", "2024-07-01"),
        ]

    def test_year_that_the_register_cannot_hold_is_refused(self):
        with pytest.raises(CommandError):
            call_command("duties", "1850")
