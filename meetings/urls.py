"""Addresses of meetings and bodies."""

from django.urls import path

from meetings.views import BodyPage, MeetingListPage, MeetingPage

app_name = "meetings"
urlpatterns = [
    path("meetings/", MeetingListPage.as_view(), name="meetings"),
    path("meetings/<uuid:uid>/", MeetingPage.as_view(), name="meeting"),
    path("bodies/<slug:slug>/", BodyPage.as_view(), name="body"),
]
