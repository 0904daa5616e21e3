"""What a sitting dealt with, who was there and what was handed out."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dates import earliest_day
from meetings.models.body import Body, Membership
from meetings.models.meeting import Meeting
from records.base import Part
from records.papers import Attachment

HEARD_LATER = _("This opinion was given after the meeting that is said to rest on it.")


class AgendaItem(Part):
    """One item of a body's agenda in a sitting, and what became of it."""

    class Kind(models.TextChoices):
        BILL = "bill", _("bill")
        REPORT = "report", _("report")
        CONSENT = "consent", _("consent")
        ELECTION = "election", _("election")
        DISCUSSION = "discussion", _("discussion")

    class Matter(models.TextChoices):
        """Act No. 29 of 2013, article 9(1) as of fiscal 2016."""

        ARTICLES = "articles", _("articles of association (art. 9(1)(i))")
        PROCEDURES = "procedures", _("operating procedures (art. 9(1)(ii))")
        BUDGET = "budget", _("budget and business plan (art. 9(1)(iii))")
        SETTLEMENT = "settlement", _("settlement (art. 9(1)(iv))")
        PAY = "pay", _("officers' pay (art. 9(1)(v))")
        OTHER = "other", _("other matters found necessary (art. 9(1)(vi))")
        OFFICERS = "officers", _("appointments and concurrent posts (arts. 13, 17)")

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("resolved")
        REJECTED = "rejected", _("rejected")
        OPINION = "opinion", _("opinion given")
        CONSENTED = "consented", _("consented")
        REPORTED = "reported", _("reported")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="agenda_items", verbose_name=_("body")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    bill_number = models.CharField(
        _("bill number"),
        max_length=30,
        blank=True,
        help_text=_("As the papers have it: 議案第１号"),
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As the annual report prints it: 平成28事業年度決算について"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    matter = models.CharField(
        _("matter under the Act"),
        max_length=12,
        choices=Matter,
        blank=True,
        help_text=_("Only for the two councils under the Act."),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    opinion = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("opinion it rests on"),
        help_text=_(
            "The Management Council's opinion that was heard beforehand. Type part of its title."
        ),
    )

    part_of: ClassVar[str] = "meeting"

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["body__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body", "order"],
                name="agenda_has_one_item_at_a_place",
                violation_error_message=_("Two items of one agenda have the same order."),
            ),
            models.CheckConstraint(
                name="agenda_item_does_not_rest_on_itself",
                condition=Q(opinion=None) | ~Q(opinion=F("id")),
                violation_error_message=_("An item cannot rest on itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_number} {self.title}".strip()

    def clean(self) -> None:
        super().clean()
        if self.opinion is None:
            return
        heard, schedule = earliest_day(self.opinion.meeting.schedule), self.meeting.schedule
        if heard and schedule.segments and heard > self.meeting.days()[1]:
            raise ValidationError({"opinion": HEARD_LATER})


class Attendance(Part):
    """Whether a member was there; no row where that is unknown."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        PROXY = "proxy", _("by proxy")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name=_("member"),
    )
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence)

    part_of: ClassVar[str] = "meeting"

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["member__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="member_attends_a_meeting_once",
                violation_error_message=_("This member is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_presence_display()}"


class Handout(Attachment):
    """A document handed out at a meeting (配付資料), with the bill it belongs to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="handouts")
    agenda_item = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handouts",
        verbose_name=_("agenda item"),
    )
    label = models.CharField(
        _("label"), max_length=30, blank=True, help_text=_("As it is marked on the paper: 資料１")
    )

    part_of: ClassVar[str] = "meeting"

    class Meta:
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")
        ordering = ["order", "id"]
