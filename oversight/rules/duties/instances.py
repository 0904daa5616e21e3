"""The instances of duties in a fiscal year: what met each, or how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from dates import FiscalYear
from oversight.rules.covering import Tree, Trees
from oversight.rules.duties.instance import NOT_KNOWN, DutyState, Instance
from oversight.rules.duties.matching import kept_of, matching
from oversight.rules.duties.occurrences import Occurrence, occurrences
from oversight.rules.duty import Cycle, Duty, MetBy
from oversight.rules.events import Audit, Drill, Event
from oversight.rules.facts import Facts

# Their periods do not go by the fiscal year: a record is of the one that its days touch.
BY_DAYS = (Cycle.MONTH, Cycle.CALENDAR_YEAR, Cycle.CERTIFICATE)


def duties_of(
    facts: Facts, duties: Iterable[Duty], year: FiscalYear, at: date
) -> tuple[Instance, ...]:
    """What the duties that are on ask in `year`, and how it stood by the end of `at`.

    In the order of the duties, and of their periods.
    """
    known = [duty for duty in duties if duty.is_on]
    covering = _Covering(Tree(facts.departments, year.last_day), Trees(facts.departments))
    found: list[Instance] = []
    for duty in known:
        meant = _Meant.of(duty, facts, year)
        for one in occurrences(duty, facts, known, year):
            found.append(_Judgement(duty, one, meant, covering).instance(at))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Covering:
    """The departments at the end of a year, and as they stood when each record took place."""

    tree: Tree
    trees: Trees

    def touches(self, event: Event, key: int) -> bool:
        """True where a record means something of a department or of its parts."""
        if not isinstance(event, Audit | Drill):
            return False
        return not self.trees.touched(event).isdisjoint(self.tree.below(key))

    def covers(self, events: Iterable[Event], key: int) -> bool:
        """True where these records cover a department between them."""
        audits = (one for one in events if isinstance(one, Audit | Drill))
        touched = set[int]().union(*(self.trees.touched(one) for one in audits))
        return key in self.tree.completed(touched)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The records that a duty means in a year, and whether any of their kind are kept for it."""

    events: Sequence[Event]
    is_kept: bool

    @classmethod
    def of(cls, duty: Duty, facts: Facts, year: FiscalYear) -> Self:
        near = (FiscalYear(year.year - 1), year) if duty.cycle in BY_DAYS else (year,)
        events = [one for each in near for one in matching(duty.met_by, facts, each)]
        return cls(events, any(kept_of(duty.met_by, facts, each) for each in near))


class _Judgement:
    """One period of a duty with the records that it means, those of them that were held apart."""

    def __init__(self, duty: Duty, one: Occurrence, meant: _Meant, covering: _Covering) -> None:
        self.duty, self.one, self.is_kept, self.covering = duty, one, meant.is_kept, covering
        self.meant = [event for event in meant.events if self._is_of(event)]

    def instance(self, at: date) -> Instance:
        """How it stood by the end of `at`."""
        duty, one = self.duty, self.one
        keys = {one.key, one.key.partition(":")[0]}
        linked = [each.record for each in duty.fulfilments if each.period in keys]
        reason = next((each.reason for each in duty.waivers if each.period in keys), "")
        held = [each for each in self.meant if each.was_held(at)]
        last = self._last_needed(held)
        is_met = bool(linked) or last is not None or self._is_certified()
        state = DutyState.WAIVED if reason else DutyState.MET if is_met else self._unmet(at)
        certificate = [one.certificate.subject] if one.certificate and self._is_certified() else []
        records = [*linked, *(each.subject for each in held or self.meant), *certificate]
        return Instance(
            duty=duty,
            key=one.key,
            period=one.period,
            state=state,
            due=one.due.day,
            opens=one.due.opens,
            records=tuple(dict.fromkeys(records)),
            met_on=last.schedule if last and state == DutyState.MET else NOT_KNOWN,
            event=one.event.subject if one.event else None,
            department=one.department,
            reason=reason,
            is_late=self._is_late(state, last, at),
            is_certain=duty.validity.holds(one.judged_on),
        )

    def _is_of(self, event: Event) -> bool:
        """True where a record falls into the period, or is the event itself."""
        duty, one = self.duty, self.one
        if duty.cycle == Cycle.EVENT and duty.shown_by.kind == MetBy.NONE:
            return event is one.event
        if duty.cycle in BY_DAYS and not event.schedule.overlaps(one.first, one.last):
            return False
        return one.department is None or self.covering.touches(event, one.department.key)

    def _last_needed(self, held: Iterable[Event]) -> Event | None:
        """The record by which it was met: the last of as many as are asked for."""
        duty, department = self.duty, self.one.department
        events = sorted(held, key=lambda one: one.last or date.max)
        if len(events) < duty.times or duty.cycle == Cycle.STANDING:
            return None
        types = {slug for one in events if isinstance(one, Audit) for slug in one.types}
        if duty.met_by.kind == MetBy.AUDIT and not types.issuperset(duty.met_by.codes):
            return None
        if department and not self.covering.covers(events, department.key):
            return None
        is_by_number = len(duty.met_by.codes) <= 1 and department is None
        return events[duty.times - 1 if is_by_number else -1]

    def _is_certified(self) -> bool:
        """True where the certificate itself is all that is asked for, and has its days."""
        one = self.one.certificate
        is_asked = self.duty.met_by.kind == MetBy.CERTIFICATION
        return is_asked and one is not None and None not in (one.valid_from, one.valid_until)

    def _unmet(self, at: date) -> DutyState:
        """How it stands where nothing met it."""
        duty, one = self.duty, self.one
        if duty.cycle == Cycle.STANDING:
            return DutyState.STANDING
        has_no_days = one.certificate is not None and one.due.day is None
        is_over = (one.due.day or one.last) < at
        is_unknown = duty.met_by.kind == MetBy.NONE or has_no_days
        return (
            DutyState.NOT_RECORDED
            if is_unknown or (is_over and not self.is_kept)
            else DutyState.OPEN
        )

    def _is_late(self, state: DutyState, last: Event | None, at: date) -> bool:
        due = self.one.due.day
        if due is None:
            return False
        if state == DutyState.OPEN:
            return due < at
        return bool(state == DutyState.MET and last and last.first and last.first > due)
