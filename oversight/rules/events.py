"""What takes place, as rules read it: sittings, audits, drills."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dates import FiscalYear, Schedule, earliest_day
from oversight.rules.subjects import Subject

HELD, CANCELLED, POSTPONED = "held", "cancelled", "postponed"  # of `calendars.scheduled.Status`
ABSENT, PROXY = "absent", "proxy"  # of `meetings.Attendance.Presence`
UNDATED = Schedule()


@dataclass(frozen=True, kw_only=True)
class Event:
    """A record that takes place; `status` is that of `calendars.scheduled.Status`.

    `text` is the schedule as it was typed, of which `schedule` is the meaning. What follows from
    that is reckoned once: each rule asks for it.
    """

    subject: Subject
    fiscal_year: int
    title: str
    schedule: Schedule
    status: str
    text: str = ""

    @cached_property
    def first(self) -> date | None:
        """The first day on which it may begin; None where its schedule names none."""
        return earliest_day(self.schedule)

    @cached_property
    def last(self) -> date | None:
        """The last day on which it may end; None where that is not known."""
        return self.schedule.ends_on

    @property
    def end(self) -> Schedule | None:
        """Its end, no more exact than it is known: a month where only that is; else None."""
        last = [one for one in self.schedule.segments if one.end and one.end == self.last]
        if not last:
            return None
        latest = max(last, key=lambda segment: segment.precision_at_end.rank)
        return Schedule((latest.at_end(),))

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day on which it may take place; those of its year where nothing is said.

        The rule of `calendars.scheduled.ScheduledRecord.days`.
        """
        bounds = [segment.known_days() for segment in self.schedule.segments]
        if not bounds:
            year = FiscalYear(self.fiscal_year)
            return year.first_day, year.last_day
        return min(first for first, _last in bounds), max(last for _first, last in bounds)

    @property
    def is_off(self) -> bool:
        """True where it was cancelled or put off to a day that is not known."""
        is_put_off = self.status == POSTPONED and self.first is None
        return self.status == CANCELLED or is_put_off

    def was_held(self, at: date) -> bool:
        """True where it was held by the end of `at`; of an open end, where it had begun."""
        last = self.last or self.first
        return self.status == HELD and (last is None or last <= at)

    def is_over(self, at: date) -> bool:
        """True where every day on which it may take place lies before `at`."""
        return self.last is not None and self.last < at


@dataclass(frozen=True, slots=True)
class Session:
    """A body's side of a sitting."""

    body: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A member's presence at a sitting; `member` is the key of a `Member`."""

    member: int
    presence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An item of a body's agenda. `opinion` is the uid of the item that it is said to rest on."""

    uid: str
    body: str
    title: str
    matter: str = ""
    kind: str = ""
    outcome: str = ""
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class Sitting(Event):
    """A meeting of one body, or of several jointly."""

    sessions: tuple[Session, ...] = ()
    items: tuple[Item, ...] = ()
    attendances: tuple[Attendance, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A department that an audit means, all of it but some parts; all are keys of `Department`."""

    department: int
    except_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who audited; `department` is a key, None for an outsider or where nobody said."""

    name: str
    department: int | None = None


@dataclass(frozen=True, kw_only=True)
class Audit(Event):
    """An audit: `types` are codes of audit types, `covers` what its scope meant then.

    `together` are the uids of those that it was conducted together with, `period` is the time whose
    business it looked at, empty where that is not on record.
    """

    regime: str
    types: tuple[str, ...] = ()
    scope: str = "listed"
    covers: tuple[Covered, ...] = ()
    people: tuple[Person, ...] = ()
    together: frozenset[str] = frozenset()
    period: Schedule = UNDATED
    reported_on: date | None = None
    has_conclusion: bool = False


@dataclass(frozen=True, kw_only=True)
class Drill(Event):
    """A drill of the business continuity plan; `departments` are keys."""

    departments: tuple[int, ...] = ()

    @property
    def covers(self) -> tuple[Covered, ...]:
        """What it covers, as an audit says it."""
        return tuple(Covered(key) for key in self.departments)
