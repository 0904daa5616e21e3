"""Addresses of meetings and bodies."""

from django.urls import path

from calendars.scheduled import day_in_both
from meetings.models import Body, Meeting
from meetings.views import BodyPage, MeetingListPage, MeetingPage
from records.history import history_page

app_name = "meetings"
urlpatterns = [
    path("meetings/", MeetingListPage.as_view(), name="meetings"),
    path("meetings/<uuid:uid>/", MeetingPage.as_view(), name="meeting"),
    path(
        "meetings/<uuid:uid>/history/",
        history_page(Meeting, "meetings", day_in_both),
        name="meeting_history",
    ),
    path("bodies/<slug:slug>/", BodyPage.as_view(), name="body"),
    path(
        "bodies/<slug:slug>/history/",
        history_page(Body, "meetings", day_in_both, slug="slug"),
        name="body_history",
    ),
]
