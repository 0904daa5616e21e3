"""The conduct of a meeting: attendances and handouts."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.body import Membership
from meetings.models.meeting import AgendaItem, Meeting
from records.base import Part
from records.papers import Attachment


class Attendance(Part):
    """A member's presence at a meeting; no row where that is unknown."""

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
