"""What the admin of everything that takes place has in common."""

from calendars.admin.filters import FiscalYearFilter, PlanFilter
from calendars.admin.scheduled import SCHEDULE_FIELDS, ScheduledAdmin

__all__ = ["SCHEDULE_FIELDS", "FiscalYearFilter", "PlanFilter", "ScheduledAdmin"]
