"""How the rooms are put together: the only place that lists what they offer."""

from functools import partial

from django.utils.translation import gettext_lazy as _

import audits.imports
import audits.report
import meetings.imports
import meetings.report
import organization.report
from audits.planning import AuditCopying, DrillCopying
from audits.sources import AuditSource, DrillSource
from calendars.feeds import Feeds
from calendars.pages import Drawing
from jlis_gov import timeline
from meetings.planning import MeetingCopying
from meetings.sources import MeetingSource

# Where calendars and feeds get their entries.
SOURCES = (MeetingSource(), AuditSource(), DrillSource())
FEEDS = Feeds(
    sources=SOURCES,
    title="ガバナンス・監査カレンダー",
    publisher="J-LIS",
    kinds={"meetings": "kind:meeting", "audits": "kind:audit", "drills": "kind:drill"},
    groups=("body", "department", "regime"),
)

# What a fiscal year's plan is made of, copied from another year's.
PLANNING = (AuditCopying(), DrillCopying(), MeetingCopying())

# The ways in which a fiscal year is drawn, the first one unless asked otherwise.
DRAWINGS = (
    Drawing("regime", _("By kind"), timeline.regimes, rest=_("Others"), marks="kind:meeting"),
    Drawing(
        "department",
        _("By department"),
        timeline.departments,
        rest=_("Without a department"),
        marks="kind:meeting",
    ),
)

# The annual report's tables in order, each a function of (fiscal year, user).
REPORT = (
    organization.report.officers,
    partial(meetings.report.members, meetings.report.REPRESENTATIVE_COUNCIL),
    partial(meetings.report.sittings, meetings.report.REPRESENTATIVE_COUNCIL),
    partial(meetings.report.members, meetings.report.MANAGEMENT_COUNCIL),
    partial(meetings.report.sittings, meetings.report.MANAGEMENT_COUNCIL),
    partial(meetings.report.sittings, meetings.report.INTERNAL_CONTROL_COMMITTEE),
    partial(meetings.report.sittings, meetings.report.RISK_MANAGEMENT_COMMITTEE),
    audits.report.drills,
    audits.report.internal_audits,
    audits.report.external_audits,
    audits.report.accounting_audits,
    audits.report.auditor_audits,
    partial(meetings.report.sittings, meetings.report.CONTRACT_MONITORING_COMMITTEE),
)

# The annual report's tables that can be brought in, by their number.
IMPORTS = {
    3: meetings.imports.REPRESENTATIVE,
    4: meetings.imports.MANAGEMENT_MEMBERS,
    5: meetings.imports.MANAGEMENT,
    6: meetings.imports.INTERNAL_CONTROL,
    7: meetings.imports.RISK_MANAGEMENT,
    8: audits.imports.DRILLS,
    9: audits.imports.INTERNAL,
    10: audits.imports.EXTERNAL,
    11: audits.imports.ACCOUNTING,
    12: audits.imports.AUDITOR,
    13: meetings.imports.CONTRACT_MONITORING,
}
