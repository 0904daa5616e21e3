"""Addresses of meetings and bodies."""

from django.urls import path, re_path

from meetings.views import BodyPage, HandoutFile, MeetingListPage, MeetingPage

app_name = "meetings"
urlpatterns = [
    path("meetings/", MeetingListPage.as_view(), name="meetings"),
    path("meetings/<uuid:uid>/", MeetingPage.as_view(), name="meeting"),
    path("bodies/<slug:slug>/", BodyPage.as_view(), name="body"),
    # As `FieldFile.url` has it, so that the admin's links lead here, too.
    re_path(r"^(?P<name>documents/[0-9]{4}/[-.\w]+)$", HandoutFile.as_view(), name="handout"),
]
