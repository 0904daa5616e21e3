"""A duty as rules read it: what is asked, how often and by when, and what meets it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dates import FiscalYear, Schedule
from oversight.rules.certainty import Certainty
from oversight.rules.subjects import Subject

NO_BOUND = Schedule()


class Cycle(StrEnum):
    """The periods of each of which a duty asks anew.

    An event is what a record shows to have happened; a standing duty holds on every day.
    """

    FISCAL_YEAR = "fiscal_year"
    CALENDAR_YEAR = "calendar_year"
    MONTH = "month"
    CERTIFICATE = "certificate"
    EVENT = "event"
    STANDING = "standing"


class DeadlineRule(StrEnum):
    """The rule by which the last day of a duty is found; some give no day, and none is made up."""

    NONE = "none"
    NO_DELAY = "no_delay"
    ON_DEMAND = "on_demand"
    PERIOD_END = "period_end"
    BEFORE_YEAR = "before_year"
    AFTER_YEAR_END = "after_year_end"
    AFTER_START = "after_start"
    BEFORE_EXPIRY = "before_expiry"
    WINDOW = "window"
    AFTER_EVENT = "after_event"
    BEFORE_EVENT = "before_event"
    BEFORE_DUTY = "before_duty"


class MetBy(StrEnum):
    """The kind of record that shows a duty to be met; none where the register keeps no such."""

    NONE = "none"
    ITEM = "item"
    SITTING = "sitting"
    AUDIT = "audit"
    DRILL = "drill"
    CERTIFICATION = "certification"
    SUBMISSION = "submission"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """The last day by a rule: months and days counted, and the duty (a code) that it precedes.

    A window opens the day after `months` before the expiry and closes `until_months` before it.
    `is_moved` where the deadline's own rule moves a day on which offices are closed to the next
    working day (Act No. 91 of 1988, article 2, for periods set by law toward a state authority).
    """

    rule: DeadlineRule = DeadlineRule.NONE
    months: int = 0
    until_months: int = 0
    days: int = 0
    before: str = ""
    is_moved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The records that are meant: of this kind, of these codes and matters, with these words.

    `codes` are bodies of items and sittings, types of audits (each of which is needed), kinds of
    submissions. Of `words` one is in the title, none of `but`.
    """

    kind: MetBy = MetBy.NONE
    codes: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def has_words(self, title: str) -> bool:
        """True where a title has one of the words, and none of those that it must not have."""
        has_one = not self.words or any(word in title for word in self.words)
        return has_one and not any(word in title for word in self.but)


@dataclass(frozen=True, slots=True)
class Validity:
    """The days between which a duty holds, each as exactly as it is known; empty without end.

    A bound is the days among which it lies. What lies among them is never decided.
    """

    begins: Schedule = NO_BOUND
    ends: Schedule = NO_BOUND

    def holds(self, on: date) -> bool:
        """True where it certainly holds on a day."""
        _first, begun = _bounds(self.begins)
        ended, _last = _bounds(self.ends)
        has_begun = not self.begins.segments or (begun is not None and begun <= on)
        return has_begun and (not self.ends.segments or (ended is not None and on <= ended))

    def may_hold(self, first: date, last: date) -> bool:
        """True unless it certainly holds on no day from `first` to `last`, both included."""
        begun, ended = _bounds(self.begins)[0], _bounds(self.ends)[1]
        return (begun is None or begun <= last) and (ended is None or first <= ended)


def _bounds(schedule: Schedule) -> tuple[date | None, date | None]:
    if not schedule.segments:
        return None, None
    return schedule.segments[0].start, schedule.segments[-1].end


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A record that was linked by hand to a duty's period, which is told by its key."""

    period: str
    record: Subject


@dataclass(frozen=True, slots=True)
class Waiver:
    """The reason why a duty need not be met in a period, which is told by its key."""

    period: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A duty (義務・定例業務); `times` is how often each period asks for it.

    `shown_by` are the agenda items of the Representative Council that show the event; where they
    are none, the records that meet it do.
    """

    subject: Subject
    code: str
    title: str
    source: str
    who: str = ""
    what: str = ""
    cycle: Cycle = Cycle.FISCAL_YEAR
    times: int = 1
    each_department: bool = False
    deadline: Deadline = Deadline()
    validity: Validity = Validity()
    met_by: Match = Match()
    shown_by: Match = Match()
    certainty: Certainty = Certainty.READ
    is_on: bool = True
    fulfilments: tuple[Fulfilment, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def kinds(self) -> frozenset[MetBy]:
        """The kinds of record that show whether it arose, and whether it was met."""
        return frozenset({self.met_by.kind, self.shown_by.kind}) - {MetBy.NONE}

    @property
    def periods_by_hand(self) -> frozenset[str]:
        """The keys of the periods to which a record is linked by hand, or which are waived."""
        linked = {one.period for one in self.fulfilments}
        return frozenset(linked | {one.period for one in self.waivers})

    def is_version_of(self, code: str) -> bool:
        """True for the duty of this code, and for its versions: FS-SUB.A of FS-SUB."""
        return self.code == code or self.code.startswith(f"{code}.")


def day_of(key: str) -> date | None:
    """The day that a period's key names, as 2016-09-08; None where it names none."""
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None


def year_key(year: FiscalYear) -> str:
    """The key of a fiscal year as a period: FY2016."""
    return f"FY{year}"
