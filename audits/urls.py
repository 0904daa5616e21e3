"""Addresses of audits, drills and findings."""

from django.urls import path

from audits.contact_views import AnswerPage, AssignedPage, RemindersPage
from audits.views import (
    AuditListPage,
    AuditPage,
    DrillListPage,
    DrillPage,
    FindingListPage,
    FindingPage,
)

app_name = "audits"
urlpatterns = [
    path("audits/", AuditListPage.as_view(), name="audits"),
    path("audits/<uuid:uid>/", AuditPage.as_view(), name="audit"),
    path("drills/", DrillListPage.as_view(), name="drills"),
    path("drills/<uuid:uid>/", DrillPage.as_view(), name="drill"),
    path("findings/", FindingListPage.as_view(), name="findings"),
    path("findings/assigned/", AssignedPage.as_view(), name="assigned"),
    path("findings/<uuid:uid>/answer/", AnswerPage.as_view(), name="answer"),
    path("reminders/", RemindersPage.as_view(), name="reminders"),
    path("findings/<uuid:uid>/", FindingPage.as_view(), name="finding"),
]
