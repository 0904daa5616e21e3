"""Records that have a schedule: the abstract model, its fields, forms, filters and copying."""

from calendars.scheduled import display
from calendars.scheduled.columns import (
    FISCAL_YEAR_COLUMN,
    SCHEDULE_COLUMN,
    STATUS_COLUMN,
    fiscal_year,
    fiscal_year_beside,
    schedule,
    schedule_beside,
    status,
)
from calendars.scheduled.composing import schedule_column
from calendars.scheduled.copying import YEAR, Copy, Copying, names_a_year, save_parts
from calendars.scheduled.display import (
    day_in_both,
    day_note,
    day_text,
    fiscal_year_name,
    fiscal_year_note,
    fiscal_year_text,
    is_japanese,
    schedule_note,
    schedule_text,
)
from calendars.scheduled.dues import DueSource
from calendars.scheduled.fields import FiscalYearField, ScheduleField
from calendars.scheduled.filters import (
    DatedWordsFilter,
    ScheduledFilters,
    dates_in,
)
from calendars.scheduled.forms import (
    OfficialDateField,
    OfficialFiscalYearField,
    OfficialMomentField,
)
from calendars.scheduled.gif import OPEN_FIELDS, GifDetails
from calendars.scheduled.importing import (
    ParsedScheduled,
    fill_schedule,
    read_schedule_cells,
    read_status,
    schedule_cell,
    schedule_notes,
    schedule_values,
    status_column,
)
from calendars.scheduled.list_pages import ScheduledListPage
from calendars.scheduled.live import LiveTextarea, preview_reading, typed_fiscal_year
from calendars.scheduled.messages import (
    WEEKDAY_NAMES,
    checked_fiscal_year,
    explain,
    message_text,
)
from calendars.scheduled.models import ScheduledRecord, SegmentRow, Status, schedule_indexes
from calendars.scheduled.progress import Progress, status_state, status_text
from calendars.scheduled.querysets import ScheduledQuerySet
from calendars.scheduled.record_pages import ScheduledPage
from calendars.scheduled.series import SeriesNeighbours, neighbours_of
from calendars.scheduled.sources import ScheduledSource, last_change, reason_line
from calendars.scheduled.strip import month_strips, months_left_out
from calendars.scheduled.year_filters import FiscalYearFilter, FiscalYearFilters, readable_years

__all__ = [
    "FISCAL_YEAR_COLUMN",
    "OPEN_FIELDS",
    "SCHEDULE_COLUMN",
    "STATUS_COLUMN",
    "WEEKDAY_NAMES",
    "YEAR",
    "Copy",
    "Copying",
    "DatedWordsFilter",
    "DueSource",
    "FiscalYearField",
    "FiscalYearFilter",
    "FiscalYearFilters",
    "GifDetails",
    "LiveTextarea",
    "OfficialDateField",
    "OfficialFiscalYearField",
    "OfficialMomentField",
    "ParsedScheduled",
    "Progress",
    "ScheduleField",
    "ScheduledFilters",
    "ScheduledListPage",
    "ScheduledPage",
    "ScheduledQuerySet",
    "ScheduledRecord",
    "ScheduledSource",
    "SegmentRow",
    "SeriesNeighbours",
    "Status",
    "checked_fiscal_year",
    "dates_in",
    "day_in_both",
    "day_note",
    "day_text",
    "display",
    "explain",
    "fill_schedule",
    "fiscal_year",
    "fiscal_year_beside",
    "fiscal_year_name",
    "fiscal_year_note",
    "fiscal_year_text",
    "is_japanese",
    "last_change",
    "message_text",
    "month_strips",
    "months_left_out",
    "names_a_year",
    "neighbours_of",
    "preview_reading",
    "read_schedule_cells",
    "read_status",
    "readable_years",
    "reason_line",
    "save_parts",
    "schedule",
    "schedule_beside",
    "schedule_cell",
    "schedule_column",
    "schedule_indexes",
    "schedule_note",
    "schedule_notes",
    "schedule_text",
    "schedule_values",
    "status",
    "status_column",
    "status_state",
    "status_text",
    "typed_fiscal_year",
]
