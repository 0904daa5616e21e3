"""Corrective actions of a finding, and the checks that they worked."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.chronology import since
from audits.models.elements import filled_fields
from organization.models import Department
from records.base import Part

CLOSED_UNFINISHED = _(
    "The finding is closed: every action must be completed and checked effective, or the "
    "finding must say why it was closed all the same."
)


NOT_INDEPENDENT = _(
    "The checker did it, or is of the department concerned. Please name another, or say why."
)

# What is told of an action beside its days, and of the check that it worked.
ACTION_FACTS = (
    *("kind", "responsible", "evidence", "checked_by", "checker_department"),
    *("check_method", "check_evidence", "independence_reason"),
)


class EffectSelect(forms.NullBooleanSelect):
    """The choice of whether an action worked."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        values = ("unknown", "true", "false")
        labels = (_("not checked yet"), _("effective"), _("not effective"))
        self.choices = list(zip(values, labels, strict=True))


class EffectField(models.BooleanField):
    """Whether an action worked, in the words of the field; a plain field to migrations."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # classes come by keyword
        return super().formfield(**{"widget": EffectSelect, **kwargs})

    def in_words(self, plain: bool) -> str:
        """Effective, or not."""
        return str(_("effective") if plain else _("not effective"))


class CorrectiveAction(Part):
    """A corrective action (是正処置) and the check that it worked."""

    class Kind(models.TextChoices):
        """ISO/IEC 27001 10.2: what is put right at once, and what keeps it from coming again."""

        CORRECTION = "correction", _("correction")
        CORRECTIVE = "corrective", pgettext_lazy("kind of action", "corrective action")
        PREVENTIVE = "preventive", _("preventive action")

    finding = models.ForeignKey(
        "audits.Finding", on_delete=models.PROTECT, related_name="corrective_actions"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind of action"), max_length=10, choices=Kind, blank=True)
    description = models.TextField(
        _("corrective action"),
        help_text=_("What is done, by whom: 承認欄のある様式に改め、課長が毎月点検する。"),
    )
    responsible = models.CharField(
        _("responsible"), max_length=100, blank=True, help_text=_("Who does it: 総務課長")
    )
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    effectiveness_checked_on = models.DateField(
        _("effectiveness checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which it was seen whether the action works."),
    )
    was_effective = EffectField(_("was effective"), null=True, blank=True)
    evidence = models.TextField(
        _("evidence of the action"), blank=True, help_text=_("What shows that it was done")
    )
    checked_by = models.CharField(_("checked by"), max_length=100, blank=True)
    checker_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department of the checker"),
    )
    check_method = models.TextField(
        _("how it was checked"), blank=True, help_text=_("閲覧, 質問, 観察, 再実施")
    )
    check_evidence = models.TextField(_("evidence of the check"), blank=True)
    independence_reason = models.TextField(
        _("reason for a check that is not independent"),
        blank=True,
        help_text=_(
            "Needed where the checker did it, or is of the department concerned; it stays in sight."
        ),
    )

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="effect_is_checked_after_completion",
                condition=Q(effectiveness_checked_on=None)
                | Q(completed_on__isnull=False, effectiveness_checked_on__gte=F("completed_on")),
                violation_error_message=_(
                    "The effect can only be checked once the action is completed."
                ),
            ),
            models.CheckConstraint(
                name="effect_and_its_check_go_together",
                condition=Q(effectiveness_checked_on=None, was_effective=None)
                | Q(effectiveness_checked_on__isnull=False, was_effective__isnull=False),
                violation_error_message=_(
                    "A check of the effect has both a date and a result: effective or not."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.description[:50]

    @property
    def is_settled(self) -> bool:
        """Nothing is left to be done about it: it was checked, whatever the result."""
        return self.effectiveness_checked_on is not None

    def clean(self) -> None:
        super().clean()
        found, closed = since(self.finding), self.finding.closed_on
        if found and self.planned_for and self.planned_for < found:
            message = _("An action cannot be planned for a day before the finding was made.")
            raise ValidationError({"planned_for": message})
        done = [day for day in (self.completed_on, self.effectiveness_checked_on) if day]
        if found and done and min(done) < found:
            message = _("An action cannot be completed before the finding was made.")
            raise ValidationError({"completed_on": message})
        if closed and done and max(done) > closed:
            message = _("An action cannot be completed or checked after the finding was closed.")
            raise ValidationError({"completed_on": message})
        self._check_independence()
        if closed and not self.is_settled and not self.finding.closing_reason:
            raise ValidationError(CLOSED_UNFINISHED)

    @property
    def rests_on(self) -> list[tuple[str, str]]:
        """On what its completion and its check rest, by their labels."""
        return filled_fields(self, "evidence", "check_method", "check_evidence")

    @property
    def is_checked_within(self) -> bool:
        """True where the checker did it, or is of the department that the finding is about."""
        is_same = bool(self.checked_by) and same_name(self.checked_by, self.responsible)
        concerned, place = self.finding.department_id, self.checker_department
        places = [place, *place.ancestors()] if place and concerned else []
        return is_same or any(each.pk == concerned for each in places)

    def _check_independence(self) -> None:
        if self.is_checked_within and not self.independence_reason.strip():
            raise ValidationError({"independence_reason": NOT_INDEPENDENT})


def same_name(one: str, other: str) -> bool:
    """True where two texts name the same person, however spaced or wide."""
    plain = [unicodedata.normalize("NFKC", "".join(text.split())) for text in (one, other)]
    return plain[0] == plain[1]


def check_closing_actions(actions: Iterable[CorrectiveAction]) -> None:
    """Raise `ValidationError` unless these actions allow to close their finding without a reason.

    One that failed stands for itself; one that came in its place must have worked.
    """
    actions = list(actions)
    is_done = all(action.is_settled for action in actions)
    if not is_done or not any(action.was_effective for action in actions):
        raise ValidationError(CLOSED_UNFINISHED)
