"""Meetings as django-import-export's manual has them exported, from plain columns."""

from import_export import fields, resources

from meetings.models import Meeting


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
