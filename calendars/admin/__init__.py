"""The admin that all scheduled records share."""

from calendars.admin.filters import FiscalYearFilter, PlanFilter
from calendars.admin.scheduled import (
    SCHEDULE_FIELDS,
    FiscalYearColumn,
    ScheduledAdmin,
    ScheduledForm,
)

__all__ = [
    "SCHEDULE_FIELDS",
    "FiscalYearColumn",
    "FiscalYearFilter",
    "PlanFilter",
    "ScheduledAdmin",
    "ScheduledForm",
]
