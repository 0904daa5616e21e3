"""What rules read: the records as plain values, so that a rule needs no database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from django.utils.functional import Promise

from dates import FiscalYear
from oversight.rules.duty import Duty
from oversight.rules.events import Audit, Drill, Sitting
from oversight.rules.findings import Finding, Request
from oversight.rules.subjects import Subject
from oversight.rules.submission import Submission

# Values of the register's own choices and codes, which rules cannot import.
REPRESENTATIVE_COUNCIL, MANAGEMENT_COUNCIL = "representative-council", "management-council"
AUDIT_OFFICE = "audit-office"
INTERNAL, EXTERNAL, LISTED = "internal", "external", "listed"
DRILLS = "drills"  # all of them, beside the regimes of audits


class Yearly(Protocol):
    """A value of a fiscal year of record."""

    @property
    def fiscal_year(self) -> int: ...


Y = TypeVar("Y", bound=Yearly)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A seat in a body, or an officer's post; days are included, None is unknown.

    `subject` is None for a member, who is no record of their own; `key` tells members apart.
    """

    name: str
    key: int = 0
    subject: Subject | None = None
    category: str = ""
    role: str = ""
    term_from: date | None = None
    term_until: date | None = None
    attested_on: date | None = None

    def sits(self, on: date) -> bool:
        """True in office on `on`: by the term, or as attested in its fiscal year up to that day.

        The rule of `organization.terms.in_office`.
        """
        if self.term_from is None and self.term_until is None:
            known = self.attested_on
            return known is not None and FiscalYear.of(on).first_day <= known <= on
        begun = self.term_from is None or self.term_from <= on
        return begun and (self.term_until is None or on <= self.term_until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quorum:
    """How many members of a body must be present, from a day until a day; both are included.

    `share` is a value of `meetings.Quorum.Share`, `number` counts where that says so.
    """

    share: str
    number: int = 0
    counts_proxies: bool = False
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, on: date) -> bool:
        """True where it is in force on `on`."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)

    def needed(self, members: int) -> int:
        """How many of so many members must be present."""
        match self.share:
            case "majority":
                return members // 2 + 1
            case "half":
                return (members + 1) // 2
            case "two_thirds":
                return (2 * members + 2) // 3
        return self.number


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A council or committee; `numbering` is that of `meetings.Body.Numbering`.

    `quorums` are in the order in which they came into force.
    """

    subject: Subject
    slug: str
    name: str
    numbering: str
    members: tuple[Member, ...] = ()
    quorums: tuple[Quorum, ...] = ()

    def quorum_on(self, on: date) -> Quorum | None:
        """The quorum in force on `on`, the latest of several; None where none is kept."""
        return next((one for one in reversed(self.quorums) if one.holds(on)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditType:
    """A kind of audit (監査種別); it comes again every `cycle` months, None where nobody said.

    `regime` is a value of `audits.Regime`, `regime_name` what that is called.
    """

    subject: Subject
    slug: str
    name: str
    regime: str
    regime_name: str | Promise = ""
    cycle: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Certification:
    """A certification that is kept, of a department or, where that is None, of the agency.

    `cycle` are the months that a certificate holds, None where nobody said. Days are included.
    """

    subject: Subject
    name: str
    department: int | None = None
    cycle: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    """A department as it stood from one reorganisation to the next; days are included.

    `predecessors` are the keys of those that ended when it came in their place.
    """

    key: int
    subject: Subject
    slug: str
    name: str
    kind: str
    parent: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    predecessors: tuple[int, ...] = ()

    def existed(self, first: date, last: date) -> bool:
        """True where it existed on any day from `first` to `last`, both included."""
        begun = self.valid_from is None or self.valid_from <= last
        return begun and (self.valid_until is None or first <= self.valid_until)


@dataclass(frozen=True)
class Facts:
    """The register as rules read it: one tuple a kind, each in the order of its list.

    What is withdrawn or a draft is not among them. `other_years` are sittings of years that were
    not read, of which nothing but the numbers is told. `planned` are the uids of what the last
    approved version of a fiscal year's audit plan lists.
    """

    bodies: tuple[Body, ...] = ()
    audit_types: tuple[AuditType, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    audits: tuple[Audit, ...] = ()
    drills: tuple[Drill, ...] = ()
    departments: tuple[Department, ...] = ()
    officers: tuple[Member, ...] = ()
    certifications: tuple[Certification, ...] = ()
    findings: tuple[Finding, ...] = ()
    requests: tuple[Request, ...] = ()
    other_years: tuple[Sitting, ...] = ()
    planned: Mapping[int, frozenset[str]] = field(default_factory=dict)
    submissions: tuple[Submission, ...] = ()
    duties: tuple[Duty, ...] = ()

    @cached_property
    def sittings_by_year(self) -> dict[int, list[Sitting]]:
        """Sittings by the fiscal year of their record."""
        return by_year(self.sittings)

    @cached_property
    def audits_by_year(self) -> dict[int, list[Audit]]:
        """Audits by the fiscal year of their record."""
        return by_year(self.audits)

    @cached_property
    def drills_by_year(self) -> dict[int, list[Drill]]:
        """Drills by the fiscal year of their record."""
        return by_year(self.drills)

    @cached_property
    def findings_by_year(self) -> dict[int, list[Finding]]:
        """Findings by the fiscal year of their audit."""
        return by_year(self.findings)

    @cached_property
    def requests_by_year(self) -> dict[int, list[Request]]:
        """Requests for documents by the fiscal year of their audit."""
        return by_year(self.requests)

    @cached_property
    def submissions_by_year(self) -> dict[int, list[Submission]]:
        """Submissions by the fiscal year that they concern."""
        return by_year(self.submissions)

    @cached_property
    def body_by_slug(self) -> dict[str, Body]:
        """Bodies by their codes."""
        return {body.slug: body for body in self.bodies}

    @cached_property
    def department_by_key(self) -> dict[int, Department]:
        """Departments by their keys."""
        return {department.key: department for department in self.departments}

    def above(self, key: int | None) -> list[int]:
        """The key of a department and those of all that it belongs to, the highest last."""
        found: list[int] = []
        while key is not None and key not in found:
            found.append(key)
            department = self.department_by_key.get(key)
            key = department.parent if department else None
        return found

    def lineage(self, key: int) -> list[int]:
        """The key of a department and those of all that came before it, the latest first."""
        found = [key]
        for one in found:
            department = self.department_by_key.get(one)
            before = department.predecessors if department else ()
            found += [each for each in before if each not in found]
        return found


def by_year(values: Iterable[Y]) -> dict[int, list[Y]]:
    """Values by their fiscal year, each list in their order."""
    found: dict[int, list[Y]] = defaultdict(list)
    for value in values:
        found[value.fiscal_year].append(value)
    return found
