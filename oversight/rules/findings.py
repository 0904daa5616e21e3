"""Findings and requests for documents as rules read them.

Their parts have the fields that `audits.finding_states` and `audits.request_states` ask for.
"""

from dataclasses import dataclass
from datetime import date

from oversight.rules.subjects import Subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """A corrective action and its check; `checker_department` is a key of `Department`."""

    completed_on: date | None = None
    effectiveness_checked_on: date | None = None
    was_effective: bool | None = None
    responsible: str = ""
    checked_by: str = ""
    checker_department: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A due date that took the place of an earlier one."""

    due_on: date
    granted_on: date


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An acceptance of the risk until a day, which is included."""

    approved_on: date
    until: date
    reviewed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A finding (指摘事項) of an audit of `fiscal_year`; `department` is a key of `Department`."""

    subject: Subject
    audit: Subject
    audit_title: str
    fiscal_year: int
    reference: str
    grade: str
    department: int | None = None
    due_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    actions: tuple[Action, ...] = ()
    extensions: tuple[Extension, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step taken with a request; `kind` is one of `audits.request_states.StepKind`."""

    kind: str
    taken_on: date
    due_on: date | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request for documents (資料依頼) for an audit of `fiscal_year`; its steps are in order."""

    subject: Subject
    audit: Subject
    audit_title: str
    fiscal_year: int
    number: int
    title: str
    due_on: date | None = None
    steps: tuple[Step, ...] = ()
