"""A schedule as understood while it is being typed."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from calendars.scheduled.messages import message_text
from calendars.scheduled.models import ScheduledRecord
from calendars.scheduled.strip import Strip, closed_days, month_strips
from dates import (
    FiscalYear,
    NotationError,
    Schedule,
    proposed_fiscal_year,
    read_fiscal_year,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading to show beneath the field; nothing of it is kept."""

    schedule: Schedule = field(default_factory=Schedule)
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    closed: tuple[tuple[date, Any], ...] = ()
    strips: tuple[Strip, ...] = ()
    proposed: FiscalYear | None = None

    @property
    def parts(self) -> list[Schedule]:
        """Each segment as a schedule of its own."""
        return [Schedule((segment,)) for segment in self.schedule.segments]


def preview_reading(
    model: type[ScheduledRecord],
    text: str,
    fiscal_year: str,
    today: date,
    *,
    settled: bool = False,
) -> Reading:
    """Read `text` as saving a record of `model` would; `fiscal_year` is as typed.

    Where none is typed, one is proposed. `settled` says that whoever types has looked at what the
    reader warns of.
    """
    text = text.strip()
    year = typed_fiscal_year(text, fiscal_year, today)
    proposed = None if fiscal_year.strip() else year
    if not text:
        return Reading(proposed=proposed)
    record = model(schedule_text=text, warnings_settled=settled)
    record.fiscal_year = cast(int, year and int(year))  # never saved, so it may be missing
    try:
        record.read_schedule()
    except ValidationError as error:
        return Reading(errors=tuple(error.messages))
    return Reading(
        schedule=record.schedule,
        warnings=tuple(str(message_text(warning)) for warning in record.schedule_warnings),
        closed=tuple(closed_days(record.schedule)),
        strips=tuple(month_strips(record.schedule)),
        proposed=proposed,
    )


def typed_fiscal_year(text: str, fiscal_year: str, today: date) -> FiscalYear | None:
    """The fiscal year as typed, or the one proposed; None where neither can be told."""
    if not fiscal_year.strip():
        return proposed_fiscal_year(text, today)
    with suppress(NotationError):
        return read_fiscal_year(fiscal_year)
    return None


class LiveTextarea(AdminTextareaWidget):
    """A schedule's field that shows beneath, as one types, how it is understood.

    Without scripts the place beneath stays empty, and the server reads on save as ever.
    """

    class Media:
        js = ["django_htmx/htmx-2.min.js"]

    def __init__(self, address: str) -> None:
        super().__init__(attrs={"rows": 2})
        self.address = address

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        attrs = dict(attrs or {})
        place = f"{attrs.get('id', name)}_reading"
        attrs |= {
            "hx-get": self.address,
            "hx-trigger": "load, input changed delay:300ms, input changed delay:300ms "
            "from:#id_fiscal_year, change from:#id_warnings_settled",
            "hx-include": "#id_fiscal_year, #id_warnings_settled",
            "hx-target": f"#{place}",
            "hx-sync": "this:replace",
        }
        field_html = super().render(name, value, attrs, renderer)
        return format_html(
            '<div class="live-reading">{}<div id="{}" role="status"></div></div>',
            field_html,
            place,
        )
