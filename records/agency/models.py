"""The one record of what the office settles of the agency, with the periods of retention."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.agency.fields import KindField, LogoField, kinds_kept
from records.agency.synonyms import validate_synonyms
from records.agency.validators import days_of, validate_days, validate_sender
from records.base import Life, Part, Record, Upgrade, Visibility, added
from records.journal import record_models
from records.papers import Paper

THE_ONE = 1  # its primary key
REMINDER_DAYS = "30, 7, 1"
REPORT_TITLE = "事業報告書　会議、監査及び訓練の実施状況"
LONGEST_RETENTION = 100  # years
_PARAGRAPHS = _("Plain text; an empty line begins a new paragraph.")


class AgencySettings(Paper, Record):
    """The names, sender, logo and texts of the agency that keeps the register.

    It has no steps: what the audit office saves is so at once. Its file is the logo.
    """

    # Nobody publishes it; pages show of it what they need.
    visibility = models.CharField(
        _("visibility"),
        max_length=10,
        choices=Visibility,
        default=Visibility.INTERNAL,
        editable=False,
    )
    life = models.CharField(
        _("state of the record"),
        max_length=10,
        choices=Life,
        default=Life.REGISTERED,
        editable=False,
    )
    name = models.CharField(
        _("name of the agency"),
        max_length=100,
        help_text=_("In full, as documents have it: 〇〇機構"),
    )
    name_en = models.CharField(
        _("name of the agency in English"),
        max_length=150,
        blank=True,
        help_text=_("On English pages; where it is empty they have the Japanese one."),
    )
    short_name = models.CharField(
        _("short name of the agency"),
        max_length=30,
        blank=True,
        help_text=_("Ends the names of calendars that people subscribe to: （〇〇）"),
    )
    file = LogoField(
        _("logo"),
        upload_to="documents/%Y/",
        blank=True,
        help_text=_("PNG or JPEG, at most 256 KiB; stands beside the name at the head of pages."),
    )
    sender = models.CharField(
        _("sender of mails"),
        max_length=250,
        blank=True,
        validators=[validate_sender],
        help_text=_("An address, alone or after a name: 監査室 &lt;kansa@example.jp&gt;"),
    )
    reminder_days = models.CharField(
        _("days before a due date on which contacts are reminded"),
        max_length=60,
        default=REMINDER_DAYS,
        validators=[validate_days],
        help_text=_("Beside these, the day after and every week from then on: 30, 7, 1"),
    )
    report_title = models.CharField(
        _("title of the annual report"),
        max_length=100,
        default=REPORT_TITLE,
        help_text=_("After the fiscal year: 事業報告書　会議、監査及び訓練の実施状況"),
    )
    contact = models.TextField(
        _("whom to ask"),
        max_length=300,
        blank=True,
        help_text=_("At the foot of every page: 監査室　電話 03-0000-0000"),
    )
    contact_en = models.TextField(_("whom to ask, in English"), max_length=300, blank=True)
    accessibility = models.TextField(
        _("accessibility statement"), max_length=20_000, blank=True, help_text=_PARAGRAPHS
    )
    accessibility_en = models.TextField(
        _("accessibility statement in English"),
        max_length=20_000,
        blank=True,
        help_text=_PARAGRAPHS,
    )
    privacy = models.TextField(_("privacy"), max_length=20_000, blank=True, help_text=_PARAGRAPHS)
    privacy_en = models.TextField(
        _("privacy, in English"), max_length=20_000, blank=True, help_text=_PARAGRAPHS
    )
    synonyms = models.TextField(
        _("words that mean the same"),
        max_length=10_000,
        blank=True,
        validators=[validate_synonyms],
        help_text=_("A search for one finds the others, too. A line each: BCP、業務継続"),
    )
    readings_years = models.PositiveSmallIntegerField(
        _("years for which it is kept who read what is internal"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RETENTION)],
        help_text=_("From 1 April after the fiscal year of the reading."),
    )

    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(synonyms="")}
    meant_for_public = False
    takes_steps = False
    retention_years = None  # an old report prints the name of its time
    parts = ("retention",)

    class Meta(Record.Meta):
        verbose_name = _("settings of the agency")
        verbose_name_plural = _("settings of the agency")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(name="agency_settings_are_one", condition=models.Q(id=THE_ONE)),
        ]

    def __str__(self) -> str:
        return str(_("Settings"))

    def clean(self) -> None:
        super().clean()
        if self._state.adding and type(self).objects.exists():
            raise ValidationError(_("Somebody has made the settings meanwhile."), code="one")
        try:
            self.reminder_days = ", ".join(map(str, days_of(self.reminder_days)))
        except ValidationError:
            return  # the field's own validator says so

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.pk, kwargs["force_insert"] = THE_ONE, True
        if self.file and not self.file._committed:  # before its facts are written: it stands last
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)


class RetentionPeriod(Part):
    """The years for which earlier states of a kind of record are kept (保存期間), or for ever.

    They run as `records.journal.retention` says, and are never shorter than the kind's own.
    """

    part_of: ClassVar[str] = "agency"

    agency = models.ForeignKey(AgencySettings, on_delete=models.PROTECT, related_name="retention")
    kind = KindField(_("kind of record"), max_length=100)
    years = models.PositiveSmallIntegerField(
        _("years"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_RETENTION)],
        help_text=_("Empty is for ever."),
    )

    class Meta(Part.Meta):
        verbose_name = _("period of retention")
        verbose_name_plural = _("periods of retention")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                name="retention_is_settled_once_a_kind",
                violation_error_message=_("The period of this kind of record stands twice."),
            ),
        ]

    def __str__(self) -> str:
        return self._meta.get_field("kind").in_words(self.kind)  # type: ignore[union-attr]

    def clean(self) -> None:
        super().clean()
        if self.kind not in kinds_kept():
            raise ValidationError({"kind": _("There is no such kind of record.")})
        least = next(m.retention_years for m in record_models() if m._meta.label == self.kind)
        if self.years is not None and least is not None and self.years < least:
            message = _("Records of this kind are kept for %(least)d years at least.")
            raise ValidationError(
                {"years": ValidationError(message, params={"least": least}, code="short")}
            )
