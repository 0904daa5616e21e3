"""Records that have a schedule."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.fields import FiscalYearField, ScheduleField
from calendars.scheduled.messages import explain
from calendars.scheduled.ordering import NEWEST_FIRST
from calendars.scheduled.querysets import ScheduledQuerySet
from calendars.scheduled.segment_rows import SegmentRow
from calendars.scheduled.status import OFF, Status
from dates import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    FiscalYear,
    NotationError,
    Notice,
    Reading,
    far_from,
    lies_ahead,
    read,
    word,
)
from records import change
from records.base import Life, Record, Upgrade, added
from records.storage import RowLoader

NOT_YET = _("It cannot have been held: it lies ahead. Please check the date and the status.")


@lru_cache(maxsize=4096)
def read_once(text: str, fiscal_year: FiscalYear | None, *, midnight: bool = False) -> Reading:
    """A reading, kept for a while: a form reads a text that is read once more when it is saved.

    It also warns of what is far from the fiscal year.
    """
    reading = read(text, fiscal_year=fiscal_year, midnight=midnight)
    far = () if fiscal_year is None else far_from(reading.schedule, fiscal_year)
    return replace(reading, warnings=(*reading.warnings, *far))


def schedule_indexes(prefix: str = "%(app_label)s_%(class)s") -> list[models.Index]:
    """The indexes that lists and calendars ask for.

    A name may have thirty characters, which a model with a long one leaves no room for: it gives a
    `prefix` of its own.
    """
    return [
        models.Index(
            fields=["fiscal_year", "starts_on", "precision_rank", "id"], name=f"{prefix}_by_date"
        ),
        models.Index(NEWEST_FIRST, "precision_rank", "id", name=f"{prefix}_newest"),
        models.Index(fields=["visibility", "life", "fiscal_year"], name=f"{prefix}_years"),
        models.Index(
            fields=["status"],
            name=f"{prefix}_undated",
            condition=models.Q(precision_rank__isnull=True),
        ),
    ]


class ScheduledRecord(Record):
    """A record that takes place: its fiscal year of record, its schedule, how it stands."""

    fiscal_year = FiscalYearField(
        _("fiscal year"),
        validators=[MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)],
        help_text=_("The fiscal year of the record, in Western years: 2016 is 平成28年度."),
    )
    schedule_text = models.TextField(
        _("schedule"),
        help_text=_(
            "As documents write it: 平成28年９月１日、５日、６日、12日 / 平成29年２月８日～17日 / "
            "平成28年７月、12月 / 平成29年３月～ / 未定"
        ),
    )
    schedule = ScheduleField(_("schedule as understood"), editable=False)
    schedule_override = models.TextField(
        _("schedule as printed"),
        blank=True,
        help_text=_("Only where the printed report words it differently from the rule."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    status_reason = models.TextField(
        _("reason for the status"),
        blank=True,
        help_text=_(
            "Why it was postponed or cancelled, as whoever sees the record may read it: 台風のため"
        ),
    )
    warnings_settled = models.BooleanField(
        _("warnings settled"),
        default=False,
        help_text=_("Tick once what the reader warns of is as it should be."),
    )
    is_doubtful = models.BooleanField(default=False, editable=False)
    starts_on = models.DateField(null=True, editable=False)
    precision_rank = models.PositiveSmallIntegerField(null=True, editable=False)
    # The record of an earlier year that the plan took this one from: the same thing a year on.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )

    objects: ClassVar = ScheduledQuerySet.as_manager()

    copied_from_id: int | None  # which the stubs do not derive of an abstract model
    row_loader: ClassVar[RowLoader]

    fiscal_year_lookup: ClassVar[str] = "fiscal_year"
    loose_links: ClassVar[tuple[str, ...]] = ("copied_from",)
    schema: ClassVar[int] = 3
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        1: added(warnings_settled=False),
        2: added(copied_from=None),
    }
    derived: ClassVar[frozenset[str]] = Record.derived | {
        "is_doubtful",
        "starts_on",
        "precision_rank",
    }
    derived_parts: ClassVar[tuple[str, ...]] = ("segments",)
    shadowed_fields: ClassVar[Mapping[str, str]] = {"schedule_text": "schedule"}
    # What the last reading of `schedule_text` found unusual, for whoever typed it. Kept is only
    # whether there was something that nobody has settled.
    schedule_warnings: tuple[Notice, ...] = ()

    class Meta(Record.Meta):
        abstract = True
        indexes = schedule_indexes()
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["copied_from", "fiscal_year"],
                condition=~models.Q(life=Life.WITHDRAWN),
                name="%(app_label)s_%(class)s_copied_once_a_year",
                violation_error_message=_("It has been copied into this fiscal year already."),
            ),
        ]

    @classmethod
    def segment_rows(cls) -> models.Manager:
        """The table of this kind of record's segments."""
        rows = cls._meta.get_field("segments").related_model
        return cast(type[SegmentRow], rows)._default_manager

    @property
    def full_name(self) -> str:
        return f"{super().full_name}（{self.schedule_text}）"

    @property
    def official_schedule(self) -> str:
        """The schedule as the annual report prints it, on one line."""
        return self.schedule_override.replace("\n", "、") or word(self.schedule)

    @property
    def has_lost_its_date(self) -> bool:
        """True when it has no date and is postponed, cancelled or withdrawn."""
        is_off = self.status in OFF or self.life == Life.WITHDRAWN
        return is_off and not self.schedule.segments

    @property
    def entry_status(self) -> str:
        """The status a calendar shows; a withdrawn record outranks its event's status."""
        return "withdrawn" if self.life == Life.WITHDRAWN else self.status

    def read_schedule(self) -> None:
        """Set `schedule` from `schedule_text`, in the context of the fiscal year.

        0:00 beside a day is a time once whoever typed it has settled the warning.
        Raises `ValidationError` on `schedule_text` where it cannot be read.
        """
        context = self._year_in_range()
        try:
            reading = read_once(self.schedule_text, context, midnight=self.warnings_settled)
        except NotationError as error:
            raise ValidationError({"schedule_text": explain(error)}) from error
        self.schedule, self.schedule_warnings = reading.schedule, reading.warnings

    def check_held(self, today: date) -> None:
        """Raise `ValidationError` where it is said to have been held and has not come by `today`.

        A list of days has come once each of them has; see `dates.nearness.lies_ahead`.
        """
        is_ahead = lies_ahead(self.schedule, self._year_in_range(), today)
        if self.status == Status.HELD and is_ahead:
            raise ValidationError({"status": NOT_YET})

    def clean(self) -> None:
        super().clean()
        if self.schedule_text:
            self.read_schedule()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        is_new, named = self._state.adding, kwargs.get("update_fields")
        if named is not None and "schedule" in named:
            kwargs["update_fields"] = {*named, "starts_on", "precision_rank", "is_doubtful"}
        super().save(*args, **kwargs)
        if named is None or "schedule" in named:
            self._write_segments(is_new)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        change.require_open()
        with transaction.atomic():
            self.segment_rows().filter(record=self).delete()
            return super().delete(*args, **kwargs)

    def days(self) -> tuple[date, date]:
        """First and last day on which it may take place.

        Where nothing is said, those of the fiscal year; where even that is out of range, any day.
        """
        bounds = [segment.known_days() for segment in self.schedule.segments]
        if not bounds:
            year = self._year_in_range()
            return (year.first_day, year.last_day) if year else (date.min, date.max)
        return min(first for first, _last in bounds), max(last for _first, last in bounds)

    def _year_in_range(self) -> FiscalYear | None:
        year = self.fiscal_year
        in_range = isinstance(year, int) and FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR
        return FiscalYear(year) if in_range else None

    def derive(self) -> None:
        self.starts_on = self.schedule.starts_on
        precision = self.schedule.precision
        self.precision_rank = None if precision is None else precision.rank
        self.is_doubtful = not self.warnings_settled and self._is_read_with_warnings()

    def _is_read_with_warnings(self) -> bool:
        """True also where the text cannot be read any more."""
        try:
            reading = read_once(self.schedule_text, self._year_in_range())
        except NotationError:
            return True
        return bool(reading.warnings)

    def _write_segments(self, is_new: bool) -> None:
        rows = self.segment_rows()
        if not is_new:
            rows.filter(record=self).delete()
        rows.bulk_create(self.derived_rows())

    def derived_rows(self) -> Iterable[SegmentRow]:
        model = self.segment_rows().model
        for position, segment in enumerate(self.schedule.segments, start=1):
            first_day, last_day = segment.known_days()
            yield model(
                record=self,
                position=position,
                first_day=first_day,
                last_day=last_day,
                precision=segment.precision,
            )
