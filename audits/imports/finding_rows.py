"""A finding as a row of a table has it, or a kept one in the same terms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from audits.finding_columns import Role
from audits.finding_lines import ACCEPTANCE_FIELDS, ACTION_FIELDS, EXTENSION_FIELDS
from audits.imports.line_rows import ParsedLine, PartFields
from audits.models import (
    ELEMENTS,
    Audit,
    CorrectiveAction,
    DueDateExtension,
    Finding,
    RiskAcceptance,
)
from records.imports import Fact

CATEGORIES = {"root_cause": Role.CAUSE, "theme": Role.THEME}  # by the key of the column


@dataclass(kw_only=True)
class ParsedFinding(ParsedLine):
    """A line of a finding; its n-th row of each part, and its n-th follow-up audit."""

    model: ClassVar[type[Any]] = Finding
    fields: ClassVar[tuple[str, ...]] = (
        *("reference", "number", "summary", "title", *ELEMENTS, "found_on", "grade", "is_repeat"),
        *("response", "answer", "answered_on", "answered_by", "due_on"),
        *("closed_on", "closing_reason"),
    )
    part_fields: ClassVar[PartFields] = {
        "corrective_actions": (CorrectiveAction, ACTION_FIELDS),
        "extensions": (DueDateExtension, EXTENSION_FIELDS),
        "acceptances": (RiskAcceptance, ACCEPTANCE_FIELDS),
    }
    link_keys: ClassVar[tuple[str, ...]] = ("department", *CATEGORIES, "earlier")
    called: ClassVar[tuple[str, ...]] = ("reference", "number", "summary")

    follow_up: Audit | None = None

    @classmethod
    def of(cls, record: Finding, place: int) -> Self:
        audits = list(record.follow_ups.all())[place : place + 1]
        return replace(super().of(record, place), follow_up=audits[0].audit if audits else None)

    @classmethod
    def links_of(cls, record: Finding) -> dict[str, tuple[Any, ...]]:
        earlier, rows = record.repeats, record.classifications.all()
        return {
            "department": (record.department,) if record.department else (),
            "earlier": (earlier.reference or str(earlier.uid),) if earlier else (),
            **{
                key: tuple(row.category for row in rows if row.category.role == role)
                for key, role in CATEGORIES.items()
            },
        }

    @property
    def earlier(self) -> str:
        """The reference or ID of the finding that it repeats."""
        return "".join(self.links.get("earlier", ()))

    @property
    def has_more(self) -> bool:
        return super().has_more or self.follow_up is not None

    def gone_on(self, line: Self) -> Self:
        return replace(super().gone_on(line), follow_up=line.follow_up)

    def keep(self, kept: Self) -> None:
        super().keep(kept)
        self.follow_up = self.follow_up or kept.follow_up

    def _facts(self) -> Iterator[tuple[str, Fact]]:
        yield from super()._facts()
        audit = self.follow_up
        yield "follow_up", Fact(str(audit or ""), audit and audit.pk)
