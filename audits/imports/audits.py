"""Audits, a row each: tables 9 to 12 of the annual report."""

from collections.abc import Hashable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.imports.names import (
    ReadScope,
    Target,
    TypeNames,
    read_scope,
    split_theme,
    unmarked,
)
from audits.imports.parsed import (
    ParsedAccountingAudit,
    ParsedAudit,
    ParsedExternalAudit,
    ParsedTargetedAudit,
)
from audits.imports.saving import save_classifications, save_targets, save_together
from audits.imports.together import Partners
from audits.models import Audit, AuditTarget, AuditType, Regime
from audits.scopes import word_targets
from calendars.scheduled import fill_schedule, schedule_cell, schedule_notes
from organization.models import Department
from organization.names import DepartmentNames
from records.base import Life, Record
from records.imports import Options, ParsedRow, Problems, Reader, Row, filled, versions
from records.lists import one_line

LINKED = _("※ Linked as conducted together with: {audits}.")
NOT_LINKED = _(
    "※ There is no audit yet that it went together with. Once that is imported, both are linked."
)
TWICE = _("A department is listed twice.")
ACCOUNTING_TYPE = "会計監査"


class AuditReader(Reader):
    """The reader that tables 9 to 12 have in common; asks for the year's audits once."""

    model = Audit
    names: ClassVar[dict[str, Any]] = {
        "status": _("status"),
        "together": _("conducted together with"),
    }
    regime: ClassVar[str]
    about: ClassVar[str]  # the field that holds what the table prints in brackets
    parsed: ClassVar[type[ParsedAudit]]
    says_whom: ClassVar[bool] = True  # False where a table has no word for types and targets

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.departments = DepartmentNames(options.words)
        self.types = TypeNames(self.regime, options.words)
        self.partners = Partners(self.regime, options.fiscal_year)
        audits = Audit.objects.of_regime(self.regime).in_fiscal_year(options.fiscal_year)
        ordered = audits.order_by("order", "starts_on", "pk").with_parts()
        ordered = ordered.prefetch_related("findings")
        self.audits = sorted(ordered, key=lambda audit: audit.life == Life.WITHDRAWN)
        self.last = max((audit.order for audit in self.audits), default=0)

    def known(self) -> list[tuple[Record, ParsedRow]]:
        return [(audit, self._parsed_from(audit)) for audit in self.audits]

    def held(self) -> QuerySet:
        return AuditType.objects.filter(regime=self.regime)

    def state(self) -> Hashable:
        audits = Audit.objects.in_fiscal_year(self.options.fiscal_year)
        return versions(audits, Department.objects.all(), AuditType.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, draft = Problems(), self._draft()
        with problems.of("when"):
            draft.schedule_text = schedule_cell(row, self.options)
            draft.read_schedule()
            draft.check_held(self.options.today)
        values = self.read_cells(row, draft, problems)
        problems.refuse_if_any()
        return self.parsed(
            schedule=draft.schedule,
            schedule_text=draft.schedule_text,
            status=self.options.status,
            position=position,
            notes=[*schedule_notes(draft), *values.pop("notes", ())],
            **values,
        )

    def read_cells(self, row: Row, draft: Audit, problems: Problems) -> dict[str, Any]:
        """The values of the row beside its dates."""
        raise NotImplementedError

    def check(self, row: ParsedAudit, record: Audit | None) -> None:
        problems, audit = Problems(), record or self._draft()
        self._fill(audit, row)
        with problems.of("when"):
            audit.check_held(self.options.today)
        with problems.of(""):
            audit.clean_fields()
            audit.types_are_typed = True  # they may be other ones than are kept
            audit.clean()
            is_told = record is None or self.says_whom
            audit.check_conclusion(row.types if is_told else audit.types)
        with problems.of("targets"):
            self._check_targets(audit, row)
        problems.refuse_if_any()

    def save(self, row: ParsedAudit, record: Audit | None) -> Audit:
        audit = record or self._draft(order=self.last + row.position)
        self._fill(audit, row)
        audit.save()
        if record is None or self.says_whom:
            save_classifications(audit, row.types)
            save_targets(audit, row.scope, self.departments.departments)
        save_together(audit, row.partners, self.partners.audits)
        return audit

    def _draft(self, **values: Any) -> Audit:
        options = self.options
        return Audit(
            regime=self.regime, fiscal_year=options.fiscal_year, status=options.status, **values
        )

    def _fill(self, audit: Audit, row: ParsedAudit) -> None:
        fill_schedule(audit, row)
        setattr(audit, self.about, row.about)
        if audit.pk is None or self.says_whom:
            audit.scope = row.scope.scope

    def _check_targets(self, audit: Audit, row: ParsedAudit) -> None:
        chosen = [target.department_id for target in row.scope.targets]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(TWICE)
        for key in chosen:
            department = self.departments.departments[key]
            AuditTarget(audit=audit, department=department).clean()

    def _parsed_from(self, audit: Audit) -> ParsedAudit:
        partners = audit.partner_ids & self.partners.audits.keys()
        return self.parsed(
            types=tuple(audit.types),
            about=getattr(audit, self.about),
            scope=scope_of(audit),
            targets=word_targets(audit),
            schedule=audit.schedule,
            schedule_text=audit.schedule_text,
            status=audit.status,
            partners=partners,
            partners_text=self.partners.words(partners),
        )


class TargetedReader(AuditReader):
    """Tables 9 and 12."""

    about = "theme"
    parsed = ParsedTargetedAudit

    def read_cells(self, row: Row, draft: Audit, problems: Problems) -> dict[str, Any]:
        values: dict[str, Any] = {}
        is_together = False
        with problems.of("type"):
            text, is_together = unmarked(filled(row, "type"))
            values["types"] = self.types.read(text)
        with problems.of("targets"):
            values["about"], values["targets"] = split_theme(filled(row, "targets"))
            values["scope"] = read_scope(values["targets"], self.departments, draft.days())
        if is_together and not problems.found:
            theme = "".join(values["about"].split())
            found = self.partners.of(values["types"], theme, draft.schedule, draft.days())
            text = self.partners.words(found)
            note = format_lazy(LINKED, audits=text) if found else NOT_LINKED
            values |= {"partners": found, "partners_text": text, "notes": [note]}
        return values


class InternalReader(TargetedReader):
    """Table 9."""

    regime = Regime.INTERNAL


class AuditorReader(TargetedReader):
    """Table 12."""

    regime = Regime.AUDITOR


class ExternalReader(AuditReader):
    """Table 10."""

    regime = Regime.EXTERNAL
    about = "subject"
    parsed = ParsedExternalAudit

    def read_cells(self, row: Row, draft: Audit, problems: Problems) -> dict[str, Any]:
        values: dict[str, Any] = {}
        with problems.of("type"):
            values["types"], values["about"] = self.types.read_with_subject(filled(row, "type"))
        with problems.of("targets"):
            values["targets"] = filled(row, "targets")
            values["scope"] = read_scope(values["targets"], self.departments, draft.days())
        return values


class AccountingReader(AuditReader):
    """Table 11: of the agency as a whole, and of the type that the table's title names."""

    regime = Regime.ACCOUNTING
    about = "subject"
    parsed = ParsedAccountingAudit
    says_whom = False

    def read_cells(self, row: Row, draft: Audit, problems: Problems) -> dict[str, Any]:
        values: dict[str, Any] = {"scope": ReadScope(Audit.Scope.AGENCY), "targets": ""}
        with problems.of("subject"):
            values["about"] = one_line(filled(row, "subject"))
        with problems.of(""):
            values["types"] = self.types.read(ACCOUNTING_TYPE)
        return values


def scope_of(audit: Audit) -> ReadScope:
    """The scope of a kept audit, as a reading of its words would give it."""
    targets = tuple(
        Target(target.department_id, target.role, target.without_parent)
        for target in audit.targets.all()
    )
    return ReadScope(audit.scope, targets)
