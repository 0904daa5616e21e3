"""Findings, from tables of any form and from the files of their own list.

A finding has a row for each of its actions; the n-th row is held against its n-th action,
extension, acceptance and follow-up audit. Findings that are new are drafts, like all that a table
brings.
"""

import re
from collections.abc import Hashable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_doubts import doubts
from audits.imports.department_cells import DepartmentCells
from audits.imports.finding_rows import CATEGORIES, ParsedFinding
from audits.imports.finding_saving import FindingWriter
from audits.imports.line_reader import LineReader
from audits.imports.line_rows import ParsedLine
from audits.imports.line_saving import LineWriter
from audits.models import Audit, Finding, FindingCategory
from organization.models import Department
from records.imports import (
    Options,
    Problems,
    Row,
    UnknownWordError,
    folded,
    versions,
)

NO_CATEGORY = _("“{name}” is not in the office's list of these.")
NO_EARLIER = _("“%(text)s” is neither the reference nor the ID of a finding.")
NEEDS_ID = _("A follow-up audit is named by its ID, in a column of its own.")


class AnyFindingReader(LineReader):
    """Reads findings, their departments, categories and follow-up audits."""

    model = Finding
    line: ClassVar[type[ParsedLine]] = ParsedFinding
    writer_class: ClassVar[type[LineWriter]] = FindingWriter
    writer: FindingWriter
    essential = "summary"
    needed = frozenset({"grade", "summary"})
    needs = _("A finding needs its grade and what was found.")

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.departments = DepartmentCells(options)
        self.categories = {
            (each.role, folded(each.name)): each for each in FindingCategory.objects.current()
        }

    def held(self) -> QuerySet:
        return Department.objects.all()

    def state(self) -> Hashable:
        asked = (Finding, Audit, Department, FindingCategory)
        return versions(*(model.objects.all() for model in asked))

    def links(
        self, row: Row, parsed: ParsedFinding, problems: Problems
    ) -> dict[str, tuple[Any, ...]]:
        earlier = row.cells.get("earlier", "").strip()
        return {
            "department": self.departments.of(row, parsed.audit, problems),
            "earlier": (earlier,) if earlier else (),
            **{key: self._categories(row, key, problems) for key in CATEGORIES},
        }

    def read_more(self, row: Row, parsed: ParsedFinding, problems: Problems) -> None:
        self._read_checker(row, parsed.parts["corrective_actions"], problems)
        parsed.follow_up = self._follow_up(row, problems)
        if parsed.audit.pk:
            department = next(iter(parsed.links.get("department", ())), None)
            found_on = parsed.values.get("found_on")
            told = Finding(audit=parsed.audit, department=department, found_on=found_on)
            parsed.notes += doubts(told)

    def lines_of(self, record: Any) -> int:
        return max(super().lines_of(record), len(record.follow_ups.all()))

    def check_links(self, parsed: ParsedFinding, problems: Problems) -> None:
        with problems.of("earlier"):
            text = parsed.earlier
            if text and not (self.writer.earlier(text) or self.writer.is_told(text)):
                raise ValidationError(NO_EARLIER, params={"text": text})

    def _read_checker(self, row: Row, action: dict[str, Any], problems: Problems) -> None:
        key, day = "corrective_actions.checker_department", action.get("effectiveness_checked_on")
        with problems.of(key):
            if name := row.cells.get(key, "").strip():
                then, names = day or self.options.today, self.departments.names
                action["checker_department"] = names.find(name, (then, then)).department

    def _categories(self, row: Row, key: str, problems: Problems) -> tuple[FindingCategory, ...]:
        role, cell = CATEGORIES[key], row.cells.get(key, "")
        names = filter(None, map(str.strip, re.split("[、,;；\n]", cell)))
        found = []
        for name in names:
            with problems.of(key):
                name = self.options.words.get(name, name)
                if (role, folded(name)) not in self.categories:
                    known = [each.name for each in self.categories.values() if each.role == role]
                    raise UnknownWordError(name, format_lazy(NO_CATEGORY, name=name), known)
                found.append(self.categories[role, folded(name)])
        return tuple(dict.fromkeys(found))

    def _follow_up(self, row: Row, problems: Problems) -> Audit | None:
        with problems.of("follow_up_id"):
            if text := row.cells.get("follow_up_id", "").strip():
                return self.audits.with_id(text)
        with problems.of("follow_up"):
            if row.cells.get("follow_up", "").strip():
                raise ValidationError(NEEDS_ID)
        return None
