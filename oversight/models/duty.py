"""Duties by law, regulation, standard or practice (義務・定例業務), and what meets them."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models import InspectionScope, is_inspector
from calendars.scheduled import ScheduleField, explain
from dates import NotationError, Schedule, read
from oversight.models.duty_choices import (
    Certainty,
    Cycle,
    DeadlineRule,
    MetBy,
    ShownBy,
)
from oversight.models.duty_codes import check_codes, check_matters
from records.base import NOTHING, Life, ObjectScope, Record, RecordQuerySet, Visibility

CODE = RegexValidator(
    r"^[A-Z0-9]+(-[A-Z0-9]+)*(\.[A-Z])?$",
    _("Capital letters, digits and hyphens, at the end perhaps a version: FS-SUB.B"),
)
# What each rule for the last day needs, and nothing else may be given.
NEEDS = {
    DeadlineRule.AFTER_YEAR_END: ("deadline_months",),
    DeadlineRule.AFTER_START: ("deadline_months",),
    DeadlineRule.WINDOW: ("deadline_months", "deadline_until_months"),
    DeadlineRule.BEFORE_DUTY: ("deadline_duty",),
}


class DutyQuerySet(RecordQuerySet):
    def in_force(self) -> Self:
        """Duties that are asked about: registered, and switched on."""
        return self.filter(life=Life.REGISTERED, is_on=True)


class Duty(Record):
    """A duty: its source, what it asks of whom, how often and by when, and what shows it met.

    The days between which it holds are kept as they are known; an empty one is no bound. Lists of
    codes, matters and words are separated by spaces; a word after “-” must not be in the title.
    """

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[CODE],
        help_text=_("For example FS-SUB.B"),
    )
    title = models.CharField(
        pgettext_lazy("of a duty", "duty"),
        max_length=200,
        help_text=_("For example 財務諸表の提出"),
    )
    source = models.CharField(
        pgettext_lazy("of a duty", "source"),
        max_length=200,
        help_text=_("Act and article, regulation, or standard and clause: 機構法第31条第１項"),
    )
    obliged = models.CharField(
        _("who is obliged"), max_length=100, blank=True, help_text=_("For example 機構→総務大臣")
    )
    content = models.TextField(_("what it asks"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    cycle = models.CharField(_("how often"), max_length=13, choices=Cycle)
    times = models.PositiveSmallIntegerField(
        _("times in each period"), default=1, help_text=_("Twice a year is 2.")
    )
    each_department = models.BooleanField(_("of each department"), default=False)
    deadline = models.CharField(
        _("rule for the last day"), max_length=14, choices=DeadlineRule, default=DeadlineRule.NONE
    )
    deadline_months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    deadline_until_months = models.PositiveSmallIntegerField(
        _("months, to the window's end"), null=True, blank=True
    )
    deadline_days = models.SmallIntegerField(_("days"), null=True, blank=True)
    deadline_duty = models.CharField(
        _("before the duty"),
        max_length=20,
        blank=True,
        help_text=_("Its code, without the version: FS-SUB"),
    )
    deadline_is_moved = models.BooleanField(
        _("moved to the next working day"),
        default=False,
        help_text=_(
            "Only where the rule itself says so: a period set by law toward a state authority "
            "(行政機関の休日に関する法律第２条), or a contract."
        ),
    )
    deadline_note = models.CharField(
        _("last day in words"), max_length=300, blank=True, help_text=_("As the source has it.")
    )

    valid_from_text = models.CharField(
        _("in force from"),
        max_length=100,
        blank=True,
        help_text=_(
            "As exactly as it is known: 平成26年４月１日, 平成27年10月, "
            "平成29年５月24日から６月23日まで for a day between the two. Empty for no bound."
        ),
    )
    valid_from = ScheduleField(_("in force from, as understood"), editable=False)
    valid_until_text = models.CharField(
        _("in force until"), max_length=100, blank=True, help_text=_("Likewise; the last day.")
    )
    valid_until = ScheduleField(_("in force until, as understood"), editable=False)

    met_by = models.CharField(_("met by"), max_length=13, choices=MetBy, default=MetBy.NONE)
    met_by_codes = models.CharField(
        _("codes of what meets it"),
        max_length=200,
        blank=True,
        help_text=_(
            "Codes of bodies for meetings and items, of types for audits (each is needed), of "
            "kinds for submissions; separated by spaces."
        ),
    )
    met_by_matters = models.CharField(
        _("matters of the items"),
        max_length=100,
        blank=True,
        help_text=_("For example budget settlement"),
    )
    met_by_words = models.CharField(
        _("words in the title"),
        max_length=200,
        blank=True,
        help_text=_("One of them is in the title; a word after “-” is not: 任命 -同意"),
    )
    shown_by = models.CharField(
        _("event shown by"), max_length=13, choices=ShownBy, default=ShownBy.NONE
    )
    shown_by_matters = models.CharField(
        _("matters of the items that show it"), max_length=100, blank=True
    )
    shown_by_words = models.CharField(
        _("words that show it"), max_length=200, blank=True, help_text=_("For example 任命 -同意")
    )

    certainty = models.CharField(_("how sure the ground is"), max_length=10, choices=Certainty)
    evidence = models.CharField(_("read in"), max_length=500, blank=True)
    is_on = models.BooleanField(
        _("switched on"), default=True, help_text=_("What nobody verified stays switched off.")
    )
    remarks = models.TextField(_("remarks"), blank=True)

    objects: ClassVar = DutyQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ("fulfilments", "waivers")
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    shadowed_fields: ClassVar[Mapping[str, str]] = {
        "valid_from_text": "valid_from",
        "valid_until_text": "valid_until",
    }

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("record", "duty")
        verbose_name_plural = pgettext_lazy("record", "duties")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="unverified_duty_is_off",
                condition=~Q(certainty=Certainty.UNVERIFIED, is_on=True),
                violation_error_message=_(
                    "What is not verified stays switched off. Please say first how it was verified."
                ),
            ),
            models.CheckConstraint(
                name="duty_asks_at_least_once",
                condition=Q(times__gte=1),
                violation_error_message=_("A duty asks at least once in each period."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def full_name(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_public(self) -> bool:
        """Never: what is owed and what is missing is for those who oversee it."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """All of them, with their past, while an inspection of every regime is open to `user`."""
        if not is_inspector(user):
            return ObjectScope()
        scopes = InspectionScope.objects.in_force(user, at or timezone.localdate())
        opened = Q(Exists(scopes.filter(regime="")))
        return ObjectScope(opened, past=opened)

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            raise ValidationError({"visibility": _("The record of a duty is never published.")})
        self._read_days()
        self._check_deadline()
        self._check_named()

    def _read_days(self) -> None:
        """Set the days from their texts."""
        errors = {}
        for typed, meant in self.shadowed_fields.items():
            text = getattr(self, typed)
            try:
                setattr(self, meant, read(text).schedule if text else Schedule())
            except NotationError as error:
                errors[typed] = explain(error)
        if errors:
            raise ValidationError(errors)

    def _check_deadline(self) -> None:
        needed = NEEDS.get(DeadlineRule(self.deadline), ())
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise ValidationError(
                {name: _("The rule for the last day needs this.") for name in missing}
            )

    def _check_named(self) -> None:
        """Refuse codes and matters that the register does not know: nothing would ever meet it."""
        errors = {}
        for name, check in (
            ("met_by_codes", partial(check_codes, self.met_by)),
            ("met_by_matters", check_matters),
            ("shown_by_matters", check_matters),
        ):
            try:
                check(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)
