"""The declarations of kinds of record that have a schedule, or days by which they are due."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from calendars.scheduled import (
    Copying,
    DueSource,
    Progress,
    ScheduledRecord,
    ScheduledSource,
)
from dates import FiscalYear
from records.kinds import Kind, plural


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a year's plan: where its records stand, and what narrows their list down to it.

    Only an approved plan is executed at a rate.
    """

    label: str | Promise
    stands: Sequence[Progress]
    query: Mapping[str, Any] = field(default_factory=dict)
    is_approved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DueKind(Kind):
    """A kind of record whose due days stand in those calendars of one's own that ask for them."""

    source: DueSource


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduledKind(Kind):
    """A kind of record that calendars show and plans hold.

    `copying` is how a year's records become drafts of another's. `plan` gives the lines of a year's
    plan as a user may see it on a day; one line for all current records unless given. The year is
    drawn with one row for the kind, or with one for each key of its `key_group` where
    `is_drawn_by_group`.
    """

    model: type[ScheduledRecord]
    source: ScheduledSource
    copying: Copying
    plan: Callable[[Any, FiscalYear, date], Iterable[PlanLine]] | None = None
    is_drawn_by_group: bool = False

    @property
    def key(self) -> str:
        """The key that its entries carry (`kind:…`)."""
        return self.source.key

    @property
    def css_class(self) -> str:
        """The class of what a page marks as being of this kind."""
        return self.key.replace(":", "-")

    def rows(self, user: Any) -> list[tuple[str, str]]:
        """The keys and names of the rows that a year is drawn in, for these records."""
        if self.is_drawn_by_group and self.key_group:
            return self.key_group.named(user)
        return [(self.key, str(self.title))]

    def plan_lines(self, user: Any, year: FiscalYear, today: date) -> Iterable[PlanLine]:
        """The lines of the year's plan, and where each record stands `today`."""
        if self.plan:
            return self.plan(user, year, today)
        planned = self.model.objects.visible_to(user).current().in_fiscal_year(year)
        stands = [Progress.of(one, today) for one in planned]
        return [PlanLine(plural(self.model), stands)]
