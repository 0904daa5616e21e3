"""Requests for documents for machines: a line for each step that was taken."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst, format_lazy

from audits.finding_lines import plain_value
from audits.models import DocumentRequest, RequestStep
from audits.request_states import taken_by
from records.lists import Datum, Value

STEP_FIELDS = ("kind", "taken_on", "taken_by", "words", "due_on")


def as_of(request: DocumentRequest) -> date:
    """The day as of which a list shows it: the list's own, else today."""
    return getattr(request, "as_of", None) or timezone.localdate()


def request_lines(
    requests: Iterable[DocumentRequest],
) -> Iterator[tuple[DocumentRequest, RequestStep | None]]:
    """Each request with each step taken by the day that the list shows; one line without any."""
    for request in requests:
        steps = taken_by(request.rows_of("steps"), as_of(request))
        yield from ((request, step) for step in steps or [None])


def _step_datum(name: str) -> Datum:
    """A field of the step that a line is about."""
    column: Any = RequestStep._meta.get_field(name)

    def value(request: DocumentRequest, step: RequestStep | None) -> Value:
        return None if step is None else plain_value(step, name)

    heading = capfirst(RequestStep._meta.verbose_name)
    return Datum(format_lazy("{part}: {name}", part=heading, name=column.verbose_name), value)


STEP_DATA = tuple(map(_step_datum, STEP_FIELDS))
