"""How many members of a body make a quorum, as its own rules say it."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.body import Body
from records.base import Part


class Quorum(Part):
    """A quorum (定足数) and the days on which it holds, both included; None is no bound.

    Where two hold on a day, the one that began later counts.
    """

    class Share(models.TextChoices):
        """How many of the members must be present."""

        MAJORITY = "majority", _("more than half of the members")
        HALF = "half", _("half of the members or more")
        TWO_THIRDS = "two_thirds", _("two thirds of the members or more")
        NUMBER = "number", _("a number of members")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="quorums")
    share = models.CharField(_("members present"), max_length=10, choices=Share)
    number = models.PositiveSmallIntegerField(
        _("number of members"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only where the rule names a number."),
    )
    counts_proxies = models.BooleanField(
        _("proxies count as present"), default=False, help_text=_("Where the rule says so.")
    )
    source = models.CharField(
        pgettext_lazy("of a quorum", "source"),
        max_length=200,
        help_text=_("The article that sets it: 定款第○条, 運営規程第○条"),
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    part_of: ClassVar[str] = "body"

    class Meta(Part.Meta):
        verbose_name = _("quorum")
        verbose_name_plural = _("quorums")
        ordering = [F("valid_from").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                name="quorum_has_a_number_where_it_is_one",
                condition=Q(share="number", number__isnull=False, number__gte=1)
                | (~Q(share="number") & Q(number=None)),
                violation_error_message=_(
                    "Give the number of members where the rule names one, and only there."
                ),
            ),
            models.CheckConstraint(
                name="quorum_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A quorum cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        if self.share != self.Share.NUMBER:
            return str(self.Share(self.share).label)
        return _("%(number)d members") % {"number": self.number or 0}
