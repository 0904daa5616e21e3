"""Addresses of oversight: what the rules notice and coverage by fiscal year, submissions."""

from django.urls import path

from calendars.scheduled import day_in_both
from oversight.acknowledging_views import AcknowledgePage
from oversight.board_views import BoardReport
from oversight.certificate_views import CertificatePage, DutyRow
from oversight.coverage_views import CoveragePage, YearsPage
from oversight.models import Submission
from oversight.submission_views import SubmissionListPage, SubmissionPage
from oversight.views import LatestOversight, OversightPage
from records.history import history_page

app_name = "oversight"
urlpatterns = [
    path("oversight/", LatestOversight.as_view(), name="latest"),
    path("oversight/fy<fiscal_year:year>/", OversightPage.as_view(), name="oversight"),
    path(
        "oversight/fy<fiscal_year:year>/acknowledge/<slug:code>/",
        AcknowledgePage.as_view(),
        name="acknowledge",
    ),
    path("oversight/fy<fiscal_year:year>/board.pdf", BoardReport.as_view(), name="board"),
    path("oversight/fy<fiscal_year:year>/duties/", CertificatePage.as_view(), name="certificate"),
    path("oversight/duties/<uuid:uid>/", DutyRow.as_view(), name="duty"),
    path("coverage/fy<fiscal_year:year>/", CoveragePage.as_view(), name="coverage"),
    path("coverage/fy<fiscal_year:year>/years/", YearsPage.as_view(), name="coverage_years"),
    path("submissions/", SubmissionListPage.as_view(), name="submissions"),
    path("submissions/<uuid:uid>/", SubmissionPage.as_view(), name="submission"),
    path(
        "submissions/<uuid:uid>/history/",
        history_page(Submission, "oversight", day_in_both),
        name="submission_history",
    ),
]
