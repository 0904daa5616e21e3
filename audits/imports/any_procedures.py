"""Audit procedures, from tables of any form and from the files of their own list."""

import re
from collections.abc import Hashable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audits.imports.line_reader import LineReader
from audits.imports.line_rows import ParsedLine
from audits.imports.line_saving import LineWriter
from audits.models import Audit, Finding, Procedure, ProcedureFinding
from records.imports import Options, Problems, Row, folded, versions

NO_FINDING = _("“%(text)s” is neither the reference nor the number of a finding of this audit.")


class ParsedProcedure(ParsedLine):
    """A procedure; it has no parts, so each is one row."""

    model: ClassVar[type[Any]] = Procedure
    fields: ClassVar[tuple[str, ...]] = (
        *("number", "objective", "procedure", "criteria", "technique", "population"),
        *("population_size", "selection", "sample_size", "result", "exceptions", "conclusion"),
        *("evidence", "done_by", "done_on", "reviewed_by", "reviewed_on"),
    )
    link_keys: ClassVar[tuple[str, ...]] = ("findings",)
    called: ClassVar[tuple[str, ...]] = ("number", "procedure")

    @classmethod
    def links_of(cls, record: Procedure) -> dict[str, tuple[Any, ...]]:
        return {"findings": tuple(row.finding for row in record.findings.all())}


class ProcedureWriter(LineWriter):
    """Builds and writes the procedures of a table, and links them with findings."""

    line: ClassVar[type[ParsedLine]] = ParsedProcedure

    def records(self) -> Any:
        return super().records().prefetch_related("findings__finding__audit")

    def save_links(self, record: Procedure, row: ParsedProcedure) -> None:
        named = {finding.pk: finding for finding in row.links.get("findings", ())}
        kept = {link.finding_id: link for link in record.findings.all()}
        for gone in kept.keys() - named.keys():
            kept[gone].delete()
        for new in named.keys() - kept.keys():
            ProcedureFinding(procedure=record, finding=named[new]).save()


class AnyProcedureReader(LineReader):
    """Reads procedures, and the findings that came of them."""

    model = Procedure
    line: ClassVar[type[ParsedLine]] = ParsedProcedure
    writer_class: ClassVar[type[LineWriter]] = ProcedureWriter
    essential = "procedure"
    needed = frozenset({"procedure"})
    needs = _("A procedure says what is tested, and how.")

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._findings: dict[int, Mapping[str, Finding]] = {}

    def state(self) -> Hashable:
        return versions(*(model.objects.all() for model in (Procedure, Audit, Finding)))

    def links(
        self, row: Row, parsed: ParsedProcedure, problems: Problems
    ) -> dict[str, tuple[Any, ...]]:
        names = filter(None, map(str.strip, re.split("[、,;；\n]", row.cells.get("findings", ""))))
        found = []
        for name in names if parsed.audit.pk else ():
            with problems.of("findings"):
                known = self._findings_of(parsed.audit)
                if (finding := known.get(folded(name))) is None:
                    raise ValidationError(NO_FINDING, params={"text": name})
                found.append(finding)
        return {"findings": tuple(dict.fromkeys(found))}

    def _findings_of(self, audit: Audit) -> Mapping[str, Finding]:
        """The findings of an audit by their references and numbers; asks once for each audit."""
        if audit.pk not in self._findings:
            found = list(audit.findings.select_related("audit"))
            names = {str(each.number): each for each in found}
            references = {folded(each.reference): each for each in found if each.reference}
            self._findings[audit.pk] = names | references
        return self._findings[audit.pk]
