"""The order in which an audit, its findings and what is done about them can follow one another."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import day_text
from dates import Schedule, earliest_day
from records.base import Life

BEFORE_AUDIT = _("“%(field)s” is earlier than the audit, which begins on %(day)s at the earliest.")
AUDIT_AFTER = _("A finding of this audit is of %(day)s. The audit cannot begin later than that.")
ONLY_A_REPEAT = _("Only a repeat finding names an earlier one, and never itself.")
REPEATS_EARLIER = _("A finding repeats an earlier one.")
_DAYS = ("found_on", "due_on", "answered_on", "closed_on")


class Dated(Protocol):
    """A finding, as far as its days and the one that it repeats go."""

    _meta: ClassVar[Any]

    @property
    def pk(self) -> Any: ...
    @property
    def life(self) -> str: ...
    @property
    def audit(self) -> Any: ...
    @property
    def audit_id(self) -> int | None: ...
    @property
    def found_on(self) -> date | None: ...
    @property
    def is_repeat(self) -> bool: ...
    @property
    def repeats(self) -> "Dated | None": ...


def since(finding: Dated) -> date | None:
    """The day before which nothing can have been done about a finding; None where unknown.

    It is the day on which it was made, else the first on which its audit may have begun.
    """
    if finding.found_on or not finding.audit_id:
        return finding.found_on
    return earliest_day(finding.audit.schedule)


def check_days(finding: Dated) -> None:
    """Raise `ValidationError` where a day of a finding is earlier than its audit.

    Not under a field's name: a form may show the finding and not its days.
    """
    first = earliest_day(finding.audit.schedule)
    early = [name for name, day in _days_of(finding) if first and day < first]
    labels = (finding._meta.get_field(name).verbose_name for name in early)
    if early:
        day = day_text(first)
        raise ValidationError([BEFORE_AUDIT % {"field": text, "day": day} for text in labels])


def check_findings(schedule: Schedule, findings: Iterable[Dated]) -> None:
    """Raise `ValidationError` where an audit of this schedule is later than one of its findings."""
    first = earliest_day(schedule)
    current = (finding for finding in findings if finding.life != Life.WITHDRAWN)
    earliest = min((day for one in current for _name, day in _days_of(one)), default=None)
    if first and earliest and earliest < first:
        raise ValidationError(AUDIT_AFTER, params={"day": day_text(earliest)})


def check_repeat(finding: Dated) -> None:
    """Raise `ValidationError` unless what a finding repeats is an earlier one.

    Not under a field's name: a form may let the dates change and not the link.
    """
    earlier, seen = finding.repeats, {finding.pk}
    if earlier and not finding.is_repeat:
        raise ValidationError(ONLY_A_REPEAT)
    if earlier and earlier.found_on and finding.found_on and earlier.found_on > finding.found_on:
        raise ValidationError(REPEATS_EARLIER)
    while earlier is not None:
        if earlier.pk in seen:
            raise ValidationError(REPEATS_EARLIER)
        seen.add(earlier.pk)
        earlier = earlier.repeats


def _days_of(finding: Dated) -> Iterable[tuple[str, date]]:
    days = ((name, getattr(finding, name)) for name in _DAYS)
    return ((name, day) for name, day in days if day)
