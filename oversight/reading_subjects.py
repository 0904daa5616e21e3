"""What every fact takes from its record."""

from typing import Any

from oversight import rules
from records.base import Record


def subject_of(record: Record) -> rules.Subject:
    """What an observation about this record points at."""
    return rules.Subject(record._meta.label_lower, str(record.uid))


def event_of(record: Any, title: str) -> dict[str, Any]:
    """What the facts of all that takes place have in common."""
    return {
        "subject": subject_of(record),
        "fiscal_year": record.fiscal_year,
        "title": title,
        "schedule": record.schedule,
        "status": record.status,
        "text": record.schedule_text,
    }
