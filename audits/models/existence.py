"""Departments held against the days of what names them."""

from typing import Any

from django.core.exceptions import ValidationError

from calendars.scheduled import ScheduledRecord
from records.base import Part


def require_existence(row: Part, record: ScheduledRecord, message: Any) -> None:
    """Raise `ValidationError` where the department of `row` did not exist on days of `record`.

    Nothing is asked of a row that stays as it is kept, on the days that are kept: its department
    has ended since, and old records stay open to corrections.
    """
    department: Any = getattr(row, "department", None)
    if department is None or not record.fiscal_year or department.existed(*record.days()):
        return
    rows: Any = type(row)._base_manager
    kept = rows.filter(pk=row.pk, department=department).first()
    held = type(record)._base_manager.filter(pk=record.pk).first()
    if kept is None or held is None or held.days() != record.days():
        days = {"from": department.valid_from or "", "until": department.valid_until or ""}
        params = {"department": department} | days
        raise ValidationError({"department": ValidationError(message, params=params)})
