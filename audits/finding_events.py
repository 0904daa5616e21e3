"""A finding's life in the order of its days, as its page tells it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from audits.models import Audit, Finding
from calendars.scheduled import day_text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; `text` is the record's own words, `path` a page of it."""

    day: date
    name: str
    text: str = ""
    path: str = ""


def events(finding: Finding, followed_by: Iterable[Audit]) -> list[Event]:
    """Everything dated about it, the earliest first; `followed_by` are audits one may know of."""
    found = [
        *_steps(finding),
        *(
            Event(audit.starts_on, _("Follow-up audit"), str(audit), audit.get_absolute_url())
            for audit in followed_by
            if audit.starts_on
        ),
    ]
    return sorted(found, key=lambda event: event.day)


def _steps(finding: Finding) -> Iterator[Event]:
    if finding.found_on:
        yield Event(finding.found_on, _("Found"))
    if finding.answered_on:
        by = {"name": finding.answered_by}
        yield Event(
            finding.answered_on,
            _("Answered by %(name)s") % by if finding.answered_by else _("Answered"),
            finding.answer,
        )
    for extension in finding.extensions.all():
        until = {"day": day_text(extension.due_on)}
        name = _("Due date extended to %(day)s") % until
        yield Event(extension.granted_on, name, extension.reason)
    for acceptance in finding.acceptances.all():
        until = {"day": day_text(acceptance.until)}
        name = _("Risk accepted until %(day)s") % until
        yield Event(acceptance.approved_on, name, acceptance.reason)
        if acceptance.reviewed_on:
            result = {"result": acceptance.get_result_display()}
            name = _("Acceptance of the risk reviewed: %(result)s") % result
            yield Event(acceptance.reviewed_on, name)
    for action in finding.corrective_actions.all():
        if action.completed_on:
            yield Event(action.completed_on, _("Action completed"), action.description)
        if action.effectiveness_checked_on:
            name = _("Found effective") if action.was_effective else _("Found not effective")
            yield Event(action.effectiveness_checked_on, name, action.description)
    if finding.closed_on:
        yield Event(finding.closed_on, _("Closed"), finding.closing_reason)
