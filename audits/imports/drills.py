"""Drills, a row each: table 8 of the annual report."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.imports.names import ALL
from audits.imports.parsed import bare
from audits.imports.saving import save_departments
from audits.models import Drill, DrillDepartment, every_department
from calendars.scheduled import (
    ParsedScheduled,
    fill_schedule,
    schedule_cell,
    schedule_notes,
)
from organization.models import Department
from organization.names import DepartmentNames
from records.base import Life, Record
from records.imports import (
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    filled,
    folded,
    versions,
)

TAKEN_AS = _("“{name}” is taken as the departments of that time: {departments}.")


@dataclass(kw_only=True)
class ParsedDrill(ParsedScheduled):
    """A drill as a row of the table has it, or a kept one in the same terms."""

    departments: tuple[Department, ...]
    scenario: str
    position: int = 0

    @classmethod
    def of(cls, drill: Drill) -> Self:
        """A kept drill."""
        return cls(
            departments=tuple(row.department for row in drill.departments.all()),
            schedule=drill.schedule,
            schedule_text=drill.schedule_text,
            scenario=drill.scenario,
            status=drill.status,
        )

    def facts(self) -> dict[str, Fact]:
        names = "、".join(map(str, self.departments))
        return {
            "departments": Fact(names, self._keys()),
            "scenario": Fact(self.scenario, bare(self.scenario)),
            **super().facts(),
        }

    def likeness(self) -> tuple[Hashable, ...]:
        """All the same; else the same people and matter; else the same people and dates."""
        who, what = self._keys(), bare(self.scenario)
        when = self.schedule.canonical()
        return (who, what, when), (who, what), ("when", who, when)

    def _keys(self) -> tuple[int, ...]:
        return tuple(department.pk for department in self.departments)


class DrillReader(Reader):
    """Table 8; asks for the year's drills once."""

    model = Drill
    parsed: ClassVar[type[ParsedDrill]] = ParsedDrill
    names: ClassVar[dict[str, Any]] = {"status": _("status")}

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.departments = DepartmentNames(options.words)
        drills = Drill.objects.in_fiscal_year(options.fiscal_year).order_by("order", "pk")
        self.drills = sorted(drills.with_parts(), key=lambda drill: drill.life == Life.WITHDRAWN)
        self.last = max((drill.order for drill in self.drills), default=0)

    def known(self) -> list[tuple[Record, ParsedRow]]:
        return [(drill, self.parsed.of(drill)) for drill in self.drills]

    def held(self) -> QuerySet:
        return Department.objects.all()

    def state(self) -> Hashable:
        drills = Drill.objects.in_fiscal_year(self.options.fiscal_year)
        return versions(drills, Department.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft, notes = Problems(), self._draft(), list[Any]()
        found, scenario = tuple[Department, ...](), ""
        with problems.of("when"):
            draft.schedule_text = schedule_cell(row, self.options)
            draft.read_schedule()
            draft.check_held(self.options.today)
        with problems.of("departments"):
            found = self.named(filled(row, "departments"), draft, notes)
        with problems.of("scenario"):
            scenario = filled(row, "scenario")
        problems.refuse_if_any()
        return ParsedDrill(
            departments=found,
            schedule=draft.schedule,
            schedule_text=draft.schedule_text,
            scenario=scenario,
            status=self.options.status,
            position=position,
            notes=[*schedule_notes(draft), *notes],
        )

    def named(self, text: str, draft: Drill, notes: list[Any]) -> tuple[Department, ...]:
        """The departments that a text names, 全部門 as those of that time: a drill lists each."""
        if folded(text) == ALL:
            found = every_department(self.departments.departments.values(), draft.days())
            listed = "、".join(map(str, found))
            notes.append(format_lazy(TAKEN_AS, name=text, departments=listed))
            return tuple(found)
        read = self.departments.read(text, draft.days())
        return tuple(dict.fromkeys(named.department for named in read))

    def check(self, row: ParsedDrill, record: Drill | None) -> None:
        problems, drill = Problems(), record or self._draft()
        self._fill(drill, row)
        with problems.of("when"):
            drill.check_held(self.options.today)
        with problems.of(""):
            drill.clean_fields()
            drill.clean()
        with problems.of("departments"):
            for department in row.departments:
                DrillDepartment(drill=drill, department=department).clean()
        problems.refuse_if_any()

    def save(self, row: ParsedDrill, record: Drill | None) -> Drill:
        drill = record or self._draft(order=self.last + row.position)
        self._fill(drill, row)
        drill.save()
        kept = list(drill.departments.all()) if record else []
        save_departments(kept, row.departments, partial(DrillDepartment, drill=drill))
        return drill

    def _fill(self, drill: Drill, row: ParsedDrill) -> None:
        fill_schedule(drill, row)
        if bare(drill.scenario) != bare(row.scenario):
            drill.scenario = row.scenario

    def _draft(self, **values: Any) -> Drill:
        options = self.options
        return Drill(fiscal_year=options.fiscal_year, status=options.status, **values)
