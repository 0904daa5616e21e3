"""What audits and drills have in common in the admin: the annual plan counts them."""

from datetime import date

from django.db.models import QuerySet

from audits.progress import standing
from calendars.admin import ScheduledAdmin
from calendars.stand import Stand


class PlannedAdmin(ScheduledAdmin):
    """The admin of what the annual plan lists."""

    def stands(self, records: QuerySet, year: int, at: date) -> dict[int, Stand]:
        return standing(records, year, at).planned
