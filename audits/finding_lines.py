"""Findings for machines: a line for each corrective action, extension, acceptance, follow-up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import (
    Audit,
    CorrectiveAction,
    DueDateExtension,
    Finding,
    FollowUp,
    RiskAcceptance,
)
from records.lists import Datum, Value, one_line

ACTION_FIELDS = (
    *("kind", "description", "responsible", "planned_for", "completed_on", "evidence"),
    *("effectiveness_checked_on", "was_effective", "checked_by", "checker_department"),
    *("check_method", "check_evidence", "independence_reason"),
)
EXTENSION_FIELDS = ("due_on", "granted_on", "reason")
ACCEPTANCE_FIELDS = (
    *("approver_post", "approved_by", "approved_on", "reason", "until", "reviewed_on", "result"),
)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """The n-th action of a finding beside its n-th extension, acceptance and follow-up audit."""

    action: CorrectiveAction | None = None
    extension: DueDateExtension | None = None
    acceptance: RiskAcceptance | None = None
    follow_up: FollowUp | None = None


def finding_lines(findings: Sequence[Finding], user: Any) -> Iterator[tuple[Finding, FindingLine]]:
    """Each finding with each of its lines; of other findings and audits what `user` may see."""
    audits = Audit.objects.visible_to(user).prefetch_related("classifications__type")
    prefetch_related_objects(
        findings,
        Prefetch("repeats", Finding.objects.visible_to(user)),
        Prefetch("follow_ups", FollowUp.objects.among("audit", audits)),
        Prefetch("follow_ups__audit", audits),
        "corrective_actions__checker_department__parent_department__parent_department",
    )
    for finding in findings:
        lines = [FindingLine(*parts) for parts in zip_longest(*_parts(finding))]
        yield from ((finding, line) for line in lines or [FindingLine()])


def _parts(finding: Finding) -> Iterable[Iterable[Any]]:
    names = ("corrective_actions", "extensions", "acceptances", "follow_ups")
    return (getattr(finding, name).all() for name in names)


def plain_value(row: models.Model, name: str) -> Value:
    """A field of a row for machines: a day as such, the rest in words and on one line."""
    column: Any = row._meta.get_field(name)
    value = getattr(row, name)
    if value is None or (isinstance(value, date | int) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        words = getattr(column, "in_words", lambda plain: str(column.verbose_name) if plain else "")
        return words(value)
    shown = getattr(row, f"get_{name}_display", None) if column.choices else None
    return one_line(str(shown() if shown else value))


def datum(name: str, model: type[models.Model] = Finding) -> Datum:
    """A field of a record of `model`."""
    column: Any = model._meta.get_field(name)
    return Datum(capfirst(column.verbose_name), lambda record, line: plain_value(record, name))


def _part_datum(part: str, model: type[models.Model], name: str) -> Datum:
    """A field of a part, in the line that has one."""
    column: Any = model._meta.get_field(name)

    def value(finding: Finding, line: FindingLine) -> Value:
        row = getattr(line, part)
        return None if row is None else plain_value(row, name)

    heading = capfirst(model._meta.verbose_name)
    return Datum(format_lazy("{part}: {name}", part=heading, name=column.verbose_name), value)


def _follow_up(finding: Finding, line: FindingLine) -> str | None:
    return str(line.follow_up.audit) if line.follow_up else None


def _follow_up_uid(finding: Finding, line: FindingLine) -> str | None:
    return str(line.follow_up.audit.uid) if line.follow_up else None


LINE_DATA = (
    *(_part_datum("extension", DueDateExtension, name) for name in EXTENSION_FIELDS),
    *(_part_datum("action", CorrectiveAction, name) for name in ACTION_FIELDS),
    *(_part_datum("acceptance", RiskAcceptance, name) for name in ACCEPTANCE_FIELDS),
    Datum(_("Follow-up audit"), _follow_up),
    Datum(_("Follow-up audit's ID"), _follow_up_uid),
)
