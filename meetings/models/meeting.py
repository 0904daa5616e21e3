"""Meetings: of one body, or of several jointly, each with its own agenda."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ScheduledQuerySet, ScheduledRecord, SegmentRow
from dates import earliest_day
from meetings.models.body import Body
from records.base import Part, Upgrade, added, in_part
from records.storage import RowLoader

HEARD_LATER = _("This opinion was given after the meeting that is said to rest on it.")


class MeetingQuerySet(ScheduledQuerySet):
    def with_names(self) -> Self:
        return self.prefetch_related("sessions__body")

    def with_sessions(self) -> Self:
        """With what a row of a list needs, in a constant number of queries."""
        return self.prefetch_related("sessions__body", "agenda_items")


class Meeting(ScheduledRecord):
    """One sitting: of one body, or of several jointly (同時開催)."""

    venue = models.CharField(
        _("venue"), max_length=200, blank=True, help_text=_("For example 本館大会議室, オンライン")
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("What was dealt with, in a few sentences; the agenda is listed below."),
    )

    objects: ClassVar = MeetingQuerySet.as_manager()

    schema: ClassVar[int] = 5
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        **ScheduledRecord.upgrades,
        3: added(status_reason=""),
        4: in_part("handouts", added(original_name="", size=None, sha256="", kind="")),
    }
    row_loader: ClassVar[RowLoader] = RowLoader({"sessions": ("body",), "agenda_items": ()})
    parts: ClassVar[tuple[str, ...]] = ("sessions", "agenda_items", "attendances", "handouts")
    # False where the caller counts them, once it has saved their new numbers.
    counts_sessions: bool = True

    class Meta(ScheduledRecord.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.uid])

    @property
    def title(self) -> str:
        """「第12回代表者会議」; a joint sitting names every body."""
        return "・".join(session.title for session in self.rows_of("sessions"))

    @property
    def in_english(self) -> str:
        """The same in English; empty where a body has no such name."""
        titles = [session.in_english for session in self.rows_of("sessions")]
        return " and ".join(titles) if all(titles) else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.counts_sessions:
            self.count_sessions()

    def count_sessions(self) -> None:
        """Have its sessions count in their series, which the fiscal year may have changed."""
        for session in self.sessions.all():
            session.save()

    def agenda_of(self, body: Body) -> list["AgendaItem"]:
        """The items on `body`'s agenda in this sitting, in order."""
        return [item for item in self.rows_of("agenda_items") if item.body_id == body.pk]


class MeetingSegment(SegmentRow):
    record = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="segments")


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

    @property
    def with_outcome(self) -> str:
        """「議案第１号 平成28年度決算（議決）」, in Japanese as the item itself."""
        if not self.outcome:
            return str(self)
        with translation.override("ja"):
            return f"{self}（{self.get_outcome_display()}）"

    def clean(self) -> None:
        super().clean()
        if self.opinion is None:
            return
        heard, schedule = earliest_day(self.opinion.meeting.schedule), self.meeting.schedule
        if heard and schedule.segments and heard > self.meeting.days()[1]:
            raise ValidationError({"opinion": HEARD_LATER})
