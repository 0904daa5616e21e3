"""What was said by hand of a duty in one period: the record that met it, or why it is waived."""

import re
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oversight.models.duty import Duty
from oversight.models.duty_choices import Cycle
from oversight.rules import day_of
from records.base import Part

# The keys of periods, by how often a duty asks; a department's code may follow a colon.
DAY = (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _("the day: 2016-09-08"))
FISCAL_YEAR = (r"FY[0-9]{4}", _("the fiscal year: FY2016"))
KEYS = {
    Cycle.FISCAL_YEAR: FISCAL_YEAR,
    Cycle.STANDING: FISCAL_YEAR,
    Cycle.CALENDAR_YEAR: (r"[0-9]{4}", _("the calendar year: 2016")),
    Cycle.MONTH: (r"[0-9]{4}-(0[1-9]|1[0-2])", _("the month: 2016-04")),
    Cycle.CERTIFICATE: (rf"{DAY[0]}|{FISCAL_YEAR[0]}", _("the certificate's last day: 2018-03-31")),
    Cycle.EVENT: DAY,
}
NO_KEY = _("“%(period)s” is no period of this duty. Please give %(example)s.")


class OfPeriod(Part):
    """A row about one period of a duty."""

    period = models.CharField(
        pgettext_lazy("of a duty", "period"),
        max_length=80,
        help_text=_(
            "FY2016 for fiscal 2016, 2016-04 for a month, the day of an event; FY2016:code for one "
            "department alone."
        ),
    )

    part_of: ClassVar[str] = "duty"
    duty: Any  # each kind of row has its own link

    class Meta(Part.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.duty.cycle not in Cycle.values:
            return
        key, example = KEYS[Cycle(self.duty.cycle)]
        department = "(:[-a-z0-9]+)?" if self.duty.each_department else ""
        is_period = re.fullmatch(f"({key}){department}", self.period)
        named = self.period.partition(":")[0]
        if not is_period or (re.fullmatch(DAY[0], named) and day_of(named) is None):
            params = {"period": self.period, "example": example}
            raise ValidationError({"period": ValidationError(NO_KEY, params=params)})


class Fulfilment(OfPeriod):
    """A record that met a duty in a period, linked by hand: its kind and its uid."""

    class RecordType(models.TextChoices):
        """The kinds of record that can meet a duty."""

        MEETING = "meetings.meeting", _("meeting")
        AUDIT = "audits.audit", _("audit")
        DRILL = "audits.drill", _("drill")
        INSPECTION = "audits.inspectionreceived", _("inspection received")
        CERTIFICATION = "audits.certification", _("certification")
        SUBMISSION = "oversight.submission", pgettext_lazy("record", "submission")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="fulfilments")
    record_type = models.CharField(_("kind of record"), max_length=30, choices=RecordType)
    record_uid = models.UUIDField(
        _("uid of the record"), help_text=_("As it stands in the address of the record's page.")
    )

    class Meta(OfPeriod.Meta):
        verbose_name = _("record linked by hand")
        verbose_name_plural = _("records linked by hand")
        ordering = ["period", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "period", "record_uid"],
                name="duty_is_met_by_a_record_once",
                violation_error_message=_("This record is linked to the period already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.get_record_type_display()}"

    def clean(self) -> None:
        super().clean()
        if self.record_type not in self.RecordType.values or not self.record_uid:
            return
        model: Any = apps.get_model(self.record_type)
        if not model.objects.filter(uid=self.record_uid).exists():
            message = _("There is no such record. Please check its kind and its uid.")
            raise ValidationError({"record_uid": message})


class Waiver(OfPeriod):
    """A period in which a duty need not be met, and why."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="waivers")
    reason = models.TextField(_("reason why it need not be met"))

    class Meta(OfPeriod.Meta):
        verbose_name = _("period waived")
        verbose_name_plural = _("periods waived")
        ordering = ["period", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "period"],
                name="duty_is_waived_once_in_a_period",
                violation_error_message=_("The period is waived already."),
            ),
        ]

    def __str__(self) -> str:
        return self.period
