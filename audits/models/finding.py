"""Findings through their life: answered, acted on, checked, closed."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import finding_states
from audits.finding_states import State
from audits.models.audit import Audit
from audits.models.chronology import ONLY_A_REPEAT, check_days, check_repeat
from audits.models.elements import Elements, next_reference
from audits.models.inspection import inspected_by
from audits.models.remedy import (
    CorrectiveAction,
    DueDateExtension,
    check_closing_actions,
    check_extensions,
)
from organization.contacts import departments_of
from organization.models import Department
from records.base import (
    NOTHING,
    Life,
    ObjectScope,
    Record,
    RecordQuerySet,
    Upgrade,
    added,
    in_part,
    in_turn,
)
from records.storage import lock

SOON = 30  # days before the due date from which a finding is due soon
_LOCK = 0x66696E64  # any number, the same in every worker
NEW_ANSWER = timedelta(days=14)  # during which an answer is shown, whatever it says


def _is_planned(at: date) -> Exists:
    """True of findings of which an action is planned for `at` or later."""
    actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"), planned_for__gte=at)
    return Exists(actions.exclude(completed_on__lte=at))


class FindingQuerySet(RecordQuerySet):
    def visible_to(self, user: Any, at: date | None = None) -> Self:
        """As for any record, and never where the audit itself is not visible."""
        audits, found = Audit.objects.visible_to(user, at), super().visible_to(user, at)
        # Where all audits are visible, a database would still go through all of them.
        return found.filter(audit__in=audits) if audits.query.where else found

    def with_names(self) -> Self:
        return self.select_related("audit").prefetch_related("audit__classifications__type")

    def made_by(self, on: date) -> Self:
        """Findings that were made on or before `on`, as far as is known."""
        made = self.annotate(made_on=Coalesce("found_on", "audit__starts_on"))
        return made.filter(Q(made_on=None) | Q(made_on__lte=on))

    def completed_as_of(self, on: date) -> Self:
        """措置が完了したもの: made and closed by the end of `on`."""
        return self.made_by(on).filter(closed_on__lte=on)

    def not_completed_as_of(self, on: date) -> Self:
        """措置が完了していないもの: made by the end of `on` and not closed by then."""
        return self.made_by(on).not_closed(on)

    def not_closed(self, on: date) -> Self:
        """Findings that were not closed by the end of `on`."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def with_due_date(self, at: date) -> Self:
        """With `due_at`: the due date with the extensions granted by the end of `at`."""
        granted = DueDateExtension.objects.filter(finding=OuterRef("pk"), granted_on__lte=at)
        latest = granted.order_by().values("finding").annotate(latest=Max("due_on"))
        return self.annotate(due_at=Coalesce(Subquery(latest.values("latest")), F("due_on")))

    def with_state(self, at: date) -> Self:
        """With `state_at`: the last state reached by the end of `at`, as in `finding_states`."""
        actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"))
        standing = actions.exclude(was_effective=False, effectiveness_checked_on__lte=at)
        unfinished = standing.exclude(completed_on__lte=at)
        unproven = standing.exclude(was_effective=True, effectiveness_checked_on__lte=at)
        steps = (
            When(closed_on__lte=at, then=Value(State.CLOSED)),
            When(Exists(standing) & ~Exists(unproven), then=Value(State.CONFIRMED)),
            When(Exists(standing) & ~Exists(unfinished), then=Value(State.COMPLETED)),
            When(answered_on__lte=at, then=Value(State.ANSWERED)),
        )
        return self.annotate(state_at=Case(*steps, default=Value(State.OPEN)))

    def awaiting_action(self, at: date) -> Self:
        """Given, and neither closed nor acted on by the end of `at`: what reminders are about."""
        given = self.exclude(life=Life.DRAFT).made_by(at).not_closed(at)
        return given.with_state(at).filter(state_at__in=(State.OPEN, State.ANSWERED))

    def awaiting_answer(self, at: date) -> Self:
        """Given, and not answered nor acted on by the end of `at`."""
        return self.awaiting_action(at).filter(state_at=State.OPEN)

    def awaiting_decision(self, at: date) -> Self:
        """Answered or acted on, and not closed by the end of `at`: the audit office is to decide.

        Where an action is planned for `at` or later, a new answer is shown; after a fortnight it is
        the department's turn, until the action is completed or its day is past.
        """
        answered = self.exclude(life=Life.DRAFT).made_by(at).not_closed(at).with_state(at)
        answered = answered.filter(state_at__in=(State.ANSWERED, State.COMPLETED, State.CONFIRMED))
        return answered.filter(~_is_planned(at) | Q(answered_on__gte=at - NEW_ANSWER))

    def awaiting_department(self, at: date) -> Self:
        """Given, not acted on, and nothing about it waits for a decision of the audit office."""
        is_turn = _is_planned(at) & Q(answered_on__lt=at - NEW_ANSWER)
        return self.awaiting_action(at).filter(Q(state_at=State.OPEN) | is_turn)

    def overdue(self, at: date) -> Self:
        """Findings whose action should have been completed before `at`, the longest first."""
        late = self.awaiting_action(at).with_due_date(at).filter(due_at__lt=at)
        return late.order_by("due_at", "pk")

    def due_within(self, days: int, at: date) -> Self:
        """Findings whose action is due from `at` to `days` days later, the nearest first."""
        last = at + timedelta(days=days)
        due = self.awaiting_action(at).with_due_date(at).filter(due_at__range=(at, last))
        return due.order_by("due_at", "pk")

    def shown_as_of(self, at: date) -> Self:
        """With what a list shows of each as of a day, in a constant number of queries."""
        dated = self.with_due_date(at).annotate(as_of=Value(at, models.DateField()))
        return dated.prefetch_related("corrective_actions", "extensions")


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

    schema: ClassVar[int] = 3
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        1: added(
            is_repeat=False,
            repeats=None,
            answer="",
            answered_on=None,
            answered_by="",
            closing_reason="",
            extensions=[],
            follow_ups=[],
        ),
        2: in_turn(
            added(
                reference="",
                title="",
                criteria="",
                clause="",
                cause="",
                effect="",
                evidence="",
                recommendation="",
                similar_cases="",
                deficiency="",
                owner="",
                response="",
            ),
            in_part(
                "corrective_actions",
                added(
                    kind="",
                    responsible="",
                    evidence="",
                    checked_by="",
                    checker_department=None,
                    check_method="",
                    check_evidence="",
                    independence_reason="",
                ),
            ),
        ),
    }
    parts: ClassVar[tuple[str, ...]] = ("corrective_actions", "extensions", "follow_ups")
    names: ClassVar[tuple[str, ...]] = ("department",)
    # Findings are for those concerned; one can be published, but none waits for it.
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
        """Never: a finding is for those who may read findings, whatever its visibility."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """The findings of a contact's departments, and those of an inspection with their past."""
        own, inspected = departments_of(user), inspected_by(user, at, "audit__")
        return ObjectScope((Q(department__in=own) if own else NOTHING) | inspected, past=inspected)

    def kept_because(self) -> str:
        is_open = self.life == Life.REGISTERED and self.closed_on is None
        return str(_("the finding is not closed")) if is_open else ""

    def state(self, at: date) -> State:
        """The last state that it had reached by the end of `at`."""
        actions = self.corrective_actions.all()
        return finding_states.state_at(
            at, closed_on=self.closed_on, answered_on=self.answered_on, actions=actions
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
        if not self.parts_are_typed:
            try:
                self._check_kept_parts()
            except ValidationError as error:  # it may name fields that are the part's
                raise ValidationError(error.messages) from error

    def check_closing(self, actions: Iterable[CorrectiveAction]) -> None:
        """Raise `ValidationError` where it is closed without these actions allowing it."""
        if self.closed_on and not self.closing_reason:
            check_closing_actions(actions)

    def _check_kept_parts(self) -> None:
        extensions = list(self.extensions.all()) if self.pk else []
        actions = list(self.corrective_actions.all()) if self.pk else []
        for row in (*extensions, *actions):
            row.finding = self
            row.clean()
        check_extensions(extensions)
        self.check_closing(actions)
