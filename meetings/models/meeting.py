"""Meetings: of one body, or of several jointly, each with its own number and agenda."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ScheduledQuerySet, ScheduledRecord, SegmentRow
from dates import earliest_day, official_number
from meetings.models.body import Body
from records.base import GuardedQuerySet, Part, Upgrade, added, in_part
from records.storage import RowLoader

NUMBERED = _("Meetings of this body are numbered. The next one is number %(next)d.")
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
