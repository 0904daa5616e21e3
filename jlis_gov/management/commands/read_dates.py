"""Read notations from JSON lines, one answer a line."""

import json
import re
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from calendars.scheduled import checked_fiscal_year, message_text
from dates import NotationError, Reading, Segment, Style, read, word

MONTH = re.compile(r"\d{4}-\d{2}")


class Command(BaseCommand):
    """In: ``{"text": …, "fiscal_year": 2016, "reference": "2016-08-24", "era": "平成"}``, of which
    only the text must be there. Out: the reading, or why there is none under "error".
    """

    help = "Reads dates as officials write them: JSON lines in, JSON lines out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer each line as it comes."""
        for line in sys.stdin.buffer:
            if line.strip():
                self.stdout.write(json.dumps(answer(line), ensure_ascii=False))
                self.stdout.flush()


def answer(line: bytes) -> dict[str, Any]:
    """The answer to one line; one that is not a question has an answer with an error too."""
    try:
        question = json.loads(line)
        if not isinstance(question, dict) or not isinstance(question.get("text"), str):
            raise ValueError(_("A line is a JSON object with a text."))
        text = question["text"]
    except (ValueError, RecursionError) as error:
        return result("", error=str(error))
    try:
        reading = read(text, **context(question))
    except NotationError as error:
        return result(text, error=str(message_text(error)), suggestion=error.suggestion)
    except (TypeError, ValueError) as error:
        return result(text, error=str(error))
    return result(text, reading)


def context(question: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `read` beside the text; `ValueError` if one is not what it should be."""
    year, reference = question.get("fiscal_year"), question.get("reference")
    if isinstance(year, bool) or not isinstance(year, int | str | None):
        raise TypeError(_("The fiscal year is a number."))
    if isinstance(reference, str) and MONTH.fullmatch(reference):
        reference += "-01"
    era = question.get("era")
    if not isinstance(era, str | None):
        raise TypeError(_("The era is a word."))
    return {
        "fiscal_year": checked_fiscal_year(int(year)) if year not in (None, "") else None,
        "reference": date.fromisoformat(reference) if reference else None,
        "era": era,
    }


def result(
    text: str, reading: Reading | None = None, *, error: str | None = None, suggestion: str = ""
) -> dict[str, Any]:
    """All keys of an answer."""
    schedule = reading.schedule if reading else None
    return {
        "text": text,
        "start": iso(schedule.starts_on) if schedule else None,
        "end": iso(schedule.ends_on) if schedule else None,
        "precision": schedule.precision if schedule else None,
        "segments": [segment_result(segment) for segment in schedule.segments] if schedule else [],
        "wording": word(schedule) if schedule else "",
        "edtf": (word(schedule, Style.EDTF) or None) if schedule else None,
        "warnings": [str(message_text(warning)) for warning in reading.warnings] if reading else [],
        "undated": bool(schedule and schedule.is_undated),
        "error": error,
        **({"suggestion": suggestion} if suggestion else {}),
    }


def segment_result(segment: Segment) -> dict[str, Any]:
    """One segment of an answer."""
    return {
        "label": segment.label,
        "start": iso(segment.start),
        "end": iso(segment.end),
        "precision": segment.precision,
        "start_time": segment.start_time and f"{segment.start_time:%H:%M}",
        "end_time": segment.end_time and f"{segment.end_time:%H:%M}",
        "approximate": segment.approximate,
        "open_start": segment.start is None,
        "open_end": segment.end is None,
    }


def iso(day: date | None) -> str | None:
    """A day as ISO 8601; None for an open end."""
    return day.isoformat() if day else None
