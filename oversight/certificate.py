"""The certificate of duties: for a fiscal year every duty, and what met it or how it stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dates import FiscalYear
from oversight.rules import Cycle, Duty, DutyState, Facts, Instance, MetBy, Subject, duties_of


class Standing(StrEnum):
    """How a duty stands in one period.

    A gap is what was not met by its day. Not recorded is no breach: nothing that would show it is
    kept. No event: no record shows that it arose. Hidden: the reader may not read all that shows.
    """

    MET = "met"
    MET_LATE = "met_late"
    WAIVED = "waived"
    GAP = "gap"
    OPEN = "open"
    NOT_RECORDED = "not_recorded"
    STANDING = "standing"
    NO_EVENT = "no_event"
    OFF = "off"
    NOT_IN_FORCE = "not_in_force"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Line:
    """A duty in one period; `instance` is None where it has none in the year."""

    duty: Duty
    standing: Standing
    instance: Instance | None = None

    @property
    def records(self) -> tuple[Subject, ...]:
        """The records that are named."""
        return self.instance.records if self.instance else ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """The duties of a fiscal year as they stood by the end of `at`, each with a line at least."""

    year: FiscalYear
    at: date
    lines: tuple[Line, ...]

    @property
    def counts(self) -> Mapping[Standing, int]:
        """How many lines stand how, in the order of the standings; none that is of no line."""
        found = Counter(line.standing for line in self.lines)
        return {standing: found[standing] for standing in Standing if found[standing]}

    def as_plain(self) -> dict[str, Any]:
        """Plain values of it: the duties as the law has them, with what met each."""
        of_duty: dict[str, list[Line]] = defaultdict(list)
        duties = {line.duty.code: line.duty for line in self.lines}
        for line in self.lines:
            of_duty[line.duty.code].append(line)
        return {
            "fiscal_year": self.year.year,
            "at": self.at.isoformat(),
            "duties": [_plain_duty(duty, of_duty[code]) for code, duty in duties.items()],
        }


def certificate(facts: Facts, duties: Iterable[Duty], year: FiscalYear, at: date) -> Certificate:
    """The certificate of all these duties, those switched off and not in force included."""
    known = list(duties)
    of_duty: dict[str, list[Instance]] = defaultdict(list)
    for instance in duties_of(facts, known, year, at):
        of_duty[instance.duty.code].append(instance)
    lines = (line for duty in known for line in _lines(duty, of_duty[duty.code], year))
    return Certificate(year, at, tuple(lines))


def told(found: Certificate, open_kinds: frozenset[MetBy], readable: frozenset[str]) -> Certificate:
    """The same for a reader who may read all records of these kinds, and those of these uids.

    Of a duty that others show nothing is told: neither a record, nor that there is none.
    """
    lines: list[Line] = []
    hidden: set[str] = set()
    for line in found.lines:
        is_bare = line.standing in (Standing.OFF, Standing.NOT_IN_FORCE)
        is_seen = all(each.uid in readable for each in line.records)
        if is_bare or (is_seen and line.duty.kinds <= open_kinds):
            lines.append(line)
        elif line.duty.code not in hidden:
            hidden.add(line.duty.code)
            lines.append(Line(line.duty, Standing.HIDDEN))
    return Certificate(found.year, found.at, tuple(lines))


def _lines(duty: Duty, instances: Sequence[Instance], year: FiscalYear) -> Iterator[Line]:
    if instances:
        yield from (Line(duty, _standing(one), one) for one in instances)
    elif not duty.validity.may_hold(year.first_day, year.last_day):
        yield Line(duty, Standing.NOT_IN_FORCE)
    elif not duty.is_on:
        yield Line(duty, Standing.OFF)
    else:  # of a period that comes each year, only another version asks
        is_shown = duty.cycle in (Cycle.EVENT, Cycle.CERTIFICATE)
        yield Line(duty, Standing.NO_EVENT if is_shown else Standing.NOT_IN_FORCE)


def _standing(one: Instance) -> Standing:
    match one.state:
        case DutyState.MET:
            return Standing.MET_LATE if one.is_late else Standing.MET
        case DutyState.OPEN:
            return Standing.GAP if one.is_late else Standing.OPEN
    return Standing(one.state.value)


def _plain_duty(duty: Duty, lines: Iterable[Line]) -> dict[str, Any]:
    return {
        "uid": duty.subject.uid,
        "code": duty.code,
        "title": duty.title,
        "source": duty.source,
        "who": duty.who,
        "what": duty.what,
        "valid_from": duty.validity.begins.canonical(),
        "valid_until": duty.validity.ends.canonical(),
        "certainty": str(duty.certainty),
        "is_on": duty.is_on,
        "periods": [_plain_line(line) for line in lines],
    }


def _plain_line(line: Line) -> dict[str, Any]:
    one = line.instance
    return {
        "standing": str(line.standing),
        "period": one.key if one else "",
        "due": one.due.isoformat() if one and one.due else None,
        "met_on": one.met_on.canonical() if one else "",
        "is_certain": one.is_certain if one else True,
        "reason": one.reason if one else "",
        "records": [{"kind": each.label, "uid": each.uid} for each in line.records],
    }
