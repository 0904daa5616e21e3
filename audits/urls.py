"""Addresses of audits, drills, inspections received and findings."""

from django.urls import path

from audits.contact_views import AnswerPage, AssignedPage, RemindersPage
from audits.models import Audit, Drill, Finding, InspectionReceived
from audits.result_views import ResultsPage
from audits.views import (
    AuditListPage,
    AuditPage,
    DrillListPage,
    DrillPage,
    FindingListPage,
    FindingPage,
    InspectionListPage,
    InspectionPage,
)
from calendars.scheduled import day_in_both
from records.history import history_page

app_name = "audits"
urlpatterns = [
    path("audits/", AuditListPage.as_view(), name="audits"),
    path("audits/<uuid:uid>/", AuditPage.as_view(), name="audit"),
    path(
        "audits/<uuid:uid>/history/",
        history_page(Audit, "audits", day_in_both),
        name="audit_history",
    ),
    path("audits/<uuid:uid>/results/", ResultsPage.as_view(), name="results"),
    path("drills/", DrillListPage.as_view(), name="drills"),
    path("drills/<uuid:uid>/", DrillPage.as_view(), name="drill"),
    path(
        "drills/<uuid:uid>/history/",
        history_page(Drill, "drills", day_in_both),
        name="drill_history",
    ),
    path("inspections-received/", InspectionListPage.as_view(), name="inspections-received"),
    path("inspections-received/<uuid:uid>/", InspectionPage.as_view(), name="inspection"),
    path(
        "inspections-received/<uuid:uid>/history/",
        history_page(InspectionReceived, "inspections-received", day_in_both),
        name="inspection_history",
    ),
    path("findings/", FindingListPage.as_view(), name="findings"),
    path("findings/assigned/", AssignedPage.as_view(), name="assigned"),
    path("findings/<uuid:uid>/answer/", AnswerPage.as_view(), name="answer"),
    path("reminders/", RemindersPage.as_view(), name="reminders"),
    path("findings/<uuid:uid>/", FindingPage.as_view(), name="finding"),
    path(
        "findings/<uuid:uid>/history/",
        history_page(Finding, "audits", day_in_both),
        name="finding_history",
    ),
]
