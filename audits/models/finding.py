"""Findings through their life: answered, acted on, checked, closed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import finding_states
from audits.finding_states import State
from audits.models.acceptance import check_acceptances
from audits.models.audit import Audit
from audits.models.chronology import ONLY_A_REPEAT, check_days, check_repeat
from audits.models.elements import Elements, next_reference
from audits.models.finding_queries import FindingQuerySet
from audits.models.finding_upgrades import UPGRADES
from audits.models.follow_up import check_extensions
from audits.models.inspection import inspected_by
from audits.models.remedy import CorrectiveAction, check_closing_actions
from audits.models.request import check_closing_requests
from organization.contacts import departments_of
from organization.models import Department
from records.base import (
    NOTHING,
    Life,
    ObjectScope,
    Record,
    Upgrade,
    Visibility,
)
from records.storage import lock

NOTHING_TO_PUBLISH = _("Please write what the public is to read before you publish it.")
NAMED_BY_A_PROCEDURE = _("A procedure of its audit names this finding. Please change that first.")
_LOCK = 0x66696E64  # any number, the same in every worker


class Finding(Elements, Record):
    """A finding (指摘事項) of an audit."""

    class Grade(models.TextChoices):
        MAJOR = "major", _("major nonconformity")
        MINOR = "minor", _("minor nonconformity")
        OBSERVATION = "observation", _("observation")
        IMPROVEMENT = "improvement", _("opportunity for improvement")

    audit = models.ForeignKey(
        Audit, on_delete=models.PROTECT, related_name="findings", verbose_name=_("audit")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade)
    is_repeat = models.BooleanField(
        _("repeat finding"), default=False, help_text=_("It had been found before.")
    )
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("earlier finding"),
        help_text=_("The finding that it repeats, where that is on record."),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("department in charge"),
    )
    summary = models.TextField(_("finding"))
    found_on = models.DateField(_("found on"), null=True, blank=True)
    due_on = models.DateField(
        _("due on"),
        null=True,
        blank=True,
        help_text=_("The day by which the action must be completed, as it was first set."),
    )
    answer = models.TextField(_("answer of the department"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.TextField(
        _("reason for closing"),
        blank=True,
        help_text=_("Needed where not every action was completed and checked effective."),
    )

    objects: ClassVar = FindingQuerySet.as_manager()

    schema: ClassVar[int] = 6
    upgrades: ClassVar[Mapping[int, Upgrade]] = UPGRADES
    parts: ClassVar[tuple[str, ...]] = (
        *("corrective_actions", "extensions", "follow_ups"),
        *("classifications", "acceptances", "papers"),
    )
    names: ClassVar[tuple[str, ...]] = ("department",)
    # Findings are for those concerned; one can be published, but none waits for it. Its page tells
    # the public its `public_summary`, not the record.
    meant_for_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "audit__fiscal_year"
    loose_links: ClassVar[tuple[str, ...]] = ("repeats",)
    # A form that shows the parts, too, holds the finding against them as typed, not as kept.
    parts_are_typed = False

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        permissions = [("answer_finding", "Can answer findings of the account's departments")]
        ordering = ["audit", "number"]
        # Among many that are closed or given, few are open or drafts.
        indexes = [
            models.Index(fields=["closed_on"], name="finding_by_closing"),
            models.Index(fields=["life"], name="finding_by_life"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="finding_number_is_used_once",
                violation_error_message=_("This audit already has a finding with this number."),
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="finding_reference_is_used_once",
                violation_error_message=_("Another finding already has this reference."),
            ),
            models.CheckConstraint(
                name="finding_closes_after_it_was_found",
                condition=Q(found_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("found_on")),
                violation_error_message=_("A finding cannot be closed before it was found."),
            ),
            models.CheckConstraint(
                name="finding_is_due_after_it_was_found",
                condition=Q(found_on=None) | Q(due_on=None) | Q(due_on__gte=F("found_on")),
                violation_error_message=_("A finding cannot be due before it was found."),
            ),
            models.CheckConstraint(
                name="finding_is_answered_after_it_was_found",
                condition=Q(found_on=None)
                | Q(answered_on=None)
                | Q(answered_on__gte=F("found_on")),
                violation_error_message=_("A finding cannot be answered before it was found."),
            ),
            models.CheckConstraint(
                name="finding_is_answered_before_it_is_closed",
                condition=Q(closed_on=None)
                | Q(answered_on=None)
                | Q(answered_on__lte=F("closed_on")),
                violation_error_message=_("A finding cannot be answered after it was closed."),
            ),
            models.CheckConstraint(
                name="answer_and_its_day_go_together",
                condition=Q(answer="", answered_on=None, answered_by="")
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                violation_error_message=_("An answer has both a text and a date."),
            ),
            models.CheckConstraint(
                name="response_comes_with_the_answer",
                condition=Q(response="") | ~Q(answer=""),
                violation_error_message=_("A response needs the answer that goes with it."),
            ),
            models.CheckConstraint(
                name="only_a_closed_finding_says_why",
                condition=Q(closing_reason="") | Q(closed_on__isnull=False),
                violation_error_message=_("A reason for closing needs the day of closing."),
            ),
            models.CheckConstraint(
                name="only_a_repeat_names_an_earlier_finding",
                condition=Q(repeats=None) | (Q(is_repeat=True) & ~Q(repeats=F("id"))),
                violation_error_message=ONLY_A_REPEAT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:finding", args=[self.uid])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding or self.reference:
            super().save(*args, **kwargs)
            return
        with lock(_LOCK):  # until the transaction ends: nobody else takes the same reference
            self.reference = next_reference(type(self), self.audit.fiscal_year, self.audit.regime)
            super().save(*args, **kwargs)

    @property
    def parent(self) -> Audit:
        return self.audit

    @property
    def is_public(self) -> bool:
        """Never as a record: what anyone may read of a published one is told by itself."""
        return False

    @property
    def is_published(self) -> bool:
        """True while anyone may read its summary for the public: its audit is public, too."""
        states = {(one.visibility, one.life) for one in (self, self.audit)}
        return states == {(Visibility.PUBLIC, Life.REGISTERED)} and bool(self.public_summary)

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """The findings of a contact's departments, and those of an inspection with their past."""
        own, inspected = departments_of(user), inspected_by(user, at, "audit__")
        return ObjectScope((Q(department__in=own) if own else NOTHING) | inspected, past=inspected)

    def lacks_for_public(self) -> str:
        return "" if self.public_summary.strip() else str(NOTHING_TO_PUBLISH)

    def kept_because(self) -> str:
        is_open = self.life == Life.REGISTERED and self.closed_on is None
        return str(_("the finding is not closed")) if is_open else ""

    def categories(self, role: str) -> list[str]:
        """Its root causes or its themes, by name."""
        rows = self.classifications.all()
        return [row.category.name for row in rows if row.category.role == role]

    def state(self, at: date) -> State:
        """The last state that it had reached by the end of `at`."""
        return finding_states.state_at(
            at,
            closed_on=self.closed_on,
            answered_on=self.answered_on,
            actions=self.corrective_actions.all(),
            acceptances=self.acceptances.all(),
        )

    def due(self, at: date) -> date | None:
        """The due date as it stood at the end of `at`."""
        return finding_states.due_at(self.due_on, self.extensions.all(), at)

    def is_overdue(self, at: date) -> bool:
        """Return True if its action should have been completed before `at` and was not."""
        is_given = self.life != Life.DRAFT
        return is_given and finding_states.is_overdue(self.state(at), self.due(at), at)

    def clean(self) -> None:
        super().clean()
        check_repeat(self)
        if self.audit_id:
            check_days(self)
            self._check_procedures()
        if not self.parts_are_typed:
            try:
                self._check_kept_parts()
            except ValidationError as error:  # it may name fields that are the part's
                raise ValidationError(error.messages) from error

    def check_closing(self, actions: Iterable[CorrectiveAction]) -> None:
        """Raise `ValidationError` where it is closed and these actions, or requests, are open."""
        if self.closed_on and not self.closing_reason:
            check_closing_actions(actions)
            if self.department:
                check_closing_requests(self.audit, self.department, self.closed_on)

    def _check_procedures(self) -> None:
        """Raise `ValidationError` where a procedure of another audit names it.

        Not under a field's name: a form may show the finding and not its audit.
        """
        named = self.procedures.all() if self.pk else ()
        if any(row.procedure.audit_id != self.audit_id for row in named):
            raise ValidationError(NAMED_BY_A_PROCEDURE)

    def _check_kept_parts(self) -> None:
        extensions = list(self.extensions.all()) if self.pk else []
        actions = list(self.corrective_actions.all()) if self.pk else []
        acceptances = list(self.acceptances.all()) if self.pk else []
        for row in (*extensions, *actions, *acceptances):
            row.finding = self
            row.clean()
        check_extensions(extensions)
        check_acceptances(acceptances)
        self.check_closing(actions)
