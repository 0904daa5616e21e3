"""Meetings as django-import-export's manual has them exported, from plain columns."""

from typing import Any

from import_export import fields, resources

from meetings.models import AgendaItem, Meeting, Session


class MeetingResource(resources.ModelResource):
    """What a list of meetings says, with as few queries as it can be done."""

    title = fields.Field()
    agenda = fields.Field()

    class Meta:
        model = Meeting
        fields = ("schedule_text", "title", "agenda", "fiscal_year", "status")

    def dehydrate_title(self, meeting: Meeting) -> str:
        return meeting.title

    def dehydrate_agenda(self, meeting: Meeting) -> str:
        return "\n".join(str(item) for item in meeting.agenda_items.all()) or meeting.summary


class MachineResource(resources.ModelResource):
    """The columns of the same list for machines, a line a meeting; days are days."""

    ends_on = fields.Field()
    starts_at = fields.Field()
    ends_at = fields.Field()
    periods = fields.Field()
    title = fields.Field()
    body = fields.Field()
    number = fields.Field()
    bill_number = fields.Field()
    item = fields.Field()
    kind = fields.Field()
    outcome = fields.Field()

    class Meta:
        model = Meeting
        fields = (
            *("uid", "visibility", "starts_on", "ends_on", "starts_at", "ends_at"),
            *("precision_rank", "periods", "schedule_text", "schedule_override"),
            *("title", "body", "number", "bill_number", "item", "kind", "outcome"),
            *("summary", "fiscal_year", "status"),
        )

    def dehydrate_ends_on(self, meeting: Meeting) -> Any:
        return meeting.schedule.ends_on

    def dehydrate_starts_at(self, meeting: Meeting) -> Any:
        return meeting.schedule.segments[0].start_time

    def dehydrate_ends_at(self, meeting: Meeting) -> Any:
        return meeting.schedule.segments[-1].end_time

    def dehydrate_periods(self, meeting: Meeting) -> int:
        return len(meeting.schedule.segments)

    def dehydrate_title(self, meeting: Meeting) -> str:
        return meeting.title

    def dehydrate_body(self, meeting: Meeting) -> str:
        return session_of(meeting).body.name

    def dehydrate_number(self, meeting: Meeting) -> int | None:
        return session_of(meeting).number

    def dehydrate_bill_number(self, meeting: Meeting) -> str:
        return getattr(item_of(meeting), "bill_number", "")

    def dehydrate_item(self, meeting: Meeting) -> str:
        return getattr(item_of(meeting), "title", "")

    def dehydrate_kind(self, meeting: Meeting) -> str:
        return getattr(item_of(meeting), "kind", "")

    def dehydrate_outcome(self, meeting: Meeting) -> str:
        return getattr(item_of(meeting), "outcome", "")


def session_of(meeting: Meeting) -> Session:
    """Its first body's side of it."""
    return meeting.sessions.all()[0]


def item_of(meeting: Meeting) -> AgendaItem | None:
    """The first item of its agenda."""
    return next(iter(meeting.agenda_items.all()), None)
