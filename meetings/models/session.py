"""The sessions of a meeting: each body's side of the sitting, and its number."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dates import official_number
from meetings.models.body import Body
from meetings.models.meeting import Meeting
from records.base import GuardedQuerySet, Part, is_japanese

NUMBERED = _("Meetings of this body are numbered. The next one is number %(next)d.")


def ordinal(number: int) -> str:
    """「第12回」, one digit in full width."""
    return f"第{official_number(number)}回"


class SessionQuerySet(GuardedQuerySet):
    def last_numbers(self) -> dict[tuple[int, int], int]:
        """The highest number in each series of each body, by the body's key and the series.

        Numbers of withdrawn meetings count, too: they are never given again.
        """
        numbered = self.exclude(number=None).order_by().values_list("body", "series")
        found = numbered.annotate(last=models.Max("number"))
        return {(body, series): last for body, series, last in found}


class Session(Part):
    """One body's side of a sitting, with the number it has in that body's count.

    `series` is what the number counts in: the fiscal year, or 0 where numbers run on.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="sessions")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("body")
    )
    number = models.PositiveSmallIntegerField(
        _("session number"),
        null=True,
        blank=True,
        help_text=_("第12回 is 12. Leave it empty where the body does not number its meetings."),
    )
    series = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc]  # a richer one than the base's

    part_of: ClassVar[str] = "meeting"
    names: ClassVar[tuple[str, ...]] = ("body",)
    derived: ClassVar[frozenset[str]] = Part.derived | {"series"}

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["body__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body"],
                name="meeting_seats_a_body_once",
                violation_error_message=_("This body is listed twice."),
            ),
            models.UniqueConstraint(
                fields=["body", "series", "number"],
                name="session_number_is_used_once",
                violation_error_message=_("This body already has a meeting with this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ordinal(self) -> str:
        """「第12回」, one digit in full width; empty where the body does not number."""
        return "" if self.number is None else ordinal(self.number)

    @property
    def local_ordinal(self) -> str:
        """The same on a page of the active language: 「第12回」, “No. 12”."""
        return self.ordinal if is_japanese() or self.number is None else f"No. {self.number}"

    @property
    def title(self) -> str:
        """「第12回代表者会議」."""
        return self.ordinal + self.body.name

    @property
    def in_english(self) -> str:
        """“Representative Council No. 12”; empty where the body has no name in English."""
        name = self.body.english_name
        return f"{name} No. {self.number}" if name and self.number is not None else name

    def leaps_from(self) -> int | None:
        """The highest other number of its series, where this one leaves some out after it."""
        if self.number is None or self.meeting.fiscal_year is None:
            return None
        series = self.body.series_of(self.meeting.fiscal_year)
        others = Session.objects.filter(body=self.body, series=series).exclude(pk=self.pk)
        highest = others.aggregate(highest=models.Max("number"))["highest"]
        return highest if highest and self.number > highest + 1 else None

    def derive(self) -> None:
        self.series = self.body.series_of(self.meeting.fiscal_year)

    def clean(self) -> None:
        super().clean()
        if self.body_id is None or self.meeting.fiscal_year is None:
            return
        numbered = self.body.numbering != Body.Numbering.NONE
        if numbered and self.number is None:
            following = {"next": self.body.next_number(self.meeting.fiscal_year)}
            raise ValidationError({"number": ValidationError(NUMBERED, params=following)})
        if not numbered and self.number is not None:
            raise ValidationError({"number": _("Meetings of this body are not numbered.")})
        self.derive()
        same = Session.objects.filter(body=self.body, series=self.series, number=self.number)
        if self.number is not None and same.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"number": _("This body already has a meeting with this number.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)
