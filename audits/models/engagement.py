"""What an audit sets out to do, and what came of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audits.models.conclusion import Conclusion
from audits.models.types import AuditType
from calendars.scheduled import (
    ScheduleField,
    day_text,
    explain,
    is_japanese,
    schedule_note,
    schedule_text,
)
from dates import NotationError, Notice, Schedule, earliest_day, read

# What anyone may know of a visible audit's engagement; the rest is for those who read it in full.
OPEN_ENGAGEMENT = (
    *("objective", "scope_text", "period_text", "period", "by_documents", "on_site", "remotely"),
    *("reported_on", "criteria.standard", "criteria.clause", "criteria.order"),
)
INNER = (
    *("focus_points", "opening_on", "exit_on", "report_number", "addressee"),
    *("conclusion", "conclusion_basis", "distribution"),
)
METHODS = ("by_documents", "on_site", "remotely")
DAYS = ("opening_on", "exit_on", "reported_on")
NO_PERIOD = _("“%(text)s” names no period. Please write for example 平成28年４月～９月.")
BEFORE_AUDIT = _("The audit begins on %(day)s at the earliest; this day is before that.")
OTHER_SCALE = _(
    "Audits of this regime and type do not come to “%(conclusion)s”. Please choose one of their "
    "own conclusions."
)


class Engagement(models.Model):
    """What an audit says beside whom and when: its object, its meetings, its report.

    ISO 19011 5.5.2, 6.4 and 6.5; IIA Global Internal Audit Standards 13.3, 13.4, 14.5 and 15.1.
    The days of the fieldwork are its schedule. Empty where nothing is on record.
    """

    objective = models.TextField(
        _("objective"), blank=True, help_text=_("What the audit is to find out, and why")
    )
    scope_text = models.TextField(
        _("scope in words"),
        blank=True,
        help_text=_("Operations, systems and places: 情報処理部における入退室の管理"),
    )
    period_text = models.CharField(
        _("period audited"),
        max_length=200,
        blank=True,
        help_text=_("The time whose business is audited, with its year: 平成28年４月～９月"),
    )
    period = ScheduleField(_("period audited as understood"), editable=False)
    by_documents = models.BooleanField(_("by documents"), default=False)
    on_site = models.BooleanField(_("on site"), default=False)
    remotely = models.BooleanField(_("remotely"), default=False)
    focus_points = models.TextField(
        _("focus points"), blank=True, help_text=_("What is looked at above all")
    )
    opening_on = models.DateField(_("opening meeting on"), null=True, blank=True)
    exit_on = models.DateField(
        _("exit meeting on"),
        null=True,
        blank=True,
        help_text=_("The day on which the auditors tell the department what they found"),
    )
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    report_number = models.CharField(
        _("report number"), max_length=50, blank=True, help_text=_("For example 監報第５号")
    )
    addressee = models.CharField(
        _("addressee of the report"), max_length=100, blank=True, help_text=_("By office: 理事長")
    )
    conclusion = models.ForeignKey(
        Conclusion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audits",
        verbose_name=_("conclusion"),
        help_text=_("One of those that the office keeps for audits of this regime or type."),
    )
    conclusion_basis = models.TextField(
        _("basis of the conclusion"), blank=True, help_text=_("On what the conclusion rests")
    )
    distribution = models.TextField(
        _("distribution"), blank=True, help_text=_("Who receives the report beside its addressee")
    )

    # A form that shows the types, too, holds the conclusion against them as typed, not as kept.
    types_are_typed: bool = False
    # What the last reading of `period_text` found unusual, for whoever typed it.
    period_warnings: tuple[Notice, ...] = ()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_exit_follows_opening",
                condition=Q(opening_on=None) | Q(exit_on=None) | Q(exit_on__gte=F("opening_on")),
                violation_error_message=_("The exit meeting is not before the opening meeting."),
            ),
            models.CheckConstraint(
                name="%(class)s_report_follows_exit",
                condition=Q(exit_on=None) | Q(reported_on=None) | Q(reported_on__gte=F("exit_on")),
                violation_error_message=_("The report is not before the exit meeting."),
            ),
            models.CheckConstraint(
                name="%(class)s_report_follows_opening",
                condition=Q(opening_on=None)
                | Q(reported_on=None)
                | Q(reported_on__gte=F("opening_on")),
                violation_error_message=_("The report is not before the opening meeting."),
            ),
        ]

    regime: Any  # which the audit itself has, as it has a schedule
    schedule: Any

    @property
    def types(self) -> list[AuditType]:
        """The types of the audit, as kept."""
        raise NotImplementedError

    @property
    def inner_facts(self) -> list[tuple[str, str]]:
        """What only those learn who read it in full, by labels; without what is empty."""
        fields: dict[str, Any] = {each.name: each for each in self._meta.concrete_fields}
        values = ((fields[name].verbose_name, getattr(self, name)) for name in INNER)
        return [
            (str(capfirst(label)), day_text(value) if isinstance(value, date) else str(value))
            for label, value in values
            if value
        ]

    @property
    def methods(self) -> list[str]:
        """The ways in which it is made, in words; none where that is not on record."""
        fields: dict[str, Any] = {each.name: each for each in self._meta.concrete_fields}
        return [str(fields[name].verbose_name) for name in METHODS if getattr(self, name)]

    @property
    def methods_text(self) -> str:
        """The same on one line: 書面・実地."""
        return ("・" if is_japanese() else ", ").join(self.methods)

    @property
    def period_words(self) -> str:
        """The period audited, in the language of the page; in Japanese as it was typed."""
        return schedule_text(self.period, self.period_text)

    @property
    def period_beside(self) -> str:
        """The same in the other calendar."""
        return schedule_note(self.period, self.period_text)

    def read_period(self) -> None:
        """Set `period` from `period_text`. Raises `ValidationError` where that is no period."""
        self.period, self.period_warnings = Schedule(), ()
        if not self.period_text:
            return
        try:
            reading = read(self.period_text)
        except NotationError as error:
            raise ValidationError({"period_text": explain(error)}) from error
        if not reading.schedule.segments:
            refusal = ValidationError(NO_PERIOD, params={"text": self.period_text})
            raise ValidationError({"period_text": refusal})
        self.period, self.period_warnings = reading.schedule, reading.warnings

    def check_conclusion(self, types: Collection[AuditType]) -> None:
        """Raise `ValidationError` where an audit of these types cannot come to its conclusion."""
        if self.conclusion and not self.conclusion.fits(self.regime, types):
            told = {"conclusion": self.conclusion}
            raise ValidationError({"conclusion": ValidationError(OTHER_SCALE, params=told)})

    def clean(self) -> None:
        super().clean()
        self.read_period()
        self._check_days()
        if self.pk and not self.types_are_typed:
            self.check_conclusion(self.types)

    def _check_days(self) -> None:
        """Raise `ValidationError` where a day is earlier than the audit can have begun."""
        first = earliest_day(self.schedule)
        days = {name: getattr(self, name) for name in DAYS}
        early = [name for name, day in days.items() if first and day and day < first]
        if early:
            error = ValidationError(BEFORE_AUDIT, params={"day": day_text(first)})
            raise ValidationError(dict.fromkeys(early, error))
