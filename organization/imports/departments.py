"""Departments, from tables of any form."""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organization.models import LAST_ORDER, Department
from organization.names import DIVISION, SECTION, part_of_departments, with_parents
from organization.terms import day_of
from records.base import Life, Record
from records.imports import (
    WHOLE,
    ColumnSpec,
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    Spec,
    TableImport,
    UnknownWordError,
    filled,
    folded,
    versions,
)
from records.lists import one_line

NO_PARENT = _("There is no department “{name}” to which it could belong.")
NO_KIND = _("“{text}” is no kind of department.")
NEW_PARENT = _("The department “{name}” is new and will be made.")

KIND_ENDS = {
    "事務局": Department.Kind.BUREAU,
    "センター": Department.Kind.CENTRE,
    "課": Department.Kind.SECTION,
    "係": Department.Kind.SECTION,
    "室": Department.Kind.OFFICE,
}


@dataclass(kw_only=True)
class ParsedDepartment(ParsedRow):
    """A department as a table has it, or a kept one in the same terms."""

    name: str
    parent: Department | None
    kind: str
    short_name: str
    duties: str
    valid_from: date | None
    valid_until: date | None
    made: Department | None = None

    @classmethod
    def of(cls, department: Department) -> Self:
        """A kept department."""
        return cls(
            name=department.name,
            parent=department.parent_department,
            kind=department.kind,
            short_name=department.short_name,
            duties=department.duties,
            valid_from=department.valid_from,
            valid_until=department.valid_until,
        )

    def facts(self) -> dict[str, Fact]:
        parent = self.parent.name if self.parent else ""
        return {
            "name": Fact(self.name, folded(self.name)),
            "parent": Fact(parent, folded(parent)),
            "kind": Fact(str(Department.Kind(self.kind).label), self.kind),
            "short_name": Fact(self.short_name, folded(self.short_name)),
            "duties": Fact(self.duties, folded(self.duties)),
            "valid_from": Fact(str(self.valid_from or ""), self.valid_from),
            "valid_until": Fact(str(self.valid_until or ""), self.valid_until),
        }

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        for name in ("parent", "short_name", "duties", "valid_from", "valid_until"):
            setattr(self, name, getattr(self, name) or getattr(kept, name))

    def likeness(self) -> tuple[Hashable, ...]:
        """The name and what it belongs to; else the name alone."""
        parent = folded(self.parent.name) if self.parent else ""
        return (folded(self.name), parent), None if parent else (folded(self.name),)


