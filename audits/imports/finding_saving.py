"""Findings built from the rows of a table, held against their rules, and written."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from audits.imports.finding_rows import CATEGORIES, ParsedFinding
from audits.imports.line_rows import ParsedLine
from audits.imports.line_saving import LineWriter, is_uid
from audits.models import (
    Finding,
    FindingClassification,
    FollowUp,
    check_acceptances,
    check_extensions,
)


class FindingWriter(LineWriter):
    """Builds and writes the findings of a table; those that repeat one further down wait for it."""

    line: ClassVar[type[ParsedLine]] = ParsedFinding

    def __init__(self, groups: Mapping[Hashable, list[ParsedFinding]]) -> None:
        super().__init__(groups)
        self._waiting: dict[str, list[Finding]] = defaultdict(list)

    def records(self) -> QuerySet:
        found = super().records().select_related("audit", "department", "repeats")
        return found.prefetch_related("follow_ups__audit", "classifications__category")

    def named(self, rows: Iterable[ParsedFinding]) -> Q:
        rows = list(rows)
        earlier = {row.earlier for row in rows if row.earlier}
        references = {text for row in rows if (text := row.values.get("reference"))}
        named = Q(reference__in=references | earlier)
        return super().named(rows) | named | Q(uid__in=set(filter(is_uid, earlier)))

    def earlier(self, text: str) -> Finding | None:
        """The finding of this reference or ID, kept or made from a row above."""
        return self.kept.get(("reference", 0, text)) or self.kept.get(("uid", 0, text))

    def is_told(self, text: str) -> bool:
        """True where a row of the table has this reference or ID."""
        rows = (group[0] for group in self.groups.values())
        return any(text in (row.uid, row.values.get("reference")) for row in rows)

    def check_parts(self, record: Finding, rows: Mapping[str, list[Any]]) -> None:
        check_extensions(rows["extensions"])
        check_acceptances(rows["acceptances"])
        record.check_closing(rows["corrective_actions"])

    def save(self, row: ParsedFinding) -> Finding:
        finding, audit = super().save(row), row.follow_up
        if audit and not FollowUp.objects.filter(finding=finding, audit=audit).exists():
            FollowUp(finding=finding, audit=audit).save()
        return finding

    def built(self, row: ParsedFinding) -> Finding:
        finding = super().built(row)
        finding.parts_are_typed = True
        finding.department = next(iter(row.links.get("department", ())), None)
        if row.earlier and (earlier := self.earlier(row.earlier)):
            finding.repeats = earlier
        return finding

    def save_links(self, record: Finding, row: ParsedFinding) -> None:
        chosen = {each.pk: each for key in CATEGORIES for each in row.links.get(key, ())}
        kept = {link.category_id: link for link in record.classifications.all()}
        for gone in kept.keys() - chosen.keys():
            kept[gone].delete()
        for new in chosen.keys() - kept.keys():
            FindingClassification(finding=record, category=chosen[new]).save()
        if row.earlier and record.repeats is None:
            self._waiting[row.earlier].append(record)

    def know(self, record: Finding, row: ParsedLine) -> None:
        """Find it by its reference, too, and have those that wait for it repeat it."""
        super().know(record, row)
        self.kept["reference", 0, record.reference] = record
        for name in filter(None, (record.reference, row.uid)):
            for later in self._waiting.pop(name, []):
                later.repeats = record
                later.save()
