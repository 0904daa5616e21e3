"""Records of the whole house: the notes that the annual report prints under its tables."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import FiscalYearField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from records.base import Record


class ReportNote(Record):
    """A note under a table of one year's annual report, as it is printed, its mark included."""

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
        ]

    def __str__(self) -> str:
        return self.text
