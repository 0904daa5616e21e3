"""Requests for documents, from tables of any form and from the files of their own list.

A request has a row for each step that was taken. One of which a table tells steps was sent, so it
is registered; any other that is new is a draft, to be sent on the audit's page.
"""

from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audits.imports.department_cells import DepartmentCells
from audits.imports.line_reader import LineReader
from audits.imports.line_rows import ParsedLine, PartFields
from audits.imports.line_saving import LineWriter
from audits.models import Audit, DocumentRequest, RequestStep
from audits.request_lines import STEP_FIELDS
from audits.requests import NOT_APPROVED
from organization.models import Department
from records.base import Life
from records.imports import Options, Problems, Row, versions


class ParsedRequest(ParsedLine):
    """A line of a request: the request, and its n-th step."""

    model: ClassVar[type[Any]] = DocumentRequest
    fields: ClassVar[tuple[str, ...]] = (
        *("number", "title", "period", "medium", "contact", "due_on", "remarks"),
    )
    part_fields: ClassVar[PartFields] = {"steps": (RequestStep, STEP_FIELDS)}
    link_keys: ClassVar[tuple[str, ...]] = ("department",)
    called: ClassVar[tuple[str, ...]] = ("number", "title")

    @classmethod
    def links_of(cls, record: DocumentRequest) -> dict[str, tuple[Any, ...]]:
        return {"department": (record.department,) if record.department else ()}


class RequestWriter(LineWriter):
    """Builds and writes the requests of a table."""

    line: ClassVar[type[ParsedLine]] = ParsedRequest

    def records(self) -> QuerySet:
        return super().records().select_related("audit", "department")

    def built(self, row: ParsedRequest) -> DocumentRequest:
        request: DocumentRequest = super().built(row)
        request.steps_are_typed = True
        request.department = next(iter(row.links.get("department", ())), None)
        if row.parts.get("steps") and request.life == Life.DRAFT:
            request.life = Life.REGISTERED
        return request

    def check_parts(self, record: DocumentRequest, rows: Mapping[str, list[Any]]) -> None:
        if rows["steps"] and record.audit.life != Life.REGISTERED:
            raise ValidationError(NOT_APPROVED)
        record.check_steps(rows["steps"])


class AnyRequestReader(LineReader):
    """Reads requests, the departments that they ask, and their steps."""

    model = DocumentRequest
    line: ClassVar[type[ParsedLine]] = ParsedRequest
    writer_class: ClassVar[type[LineWriter]] = RequestWriter
    essential = "heading"
    needed = frozenset({"title"})
    needs = _("A request says what is asked for.")

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.departments = DepartmentCells(options)

    def state(self) -> Hashable:
        return versions(*(model.objects.all() for model in (DocumentRequest, Audit, Department)))

    def links(
        self, row: Row, parsed: ParsedRequest, problems: Problems
    ) -> dict[str, tuple[Any, ...]]:
        return {"department": self.departments.of(row, parsed.audit, problems)}
