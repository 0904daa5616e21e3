"""Kinds of record of meetings, in order of use."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from calendars.kinds import ScheduledKind
from meetings import imports, report
from meetings.columns import matters
from meetings.copying import MeetingCopying
from meetings.filters import BodyFilters, MeetingFilters
from meetings.models import Body, Meeting
from meetings.sources import MeetingSource
from meetings.views import MeetingListPage
from records.kinds import Fixture, KeyGroup, Kind, Search

MEETINGS = ScheduledKind(
    model=Meeting,
    name="meetings",
    page=MeetingListPage,
    in_navigation=True,
    search=Search(
        filters=MeetingFilters,
        records=lambda user: (
            Meeting.objects.visible_to(user).with_sessions().by_date(newest_first=True)
        ),
        beside=matters,
    ),
    report={
        3: partial(report.sittings, report.REPRESENTATIVE_COUNCIL),
        5: partial(report.sittings, report.MANAGEMENT_COUNCIL),
        6: partial(report.sittings, report.INTERNAL_CONTROL_COMMITTEE),
        7: partial(report.sittings, report.RISK_MANAGEMENT_COMMITTEE),
        13: partial(report.sittings, report.CONTRACT_MONITORING_COMMITTEE),
    },
    imports={
        3: imports.REPRESENTATIVE,
        5: imports.MANAGEMENT,
        6: imports.INTERNAL_CONTROL,
        7: imports.RISK_MANAGEMENT,
        13: imports.CONTRACT_MONITORING,
    },
    intakes={"meetings": imports.ANY_MEETINGS},
    fixture=Fixture(file="meetings.toml", array="meeting"),
    source=MeetingSource(),
    copying=MeetingCopying(),
)
BODIES = Kind(
    model=Body,
    name="bodies",
    rank=1,
    search=Search(filters=BodyFilters, records=Body.objects.visible_to),
    report={
        2: partial(report.members, report.REPRESENTATIVE_COUNCIL),
        4: partial(report.members, report.MANAGEMENT_COUNCIL),
    },
    imports={4: imports.MANAGEMENT_MEMBERS},
    layouts={2: imports.REPRESENTATIVE_MEMBERS},
    intakes={"members": imports.ANY_MEMBERS},
    key_group=KeyGroup(
        prefix="body",
        heading=_("Bodies"),
        keys=lambda user: [(one.slug, one.name) for one in Body.objects.visible_to(user).current()],
    ),
    fixture=Fixture(file="meetings.toml", array="body"),
)
KINDS = (MEETINGS, BODIES)
