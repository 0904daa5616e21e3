"""A feed of meetings as django-ical's manual has it; what it shows is read from plain columns."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django_ical.views import ICalFeed

from meetings.models import Meeting


class MeetingFeed(ICalFeed):
    """The meetings of a fiscal year, with as few queries as it can be done."""

    product_id = "-//J-LIS//Governance register//JA"
    timezone = "Asia/Tokyo"
    title = "会議"
    file_name = "meetings.ics"

    def get_object(self, request: HttpRequest, year: int) -> int:
        return year

    def items(self, year: int) -> QuerySet:
        meetings = Meeting.objects.visible_to(None).filter(fiscal_year=year)
        return meetings.prefetch_related("sessions__body").order_by("starts_on")

    def item_guid(self, item: Meeting) -> str:
        return f"{item.uid}@governance-register.j-lis"

    def item_title(self, item: Meeting) -> str:
        [session] = item.sessions.all()
        return f"{session.body.short_name} 第{session.number}回"

    def item_description(self, item: Meeting) -> str:
        return item.summary

    def item_location(self, item: Meeting) -> str:
        return item.venue

    def item_categories(self, item: Meeting) -> list[str]:
        return ["会議", *(session.body.name for session in item.sessions.all())]

    def item_link(self, item: Meeting) -> str:
        return item.get_absolute_url()

    def item_start_datetime(self, item: Meeting) -> date:
        return item.starts_on

    def item_end_datetime(self, item: Meeting) -> date:
        return item.starts_on + timedelta(days=1)
