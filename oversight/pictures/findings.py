"""The pictures of findings: made and closed by month, and how long those not closed have waited."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.account_filters import Measures
from calendars.scheduled import display
from dates import FiscalYear
from oversight.drawing import Drawing, Fill, Hue, Line, Look, Series, columns
from oversight.figures import Ageing, Flow, Followed, ageing, flow
from oversight.pictures.picture import Cell, Picture, month_heads

MADE, CLOSED = Look(Hue.ALARM, Fill.HATCH), Look(Hue.AUDIT)
OVERDUE, OTHERS = Look(Hue.ALARM), Look(Hue.PLAN, Fill.HATCH)
BY_MONTH = gettext_lazy("Findings made and closed by month")
BY_AGE = gettext_lazy("Findings not closed, by days since they were made")


def by_month(findings: list[Followed], year: FiscalYear, at: date) -> Picture:
    """Findings made and closed in each month, and not closed at its end."""
    months = flow(findings, year, at)
    made, closed = sum(one.made for one in months), sum(one.closed for one in months)
    summary = _("Made: %(made)d. Closed: %(closed)d.") % {"made": made, "closed": closed}
    drawing = Drawing("flow", str(BY_MONTH), summary)
    svg = columns(
        drawing,
        month_heads([one.month for one in months]),
        [
            Series(_("Made"), MADE, [one.made for one in months]),
            Series(_("Closed"), CLOSED, [one.closed for one in months], stack=1),
        ],
        Line(_("Not closed at the end"), [one.stock for one in months]),
    )
    total = [
        Cell(_("Fiscal year")),
        Cell(str(made), _list(at, Measures.GIVEN, made=year.year)),
        Cell(str(closed), _list(at, Measures.COMPLETED, closed=year.year)),
        Cell(""),
    ]
    return Picture(
        "flow",
        BY_MONTH,
        svg if findings else "",
        (_("Month"), _("Made"), _("Closed"), _("Not closed at the end")),
        [*(_month(one, at) for one in months), total] if findings else [],
        _undated(findings),
        reverse("audits:follow_up"),
    )


def by_age(findings: list[Followed], at: date) -> Picture:
    """Findings not closed, by the days since they were made; overdue ones told apart."""
    ages = ageing(findings, at)
    pending = sum(one.overdue + one.others for one in ages)
    summary = _("Not closed: %(pending)d, of which overdue: %(overdue)d.") % {
        "pending": pending,
        "overdue": sum(one.overdue for one in ages),
    }
    series = [
        Series(_("overdue"), OVERDUE, [one.overdue for one in ages]),
        Series(_("not overdue"), OTHERS, [one.others for one in ages]),
    ]
    heads = [one.age.value.replace("-", "–") for one in ages]
    return Picture(
        "ageing",
        BY_AGE,
        columns(Drawing("ageing", str(BY_AGE), summary), heads, series) if pending else "",
        (_("Days since"), _("Not closed"), _("of which overdue")),
        [_age(one, at) for one in ages] if pending else [],
        [_("As of the end of %(day)s.") % {"day": display.day_text(at)}, *_undated(findings)],
        _list(at, Measures.PENDING),
    )


def _month(one: Flow, at: date) -> list[Cell]:
    name = Cell(display.month_name(one.month.year, one.month.month))
    if one.stock is None:
        return [name, Cell(""), Cell(""), Cell("")]
    stock = Cell(str(one.stock), _list(one.until, Measures.PENDING))
    month = f"{one.month:%Y-%m}"
    made = Cell(str(one.made), _list(at, Measures.GIVEN, made_month=month))
    closed = Cell(str(one.closed), _list(at, Measures.COMPLETED, closed_month=month))
    return [name, made, closed, stock]


def _age(one: Ageing, at: date) -> list[Cell]:
    return [
        Cell(str(one.age.label)),
        Cell(str(one.overdue + one.others), _list(at, Measures.PENDING, age=one.age)),
        Cell(str(one.overdue), _list(at, Measures.OVERDUE, age=one.age)),
    ]


def _undated(findings: list[Followed]) -> list[str]:
    """That some findings have no day, and so no month and no age."""
    number = sum(one.found_on is None for one in findings)
    text = _("Without a day on record, and so in no month and of no age: %(number)d.")
    return [text % {"number": number}] if number else []


def _list(at: date, measures: Measures, **query: object) -> str:
    """The list of findings under these filters, as of a day."""
    asked = {"as_of": at.isoformat(), "measures": measures.value, **query}
    return f"{reverse('audits:findings')}?{urlencode(asked)}"
