"""Drills, from tables of any form."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError

from audits.imports.drills import DrillReader, ParsedDrill
from audits.imports.parsed import bare
from audits.models import Drill
from calendars.scheduled import (
    read_schedule_cells,
    schedule_notes,
    schedule_values,
)
from organization.models import Department
from records.imports import (
    EMPTY,
    Fact,
    ParsedRow,
    Problems,
    Row,
)
from records.lists import one_line


@dataclass(kw_only=True)
class ParsedAnyDrill(ParsedDrill):
    """A drill with all that tables of any form say."""

    name: str = ""

    @classmethod
    def of(cls, drill: Drill) -> Self:
        found = super().of(drill)
        found.name = drill.name
        return found

    def facts(self) -> dict[str, Fact]:
        return {"name": Fact(self.name, bare(self.name)), **super().facts()}

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        super().keep(kept)
        self.name = self.name or kept.name
        self.departments = self.departments or kept.departments

    def likeness(self) -> tuple[Hashable, ...]:
        return tuple((bare(self.name), each) for each in super().likeness())


class AnyDrillReader(DrillReader):
    """Reads drills; a row has a name, a summary or both."""

    parsed = ParsedAnyDrill

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft, notes = Problems(), self._draft(), list[Any]()
        name, scenario = (row.cells.get(key, "").strip() for key in ("name", "scenario"))
        found: tuple[Department, ...] = ()
        read_schedule_cells(draft, row, self.options, problems)
        with problems.of("departments"):
            if who := row.cells.get("departments", "").strip():
                found = self.named(who, draft, notes)
        with problems.of("scenario" if "scenario" in row.cells else "name"):
            if not (name or scenario):
                raise ValidationError(EMPTY)
        problems.refuse_if_any()
        return ParsedAnyDrill(
            name=one_line(name) if scenario else "",
            departments=found,
            scenario=scenario or name,
            **schedule_values(draft),
            position=position,
            notes=[*schedule_notes(draft), *notes],
        )

    def _fill(self, drill: Drill, row: Any) -> None:
        super()._fill(drill, row)
        drill.name = row.name
