"""The picture of the plan against what became of it, with the slip in days."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendars.scheduled import Status, display, schedule_text
from dates import FiscalYear, Schedule, is_exact
from oversight.drawing import Axis, Drawing, Fill, Hue, Look, Span, SpanRow, spans
from oversight.figures import months_of
from oversight.pictures.picture import Cell, Picture
from oversight.slippage import Course, DaySlip, slip_of_beginning, slip_of_end
from oversight.visible import Planned

TITLE = gettext_lazy("Plan and execution")
PLANNED = Look(Hue.PLAN, Fill.OUTLINE)
HELD, AHEAD, VAGUE = Look(Hue.AUDIT), Look(Hue.DRILL), Look(Hue.AUDIT, Fill.HATCH)
LEGEND = {
    PLANNED: gettext_lazy("planned"),
    HELD: gettext_lazy("held"),
    AHEAD: gettext_lazy("to be held"),
    VAGUE: gettext_lazy("known to the month at best"),
}


def slips(rows: Sequence[Planned], year: FiscalYear) -> Picture:
    """What the approved plan lists, each with its planned and its actual days."""
    summary = _("Planned: %(planned)d. Held: %(held)d.") % {
        "planned": len(rows),
        "held": sum(one.status == Status.HELD for one in rows),
    }
    months = months_of(year)
    marks = [(month, display.tiny_month(month.year, month.month)) for month in months]
    svg = spans(
        Drawing("slips", str(TITLE), summary),
        Axis(year.first_day, year.last_day),
        marks,
        [SpanRow(one.title, _spans(one)) for one in rows],
        [(look, str(label)) for look, label in LEGEND.items()],
    )
    return Picture(
        "slips",
        TITLE,
        svg if rows else "",
        (_("Audit or drill"), _("Planned"), _("Actual"), _("First day"), _("Last day")),
        [_row(one) for one in rows],
        [_("Against the last approved version of the plan.")],
        f"{reverse('audits:audits')}?fiscal_year={year}",
        has_words=True,
    )


def word_slip(slip: DaySlip) -> str:
    """The slip in words; of what is not known to the day between which numbers it lies."""
    if slip.course == Course.UNKNOWN:
        return _("cannot be told")
    if slip.course == Course.WITHIN:
        return _("within the planned period")
    if slip.course == Course.EXACT:
        return _days(slip.least)
    return _("%(least)s to %(most)s") % {"least": _days(slip.least), "most": _days(slip.most)}


def _days(number: int) -> str:
    if not number:
        return _("as planned")
    late = ngettext("%(count)d day late", "%(count)d days late", number)
    early = ngettext("%(count)d day early", "%(count)d days early", -number)
    return (late if number > 0 else early) % {"count": abs(number)}


def _row(one: Planned) -> list[Cell]:
    days = [Cell(schedule_text(one.planned)), Cell(schedule_text(one.actual))]
    if one.status == Status.CANCELLED:
        called_off = Cell(str(one.status.label))
        return [Cell(one.title, one.address), *days, called_off, called_off]
    found = (slip_of_beginning(one.planned, one.actual), slip_of_end(one.planned, one.actual))
    return [Cell(one.title, one.address), *days, *(Cell(word_slip(slip)) for slip in found)]


def _spans(one: Planned) -> list[Span]:
    """The planned days above, the actual ones beneath; what is not known to the day is hatched."""
    actual = HELD if one.status == Status.HELD else AHEAD
    if one.status == Status.CANCELLED:
        return list(_bars(one.planned, PLANNED, PLANNED, 0))
    return [
        *_bars(one.planned, PLANNED, PLANNED, 0),
        *_bars(one.actual, actual, VAGUE, 1),
    ]


def _bars(schedule: Schedule, exact: Look, vague: Look, level: int) -> Iterator[Span]:
    for segment in schedule.segments:
        look = exact if is_exact(segment) else vague
        yield Span(segment.start, segment.end, look, level)