class DepartmentReader(Reader):
    """Reads departments; asks for all once."""

    model = Department

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        departments = with_parents(Department.objects.order_by("order", "pk")).values()
        self.kept = sorted(departments, key=lambda one: one.life == Life.WITHDRAWN)
        self.named = {folded(one.name): one for one in reversed(self.kept)}
        self.last = max((one.order for one in self.kept), default=0)

    def known(self) -> Sequence[tuple[Record, ParsedRow]]:
        return [(one, ParsedDepartment.of(one)) for one in self.kept]

    def held(self) -> QuerySet:
        return Department.objects.all()

    def state(self) -> Hashable:
        return versions(Department.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, notes = Problems(), list[Any]()
        name, kind, parent = "", "", None
        days: dict[str, date | None] = {}
        with problems.of("name"):
            *above, name = (one.strip() for one in filled(row, "name").split("\n"))
            above = above or [row.cells.get("parent", "").strip()]
            parent = self._parent(above[-1], notes) if above[-1] else None
        with problems.of("kind"):
            kind = kind_of(row.cells.get("kind", "").strip(), name)
        for key in ("valid_from", "valid_until"):
            with problems.of(key):
                days[key] = day_of(row.cells.get(key, ""), self.options.fiscal_year)
        problems.refuse_if_any()
        parsed = ParsedDepartment(
            name=one_line(name),
            parent=parent,
            kind=kind,
            short_name=one_line(row.cells.get("short_name", "").strip()),
            duties=row.cells.get("duties", "").strip(),
            made=new_department(name, self.last + position),
            notes=notes,
            **days,
        )
        self.named.setdefault(folded(name), _filled(parsed.made or Department(), parsed))
        return parsed

    def check(self, row: ParsedDepartment, record: Department | None) -> None:
        problems = Problems()
        with problems.of(""):
            department = _filled(record or row.made or Department(), row)
            department.clean_fields(exclude=["parent_department"])
            department.clean()
        problems.refuse_if_any()

    def save(self, row: ParsedDepartment, record: Department | None) -> Department:
        department = _filled(record or row.made or Department(), row)
        parent = department.parent_department
        if parent is not None and parent.pk is None:
            parent.save()
            department.parent_department = parent
        department.save()
        return department

    def _parent(self, name: str, notes: list[Any]) -> Department:
        """The department that another belongs to. Raises `UnknownWordError`."""
        name = one_line(self.options.words.get(name, name))
        if folded(name) not in self.named:
            if not self.options.creates:
                known = [one.name for one in self.kept]
                raise UnknownWordError(name, format_lazy(NO_PARENT, name=name), known)
            notes.append(format_lazy(NEW_PARENT, name=name))
            self.named[folded(name)] = new_department(name, self.last + 1)
        return self.named[folded(name)]


def _filled(department: Department, row: ParsedDepartment) -> Department:
    department.name, department.parent_department = row.name, row.parent
    department.kind, department.short_name = row.kind, row.short_name
    department.duties = row.duties
    department.valid_from, department.valid_until = row.valid_from, row.valid_until
    return department


def kind_of(text: str, name: str) -> str:
    """The kind of a department by a cell's text, else by its name. Raises `UnknownWordError`."""
    ends = (kind for end, kind in KIND_ENDS.items() if folded(text or name).endswith(end))
    labels = {folded(str(kind.label)): kind for kind in Department.Kind}
    found = labels.get(folded(text)) or next(ends, None)
    if found is None and text and not folded(text).endswith(("部", "部門", "局", "本部")):
        known = [str(kind.label) for kind in Department.Kind]
        raise UnknownWordError(text, format_lazy(NO_KIND, text=text), known)
    return found or Department.Kind.DEPARTMENT


def new_department(name: str, order: int) -> Department:
    """A department that the register lacks."""
    code = hashlib.sha256(f"{order} {name}".encode()).hexdigest()[:8]
    order = min(order, LAST_ORDER)
    return Department(
        name=one_line(name), kind=kind_of("", name), slug=f"department-{code}", order=order
    )


ANY_DEPARTMENTS = TableImport(
    Spec(
        "部門",
        (
            ColumnSpec(
                "name",
                "部門名",
                (
                    *("部署名", "組織名", "部門", "部署", "名称", "組織", "部課名", "課名", "課"),
                    *("課室", "課室名", "室", "係", "部局名", "部局", "部", "部名", "局", "所属名"),
                ),
                words="(?:部門|部署|組織|部課|課室|所属|部局)名?",
                part=part_of_departments,
                join=lambda parts: "\n".join(
                    text for part in (DIVISION, SECTION, WHOLE) if (text := parts.get(part, ""))
                ),
                example="総務課",
            ),
            ColumnSpec(
                "parent",
                "上位部門",
                ("上位組織", "属する部門", "所属部", "上位部署", "親組織"),
                required=False,
                repeats=True,
                words="上位|属する",
                example="管理部",
            ),
            ColumnSpec(
                "kind", "部門の種別", ("種別", "区分", "組織区分"), required=False, example="課"
            ),
            ColumnSpec("short_name", "略称", ("略名", "短縮名"), required=False, example="総務"),
            ColumnSpec(
                "duties",
                "主な業務",
                (
                    *("業務", "所掌事務", "分掌事務", "事務分掌", "業務内容", "主な業務内容"),
                    *("主な事務", "所管業務", "担当業務", "職務"),
                ),
                required=False,
                words="業務|事務|分掌",
                example="人事及び給与",
            ),
            ColumnSpec(
                "valid_from",
                "設置日",
                ("設置年月日", "設立日", "発足日", "新設日"),
                required=False,
                words="設置|発足|新設",
                example="平成28年４月１日",
            ),
            ColumnSpec(
                "valid_until",
                "廃止日",
                ("廃止年月日", "最終日"),
                required=False,
                words="廃止",
                example="平成29年３月31日",
            ),
        ),
    ),
    Department,
    DepartmentReader,
    makes=("organization.add_department",),
    made="parent",
)
