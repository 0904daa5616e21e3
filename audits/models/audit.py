"""One audit: what it is called, whom it covers, and what it was conducted together with."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self, TypeAlias

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.models.audit_parts import AuditClassification, AuditTarget
from audits.models.chronology import check_findings
from audits.models.engagement import Engagement
from audits.models.inspection import inspected_by
from audits.models.scope import COVERING, AuditScope, of_contact
from audits.models.types import SLIP_REASON_HELP, AuditType, Regime, printed_types
from calendars.scheduled import ScheduledQuerySet, ScheduledRecord, SegmentRow
from records.base import ObjectScope, Record, Upgrade, added, in_part, in_turn
from records.storage import RowLoader

NO_TARGET = _("“{audit}” names no target department. Please add one, or choose another scope.")


class AuditQuerySet(ScheduledQuerySet):
    def of_regime(self, regime: str) -> Self:
        """Audits under this regime."""
        return self.filter(regime=regime)

    def of_type(self, slug: str) -> Self:
        """Audits that are (also) of this type."""
        return self.filter(
            models.Exists(
                AuditClassification.objects.filter(audit=models.OuterRef("pk"), type__slug=slug)
            )
        )

    def with_names(self) -> Self:
        return self.prefetch_related("classifications__type")

    def with_rules(self) -> Self:
        return self.prefetch_related("findings")

    def in_plan_order(self) -> Self:
        """By regime as the report has them, then by their place in its table."""
        places = (models.When(regime=regime, then=n) for n, regime in enumerate(Regime.values))
        return self.order_by(models.Case(*places), "order", "pk")

    def with_words(self) -> Self:
        """With what its title and its targets are worded from."""
        targets = AuditTarget.objects.select_related(
            "department__parent_department__parent_department__parent_department"
        )
        return self.prefetch_related(
            "classifications__type", models.Prefetch("targets", queryset=targets)
        )

    def with_parts(self) -> Self:
        """With what a row of the report needs, in a constant number of queries."""
        return self.with_words().prefetch_related("conducted_with", "conducted_for")


class Audit(Engagement, ScheduledRecord):
    """An audit or external review as the plan and the report list it: one row of theirs."""

    Scope: TypeAlias = AuditScope

    regime = models.CharField(
        _("regime"),
        max_length=10,
        choices=Regime,
        help_text=_("Decides the table of the annual report in which the audit stands (9 to 12)."),
    )
    theme = models.CharField(
        _("theme"), max_length=200, blank=True, help_text=_("課題の取組状況, 外部監査の取組状況")
    )
    subject = models.CharField(
        _("subject"),
        max_length=300,
        blank=True,
        help_text=_("The operation or matter audited; prints in brackets after the type: 継続審査"),
    )
    scope = models.CharField(
        _("scope"),
        max_length=10,
        choices=Scope,
        default=Scope.LISTED,
        help_text=_("Usually the departments listed: name them under target departments below."),
    )
    targets_override = models.CharField(
        _("targets as printed"),
        max_length=300,
        blank=True,
        help_text=_("Only where the printed report words them differently from the rule."),
    )
    order = models.PositiveSmallIntegerField(
        _("place in the report"), default=1, help_text=_("Order within its table of the report.")
    )

    slip_reason = models.TextField(_("reason for the slip"), blank=True, help_text=SLIP_REASON_HELP)

    objects: ClassVar = AuditQuerySet.as_manager()

    schema: ClassVar[int] = 7
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        **ScheduledRecord.upgrades,
        3: added(slip_reason=""),
        4: added(status_reason=""),
        5: added(papers=[]),
        6: in_turn(
            added(
                objective="",
                scope_text="",
                period_text="",
                period="",
                by_documents=False,
                on_site=False,
                remotely=False,
                focus_points="",
                opening_on=None,
                exit_on=None,
                reported_on=None,
                report_number="",
                addressee="",
                conclusion=None,
                conclusion_basis="",
                distribution="",
                criteria=[],
            ),
            in_part("auditors", added(planned_days=None)),
        ),
    }
    row_loader: ClassVar[RowLoader] = RowLoader(
        {"classifications": ("type",), "targets": ("department",)}
    )
    parts: ClassVar[tuple[str, ...]] = (
        *("classifications", "targets", "criteria", "auditors", "conducted_with"),
        "papers",
    )
    shadowed_fields: ClassVar[Mapping[str, str]] = {
        **ScheduledRecord.shadowed_fields,
        "period_text": "period",
    }

    class Meta(ScheduledRecord.Meta):
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        constraints = [*ScheduledRecord.Meta.constraints, *Engagement.Meta.constraints]
        permissions = [("record_results", "Can record the results of audits by auditors")]

    def __str__(self) -> str:
        return self.title or self._regime_name()

    def get_absolute_url(self) -> str:
        return reverse("audits:audit", args=[self.uid])

    @property
    def types(self) -> list[AuditType]:
        """Its types, in order; usually one."""
        return [classification.type for classification in self.rows_of("classifications")]

    @property
    def type_text(self) -> str:
        """Its types as the report prints them."""
        return printed_types(self.types)

    @property
    def title(self) -> str:
        """Its types, and in brackets what it was about: 「ISMS審査（継続審査）」."""
        about = self.subject or self.theme
        if not self.type_text:
            return about
        return f"{self.type_text}（{about}）" if about else self.type_text

    @property
    def in_english(self) -> str:
        """Its title in English, what it was about as it stands; empty where a type has no name."""
        names = [audit_type.english_name for audit_type in self.types]
        if not names or not all(names):
            return ""
        about = self.subject or self.theme
        return capfirst(" and ".join(names)) + (f" ({about})" if about else "")

    def _regime_name(self) -> str:
        """What it is called while neither type nor subject is known, in the record's language."""
        with translation.override("ja"):
            return str(self.get_regime_display())

    @property
    def partners(self) -> list["Audit"]:
        """Audits conducted together with this one, whichever of the two names the other."""
        named = [link.partner for link in self.conducted_with.all()]
        return named + [link.audit for link in self.conducted_for.all()]

    @property
    def partner_ids(self) -> frozenset[int]:
        """The keys of the same audits, without loading them."""
        named = {link.partner_id for link in self.conducted_with.all()}
        return frozenset(named | {link.audit_id for link in self.conducted_for.all()})

    def targets_in(self, *roles: str) -> list["AuditTarget"]:
        """Its targets in these roles, in order."""
        return [target for target in self.rows_of("targets") if target.role in roles]

    def clean(self) -> None:
        super().clean()
        if self.pk:
            check_findings(self.schedule, self.rows_of("findings"))

    def lacks(self) -> str:
        """A department listed, where its scope is those listed."""
        if self.scope != self.Scope.LISTED or self.targets_in(*COVERING):
            return ""
        return NO_TARGET.format(audit=f"{self}（{self.official_schedule}）")

    def children(self) -> Iterable[Record]:
        return self.findings.all()

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """The audits that concern a contact, and those of an inspection with their past."""
        inspected = inspected_by(user, at)
        return ObjectScope(of_contact(user, cls.objects.all()) | inspected, past=inspected)


class AuditSegment(SegmentRow):
    record = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="segments")
