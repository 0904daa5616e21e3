"""The choices that describe a duty; their values are those that rules know."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oversight import rules


class Cycle(models.TextChoices):
    """How often a duty asks anew."""

    FISCAL_YEAR = rules.Cycle.FISCAL_YEAR.value, _("each fiscal year")
    CALENDAR_YEAR = rules.Cycle.CALENDAR_YEAR.value, _("each calendar year")
    MONTH = rules.Cycle.MONTH.value, _("each month")
    CERTIFICATE = rules.Cycle.CERTIFICATE.value, _("each certificate's time")
    EVENT = rules.Cycle.EVENT.value, _("whenever it arises")
    STANDING = rules.Cycle.STANDING.value, pgettext_lazy("of a duty", "always")


class DeadlineRule(models.TextChoices):
    """How the last day is found."""

    NONE = rules.DeadlineRule.NONE.value, _("no last day is set")
    NO_DELAY = rules.DeadlineRule.NO_DELAY.value, _("without delay, no number of days")
    ON_DEMAND = rules.DeadlineRule.ON_DEMAND.value, _("as the demand says")
    PERIOD_END = rules.DeadlineRule.PERIOD_END.value, _("by the end of the period")
    BEFORE_YEAR = rules.DeadlineRule.BEFORE_YEAR.value, _("before the fiscal year begins")
    AFTER_YEAR_END = (
        rules.DeadlineRule.AFTER_YEAR_END.value,
        _("months after the fiscal year's end"),
    )
    AFTER_START = rules.DeadlineRule.AFTER_START.value, _("months after the certificate began")
    BEFORE_EXPIRY = rules.DeadlineRule.BEFORE_EXPIRY.value, _("by the certificate's last day")
    WINDOW = rules.DeadlineRule.WINDOW.value, _("in a window before the certificate's last day")
    AFTER_EVENT = rules.DeadlineRule.AFTER_EVENT.value, _("days or months after the event")
    BEFORE_EVENT = rules.DeadlineRule.BEFORE_EVENT.value, _("by the day of the event")
    BEFORE_DUTY = rules.DeadlineRule.BEFORE_DUTY.value, _("by the last day of another duty")


class MetBy(models.TextChoices):
    """The kind of record that shows a duty to be met."""

    NONE = rules.MetBy.NONE.value, _("nothing that the register keeps")
    ITEM = rules.MetBy.ITEM.value, _("an agenda item")
    SITTING = rules.MetBy.SITTING.value, _("a meeting")
    AUDIT = rules.MetBy.AUDIT.value, _("an audit")
    DRILL = rules.MetBy.DRILL.value, _("a drill")
    CERTIFICATION = rules.MetBy.CERTIFICATION.value, _("a certification")
    SUBMISSION = rules.MetBy.SUBMISSION.value, _("a submission")


class ShownBy(models.TextChoices):
    """What shows that the event of a duty happened, where that is not what meets it."""

    NONE = rules.MetBy.NONE.value, _("what meets it")
    ITEM = rules.MetBy.ITEM.value, _("an item of the Representative Council")
    CERTIFICATION = rules.MetBy.CERTIFICATION.value, _("a certification")


class Certainty(models.TextChoices):
    """How sure the ground of a duty is."""

    READ = rules.Certainty.READ.value, _("the text was read")
    SECONDARY = rules.Certainty.SECONDARY.value, _("told by others, or practice")
    UNVERIFIED = rules.Certainty.UNVERIFIED.value, _("not verified")
