"""Notes of the annual report, layouts of imported tables, daily mails, roles by the directory."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import FiscalYearField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from records.base import Record, Upgrade, added


class ReportNote(Record):
    """A note to a table of one year's annual report, as it is printed, its mark included.

    One with a `number` is a footnote: the mark stands after the first `term` in the table, or at
    its caption where there is no term.
    """

    fiscal_year = FiscalYearField(
        _("fiscal year"),
        validators=[MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)],
        help_text=_("The fiscal year of the record, in Western years: 2016 is 平成28年度."),
    )
    table_number = models.PositiveSmallIntegerField(
        _("number of the table"),
        validators=[MinValueValidator(1)],
        help_text=_("The table of the annual report under which it prints: 9"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.TextField(_("note"), help_text=_("With its mark: ※監事監査と同時に実施"))
    number = models.PositiveSmallIntegerField(
        _("number of the footnote"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of a footnote, as it is printed: 3. Its text has no mark then."),
    )
    term = models.CharField(
        _("term"),
        max_length=100,
        blank=True,
        help_text=_(
            "The words of the table after which the footnote's mark stands; empty where it stands "
            "at the caption: 公的個人認証サービス"
        ),
    )

    fiscal_year_lookup: ClassVar[str] = "fiscal_year"
    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(number=None, term="")}

    class Meta(Record.Meta):
        verbose_name = _("note of the annual report")
        verbose_name_plural = _("notes of the annual report")
        ordering = ["fiscal_year", "table_number", "order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["fiscal_year", "table_number", "order"],
                name="report_note_has_a_place_of_its_own",
                violation_error_message=_("Another note already stands in this place."),
            ),
            models.UniqueConstraint(
                fields=["fiscal_year", "number"],
                name="report_footnote_has_a_number_of_its_own",
                violation_error_message=_("Another footnote of the year has this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False) | models.Q(term=""),
                name="report_note_with_a_term_has_a_number",
                violation_error_message=_("A note after a term is a footnote: it has a number."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class DigestChoice(models.Model):
    """On which weekdays somebody is told by mail what waits for them, and in which language.

    Who chose nothing is told from Monday to Friday in Japanese.
    """

    WORKDAYS = "12345"  # ISO: 1 is Monday

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice"
    )
    weekdays = models.CharField(_("weekdays"), max_length=7, blank=True, default=WORKDAYS)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    class Meta:
        verbose_name = _("choice of daily mails")
        verbose_name_plural = _("choices of daily mails")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.weekdays}"

    def includes(self, day: date) -> bool:
        """Return True if the person wants a mail on a day."""
        return str(day.isoweekday()) in self.weekdays


class DirectoryRole(models.Model):
    """A role that the agency's directory gave somebody at their last sign-in there.

    The group is among those of the account; `is_local_too` says that the office gave it as well.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="directory_roles"
    )
    group = models.ForeignKey("auth.Group", on_delete=models.CASCADE, related_name="+")
    is_local_too = models.BooleanField(_("given by the office, too"), default=False)

    class Meta:
        verbose_name = _("role by the directory")
        verbose_name_plural = _("roles by the directory")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="directory_gives_a_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.group}"


class ImportLayout(models.Model):
    """The fields of a table's headings, as a clerk settled them once for tables of this form.

    `office` is the role of whoever made it, empty where they have none of an office. It is no
    record, yet stands in the journal (`jlis_gov.importing.tracked`).
    """

    kind = models.CharField(_("kind of table"), max_length=30)
    office = models.CharField(_("office"), max_length=150, blank=True)
    name = models.CharField(_("name"), max_length=100)
    fields = models.JSONField(_("field of each heading"))

    class Meta:
        verbose_name = _("layout of imported tables")
        verbose_name_plural = _("layouts of imported tables")
        ordering = ["kind", "office", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "office", "name"], name="import_layout_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Its name with its office."""
        return "：".join(filter(None, (self.office, self.name)))

    def fits(self, headings: Collection[str]) -> bool:
        """Return True if a table with these headings has all that are read."""
        return all(heading in headings for heading, field in self.fields.items() if field)
