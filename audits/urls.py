"""Addresses of audits, plans, drills, inspections, findings, procedures, requests and documents."""

from django.urls import path

from audits.contact_views import AnswerPage, AssignedPage, RemindersPage
from audits.finding_views import FindingListPage, FindingPage
from audits.follow_up_views import FollowUpPage
from audits.issued_views import IssuedListPage, IssuedPage
from audits.models import (
    Audit,
    AuditPlan,
    DocumentRequest,
    Drill,
    Finding,
    InspectionReceived,
    IssuedDocument,
    Procedure,
)
from audits.plan_views import PlanPage
from audits.procedure_views import ProcedureListPage, ProcedurePage
from audits.published_views import MeasuresPage, PublishedListPage
from audits.received_views import InspectionListPage, InspectionPage
from audits.request_contact_views import AskedPage, SubmitPage
from audits.request_views import AuditRequestsPage, RequestListPage, RequestPage
from audits.result_views import ResultsPage
from audits.views import (
    AuditListPage,
    AuditPage,
    DrillListPage,
    DrillPage,
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
    path("audits/<uuid:uid>/requests/", AuditRequestsPage.as_view(), name="audit_requests"),
    path("plans/<uuid:uid>/", PlanPage.as_view(), name="plan"),
    path(
        "plans/<uuid:uid>/history/",
        history_page(AuditPlan, "audits", day_in_both),
        name="plan_history",
    ),
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
    path("findings/follow-up/", FollowUpPage.as_view(), name="follow_up"),
    path("findings/measures/", MeasuresPage.as_view(), name="measures"),
    path("findings/published/", PublishedListPage.as_view(), name="published"),
    path("findings/<uuid:uid>/answer/", AnswerPage.as_view(), name="answer"),
    path("requests/", RequestListPage.as_view(), name="requests"),
    path("requests/assigned/", AskedPage.as_view(), name="asked"),
    path("requests/<uuid:uid>/submit/", SubmitPage.as_view(), name="submit"),
    path("requests/<uuid:uid>/", RequestPage.as_view(), name="request"),
    path(
        "requests/<uuid:uid>/history/",
        history_page(DocumentRequest, "audits", day_in_both),
        name="request_history",
    ),
    path("reminders/", RemindersPage.as_view(), name="reminders"),
    path("findings/<uuid:uid>/", FindingPage.as_view(), name="finding"),
    path(
        "findings/<uuid:uid>/history/",
        history_page(Finding, "findings", day_in_both),
        name="finding_history",
    ),
    path("procedures/", ProcedureListPage.as_view(), name="procedures"),
    path("procedures/<uuid:uid>/", ProcedurePage.as_view(), name="procedure"),
    path(
        "procedures/<uuid:uid>/history/",
        history_page(Procedure, "audits", day_in_both),
        name="procedure_history",
    ),
    path("issued-documents/", IssuedListPage.as_view(), name="issued-documents"),
    path("issued-documents/<uuid:uid>/", IssuedPage.as_view(), name="issued_document"),
    path(
        "issued-documents/<uuid:uid>/history/",
        history_page(IssuedDocument, "audits", day_in_both),
        name="issued_document_history",
    ),
]
