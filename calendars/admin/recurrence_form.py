"""The rule of a series as the office says it, and the schedules that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import (
    WEEKDAY_NAMES,
    OfficialDateField,
    OfficialFiscalYearField,
    explain,
)
from dates import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    ClosedDayRule,
    FiscalYear,
    Frequency,
    NotationError,
    Precision,
    Recurrence,
    RecurrenceInstance,
    Schedule,
    Segment,
    period,
    read,
    with_hours,
    word,
)

MOST = 100  # drafts in one change
SHORTEST_MONTH = 28
FREQUENCIES = (
    (Frequency.WEEKLY, _("weekly")),
    (Frequency.MONTHLY, _("monthly")),
    (Frequency.QUARTERLY, _("quarterly")),
    (Frequency.YEARLY, _("yearly")),
)
CLOSED = (
    (ClosedDayRule.KEEP, _("leave it on the closed day")),
    (ClosedDayRule.PREVIOUS, _("move it to the working day before")),
    (ClosedDayRule.NEXT, _("move it to the working day after")),
    (ClosedDayRule.DROP, _("leave it out")),
)


class DayChoice(TextChoices):
    """How the day of each week or month is found."""

    START = "start", _("the same day of the week or month as the first")
    MONTH_DAY = "month_day", _("the n-th day of the month")
    LAST_DAY = "last_day", _("the last day of the month")
    WEEKDAY = "weekday", _("the n-th of a day of the week")
    LAST_WEEKDAY = "last_weekday", _("the last of a day of the week")
    WORKDAY = "workday", _("the n-th working day of the month")
    WORKDAY_FROM_END = "workday_from_end", _("the n-th working day from the month's end")
    MONTH = "month", _("the month alone; its day is not settled")


COUNTED = {DayChoice.MONTH_DAY, DayChoice.WEEKDAY, DayChoice.WORKDAY, DayChoice.WORKDAY_FROM_END}
OF_WEEKDAYS = {DayChoice.WEEKDAY, DayChoice.LAST_WEEKDAY}


@dataclass(frozen=True, slots=True)
class Planned:
    """One day or month of a series, as text for a record of this fiscal year.

    `by_rule` is the day or month before it moves, `schedule` what the text says. A day that the
    rule for closed days drops has neither text nor schedule.
    """

    instance: RecurrenceInstance
    by_rule: Schedule
    fiscal_year: int
    text: str = ""
    schedule: Schedule = field(default_factory=Schedule)

    @property
    def key(self) -> str:
        """The value by which a form knows it again: the day by the rule, and what it becomes."""
        return f"{self.day}>{self.text}"

    @property
    def day(self) -> str:
        """The day by the rule: 2016-11-08."""
        return str(self.instance.original)


class RecurrenceForm(forms.Form):
    """A recurrence in the words of the office; `planned` are its days once it is valid."""

    required_css_class = "required"

    freq = forms.ChoiceField(label=_("How often"), choices=FREQUENCIES, initial=Frequency.MONTHLY)
    interval = forms.IntegerField(
        label=_("At every n-th"),
        initial=1,
        min_value=1,
        max_value=99,
        help_text=_("1 is each week or month, 2 every other one."),
    )
    start = OfficialDateField(
        label=_("First possible day"),
        help_text=_("From here on: 平成28年４月１日, H28.4.1 or 2016-04-01"),
    )
    day = forms.ChoiceField(label=_("On which day"), choices=DayChoice, initial=DayChoice.START)
    place = forms.IntegerField(label=_("n: which one"), required=False, min_value=1, max_value=31)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAY_NAMES)),
        widget=forms.CheckboxSelectMultiple,
    )
    closed = forms.ChoiceField(label=_("On a closed day"), choices=CLOSED)
    count = forms.IntegerField(
        label=_("How many times"), required=False, min_value=1, max_value=MOST
    )
    until = OfficialDateField(
        label=_("Or until"), required=False, help_text=_("Instead of a number: 平成29年３月31日")
    )
    hours = forms.CharField(
        label=_("Hours"),
        required=False,
        max_length=50,
        help_text=_("Where they are the same each time: 10時～11時30分"),
    )
    fiscal_year = OfficialFiscalYearField(
        label=_("Fiscal year of all"),
        required=False,
        help_text=_("Only where it is not that of each day: 令和８, R8 or 2026"),
    )

    def clean_start(self) -> date:
        """The first possible day, which is one of the register's years."""
        start: date = self.cleaned_data["start"]
        if not FiscalYear(FIRST_FISCAL_YEAR).first_day <= start <= date(LAST_FISCAL_YEAR, 12, 31):
            raise ValidationError(_("The register begins with fiscal 2014 and ends with 2100."))
        return start

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        if typed.get("freq") == Frequency.WEEKLY:
            typed["day"] = DayChoice.START  # the others are days of a month
        if not self.errors:
            self._check_day(typed)
        if not self.errors and (typed["count"] is None) == (typed["until"] is None):
            self.add_error("count", _("Please say how many times, or until when."))
        if not self.errors:
            self.planned = self._planned()
        return typed

    @property
    def skips_months(self) -> bool:
        """True where the rule names a day that not every month has."""
        if not self.is_valid() or self.cleaned_data["freq"] == Frequency.WEEKLY:
            return False
        day, place = self.cleaned_data["day"], self.cleaned_data["place"]
        number = self.cleaned_data["start"].day if day == DayChoice.START else place
        return day in (DayChoice.START, DayChoice.MONTH_DAY) and number > SHORTEST_MONTH

    def _check_day(self, typed: dict[str, Any]) -> None:
        day = typed["day"]
        if day in COUNTED and typed["place"] is None:
            self.add_error("place", _("Please say which one: 1 is the first."))
        if day in OF_WEEKDAYS and len(typed["weekdays"]) != 1:
            self.add_error("weekdays", _("Please choose one day of the week."))
        if day == DayChoice.MONTH and typed["hours"]:
            self.add_error("hours", _("A month without a day has no hours."))

    def _planned(self) -> list[Planned]:
        """The days that the rule makes, one more than there may be at most."""
        typed, found = self.cleaned_data, []
        try:
            for instance in islice(self._instances(), MOST + 1):
                found.append(self._as_text(instance))
        except NotationError as error:
            self.add_error("hours", explain(error))
        if len(found) > MOST:
            self.add_error("until", _("These are more than 100, the most that are made at once."))
        elif not found and not self.errors:
            self.add_error("until" if typed["until"] else "start", _("No day fits this rule."))
        return found

    def _instances(self) -> Iterator[RecurrenceInstance]:
        typed = self.cleaned_data
        start, is_month = typed["start"], typed["day"] == DayChoice.MONTH
        if is_month:
            start = start.replace(day=1)
        rule = Recurrence(
            freq=Frequency(typed["freq"]),
            interval=typed["interval"],
            count=typed["count"],
            until=typed["until"],
            closed=ClosedDayRule.KEEP if is_month else ClosedDayRule(typed["closed"]),
            **self._by(),
        )
        return rule.instances(start)

    def _by(self) -> dict[str, Any]:
        """The parts of the rule that choose the days of each period."""
        place, weekdays = self.cleaned_data["place"], tuple(self.cleaned_data["weekdays"])
        is_weekly = self.cleaned_data["freq"] == Frequency.WEEKLY
        return {
            DayChoice.START: {"byday": weekdays} if is_weekly else {},
            DayChoice.MONTH_DAY: {"bymonthday": place},
            DayChoice.LAST_DAY: {"bymonthday": -1},
            DayChoice.WEEKDAY: {"byday": weekdays, "bysetpos": place},
            DayChoice.LAST_WEEKDAY: {"byday": weekdays, "bysetpos": -1},
            DayChoice.WORKDAY: {"byworkday": True, "bysetpos": place},
            DayChoice.WORKDAY_FROM_END: {"byworkday": True, "bysetpos": -(place or 1)},
            DayChoice.MONTH: {"bymonthday": 1},
        }[self.cleaned_data["day"]]

    def _as_text(self, instance: RecurrenceInstance) -> Planned:
        """What a record is given; raises `NotationError` where the hours cannot be read."""
        day, typed = instance.day or instance.original, self.cleaned_data
        year = typed["fiscal_year"] or FiscalYear.of(day).year
        if typed["day"] == DayChoice.MONTH:
            month = Schedule((Segment(*period(day, Precision.MONTH), Precision.MONTH),))
            return Planned(RecurrenceInstance(day, day), month, year, word(month), month)
        by_rule = Schedule.on(instance.original)
        if instance.day is None:
            return Planned(instance, by_rule, year)
        text = word(Schedule.on(day))
        if typed["hours"]:
            text = with_hours(text, typed["hours"], FiscalYear(year))
        return Planned(instance, by_rule, year, text, read(text).schedule)


def initial_rule(schedule: Schedule) -> dict[str, Any]:
    """What a schedule that was typed already says of the rule; nothing if that is not all of it."""
    if len(schedule.segments) != 1:
        return {}
    [segment] = schedule.segments
    first, last = segment.start, segment.end
    if not segment.is_single or segment.approximate or segment.label or first is None:
        return {}
    if segment.precision == Precision.MONTH:
        return {"start": word(Schedule.on(first)), "day": DayChoice.MONTH}
    if first != last:
        return {}
    times = [f"{at:%H:%M}" for at in (segment.start_time, segment.end_time) if at]
    return {"start": word(Schedule.on(first)), "hours": "～".join(times)}
