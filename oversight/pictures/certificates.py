"""The picture of the certificates' cycle: how long each is valid, and when it is renewed."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.scheduled import day_text, fiscal_year_text
from dates import LAST_FISCAL_YEAR, FiscalYear
from oversight.drawing import Axis, Drawing, Fill, Hue, Look, Span, SpanRow, spans
from oversight.pictures.picture import Cell, Picture
from oversight.visible import Certificate

TITLE = gettext_lazy("Certificates and their renewal")
VALID, ENDED = Look(Hue.AUDIT), Look(Hue.PLAIN, Fill.HATCH)
WINDOW = Look(Hue.ALARM, Fill.HATCH)
LEGEND = {
    VALID: gettext_lazy("valid"),
    ENDED: gettext_lazy("ended"),
    WINDOW: gettext_lazy("apply for renewal"),
}
BEFORE, AFTER = 1, 3  # fiscal years drawn beside the one in question


def certificates(found: Sequence[Certificate], year: FiscalYear, at: date) -> Picture:
    """The certifications from the year before to three years on, with a line at `at`."""
    last = min(year.year + AFTER, LAST_FISCAL_YEAR)
    years = [FiscalYear(one) for one in range(year.year - BEFORE, last + 1)]
    dated = [one for one in found if one.first or one.last]
    summary = _("Valid on %(day)s: %(number)d.") % {
        "day": day_text(at),
        "number": sum(_is_valid(one, at) for one in dated),
    }
    svg = spans(
        Drawing("certificates", str(TITLE), summary),
        Axis(years[0].first_day, years[-1].last_day),
        [(one.first_day, fiscal_year_text(one.year)) for one in years],
        [SpanRow(one.name, _spans(one, at)) for one in dated],
        [(look, str(label)) for look, label in LEGEND.items()],
        at,
    )
    return Picture(
        "certificates",
        TITLE,
        svg if dated else "",
        (_("Certificate"), _("Valid from"), _("Valid until"), _("Apply between")),
        [_row(one) for one in found],
        [_("The line is %(day)s.") % {"day": day_text(at)}],
        has_words=True,
    )


def _is_valid(one: Certificate, at: date) -> bool:
    has_begun = one.first is None or one.first <= at
    return has_begun and (one.last is None or at <= one.last)


def _spans(one: Certificate, at: date) -> list[Span]:
    look = ENDED if one.last and one.last < at else VALID
    bars = [Span(one.first, one.last, look)]
    return [*bars, Span(*one.window, WINDOW, 1)] if one.window else bars


def _row(one: Certificate) -> list[Cell]:
    window = ""
    if one.window:
        first, last = map(day_text, one.window)
        window = _("%(first)s to %(last)s") % {"first": first, "last": last}
    days = (day_text(one.first), day_text(one.last), window)
    return [Cell(one.name, one.address), *map(Cell, days)]
