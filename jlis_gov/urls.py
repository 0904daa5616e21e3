"""Every address of the site.

Japanese pages have no prefix, English ones stand under /en/; feeds, health and the admin have one
address for both.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

import calendars.urls
import jlis_gov.accounts
import jlis_gov.accounts.directory
import jlis_gov.manual
import organization.urls
from calendars.scheduled import OfficialMomentField, day_in_both
from jlis_gov.accounts import ActAsDeputy, Deputies, EndDeputy
from jlis_gov.browser_policy import policy_report
from jlis_gov.composition import DRAWINGS, FEEDS, PAPERS, SOURCES
from jlis_gov.evidence import EvidencePage, VerifyPage
from jlis_gov.front import FrontPage
from jlis_gov.health import healthz, readyz
from jlis_gov.metrics import metrics
from jlis_gov.my_work import DigestPage, MyWorkPage
from jlis_gov.report import ReportList, ReportPage
from jlis_gov.search import SearchPage
from jlis_gov.statements import AccessibilityPage, PrivacyPage
from jlis_gov.subscribing import NewCalendar, OwnCalendars, RevokeCalendar, SubscribePage
from jlis_gov.views import DepartmentPage, fiscal_years
from records.agency import LogoView
from records.papers import PaperFile

handler400, handler500 = "jlis_gov.errors.bad_request", "jlis_gov.errors.server_error"
urlpatterns = [
    path("admin/language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("policy-reports", policy_report, name="policy_report"),
    path("logo/<slug:digest>/", LogoView.as_view(), name="logo"),
    path("", include(jlis_gov.accounts.directory)),
    path("feeds/", include((calendars.urls.feed_patterns(FEEDS), "feeds"))),
    *i18n_patterns(
        path("", FrontPage.as_view(), name="front"),
        path("", include(jlis_gov.accounts)),
        path("", include(jlis_gov.manual)),
        path("my-work/", MyWorkPage.as_view(), name="my_work"),
        path("search/", SearchPage.as_view(), name="search"),
        path("account/deputies/", Deputies.as_view(), name="deputies"),
        path("account/deputies/act/", ActAsDeputy.as_view(), name="act_as_deputy"),
        path("account/deputies/<int:pk>/end/", EndDeputy.as_view(), name="end_deputy"),
        path("account/digest/", DigestPage.as_view(), name="digest"),
        path("account/calendars/", OwnCalendars.as_view(), name="own_calendars"),
        path("account/calendars/new/", NewCalendar.as_view(), name="new_calendar"),
        path(
            "account/calendars/<int:pk>/revoke/", RevokeCalendar.as_view(), name="revoke_calendar"
        ),
        path("accessibility/", AccessibilityPage.as_view(), name="accessibility"),
        path("privacy/", PrivacyPage.as_view(), name="privacy"),
        path("subscribe/", SubscribePage.as_view(), name="subscribe"),
        path("reports/", ReportList.as_view(), name="reports"),
        path("reports/<fiscal_year:year>/", ReportPage.as_view(), name="report"),
        path("verify/", VerifyPage.as_view(), name="verify"),
        path("evidence/<str:kind>/", EvidencePage.as_view(), name="evidence"),
        # As `FieldFile.url` has it, so that the admin's links lead here, too.
        re_path(
            r"^(?P<name>documents/[0-9]{4}/[-.\w]+)$",
            PaperFile.as_view(kinds=PAPERS),
            name="paper",
        ),
        path("", include("meetings.urls")),
        path("", include("audits.urls")),
        path("", include("oversight.urls")),
        path(
            "departments/",
            include(
                organization.urls.patterns(
                    DepartmentPage.as_view(), day_in_both, OfficialMomentField
                )
            ),
        ),
        path("calendar/", include(calendars.urls.patterns(SOURCES, DRAWINGS, fiscal_years))),
        prefix_default_language=False,
    ),
]
