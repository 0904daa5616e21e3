"""What the agency submitted to authorities, or made public as the law asks (届出等)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models import in_scope_of_all
from calendars.scheduled import FiscalYearField, ScheduleField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, Notice, earliest_day
from oversight.models.days import read_day
from records.base import NOTHING, ObjectScope, Record, RecordQuerySet, Visibility
from records.papers import STAYS_INTERNAL, VersionedPaper


class SubmissionKind(models.TextChoices):
    """The way in which the law asks for it."""

    NOTIFICATION = "notification", _("notification")
    APPLICATION = "application", _("application for approval")
    SUBMISSION = "submission", _("submission of documents")
    REPORT = "report", _("report")
    PUBLICATION = "publication", pgettext_lazy("kind of submission", "publication")
    GAZETTE = "gazette", _("notice in the official gazette")
    INSPECTION = "inspection", _("keeping for public inspection")
    OTHER = "other", _("other")


class SubmissionQuerySet(RecordQuerySet):
    def in_fiscal_year(self, *fiscal_years: int) -> Self:
        """Submissions that concern these fiscal years."""
        return self.filter(fiscal_year__in=[int(year) for year in fiscal_years])

    def fiscal_years(self) -> set[int]:
        """The fiscal years that there are submissions of."""
        return set(self.order_by().values_list("fiscal_year", flat=True).distinct())


class Submission(Record):
    """A submission (届出等): what was submitted, to whom and when, and what was replied.

    Days are kept as they were written, with the precision that they have. Its document number is
    the number under which it went out. Empty where nothing is on record.
    """

    kind = models.CharField(_("kind of submission"), max_length=12, choices=SubmissionKind)
    title = models.CharField(
        _("what is submitted"), max_length=200, help_text=_("For example 平成28年度財務諸表")
    )
    addressee = models.CharField(
        _("submitted to"),
        max_length=100,
        blank=True,
        help_text=_("総務大臣, or 内閣総理大臣及び総務大臣; empty for what is only made public."),
    )
    legal_basis = models.CharField(
        pgettext_lazy("of a submission", "legal basis"),
        max_length=200,
        blank=True,
        help_text=_("For example 機構法第31条第１項"),
    )
    fiscal_year = FiscalYearField(
        _("fiscal year concerned"),
        validators=[MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)],
    )
    submitted_text = models.CharField(
        _("submitted on"),
        max_length=100,
        blank=True,
        help_text=_(
            "With its year: 平成29年６月30日, or 平成29年６月 where the day is not known. Also the "
            "day of a publication or of the gazette."
        ),
    )
    submitted = ScheduleField(_("submitted on, as understood"), editable=False)
    submitted_from = models.DateField(null=True, editable=False)
    replied_text = models.CharField(
        _("reply of"),
        max_length=100,
        blank=True,
        help_text=_("The day of the approval or of another answer: 平成29年７月５日"),
    )
    replied = ScheduleField(_("reply of, as understood"), editable=False)
    reply_number = models.CharField(
        _("number of the reply"),
        max_length=50,
        blank=True,
        help_text=_("For example 総行住第100号"),
    )
    remarks = models.TextField(_("remarks"), blank=True)

    objects: ClassVar = SubmissionQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ("papers",)
    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fiscal_year_lookup: ClassVar[str] = "fiscal_year"
    derived: ClassVar[frozenset[str]] = Record.derived | {"submitted_from"}
    shadowed_fields: ClassVar[Mapping[str, str]] = {
        "submitted_text": "submitted",
        "replied_text": "replied",
    }
    # What the last reading of its days found unusual, for whoever typed them.
    day_warnings: tuple[Notice, ...] = ()

    class Meta(Record.Meta):
        verbose_name = pgettext_lazy("record", "submission")
        verbose_name_plural = pgettext_lazy("record", "submissions")
        ordering = ["-fiscal_year", "-submitted_from", "-id"]
        indexes = [
            models.Index(fields=["fiscal_year", "submitted_from"], name="submission_by_year"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("oversight:submission", args=[self.uid])

    @property
    def is_public(self) -> bool:
        """Never: what was made public stands elsewhere, the record of it is internal."""
        return False

    @classmethod
    def open_to_anyone(cls) -> Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the fiscal years that an inspection of all regimes opens, with their past."""
        opened = in_scope_of_all(user, at)
        return ObjectScope(opened, past=opened)

    def read_days(self) -> None:
        """Set the days from their texts. Raises `ValidationError` on a text that is no day."""
        errors, self.day_warnings = {}, ()
        for typed, meant in self.shadowed_fields.items():
            try:
                reading = read_day(getattr(self, typed))
            except ValidationError as error:
                errors[typed] = error
            else:
                setattr(self, meant, reading.schedule)
                self.day_warnings += reading.warnings
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        if self.visibility == Visibility.PUBLIC:
            message = _("The record of a submission is never published.")
            raise ValidationError({"visibility": message})
        self.read_days()
        first, last = earliest_day(self.submitted), self.replied.ends_on
        if first and last and last < first:
            message = _("The reply is earlier than what it answers.")
            raise ValidationError({"replied_text": message})

    def lacks(self) -> str:
        """The day on which it was submitted."""
        if self.submitted.segments:
            return ""
        return str(_("What was submitted has its day. Please give it, as far as it is known."))

    def derive(self) -> None:
        self.submitted_from = self.submitted.starts_on

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)


class SubmissionPaper(VersionedPaper):
    """A paper of a submission: what was submitted, its attachments, the reply; never public."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="papers")

    part_of: ClassVar[str] = "submission"
    meant_for_public: ClassVar[bool] = False

    class Meta(VersionedPaper.Meta):
        verbose_name = _("paper of a submission")
        verbose_name_plural = _("papers of a submission")
        constraints = [
            *VersionedPaper.Meta.constraints,
            models.CheckConstraint(
                name="paper_of_a_submission_is_internal",
                condition=Q(visibility=Visibility.INTERNAL),
                violation_error_message=STAYS_INTERNAL,
            ),
        ]
