"""Audits of any regime, from tables of any form: other offices' plans and lists."""

import hashlib
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.imports.audits import AuditReader, scope_of
from audits.imports.engagement import (
    Told,
    check_engagement,
    conclusion_named,
    engagement_of,
    facts_of,
    fill_engagement,
    read_engagement,
    save_criteria,
)
from audits.imports.names import ReadScope, Scope, TypeNames, read_scope, split_theme, unmarked
from audits.imports.parsed import ParsedAudit, bare
from audits.imports.saving import save_classifications, save_targets
from audits.models import Audit, AuditType, Conclusion, Regime, printed_types
from audits.scopes import word_targets
from calendars.scheduled import (
    fill_schedule,
    read_schedule_cells,
    schedule_notes,
    schedule_values,
)
from organization.names import DepartmentNames
from records.base import Life
from records.imports import (
    TITLE,
    Fact,
    Options,
    ParsedRow,
    Problems,
    Reader,
    Row,
    UnknownWordError,
    folded,
    versions,
)
from records.lists import one_line

NO_REGIME = _("“{text}” is no regime of audits.")
SEVERAL = _("“%(text)s” is a type of several regimes (%(regimes)s). Please say which.")
TAKEN_AS = _("Neither the row nor the title tells the regime; it was taken to be: {regime}.")
NEW_TYPE = _("The audit type “{name}” is new and will be made.")
MARKED = _("※ is not read here: please link by hand what was conducted together.")
EVERYONE = re.compile(r"全(?:部門|部局|部署|所属|組織|学|課|庁|社|機関|部|課室)(?:等|共通)?")
REGIME_WORDS = {
    Regime.ACCOUNTING: re.compile("会計監査人|外部監査人"),
    Regime.AUDITOR: re.compile("監事"),
    Regime.EXTERNAL: re.compile("外部|第三者|認証機関|審査機関"),
    Regime.INTERNAL: re.compile("内部"),
}
REGIMES = frozenset(
    ("内部監査", "外部監査", "外部審査", "会計監査人監査", "会計監査人", "外部監査人", "監事監査")
)
SHORT = 6  # characters of a type's short name


def read_regime(text: str) -> Regime | None:
    """The regime that a text names; None where it names none."""
    plain = folded(text)
    labels = {folded(str(one.label)): one for one in Regime}
    named = (one for one, words in REGIME_WORDS.items() if words.search(plain))
    return labels.get(plain) or next(named, None)


@dataclass(kw_only=True)
class ParsedAnyAudit(ParsedAudit):
    """An audit with all that tables of any form say; `about` is the theme."""

    regime: str
    subject: str = ""
    engagement: Told = field(default_factory=dict)

    def facts(self) -> dict[str, Fact]:
        return {
            "regime": Fact(str(Regime(self.regime).label), self.regime),
            "type": Fact(printed_types(list(self.types)), self._names()),
            "targets": Fact(self.targets, self.scope),
            "theme": Fact(self.about, bare(self.about)),
            "subject": Fact(self.subject, bare(self.subject)),
            **facts_of(self.engagement),
            **super().facts(),
        }

    def keep(self, kept: Self) -> None:
        """Blank cells leave what is kept."""
        super().keep(kept)
        self.types = self.types or kept.types
        self.about, self.subject = self.about or kept.about, self.subject or kept.subject
        if not self.targets:
            self.scope, self.targets = kept.scope, kept.targets

    def likeness(self) -> tuple[Hashable, ...]:
        """All the same; else the same but for the dates; else the same types, dates and scope.

        A row that names no departments then means what is known with any, on the same days.
        """
        what, when = (self.regime, self._names()), self.schedule.canonical()
        about = bare(self.about), bare(self.subject)
        is_kept, is_dated = not self.position, bool(self.schedule.segments)
        is_open = is_dated and (is_kept or not self.targets)
        return (
            (what, about, self.scope, when),
            (what, about, self.scope, self._month()),
            (what, self.scope, when),
            (what, about, when) if is_open else None,
            (what, when) if is_open and (is_kept or not any(about)) else None,
        )

    def _names(self) -> frozenset[str]:
        """Its types by their names: a type that is to be made has no key yet."""
        return frozenset(map(str, self.types))


