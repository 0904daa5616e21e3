"""The picture of the work of a year, month by month, beside the year before."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.scheduled import display, fiscal_year_name
from dates import FiscalYear
from oversight.drawing import Drawing, Fill, Hue, Look, Series, columns
from oversight.figures import Load, Work, load, months_of
from oversight.pictures.picture import Cell, Picture, month_heads, numbers
from oversight.rules import Event

TITLE = gettext_lazy("Work by month")
WORKS: dict[Work, tuple[str | Promise, Look]] = {
    Work.MEETING: (gettext_lazy("meetings"), Look(Hue.MEETING)),
    Work.INTERNAL: (gettext_lazy("internal audits"), Look(Hue.AUDIT)),
    Work.EXTERNAL: (gettext_lazy("external reviews"), Look(Hue.AUDIT, Fill.HATCH)),
    Work.ACCOUNTING: (gettext_lazy("accounting audits"), Look(Hue.AUDIT, Fill.STRIPES)),
    Work.AUDITOR: (gettext_lazy("statutory auditors"), Look(Hue.AUDIT, Fill.OUTLINE)),
    Work.DRILL: (gettext_lazy("drills"), Look(Hue.DRILL)),
}
LISTS = {Work.MEETING: "meetings:meetings", Work.DRILL: "audits:drills"}
BEFORE = Look(Hue.PLAIN, Fill.OUTLINE)


def workload(events: Sequence[Event], year: FiscalYear) -> Picture:
    """The events of `year` by month and sort, beside those of the year before, if any is kept."""
    now, before = load(events, year), load(events, FiscalYear(year.year - 1))
    years = [now, before] if before.is_recorded else [now]
    months = months_of(year)
    series = [
        Series(str(label), look, [now.months[month, work] for month in months])
        for work, (label, look) in WORKS.items()
    ]
    for one in years[1:]:
        totals = [one.of_month(month) for month in months_of(one.year)]
        series.append(Series(fiscal_year_name(one.year), BEFORE, totals, stack=1))
    drawing = Drawing("workload", str(TITLE), _summary(now))
    return Picture(
        "workload",
        TITLE,
        columns(drawing, month_heads(months), series) if now.is_recorded else "",
        _heads(years),
        [*_months(years), *_rest(years), _lists(years)] if now.is_recorded else [],
        [_("One that lasts several months counts in each. What was called off is left out.")],
        reverse("calendars:year", args=[year]),
    )


def _heads(years: Sequence[Load]) -> list[str | Promise]:
    sums = [_("Sum of %(year)s") % {"year": fiscal_year_name(one.year)} for one in years]
    return [_("Month"), *(label for label, _look in WORKS.values()), *sums]


def _summary(now: Load) -> str:
    """The month that has most, for who does not see the picture."""
    most = max(months_of(now.year), key=now.of_month)
    return _("Most in %(month)s: %(number)d.") % {
        "month": display.month_name(most.year, most.month),
        "number": now.of_month(most),
    }


def _months(years: Sequence[Load]) -> Iterator[list[Cell]]:
    for month, *earlier in zip(*(months_of(one.year) for one in years), strict=True):
        key = month.year, month.month
        name = Cell(display.month_name(*key), reverse("calendars:month", args=[key]))
        found = [years[0].months[month, work] for work in Work]
        before = [one.of_month(day) for one, day in zip(years[1:], earlier, strict=True)]
        yield [name, *numbers(*found, sum(found), *before)]


def _rest(years: Sequence[Load]) -> Iterator[list[Cell]]:
    """What stands in none of the twelve months, as far as there is any."""
    for label, found in (
        (_("No certain month"), [one.unfixed for one in years]),
        (_("In another fiscal year"), [one.outside for one in years]),
    ):
        sums = [one.total() for one in found]
        if any(sums):
            yield [Cell(label), *numbers(*(found[0][work] for work in Work), *sums)]


def _lists(years: Sequence[Load]) -> list[Cell]:
    """The lists of the year's records, by sort."""
    cells = []
    for work in WORKS:
        query: dict[str, object] = {"fiscal_year": years[0].year}
        if work not in LISTS:
            query["regime"] = work.value
        route = LISTS.get(work, "audits:audits")
        cells.append(Cell(_("List"), f"{reverse(route)}?{urlencode(query)}"))
    return [Cell(_("Records of the fiscal year")), *cells, *[Cell("")] * len(years)]
