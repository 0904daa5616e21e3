"""Inspections received, from tables of any form."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self

from django.db.models import QuerySet

from audits.imports.authorities import AuthorityNames
from audits.imports.parsed import bare
from audits.imports.saving import save_departments
from audits.models import Authority, InspectedDepartment, InspectionReceived
from calendars.scheduled import (
    ParsedScheduled,
    fill_schedule,
    read_schedule_cells,
    schedule_notes,
    schedule_values,
)
from organization.models import Department
from organization.names import DepartmentNames, Named
from records.base import Life, Record
from records.imports import Fact, Options, ParsedRow, Problems, Reader, Row, filled, versions
from records.lists import one_line


@dataclass(kw_only=True)
class ParsedInspection(ParsedScheduled):
    """An inspection received as a row of a table has it, or a kept one in the same terms."""

    authority: Authority
    name: str
    asked: str
    result: str
    departments: tuple[Department, ...]

    @classmethod
    def of(cls, inspection: InspectionReceived) -> Self:
        """A kept inspection."""
        return cls(
            authority=inspection.authority,
            name=inspection.name,
            asked=inspection.asked,
            result=inspection.result,
            departments=tuple(row.department for row in inspection.departments.all()),
            schedule=inspection.schedule,
            schedule_text=inspection.schedule_text,
            status=inspection.status,
        )

    def facts(self) -> dict[str, Fact]:
        return {
            "authority": Fact(self.authority.name, self.authority.name),
            "name": Fact(self.name, bare(self.name)),
            "asked": Fact(self.asked, bare(self.asked)),
            "result": Fact(self.result, bare(self.result)),
            "departments": Fact("、".join(map(str, self.departments)), self._keys()),
            **super().facts(),
        }

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        super().keep(kept)
        self.asked, self.result = self.asked or kept.asked, self.result or kept.result
        self.departments = self.departments or kept.departments

    def likeness(self) -> tuple[Hashable, ...]:
        """All the same; else the same name and departments; else the same name and dates."""
        what, when = (self.authority.name, bare(self.name)), self.schedule.canonical()
        who = self._keys()
        return (what, who, when, bare(self.asked)), (what, who), ("when", what, when)

    def _keys(self) -> tuple[int, ...]:
        return tuple(department.pk for department in self.departments)


class AnyInspectionReader(Reader):
    """Reads inspections received; asks for the year's inspections once."""

    model = InspectionReceived
    names: ClassVar[dict[str, Any]] = {}

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.departments = DepartmentNames(options.words)
        self.authorities = AuthorityNames(options)
        year = InspectionReceived.objects.in_fiscal_year(options.fiscal_year).order_by("pk")
        self.inspections = sorted(year.with_parts(), key=lambda one: one.life == Life.WITHDRAWN)

    def known(self) -> list[tuple[Record, ParsedRow]]:
        return [(one, ParsedInspection.of(one)) for one in self.inspections]

    def held(self) -> QuerySet:
        return Department.objects.all()

    def state(self) -> Hashable:
        year = InspectionReceived.objects.in_fiscal_year(self.options.fiscal_year)
        return versions(year, Department.objects.all(), Authority.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft, notes = Problems(), self._draft(), list[Any]()
        authority, name, found = Authority(), "", list[Named]()
        read_schedule_cells(draft, row, self.options, problems)
        with problems.of("authority"):
            authority = self.authorities.of(row, notes)
        with problems.of("name"):
            name = one_line(filled(row, "name"))
        with problems.of("departments"):
            if who := row.cells.get("departments", "").strip():
                found = self.departments.read(who, draft.days())
        problems.refuse_if_any()
        return ParsedInspection(
            authority=authority,
            name=name,
            asked=row.cells.get("asked", "").strip(),
            result=row.cells.get("result", "").strip(),
            departments=tuple(dict.fromkeys(named.department for named in found)),
            **schedule_values(draft),
            notes=[*schedule_notes(draft), *notes],
        )

    def check(self, row: ParsedInspection, record: InspectionReceived | None) -> None:
        problems, inspection = Problems(), record or self._draft()
        self._fill(inspection, row)
        with problems.of("when"):
            inspection.check_held(self.options.today)
        with problems.of(""):
            inspection.clean_fields(exclude=["authority"])  # a new one has no key yet
            inspection.clean()
        with problems.of("departments"):
            for department in row.departments:
                InspectedDepartment(inspection=inspection, department=department).clean()
        problems.refuse_if_any()

    def save(self, row: ParsedInspection, record: InspectionReceived | None) -> InspectionReceived:
        if row.authority.pk is None:
            row.authority.save()
        inspection = record or self._draft()
        self._fill(inspection, row)
        inspection.save()
        kept = list(inspection.departments.all()) if record else []
        make = partial(InspectedDepartment, inspection=inspection)
        save_departments(kept, row.departments, make)
        return inspection

    def _fill(self, inspection: InspectionReceived, row: ParsedInspection) -> None:
        fill_schedule(inspection, row)
        inspection.authority = row.authority
        for name in ("name", "asked", "result"):
            if bare(getattr(inspection, name)) != bare(getattr(row, name)):
                setattr(inspection, name, getattr(row, name))

    def _draft(self) -> InspectionReceived:
        year, status = self.options.fiscal_year, self.options.status
        return InspectionReceived(fiscal_year=year, status=status)