class AnyAuditReader(AuditReader):
    """Reads audits of all regimes; asks for the year's audits once."""

    parsed = ParsedAnyAudit

    def __init__(self, options: Options) -> None:
        Reader.__init__(self, options)
        self.departments = DepartmentNames(options.words)
        self.types_of = {regime: TypeNames(regime, options.words) for regime in Regime.values}
        self.made: dict[tuple[str, str], AuditType] = {}
        audits = Audit.objects.in_fiscal_year(options.fiscal_year)
        ordered = audits.order_by("order", "starts_on", "pk").with_parts()
        ordered = ordered.prefetch_related("findings", "criteria", "conclusion")
        self.conclusions = list(Conclusion.objects.current().select_related("type"))
        self.audits = sorted(ordered, key=lambda audit: audit.life == Life.WITHDRAWN)
        self.last = max((audit.order for audit in self.audits), default=0)

    def held(self) -> QuerySet:
        return AuditType.objects.all()

    def state(self) -> Hashable:
        return super().state(), versions(Conclusion.objects.all())

    def read(self, row: Row, position: int) -> ParsedRow:
        problems, notes = Problems(), list[Any]()
        cells = {key: text.strip() for key, text in row.cells.items()}
        about, targets = split_theme(cells.get("targets", ""))
        draft, scope, regime = self._draft(), ReadScope(Scope.LISTED), ""
        types: tuple[AuditType, ...] = ()
        read_schedule_cells(draft, row, self.options, problems)
        with problems.of("regime"):
            regime = self._regime(cells)
        with problems.of("type"):
            regime, types = self._types(cells.get("type", ""), regime, notes)
        with problems.of("targets"):
            scope = self._scope(targets, draft)
        engagement = read_engagement(cells, problems)
        problems.refuse_if_any()
        return ParsedAnyAudit(
            regime=regime,
            types=types,
            about=one_line(cells.get("theme", "") or about),
            subject=one_line(cells.get("subject", "")),
            scope=scope,
            targets=targets,
            engagement=engagement,
            **schedule_values(draft),
            position=position,
            notes=[*schedule_notes(draft), *notes],
        )

    def check(self, row: Any, record: Audit | None) -> None:
        problems, audit = Problems(), record or self._draft()
        self._fill(audit, row)
        with problems.of("conclusion"):
            self._conclude(audit, row)
        check_engagement(audit, row.engagement, self.options.today, problems)
        problems.refuse_if_any()
        super().check(row, record)

    def save(self, row: Any, record: Audit | None) -> Audit:
        for each in row.types:
            if each.pk is None:
                each.save()
        audit = record or self._draft(order=self.last + row.position)
        self._fill(audit, row)
        self._conclude(audit, row)
        audit.save()
        save_classifications(audit, row.types)
        save_targets(audit, row.scope, self.departments.departments)
        if "criteria" in row.engagement:
            save_criteria(audit, row.engagement["criteria"])
        return audit

    def _regime(self, cells: dict[str, str]) -> str:
        """The regime of a row, empty where nothing tells it. Raises `UnknownWordError`."""
        text = cells.get("regime", "")
        found = read_regime(self.options.words.get(text, text or cells.get("type", "")))
        if text and found is None:
            known = [str(one.label) for one in Regime]
            raise UnknownWordError(text, format_lazy(NO_REGIME, text=text), known)
        return found or read_regime(cells.get(TITLE, "")) or ""

    def _types(self, text: str, regime: str, notes: list[Any]) -> tuple[str, tuple[AuditType, ...]]:
        """The regime and the types that a cell names. Raises `UnknownWordError`."""
        text, is_marked = unmarked(one_line(text))
        notes += [MARKED] if is_marked else []
        names = [self.types_of[regime]] if regime else list(self.types_of.values())
        found = [(one.regime, one.find(text)) for one in names]
        known = [(where, types) for where, types in found if types]
        if len(known) > 1:
            regimes = "、".join(str(Regime(where).label) for where, _types in known)
            raise ValidationError(SEVERAL, params={"text": text, "regimes": regimes})
        if known:
            return known[0]
        if not regime:
            regime = Regime.INTERNAL
            notes.append(format_lazy(TAKEN_AS, regime=Regime(regime).label))
        if not text:
            return regime, ()
        if not self.options.creates:
            return regime, self.types_of[regime].read(text)
        made = new_type(regime, text)
        made.clean_fields()
        notes.append(format_lazy(NEW_TYPE, name=text))
        return regime, (self.made.setdefault((regime, folded(text)), made),)

    def _scope(self, text: str, draft: Audit) -> ReadScope:
        """The departments that a cell names; none for a blank one. Raises `UnknownWordError`."""
        if not text:
            return ReadScope(Scope.LISTED)
        if EVERYONE.fullmatch(folded(text)):
            return ReadScope(Scope.ALL_BUT)
        return read_scope(text, self.departments, draft.days())

    def _draft(self, **values: Any) -> Audit:
        year, status = self.options.fiscal_year, self.options.status
        return Audit(fiscal_year=year, status=status, regime=Regime.INTERNAL, **values)

    def _fill(self, audit: Audit, row: Any) -> None:
        fill_schedule(audit, row)
        audit.regime, audit.scope = row.regime, row.scope.scope
        audit.theme, audit.subject = row.about, row.subject
        fill_engagement(audit, row.engagement)

    def _conclude(self, audit: Audit, row: Any) -> None:
        """Have `audit` come to what the row says. Raises `UnknownWordError`."""
        if text := row.engagement.get("conclusion"):
            text = self.options.words.get(text, text)
            audit.conclusion = conclusion_named(text, row.regime, row.types, self.conclusions)

    def _parsed_from(self, audit: Audit) -> ParsedAnyAudit:
        return ParsedAnyAudit(
            regime=audit.regime,
            types=tuple(audit.types),
            about=audit.theme,
            subject=audit.subject,
            scope=scope_of(audit),
            targets=word_targets(audit),
            engagement=engagement_of(audit),
            schedule=audit.schedule,
            schedule_text=audit.schedule_text,
            status=audit.status,
        )


def new_type(regime: str, name: str) -> AuditType:
    """A type that the register lacks, to be named shorter by hand."""
    code = hashlib.sha256(f"{regime} {name}".encode()).hexdigest()[:8]
    last = AuditType._meta.get_field("order").default
    return AuditType(
        regime=regime, name=name, short_name=folded(name)[:SHORT], slug=f"type-{code}", order=last
    )
